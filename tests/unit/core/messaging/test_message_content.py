"""What a message may hold, without a database."""

from __future__ import annotations

import json

import pytest
from google.protobuf import json_format

from core.kit.errors import InvalidArgument
from core.messaging.media.store import Media
from core.messaging.messages import content, emojis, stickers
from core.messaging.messages.content import MESSAGE_BYTES_MAX
from core.messaging.messages.errors import MessageTooLarge
from majlis.messaging.v1 import media_service_pb2 as media_pb
from majlis.messaging.v1 import messages_pb2 as pb

CONTENTS = [
    pb.Content(text="سلام \u202e\u0000x".replace("\u0000", "")),
    pb.Content(text='"\\\u2028\u0007', reply_to_seq=7, mention_user_ids=["usr_a", "usr_b"], mentions_all=True),
    pb.Content(text="x", location=pb.Location(latitude_e7=-5, longitude_e7=7, name="بيت"), fallback_text="y"),
    pb.Content(image=pb.Image(media_id="med_1", width_px=3, size_bytes=9, thumb_data="data:"), forwarded=True),
    pb.Content(note=pb.Note(key="k", facts={"b": "2", "a": "1"})),
    pb.Content(card=pb.Card(app_id="a", title="t", revision=3), fallback_text="z"),
]


@pytest.mark.parametrize("held", CONTENTS, ids=[str(n) for n in range(len(CONTENTS))])
def test_a_body_is_the_protobuf_json_of_its_content(held: pb.Content) -> None:
    """Written by hand for speed; any protobuf library reads it back the same."""
    body = content.body_json(held)
    assert json_format.Parse(body, pb.UpdateBody()).message == held
    by_library = json_format.MessageToDict(pb.UpdateBody(message=held), preserving_proto_field_name=True)
    assert json.loads(body) == by_library | {"message": {**by_library["message"], **_fallback(held)}}
    edit = content.body_json(held, "edit")
    assert content.as_message(edit) == body
    assert content.content_of(edit) == held


def _fallback(held: pb.Content) -> dict[str, str]:
    return {"fallback_text": held.fallback_text} if held.WhichOneof("attachment") else {}


@pytest.mark.parametrize(
    "blank",
    ["", " \n\t", "\u200b\u200c\u200d\u2060\ufeff", "\u202e\u200f", "\u3164\u2800\u115f", "\u00ad\u0001"],
    ids=["nothing", "spaces", "zero width", "bidi", "fillers", "controls"],
)
def test_what_nobody_can_see_is_no_message(blank: str) -> None:
    """An empty bubble is a riddle, or an attack on who reads; with a picture it is a caption that is not there."""
    with pytest.raises(InvalidArgument) as refusal:
        content.checked(pb.Content(text=blank))
    assert refusal.value.facts["field"] == "content.text"
    assert content.checked(pb.Content(text=blank, location=pb.Location())).text == blank


def test_half_a_character_is_in_no_content() -> None:
    """Protobuf itself refuses it, so it reaches no rule, database or reader."""
    with pytest.raises((UnicodeEncodeError, ValueError)):
        pb.Content(text="a\ud800b").SerializeToString()
    with pytest.raises(InvalidArgument):
        content.checked(pb.Content(text="a\0b"))


@pytest.mark.parametrize(("size", "fits"), [(MESSAGE_BYTES_MAX, True), (MESSAGE_BYTES_MAX + 1, False)])
def test_a_message_has_64_kib_at_most_and_unknown_fields_count(size: int, fits: bool) -> None:
    """What a newer client sends is not kept, and is no way around the limit."""
    known = pb.Content(text="x").SerializeToString()
    padding = size - len(known) - 5
    length = bytes([padding & 127 | 128, padding >> 7 & 127 | 128, padding >> 14])
    given = pb.Content.FromString(known + b"\xa2\x06" + length + b"p" * padding)
    assert given.ByteSize() == size
    if fits:
        assert content.checked(given) == pb.Content(text="x")
        return
    with pytest.raises(MessageTooLarge) as refusal:
        content.checked(given)
    assert refusal.value.facts["limit"] == 65_536


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (pb.Content(card=pb.Card(title="x")), "content.card"),
        (pb.Content(note=pb.Note(key="x")), "content.note"),
        (pb.Content(wallet_card=pb.WalletCard(ref_id="pay_1")), "content.wallet_card"),
        (pb.Content(text="x", forwarded=True), "content.forwarded"),
        (pb.Content(image=pb.Image()), "content.image.media_id"),
        (pb.Content(sticker=pb.Sticker(set="majlis", name="none")), "content.sticker"),
        (pb.Content(sticker=pb.Sticker(set="none", name="salam")), "content.sticker"),
    ],
    ids=["card", "note", "wallet card", "forwarded", "no file", "no sticker", "no set"],
)
def test_what_only_the_host_says_is_refused_from_people(given: pb.Content, field: str) -> None:
    """By the field's name."""
    with pytest.raises(InvalidArgument) as refusal:
        content.checked(given)
    assert refusal.value.facts["field"] == field


def test_the_fallback_is_the_hosts_word_in_both_languages() -> None:
    """Whatever the sender wrote there; every attachment has one."""
    kinds = {field.name for field in pb.Content.DESCRIPTOR.oneofs_by_name["attachment"].fields}
    assert set(content.FALLBACKS) == kinds
    name = stickers.SETS["majlis"][0]
    sent = content.checked(pb.Content(fallback_text="mine", sticker=pb.Sticker(set="majlis", name=name)))
    assert sent.fallback_text == "ملصق · Sticker"
    assert content.checked(pb.Content(text="x", fallback_text="mine")).fallback_text == ""


def test_a_card_of_the_wallet_is_told_of_by_what_it_is_and_its_makers_words() -> None:
    """In both languages, for every kind; never an amount, which would stand on a locked screen."""
    kinds = {number for number in pb.WalletCardKind.values() if number}
    assert set(content.WALLET_FALLBACKS) == kinds
    card = {"kind": "WALLET_CARD_KIND_PAYMENT", "amount": {"currency_code": "SAR", "amount_minor": "2500"}}
    assert content.wallet_words(card) == "دفعة · Payment"
    assert content.wallet_words({**card, "note": "for dinner"}) == "دفعة · Payment: for dinner"


def test_a_file_is_what_the_host_knows_of_it() -> None:
    """Size, type and name as the sender claims them are gone."""
    known = Media(
        "med_1", "usr_a", media_pb.MEDIA_KIND_FILE, "real.pdf", "application/pdf", "k", "", 9, 0, 0, "", 0, ""
    )
    claimed = pb.Content(text="look", file=pb.File(media_id="med_1", name="x.exe", mime_type="a/b", size_bytes=1))
    told = content.with_media(content.checked(claimed), known)
    assert told.file == pb.File(media_id="med_1", name="real.pdf", mime_type="application/pdf", size_bytes=9)
    assert content.media_of(claimed) == ("med_1", media_pb.MEDIA_KIND_FILE)


@pytest.mark.parametrize("sign", ["👍", "👍🏽", "❤️", "👨‍👩‍👧‍👦", "🇸🇦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "☪️"])
def test_an_emoji_is_one_however_many_code_points(sign: str) -> None:
    """And is written in one way: with and without the variation selector it is the same reaction."""
    assert emojis.one(sign) == sign == emojis.one(sign.replace("\ufe0f", ""))


@pytest.mark.parametrize("sign", ["a", "👍👍", "👍 ", "ب", "1", "\u200d", "🏽", "👍\u202e", "\ufe0f", "🇸"])
def test_what_is_not_one_emoji_is_no_reaction(sign: str) -> None:
    """Words, two of them, hidden signs, half a flag."""
    with pytest.raises(InvalidArgument) as refusal:
        emojis.one(sign)
    assert refusal.value.facts["field"] == "emoji"
