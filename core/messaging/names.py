"""What people call themselves, asked of identity and remembered for a minute."""

from __future__ import annotations

from collections.abc import Iterable

from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.rpc import Channel
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient
from majlis.messaging.v1 import messages_pb2 as pb

KEPT_S = 60.0
NAMES_MAX = 20_000  # Remembered at once; beyond it the oldest half goes.
ASKED_MAX = 500  # In one call to identity.
MESSAGING = Caller.of_service("messaging")


class Names:
    """Names by user id. A name that changed is known here a minute later."""

    def __init__(self, *, channel: Channel, clock: Clock) -> None:
        self._identity = IdentityServiceClient(channel)
        self._clock = clock
        self._known: dict[str, tuple[float, str]] = {}  # In the order they were learnt.

    async def of(self, user_ids: Iterable[str]) -> dict[str, str]:
        """The names of these people; empty for who does not exist."""
        wanted = dict.fromkeys(user_ids)
        fresh_s = self._clock.monotonic_s() - KEPT_S
        found = {each: known[1] for each in wanted if (known := self._known.get(each)) and known[0] > fresh_s}
        missing = [each for each in wanted if each not in found]
        for start in range(0, len(missing), ASKED_MAX):
            asked = missing[start : start + ASKED_MAX]
            request = identity_pb.GetDisplayNamesRequest(user_ids=asked)
            answer = await self._identity.get_display_names(request, caller=MESSAGING)
            for user_id in asked:
                found[user_id] = answer.display_name_by_user_id.get(user_id, "")
                self.learn(user_id, found[user_id])
        return found

    async def fill(self, conversations: Iterable[pb.Conversation]) -> None:
        """Give direct conversations the names of the other one; done after the transaction that rendered them."""
        unnamed = [each for each in conversations if each.peer_user_id]
        names = await self.of(each.peer_user_id for each in unnamed)
        for each in unnamed:
            each.peer_name = names[each.peer_user_id]

    def learn(self, user_id: str, name: str) -> None:
        """Remember a name another answer brought."""
        self._known.pop(user_id, None)
        if len(self._known) >= NAMES_MAX:
            for old in list(self._known)[: NAMES_MAX // 2]:
                del self._known[old]
        self._known[user_id] = self._clock.monotonic_s(), name
