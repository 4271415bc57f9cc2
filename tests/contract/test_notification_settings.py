"""A person's own settings: kept, refused where they mean nothing, explained, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.errors import DomainError
from core.messaging.notifications import prefs_store
from core.messaging.notifications.service import KEPT
from core.messaging.notifications.tables import rules, told
from majlis.messaging.v1 import notifications_service_pb2 as pb
from tests.support.notices import Notices

LAYLA, OMAR = Caller.user("usr_layla"), Caller.user("usr_omar")
ON, SILENT, OFF = pb.NOTIFICATION_SETTING_ON, pb.NOTIFICATION_SETTING_SILENT, pb.NOTIFICATION_SETTING_OFF
MESSAGE, MENTION = pb.NOTIFICATION_KIND_MESSAGE, pb.NOTIFICATION_KIND_MENTION


async def test_who_set_nothing_has_the_defaults(notices: Notices) -> None:
    """Previews are shown; nothing pierces until somebody says so."""
    answer = await notices.client.get_notification_prefs(pb.GetNotificationPrefsRequest(), caller=LAYLA)
    prefs = answer.prefs
    assert not prefs.rules
    assert prefs.previews
    assert not any((prefs.mentions_pierce, prefs.payments_pierce, prefs.quiet_hours.enabled))


async def test_an_absent_field_stays(notices: Notices) -> None:
    """Two devices that change two things must not undo each other."""
    night = pb.QuietHours(enabled=True, from_minute=1320, to_minute=420, time_zone="Asia/Riyadh")
    await notices.prefs(LAYLA, mentions_pierce=True)
    prefs = await notices.prefs(LAYLA, quiet_hours=night)
    assert prefs.mentions_pierce
    assert prefs.quiet_hours == night
    assert prefs.previews
    prefs = await notices.prefs(LAYLA, mentions_pierce=False, previews=False)
    assert not any((prefs.mentions_pierce, prefs.previews))
    assert prefs.quiet_hours == night


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"enabled": True, "from_minute": 5, "to_minute": 6}, "quiet_hours.time_zone"),
        ({"enabled": True, "from_minute": 5, "to_minute": 6, "time_zone": "Mars/Base"}, "quiet_hours.time_zone"),
        ({"from_minute": 5, "to_minute": 6, "time_zone": "../../etc/passwd"}, "quiet_hours.time_zone"),
        ({"enabled": True, "from_minute": 5, "to_minute": 5, "time_zone": "UTC"}, "quiet_hours.to_minute"),
        ({"from_minute": 1440}, "quiet_hours.from_minute"),
        ({"to_minute": -1}, "quiet_hours.to_minute"),
    ],
)
async def test_hours_that_mean_nothing_are_refused(notices: Notices, hours: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        await notices.prefs(LAYLA, quiet_hours=pb.QuietHours(**hours))
    assert (refused.value.reason, refused.value.facts["field"]) == ("INVALID_ARGUMENT", field)


async def test_a_setting_is_given_changed_and_taken_away(notices: Notices) -> None:
    """The narrowest wins: the conversation before everywhere; what is taken away follows the wider one again."""
    family = await notices.group(LAYLA, OMAR)
    seq = await notices.write(OMAR, family, "hi")
    await notices.rule(LAYLA, MESSAGE, SILENT)
    found = await notices.explain(LAYLA, family, seq)
    assert (found.told, found.silent, found.rule) == (True, True, "setting_global")
    await notices.rule(LAYLA, MESSAGE, OFF, of=family)
    found = await notices.explain(LAYLA, family, seq)
    assert (found.told, found.rule) == (False, "setting_conversation")
    await notices.rule(LAYLA, MESSAGE, ON, of=family)
    assert (await notices.explain(LAYLA, family, seq)).told
    await notices.rule(LAYLA, MESSAGE, 0, of=family)
    assert (await notices.explain(LAYLA, family, seq)).rule == "setting_global"
    assert (await notices.explain(OMAR, family, seq)).rule == "own_message"


async def test_mute_quiet_hours_and_what_pierces_are_explained(notices: Notices) -> None:
    """The clock stands at midnight UTC, which is three in the morning in Riyadh."""
    family = await notices.group(LAYLA, OMAR)
    called = await notices.write(OMAR, family, "ليلى", mention_user_ids=[LAYLA.user_id])
    plain = await notices.write(OMAR, family, "all", mentions_all=True)
    night = pb.QuietHours(enabled=True, from_minute=22 * 60, to_minute=7 * 60, time_zone="Asia/Riyadh")
    notices.chat.clock.advance(timedelta(hours=24) - timedelta(hours=notices.chat.clock.now().hour))
    await notices.prefs(LAYLA, quiet_hours=night)
    found = await notices.explain(LAYLA, family, called)
    assert (found.told, found.silent, found.rule, found.kind) == (True, True, "quiet_hours", MENTION)
    await notices.prefs(LAYLA, mentions_pierce=True)
    await notices.member(LAYLA, family, muted_until_ms=1 << 50)
    found = await notices.explain(LAYLA, family, called)
    assert (found.told, found.silent, found.rule) == (True, False, "mentions_pierce")
    assert (await notices.explain(LAYLA, family, plain)).rule == "conversation_muted"


async def test_settings_speak_before_the_screen_when_asked(notices: Notices) -> None:
    """Whoever asks is looking: that they look must not hide what they set."""
    family = await notices.group(LAYLA, OMAR)
    seq = await notices.write(OMAR, family, "hi")
    notices.open(LAYLA, family)
    assert (await notices.explain(LAYLA, family, seq)).rule == "reading_now"
    await notices.rule(LAYLA, MESSAGE, OFF, of=family)
    assert (await notices.explain(LAYLA, family, seq)).rule == "setting_conversation"


async def test_a_conversation_of_others_is_not_explained_or_set(notices: Notices) -> None:
    """The answer is the one for a conversation that never was."""
    family = await notices.group(OMAR)
    seq = await notices.write(OMAR, family, "hi")
    for of in (family, "conv_nowhere"):
        with pytest.raises(DomainError) as refused:
            await notices.explain(LAYLA, of, seq)
        assert refused.value.reason == "CONVERSATION_NOT_FOUND"
        with pytest.raises(DomainError) as refused:
            await notices.rule(LAYLA, MESSAGE, ON, of=of)
        assert refused.value.reason == "CONVERSATION_NOT_FOUND"
        await notices.rule(LAYLA, MESSAGE, 0, of=of)  # Taking away what may be there tells nothing.
    with pytest.raises(DomainError) as refused:
        await notices.explain(OMAR, family, seq + 1)
    assert refused.value.reason == "MESSAGE_NOT_FOUND"


@pytest.mark.parametrize(("scope", "scope_id"), [(1, "conv_x"), (2, ""), (3, "")])
async def test_a_scope_names_what_it_is_of(notices: Notices, scope: int, scope_id: str) -> None:
    rule = {"kind": MESSAGE, "scope": scope, "scope_id": scope_id, "setting": ON}
    request = pb.SetNotificationRuleRequest(rule=pb.NotificationRule(**rule))  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        await notices.client.set_notification_rule(request, caller=LAYLA)
    assert refused.value.facts["field"] == "rule.scope_id"


async def test_settings_have_an_end(notices: Notices) -> None:
    """The last that fits is kept, one more is refused, and one that is there may still be changed."""
    made = [
        {"user_id": LAYLA.user_id, "scope": 3, "scope_id": f"app{n}", "kind": MESSAGE, "setting": ON}
        for n in range(prefs_store.RULES_MAX - 1)
    ]  # fmt: skip
    await notices.chat.write(lambda tx: tx.execute(rules.insert(), made) and None)
    await notices.rule(LAYLA, MESSAGE, ON)
    await notices.rule(LAYLA, MESSAGE, OFF)
    with pytest.raises(DomainError) as refused:
        await notices.rule(LAYLA, MENTION, ON)
    assert refused.value.reason == "NOTIFICATION_RULES_FULL"


async def test_what_was_told_is_listed_in_pages_newest_first(notices: Notices) -> None:
    """And a token of another list is refused."""
    rooms = [await notices.group(OMAR, LAYLA) for _ in range(5)]
    for room in rooms:
        await notices.settle()
        notices.chat.clock.advance(timedelta(seconds=1))
        await notices.write(OMAR, room, "hi")
    await notices.settle()
    notices.chat.clock.advance(timedelta(minutes=1))
    await notices.settle()
    listed, token = [], ""
    while True:
        request = pb.ListNotificationsRequest(page_size=2, page_token=token)
        page = await notices.client.list_notifications(request, caller=LAYLA)
        listed += page.notifications
        token = page.next_page_token
        if not token:
            break
    assert {each.conversation_id for each in listed} == set(rooms)
    assert [each.told_at_ms for each in listed] == sorted((each.told_at_ms for each in listed), reverse=True)
    assert len({each.notification_id for each in listed}) == len(listed) == 10
    with pytest.raises(DomainError) as refused:
        await notices.client.list_notifications(pb.ListNotificationsRequest(page_token="x" * 16), caller=LAYLA)
    assert refused.value.reason == "PAGE_TOKEN_INVALID"


async def test_what_was_told_is_forgotten_after_thirty_days(notices: Notices) -> None:
    """Nobody looks further back; whoever never reads is told anew then."""
    room = await notices.group(OMAR, LAYLA)
    await notices.write(OMAR, room, "hi")
    await notices.settle()
    notices.chat.clock.advance(KEPT)
    assert await notices.service.forget_old() == 0
    notices.chat.clock.advance(timedelta(milliseconds=1))
    assert await notices.service.forget_old() == 2
    assert not await notices.chat.read(lambda tx: tx.execute(sa.select(told)).all())
