"""Who is told what: from the log through the decision to the devices, once, and counted rather than flooded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.rpc import Chain
from core.messaging.names import Names
from core.messaging.notifications import store
from core.messaging.notifications.courier import Courier
from core.messaging.notifications.tables import told
from core.messaging.tables import conversations, relations
from majlis.messaging.v1 import messages_pb2 as chat_pb
from majlis.messaging.v1 import notifications_service_pb2 as pb
from tests.support.notices import Notices

LAYLA, OMAR, SARA = (Caller.user(f"usr_{name}") for name in ("layla", "omar", "sara"))
ON, SILENT, OFF = pb.NOTIFICATION_SETTING_ON, pb.NOTIFICATION_SETTING_SILENT, pb.NOTIFICATION_SETTING_OFF
MESSAGE, MENTION, REACTION = (pb.NOTIFICATION_KIND_MESSAGE, pb.NOTIFICATION_KIND_MENTION, pb.NOTIFICATION_KIND_REACTION)
HALF_A_MINUTE = timedelta(milliseconds=store.PAUSE_MS)


@pytest.fixture
async def family(notices: Notices) -> str:
    """Layla's group with Omar and Sara, of which they know."""
    made = await notices.group(LAYLA, OMAR, SARA)
    await notices.settle()
    newest = (await notices.chat.updates(made))[-1].seq
    for person in (LAYLA, OMAR, SARA):
        await notices.read(person, made, newest)
    notices.told(LAYLA)
    return made


async def test_who_is_brought_into_a_group_is_told(notices: Notices) -> None:
    """And nobody else, not even the one who did it."""
    made = await notices.group(LAYLA, OMAR)
    await notices.settle()
    joined = [each.seq for each in await notices.chat.updates(made) if OMAR.user_id in each.body_json]
    assert {each.user_id for each in notices.sent.letters} == {OMAR.user_id}
    assert notices.told(OMAR) == [("system", joined[0], 1)]


async def test_a_message_is_told_the_others_once(notices: Notices, family: str) -> None:
    """The trail passes an update once, and a claim is made before anything is sent."""
    seq = await notices.write(OMAR, family, "سلام")
    assert await notices.settle() == 2
    assert await notices.settle() == 0
    assert {each.user_id for each in notices.sent.letters} == {LAYLA.user_id, SARA.user_id}
    assert notices.told(LAYLA) == [("message", seq, 1)]
    assert notices.woken


async def test_a_flood_is_counted_not_passed_on(notices: Notices, family: str) -> None:
    """First at once, then at most one each half minute while unread: fifty lines are no fifty sounds."""
    first = await notices.write(OMAR, family, "1")
    await notices.settle()
    assert notices.told(LAYLA) == [("message", first, 1)]
    for number in range(2, 50):
        await notices.write(OMAR, family, str(number))
    last = await notices.write(SARA, family, "50")
    assert await notices.settle() == 1, "only Omar, whom nobody told anything before"
    assert notices.told(OMAR) == [("message", last, 1)]
    notices.chat.clock.advance(HALF_A_MINUTE - timedelta(milliseconds=1))
    assert await notices.settle() == 0
    notices.chat.clock.advance(timedelta(milliseconds=1))
    await notices.settle()
    assert notices.told(LAYLA) == [("message", last, 50)]


async def test_a_clock_set_back_delays_by_the_pause_at_most(notices: Notices, family: str) -> None:
    """Who was told by a clock that ran a day ahead must not hear nothing for a day once it is right again."""
    notices.chat.clock.advance(timedelta(days=1))
    await notices.write(OMAR, family, "1")
    await notices.settle()
    await notices.write(OMAR, family, "2")
    await notices.settle()
    notices.told(LAYLA)
    notices.chat.clock.advance(-timedelta(days=1))
    last = await notices.write(OMAR, family, "3")
    await notices.settle()
    notices.chat.clock.advance(HALF_A_MINUTE)
    await notices.settle()
    assert notices.told(LAYLA) == [("message", last, 3)]


async def test_who_is_told_while_nobody_knows_names_is_told_without_one(notices: Notices, family: str) -> None:
    """What is claimed is not handed out again: a restart of identity must not lose five hundred notifications."""
    chat = notices.chat
    nobody = Names(channel=Chain(clock=chat.clock), clock=chat.clock)
    courier = Courier(db=chat.database, clock=chat.clock, names=nobody, hub=notices.hub, senders=[notices.sent])
    await notices.write(OMAR, family, "سلام")
    await notices.trail.catch_up()
    assert await courier.hand_out() == 2
    assert notices.shown(LAYLA) == [("Family", "سلام")]


async def test_reading_begins_anew(notices: Notices, family: str) -> None:
    """Whoever has read is told at once again, from one on."""
    await notices.write(OMAR, family, "1")
    await notices.settle()
    seq = await notices.write(OMAR, family, "2")
    await notices.settle()
    await notices.read(LAYLA, family, seq)
    notices.told(LAYLA)
    third = await notices.write(OMAR, family, "3")
    await notices.settle()
    assert notices.told(LAYLA) == [("message", third, 1)]


async def test_what_was_read_left_or_muted_meanwhile_is_not_sent(notices: Notices, family: str) -> None:
    """Half a minute is long: the decision is looked at again."""
    await notices.write(OMAR, family, "1")
    await notices.settle()
    seq = await notices.write(OMAR, family, "2")
    await notices.settle()
    await notices.read(LAYLA, family, seq)
    await notices.member(SARA, family, muted_until_ms=1 << 50)
    notices.told(LAYLA)
    notices.chat.clock.advance(HALF_A_MINUTE)
    assert await notices.settle() == 0


async def test_each_kind_counts_by_itself(notices: Notices, family: str) -> None:
    """A call by name is not lost among the rest."""
    called = await notices.write(OMAR, family, "ليلى؟", mention_user_ids=[LAYLA.user_id])
    plain = await notices.write(OMAR, family, "…")
    await notices.settle()
    assert sorted(notices.told(LAYLA)) == [("mention", called, 1), ("message", plain, 1)]


async def test_an_edit_tells_only_whom_it_newly_calls(notices: Notices, family: str) -> None:
    """Else everybody would be told of each corrected letter; and adding a name again tells nobody again."""
    seq = await notices.write(OMAR, family, "hi", mention_user_ids=[SARA.user_id])
    await notices.settle()
    notices.told(LAYLA)
    edit = await notices.edit(OMAR, family, seq, "hi both", mention_user_ids=[SARA.user_id, LAYLA.user_id])
    await notices.edit(OMAR, family, seq, "hi", mention_user_ids=[])
    await notices.edit(OMAR, family, seq, "hi again", mention_user_ids=[LAYLA.user_id])
    notices.chat.clock.advance(HALF_A_MINUTE)
    await notices.settle()
    notices.chat.clock.advance(HALF_A_MINUTE)
    await notices.settle()
    letters = [(each.user_id, each.notification.seq) for each in notices.sent.letters]
    assert letters == [(LAYLA.user_id, edit)]
    assert (await notices.explain(LAYLA, family, edit + 1)).rule == "edited"


async def test_a_reaction_is_told_the_author_alone_and_silently(notices: Notices, family: str) -> None:
    seq = await notices.write(LAYLA, family, "hi")
    await notices.settle()
    notices.told(LAYLA)
    set_it = chat_pb.UpdateBody(reaction=chat_pb.ReactionChange(emoji="🌙"))
    taken = chat_pb.UpdateBody(reaction=chat_pb.ReactionChange(emoji="🌙", removed=True))
    reacted = await notices.append(OMAR, family, chat_pb.UPDATE_KIND_REACTION, set_it, target=seq)
    await notices.append(OMAR, family, chat_pb.UPDATE_KIND_REACTION, taken, target=seq)
    await notices.settle()
    (letter,) = notices.sent.letters
    assert (letter.user_id, letter.notification.seq, letter.notification.silent) == (LAYLA.user_id, reacted, True)
    assert letter.notification.text.endswith("🌙")


async def test_a_reaction_shows_its_emoji_whatever_became_of_the_message(notices: Notices, family: str) -> None:
    seq = await notices.write(LAYLA, family, "hi")
    await notices.edit(LAYLA, family, seq, "hello")
    body = chat_pb.UpdateBody(reaction=chat_pb.ReactionChange(emoji="🌙"))
    await notices.append(OMAR, family, chat_pb.UPDATE_KIND_REACTION, body, target=seq)
    await notices.settle()
    assert notices.shown(LAYLA) == [("Family", "🌙")]


async def test_who_came_later_is_not_called_to_what_they_cannot_see(notices: Notices, family: str) -> None:
    """An edit that calls them by name would show them words from before they came."""
    seq = await notices.write(OMAR, family, "about Layla")
    await notices.settle()
    await notices.member(LAYLA, family, visible_from_seq=seq + 1)
    notices.told(LAYLA)
    notices.chat.clock.advance(HALF_A_MINUTE)
    edit = await notices.edit(OMAR, family, seq, "about you", mention_user_ids=[LAYLA.user_id])
    await notices.settle()
    assert notices.told(LAYLA) == []
    assert (await notices.explain(LAYLA, family, edit)).rule == "not_member"


async def test_the_words_come_only_to_whom_wants_them_and_as_they_are_now(notices: Notices, family: str) -> None:
    """What was corrected before it was sent is sent corrected; who wants no previews gets no words."""
    await notices.prefs(SARA, previews=False)
    seq = await notices.write(OMAR, family, "my PIN is 1234")
    await notices.trail.catch_up()
    await notices.edit(OMAR, family, seq, "hello\n\nthere")
    await notices.courier.hand_out()
    texts = {each.user_id: each.notification.text for each in notices.sent.letters}
    assert texts == {LAYLA.user_id: "hello there", SARA.user_id: ""}
    assert {each.notification.title for each in notices.sent.letters} == {"Family"}


async def test_between_two_the_title_is_the_others_name_and_in_a_group_the_name_stands_isolated(
    notices: Notices,
) -> None:
    """A name with a direction override must not turn the words beside it."""
    layla, omar = await notices.chat.person("layla"), await notices.chat.person("omar")
    await notices.chat.befriend(layla, omar)
    both, many = await notices.chat.direct(layla, omar), await notices.group(layla, omar)
    await notices.settle()
    notices.told(layla)
    await notices.write(omar, both, "hi")
    await notices.settle()
    ((title, text),) = notices.shown(layla)
    assert title
    assert text == "hi"
    await notices.write(omar, many, "hi")
    await notices.settle()
    assert notices.shown(layla) == [("Family", f"\u2068{title}\u2069: hi")]


async def test_a_recall_takes_the_notification_away(notices: Notices, family: str) -> None:
    """Before it was decided, before it was sent, and its words out of one that counts several."""
    early = await notices.write(OMAR, family, "canary")
    await notices.recall(OMAR, family, early)
    assert await notices.settle() == 0
    late = await notices.write(OMAR, family, "canary")
    await notices.trail.catch_up()
    await notices.recall(OMAR, family, late)
    assert await notices.settle() == 0
    await notices.write(OMAR, family, "one")
    await notices.settle()
    notices.shown(LAYLA)
    again = await notices.write(OMAR, family, "canary")
    await notices.trail.catch_up()
    await notices.recall(OMAR, family, again)
    notices.chat.clock.advance(HALF_A_MINUTE)
    await notices.settle()
    assert notices.shown(LAYLA) == [("Family", "")]


async def test_nothing_of_what_was_written_is_in_the_rows(notices: Notices, family: str) -> None:
    """Else a recall would have to find it here, too."""
    await notices.write(OMAR, family, "canary", mention_user_ids=[LAYLA.user_id])
    await notices.settle()
    rows = await notices.chat.read(lambda tx: tx.execute(sa.select(told)).all())
    assert rows
    assert "canary" not in repr(rows)


async def test_who_looks_at_it_is_not_told(notices: Notices, family: str) -> None:
    """On any of their devices; what is on another screen is told."""
    notices.open(LAYLA, "conv_another")
    notices.open(SARA)
    looking = notices.open(SARA, family)
    await notices.write(OMAR, family, "hi")
    await notices.settle()
    assert {each.user_id for each in notices.sent.letters} == {LAYLA.user_id}
    notices.hub.leave(looking)
    await notices.write(OMAR, family, "hi")
    await notices.settle()
    assert {each.user_id for each in notices.sent.letters} == {LAYLA.user_id, SARA.user_id}


async def test_devices_that_follow_show_it(notices: Notices, family: str) -> None:
    """The built-in sender; other ones stand beside it."""
    phone, laptop = notices.open(LAYLA), notices.open(LAYLA)
    seq = await notices.write(OMAR, family, "hi")
    await notices.settle()
    for device in (phone, laptop):
        item = device._items[-1]
        assert item.response.notification.seq == seq


async def test_blocked_people_are_not_heard_in_groups(notices: Notices, family: str) -> None:
    low, high = sorted((LAYLA.user_id, OMAR.user_id))
    blocks = {"low_blocks": low == LAYLA.user_id, "high_blocks": high == LAYLA.user_id}
    row = {"low_user_id": low, "high_user_id": high, "contacts": False, "version": 1, **blocks}
    await notices.chat.write(lambda tx: tx.execute(relations.insert(), row) and None)
    seq = await notices.write(OMAR, family, "hi")
    await notices.settle()
    assert {each.user_id for each in notices.sent.letters} == {SARA.user_id}
    assert (await notices.explain(LAYLA, family, seq)).rule == "sender_blocked"
    await notices.write(LAYLA, family, "I block him, not he me")
    await notices.settle()
    assert [kind for kind, *_ in notices.told(OMAR)] == ["message"]


async def test_a_card_stays_its_apps_whoever_passes_it_on(notices: Notices, family: str) -> None:
    """An app that was switched off must not come back through friends; and changing a card tells nobody."""
    taxi = chat_pb.Card(app_id="org.example.taxi", card_key="ride", title="Ride")
    await notices.rule(LAYLA, pb.NOTIFICATION_KIND_CARD, OFF, app="org.example.taxi")
    seq = await notices.write(OMAR, family, card=taxi)
    changed = await notices.append(
        None, family, chat_pb.UPDATE_KIND_CARD, chat_pb.UpdateBody(card=taxi), target=seq
    )  # fmt: skip
    await notices.settle()
    letters = [(each.user_id, each.notification.kind, each.notification.seq) for each in notices.sent.letters]
    assert letters == [(SARA.user_id, "card", seq)]
    assert (await notices.explain(LAYLA, family, seq)).rule == "app_off"
    assert (await notices.explain(SARA, family, changed)).rule == "edited"


async def test_only_the_hosts_sentences_are_money(notices: Notices, family: str) -> None:
    """A person who could make their message a payment would pierce every mute."""
    note = chat_pb.Note(key="payment-received")
    ours, forged = await notices.write(None, family, note=note), await notices.write(OMAR, family, note=note)
    assert (await notices.explain(LAYLA, family, ours)).kind == pb.NOTIFICATION_KIND_PAYMENT
    assert (await notices.explain(LAYLA, family, forged)).kind == MESSAGE


async def test_a_channel_is_told_to_those_who_asked_for_it_there(notices: Notices, family: str) -> None:
    """It may have any number of readers: nothing is kept for those who did not."""
    channel = conversations.update().where(conversations.c.conversation_id == family)
    kind = {"kind": chat_pb.CONVERSATION_KIND_CHANNEL}
    await notices.chat.write(lambda tx: tx.execute(channel.values(kind)) and None)
    await notices.rule(SARA, MESSAGE, ON, of=family)
    await notices.rule(OMAR, MESSAGE, ON)
    seq = await notices.write(LAYLA, family, "news", mentions_all=True)
    await notices.settle()
    assert {each.user_id for each in notices.sent.letters} == {SARA.user_id}
    assert (await notices.explain(OMAR, family, seq)).rule == "default_channel"


async def test_a_message_to_five_hundred_takes_a_handful_of_statements(notices: Notices) -> None:
    """One for each member would hold up every sender of the host."""
    crowd = [Caller.user(f"usr_{number:03}") for number in range(499)]
    large = await notices.group(LAYLA, *crowd)
    await notices.settle()
    for _ in range(2):  # Rows are made, then counted up.
        await notices.write(LAYLA, large, "hi")
        with _statements(notices) as ours:
            await notices.trail.catch_up()
        assert len(ours) <= 6, ours
        notices.chat.clock.advance(HALF_A_MINUTE)
        assert await notices.courier.hand_out() == 499


@contextmanager
def _statements(notices: Notices) -> Iterator[list[str]]:
    """Those executed meanwhile that touch members or notifications."""
    found: list[str] = []

    def hear(*event: object) -> None:
        if re.search("notification|members", statement := str(event[2])):
            found.append(statement)

    sa.event.listen(notices.chat.database.engine, "before_cursor_execute", hear)
    yield found
    sa.event.remove(notices.chat.database.engine, "before_cursor_execute", hear)


async def test_what_another_process_handed_out_is_shown_here(notices: Notices, family: str) -> None:
    """The hint carries ids only; the words are read here, as they are now."""
    seq = await notices.write(OMAR, family, "hi")
    await notices.settle()
    phone = notices.open(LAYLA)
    ids = [each.notification.notification_id for each in notices.sent.letters]
    notices.hub.hears["told"](ids)
    await notices.courier._show_heard()
    assert [item.response.notification.seq for item in phone._items] == [seq]
