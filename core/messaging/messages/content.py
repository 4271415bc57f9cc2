"""What a message may hold: values in, values out. What people wrote is kept to the letter, or refused."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from google.protobuf import json_format

from core.kit.errors import InvalidArgument
from core.messaging.media.store import Media
from core.messaging.messages import stickers
from core.messaging.messages.errors import MessageTooLarge
from majlis.messaging.v1 import media_service_pb2 as media_pb
from majlis.messaging.v1 import messages_pb2 as pb

TEXT_CHARS_MAX = 4_096  # Code points, of a text or caption.
MESSAGE_BYTES_MAX = 65_536  # Of a whole message as protobuf.
MEDIA_KINDS: dict[str, int] = {
    "image": media_pb.MEDIA_KIND_IMAGE, "file": media_pb.MEDIA_KIND_FILE, "voice": media_pb.MEDIA_KIND_VOICE,
    "video": media_pb.MEDIA_KIND_VIDEO,
}  # fmt: skip
HOST_ONLY = ("card", "note", "wallet_card")
# For clients that do not know the attachment: one word in both languages, for the host cannot know the reader's.
FALLBACKS = {
    "image": "صورة · Photo", "file": "ملف · File", "voice": "رسالة صوتية · Voice message", "video": "فيديو · Video",
    "location": "موقع · Location", "contact": "جهة اتصال · Contact", "sticker": "ملصق · Sticker",
    "card": "بطاقة · Card", "note": "تنبيه · Note", "wallet_card": "بطاقة المحفظة · Wallet card",
}  # fmt: skip
WALLET_FALLBACKS: dict[int, str] = {
    pb.WALLET_CARD_KIND_PAYMENT: "دفعة · Payment", pb.WALLET_CARD_KIND_MONEY_REQUEST: "طلب مال · Money request",
    pb.WALLET_CARD_KIND_SPLIT: "فاتورة مشتركة · Shared bill", pb.WALLET_CARD_KIND_RED_PACKET: "ظرف هدية · Red packet",
    pb.WALLET_CARD_KIND_RECEIPT: "إيصال · Receipt", pb.WALLET_CARD_KIND_PIN_RESET: "رقم سري جديد · New PIN",
}  # fmt: skip
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_BLANK = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}  # Letters by their category, and nothing on any screen.


def refuse(field: str, why: str) -> InvalidArgument:
    """INVALID_ARGUMENT of a field of the content; never with what was written there."""
    return InvalidArgument(f"{field}: {why}", field=field, why=why)


def checked(given: pb.Content) -> pb.Content:
    """What a person wrote, as it may be sent. Media are still to be filled by `with_media`."""
    if given.ByteSize() > MESSAGE_BYTES_MAX:
        raise MessageTooLarge("the message is too large", limit=MESSAGE_BYTES_MAX, unit="bytes")
    content = pb.Content()
    content.CopyFrom(given)
    content.DiscardUnknownFields()
    attachment = content.WhichOneof("attachment")
    if attachment in HOST_ONLY:
        raise refuse(f"content.{attachment}", "only the host makes one")
    if content.forwarded:
        raise refuse("content.forwarded", "only the host says so")
    _check_text(content.text, attachment)
    if attachment is not None:
        _check_attachment(content, attachment)
    content.fallback_text = FALLBACKS[attachment] if attachment else ""
    if content.mention_user_ids:
        mentioned = dict.fromkeys(content.mention_user_ids)
        del content.mention_user_ids[:]
        content.mention_user_ids.extend(mentioned)
    return content


def _check_text(text: str, attachment: str | None) -> None:
    if len(text) > TEXT_CHARS_MAX:
        raise MessageTooLarge("the text is too long", limit=TEXT_CHARS_MAX, unit="code points")
    if "\0" in text:  # PostgreSQL cannot store it, and nobody means it.
        raise refuse("content.text", "holds a NUL character")
    if attachment is None and not shows_something(text):
        raise refuse("content.text", "there is nothing to see in it")


def shows_something(text: str) -> bool:
    """Whether a reader would see anything at all."""
    return any(sign not in _BLANK and unicodedata.category(sign) not in _UNSEEN for sign in text)


def _check_attachment(content: pb.Content, attachment: str) -> None:
    if attachment in MEDIA_KINDS and not getattr(content, attachment).media_id:
        raise refuse(f"content.{attachment}.media_id", "is required")
    if attachment == "sticker" and not stickers.exists(content.sticker.set, content.sticker.name):
        raise refuse("content.sticker", "there is no such sticker")


def wallet_words(card: dict[str, Any]) -> str:
    """A card of the wallet as a log's JSON has it, in the words of a notification: what it is, and its maker's note."""
    words = WALLET_FALLBACKS[pb.WalletCardKind.Value(card["kind"])]
    return f"{words}: {card['note']}" if card.get("note") else words


def media_of(content: pb.Content) -> tuple[str, int] | None:
    """(media_id, MediaKind) of the file it shows, if it shows one."""
    attachment = content.WhichOneof("attachment")
    kind = MEDIA_KINDS.get(attachment or "")
    return None if kind is None else (getattr(content, attachment or "").media_id, kind)


def with_media(content: pb.Content, media: Media) -> pb.Content:
    """The content with everything about its file as the host knows it; what the sender said of it is gone."""
    known: dict[str, Any] = {"media_id": media.media_id, "mime_type": media.mime_type, "size_bytes": media.size_bytes}
    filled = pb.Content()
    filled.CopyFrom(content)
    match content.WhichOneof("attachment"):
        case "image":
            image = pb.Image(**known, width_px=media.width_px, height_px=media.height_px, thumb_data=media.thumb_data)
            filled.image.CopyFrom(image)
        case "file":
            filled.file.CopyFrom(pb.File(**known, name=media.name))
        case "voice":
            voice = pb.Voice(**known, duration_ms=media.duration_ms, waveform=media.waveform)
            filled.voice.CopyFrom(voice)
        case "video":
            filled.video.CopyFrom(pb.Video(**known, duration_ms=media.duration_ms))
    return filled


def check_editable(first: pb.Content) -> None:
    """INVALID_ARGUMENT where the host wrote it, whatever it shows by now."""
    if first.WhichOneof("attachment") in HOST_ONLY:
        raise refuse("content", "what the host wrote is not edited")


def edited(old: pb.Content, given: pb.Content) -> pb.Content:
    """The old content with the given text and mentions; nothing else of a message changes."""
    check_editable(old)
    attachment = old.WhichOneof("attachment")
    named = given.WhichOneof("attachment")
    if named is not None and (named != attachment or _key(old, named) != _key(given, named)):
        raise refuse(f"content.{named}", "an edit changes the text and who is called, not what is attached")
    if given.reply_to_seq not in (0, old.reply_to_seq):
        raise refuse("content.reply_to_seq", "an edit answers what the message answered")
    if given.forwarded:
        raise refuse("content.forwarded", "only the host says so")
    changed = pb.Content()
    changed.CopyFrom(old)
    changed.text = given.text
    changed.mentions_all = given.mentions_all
    changed.forwarded = False  # It was written here now.
    del changed.mention_user_ids[:]
    changed.mention_user_ids.extend(given.mention_user_ids)
    return checked(changed)


def _key(content: pb.Content, attachment: str) -> Any:
    """What makes it the same attachment; the rest of it is the host's."""
    held = getattr(content, attachment)
    if attachment in MEDIA_KINDS:
        return held.media_id
    return held.code if attachment == "contact" else held


def forwarded(content: pb.Content) -> pb.Content:
    """A copy for another conversation: nothing in it tells where it came from."""
    if content.HasField("note"):
        raise refuse("seq", "a sentence of the host is not forwarded")
    if content.HasField("wallet_card"):
        raise refuse("seq", "a card of the wallet belongs to its conversation and is not forwarded")
    copy = pb.Content()
    copy.CopyFrom(content)
    copy.ClearField("reply_to_seq")
    copy.ClearField("mention_user_ids")
    copy.ClearField("mentions_all")
    copy.forwarded = True
    return copy


def body_json(content: pb.Content, field: str = "message") -> str:
    """The UpdateBody as the log keeps it: protobuf JSON with the proto's own names, without spaces."""
    # By hand, for the generic way costs more than the whole rest of a send.
    body: dict[str, Any] = {}
    if content.text:
        body["text"] = content.text
    attachment = content.WhichOneof("attachment")
    if attachment is not None:
        body["fallback_text"] = content.fallback_text
        held = getattr(content, attachment)
        body[attachment] = json_format.MessageToDict(held, preserving_proto_field_name=True)
    if content.reply_to_seq:
        body["reply_to_seq"] = str(content.reply_to_seq)
    if content.mention_user_ids:
        body["mention_user_ids"] = list(content.mention_user_ids)
    if content.mentions_all:
        body["mentions_all"] = True
    if content.forwarded:
        body["forwarded"] = True
    return _dumps({field: body})


def content_of(body: str) -> pb.Content:
    """The content in the body of a MESSAGE or EDIT."""
    parsed = json_format.Parse(body, pb.UpdateBody())
    return parsed.edit if parsed.HasField("edit") else parsed.message


def as_message(edit_body: str) -> str:
    """An EDIT's body in the words of a MESSAGE's."""
    return '{"message":' + edit_body.removeprefix('{"edit":')


def with_card(body: str, card_body: str) -> str:
    """A message's body with its card as a CARD update gives it."""
    content, changed = content_of(body), json_format.Parse(card_body, pb.UpdateBody())
    if changed.HasField("wallet_card"):
        content.wallet_card.CopyFrom(changed.wallet_card)
    else:
        content.card.CopyFrom(changed.card)
    return body_json(content)
