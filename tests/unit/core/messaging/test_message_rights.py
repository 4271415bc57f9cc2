"""Who may take back what and for how long, at the edges; and which class serves which rpc."""

from __future__ import annotations

import pytest

from core.kit.rpc import methods_of
from core.messaging.conversations.members import Seat
from core.messaging.errors import RoleMissing
from core.messaging.messages import rights
from core.messaging.messages.all_rpcs import AllRpcs
from core.messaging.messages.errors import RecallWindowExpired
from core.messaging.messages.store import Written
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2

SERVICE = messages_service_pb2.DESCRIPTOR.services_by_name["MessagesService"].full_name
GROUP, DIRECT = pb.CONVERSATION_KIND_GROUP, pb.CONVERSATION_KIND_DIRECT
CHANNEL, APP = pb.CONVERSATION_KIND_CHANNEL, pb.CONVERSATION_KIND_APP
OWNER, ADMIN = pb.MEMBER_ROLE_OWNER, pb.MEMBER_ROLE_ADMIN
MEMBER, READER = pb.MEMBER_ROLE_MEMBER, pb.MEMBER_ROLE_READER


def seat(kind: int = GROUP, role: int = MEMBER, status: int = pb.MEMBER_STATUS_ACTIVE) -> Seat:
    return Seat("conv_1", kind, "usr_a", role, status, False, 1, 9, 9, b"", True, 0, 0, False, 0)


def message(sender: str = "usr_a") -> Written:
    return Written("conv_1", 3, sender, 1_000, 0, "{}", pb.UPDATE_KIND_MESSAGE, "{}")


@pytest.mark.parametrize(("is_file", "limit_s"), [(False, 120), (True, 10_800)], ids=["text", "file"])
def test_ones_own_time_ends_after_its_last_millisecond(is_file: bool, limit_s: int) -> None:
    """Two minutes, and three hours for a file."""
    last_ms = 1_000 + limit_s * 1_000
    rights.check_recall(seat(), message(), is_file=is_file, now_ms=last_ms)
    with pytest.raises(RecallWindowExpired) as refusal:
        rights.check_recall(seat(), message(), is_file=is_file, now_ms=last_ms + 1)
    assert refusal.value.facts["limit_seconds"] == limit_s


@pytest.mark.parametrize(
    ("kind", "role", "writes"),
    [
        (DIRECT, MEMBER, True), (GROUP, OWNER, True), (GROUP, ADMIN, True), (GROUP, MEMBER, True),
        (GROUP, READER, False), (CHANNEL, OWNER, True), (CHANNEL, ADMIN, True), (CHANNEL, MEMBER, False),
        (CHANNEL, READER, False), (APP, MEMBER, False), (APP, READER, False),
    ],
)  # fmt: skip
def test_who_writes_where(kind: int, role: int, writes: bool) -> None:
    """The whole table."""
    if writes:
        rights.check_writes(seat(kind, role))
        return
    with pytest.raises(RoleMissing):
        rights.check_writes(seat(kind, role))


def test_an_admin_takes_back_peoples_messages_and_not_the_hosts() -> None:
    """A receipt in a group is not an admin's to remove; who left takes nothing back."""
    rights.check_recall(seat(role=ADMIN), message("usr_b"), is_file=False, now_ms=1 << 50)
    for whose, mine in (
        ("", seat(role=OWNER)), ("usr_b", seat()), ("usr_b", seat(DIRECT, OWNER)),
        ("usr_a", seat(status=pb.MEMBER_STATUS_LEFT)),
    ):  # fmt: skip
        with pytest.raises(RoleMissing):
            rights.check_recall(mine, message(whose), is_file=False, now_ms=1_000)


def test_each_rpc_is_one_class_s() -> None:
    """Two that have it, or none, is a mistake found when the host starts and not when somebody calls."""
    names = [method.python_name for method in methods_of(SERVICE)]
    some, rest = type("Some", (), dict.fromkeys(names[:3], 1)), type("Rest", (), dict.fromkeys(names[3:], 2))
    served = AllRpcs(SERVICE, some(), rest())
    assert [getattr(served, name) for name in names] == [1] * 3 + [2] * (len(names) - 3)
    with pytest.raises(TypeError, match=f"nobody serves {names[3]}"):
        AllRpcs(SERVICE, some())
    with pytest.raises(TypeError, match="Some and Some"):
        AllRpcs(SERVICE, some(), some(), rest())
