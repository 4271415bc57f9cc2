"""Who is invited, and who lets people in, are told so: of what stands in no log, by the same rules as of all else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.kit.caller import Caller
from core.messaging.notifications import store
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import notifications_service_pb2 as pb
from tests.support.chat_desk import request_id
from tests.support.notices import Notices

HALF_A_MINUTE = timedelta(milliseconds=store.PAUSE_MS)
ASKED = ("system", 0, 1)


async def two(notices: Notices) -> tuple[Caller, Caller, str]:
    """Layla, who has a group, and Omar, a contact who wants to be asked first; both have heard what there was."""
    layla, omar = await notices.chat.person("layla"), await notices.chat.person("omar")
    await notices.chat.befriend(layla, omar)
    ask_me = contacts_pb.UpdatePrivacyRequest(added_to_groups=False)
    await notices.chat.identity.contacts.update_privacy(ask_me, caller=omar)
    family = await notices.chat.group(layla)
    await notices.settle()
    notices.told(layla)
    return layla, omar, family


async def invite(notices: Notices, by: Caller, to: str, whom: Caller) -> None:
    request = conversations_pb.AddMembersRequest(
        request_id=request_id(), conversation_id=to, user_ids=[whom.user_id]
    )  # fmt: skip
    await notices.chat.conversations.add_members(request, caller=by)


async def withdraw(notices: Notices, by: Caller, to: str, whom: Caller) -> None:
    request = conversations_pb.RemoveMemberRequest(
        request_id=request_id(), conversation_id=to, user_id=whom.user_id
    )  # fmt: skip
    await notices.chat.conversations.remove_member(request, caller=by)


async def test_who_is_invited_is_told_once_and_by_what_it_is_called(notices: Notices) -> None:
    """They see nothing of it but its name; asking again while they think is no news."""
    layla, omar, family = await two(notices)
    await invite(notices, layla, family, omar)
    await invite(notices, layla, family, omar)
    assert await notices.settle() == 1
    (letter,) = notices.sent.letters
    assert (letter.user_id, letter.notification.title, letter.notification.text) == (omar.user_id, "Family", "")
    assert notices.told(omar) == [ASKED]
    made = conversations_pb.CreateGroupRequest(request_id=request_id(), title="Work", user_ids=[omar.user_id])
    await notices.chat.conversations.create_group(made, caller=layla)
    await notices.settle()
    assert notices.shown(omar) == [("Work", "")]


async def test_an_invitation_that_is_over_is_not_told(notices: Notices) -> None:
    """Withdrawn or answered before it was sent; and inviting over and over is told every half minute at most."""
    layla, omar, family = await two(notices)
    await invite(notices, layla, family, omar)
    await withdraw(notices, layla, family, omar)
    assert await notices.settle() == 0
    assert await notices.chat.read(store.next_due_ms) is None, "nothing is left to be looked at for ever"
    for _ in range(2):
        await invite(notices, layla, family, omar)
        await notices.settle()
        await withdraw(notices, layla, family, omar)
    await invite(notices, layla, family, omar)
    assert notices.told(omar) == [ASKED]
    assert await notices.settle() == 0
    notices.chat.clock.advance(HALF_A_MINUTE)
    await notices.settle()
    assert [each[:2] for each in notices.told(omar)] == [("system", 0)]


async def test_those_who_let_people_in_are_told_that_somebody_asks(notices: Notices) -> None:
    """One line however many ask at once, and none once nobody waits any more."""
    layla, omar, family = await two(notices)
    token = await notices.chat.link(layla, family, needs_approval=True)
    sara, huda = await notices.chat.person("sara"), await notices.chat.person("huda")
    for each in (omar, sara):
        await notices.chat.join(each, token)
    await notices.settle()
    assert {each.user_id for each in notices.sent.letters} == {layla.user_id}
    assert notices.told(layla) == [("system", 0, 2)]
    for each in (omar, sara):
        await withdraw(notices, layla, family, each)
    await notices.chat.join(huda, token)
    await withdraw(notices, layla, family, huda)
    notices.chat.clock.advance(HALF_A_MINUTE)
    assert await notices.settle() == 0


async def test_who_looks_at_the_group_is_not_told_that_somebody_asks(notices: Notices) -> None:
    """It is on their screen already."""
    layla, omar, family = await two(notices)
    about = family, omar.user_id, [layla.user_id]
    await notices.chat.join(omar, await notices.chat.link(layla, family, needs_approval=True))
    await notices.settle()
    notices.told(layla)
    notices.chat.clock.advance(HALF_A_MINUTE)
    screen = notices.open(layla, family)
    await notices.chat.write(lambda tx: notices.desk.summon(tx, *about))
    assert await notices.settle() == 0
    notices.hub.leave(screen)
    await notices.chat.write(lambda tx: notices.desk.summon(tx, *about))
    assert await notices.settle() == 1


@pytest.mark.parametrize("how", ["off", "muted", "blocked"])
async def test_asking_obeys_the_settings_of_whom_it_is_told(notices: Notices, how: str) -> None:
    layla, omar, family = await two(notices)
    token = await notices.chat.link(layla, family, needs_approval=True)
    if how == "off":
        await notices.rule(layla, pb.NOTIFICATION_KIND_SYSTEM, pb.NOTIFICATION_SETTING_OFF)
    elif how == "muted":
        await notices.member(layla, family, muted_until_ms=1 << 52)
    else:
        block = contacts_pb.BlockPersonRequest(user_id=omar.user_id)
        await notices.chat.identity.contacts.block_person(block, caller=layla)
    await notices.chat.join(omar, token)
    assert await notices.settle() == 0


async def test_who_switched_invitations_off_or_has_quiet_hours_is_asked_as_they_wish(notices: Notices) -> None:
    layla, omar, family = await two(notices)
    await notices.rule(omar, pb.NOTIFICATION_KIND_SYSTEM, pb.NOTIFICATION_SETTING_SILENT)
    await invite(notices, layla, family, omar)
    await notices.settle()
    (letter,) = notices.sent.letters
    assert letter.notification.silent
    listed = await notices.client.list_notifications(pb.ListNotificationsRequest(), caller=omar)
    assert [(each.kind, each.seq) for each in listed.notifications] == [(pb.NOTIFICATION_KIND_SYSTEM, 0)]
    await notices.rule(omar, pb.NOTIFICATION_KIND_SYSTEM, pb.NOTIFICATION_SETTING_OFF)
    await withdraw(notices, layla, family, omar)
    notices.chat.clock.advance(HALF_A_MINUTE)
    await invite(notices, layla, family, omar)
    notices.told(omar)
    assert await notices.settle() == 0
