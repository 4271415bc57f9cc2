"""POST /hooks/bank: what a bank has to say, byte for byte as it came, to the wallet, which alone judges it.

Anybody can knock: no cookie, no token, no origin, any host name. So a body is read only up to its limit, and all
knocks together are so many a second; what is turned away a bank sends again, and a comparison of the books finds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.gateway.wire_errors import error_json, http_status, retry_after
from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.errors import DomainError, InvalidArgument, ResourceExhausted
from core.kit.rpc import Channel, fault
from majlis.wallet.v1 import bank_service_pb2 as pb
from majlis.wallet.v1.bank_service_rpc import BankServiceClient

PATH = "/hooks/bank"
HEADER = "majlis-bank-signature"
BODY_BYTES_MAX = 64 * 1024
SIGNATURE_CHARS_MAX = 256
NOTICES_PER_S, NOTICES_BURST = 100, 200
_GATEWAY = Caller.of_service("gateway")


class BankDoor:
    """One for a process."""

    def __init__(self, *, channel: Channel, clock: Clock) -> None:
        self._bank = BankServiceClient(channel)
        self._clock = clock
        self._left = float(NOTICES_BURST)
        self._at_s = clock.monotonic_s()

    async def answer(self, pieces: AsyncIterator[bytes], signatures: list[str]) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of the answer. 200 once the notice is kept, for ever."""
        try:
            await self._pass_on(pieces, signatures)
        except Exception as caught:
            error = caught if isinstance(caught, DomainError) else fault(caught, PATH)
            return http_status(error), retry_after(error), error_json(error)
        return 200, {}, "{}"

    async def _pass_on(self, pieces: AsyncIterator[bytes], signatures: list[str]) -> None:
        self._count()
        if len(signatures) != 1 or len(signatures[0]) > SIGNATURE_CHARS_MAX or not signatures[0]:
            raise InvalidArgument("one signature is asked for", field=HEADER)
        body = b""
        async for piece in pieces:
            body += piece
            if len(body) > BODY_BYTES_MAX:
                raise ResourceExhausted("the body is too large", bytes_max=BODY_BYTES_MAX)
        request = pb.ReceiveBankNoticeRequest(body=body, signature=signatures[0])
        await self._bank.receive_bank_notice(request, caller=_GATEWAY)

    def _count(self) -> None:
        now_s = self._clock.monotonic_s()
        self._left = min(NOTICES_BURST, self._left + (now_s - self._at_s) * NOTICES_PER_S)
        self._at_s = now_s
        if self._left < 1:
            raise ResourceExhausted("too many notices", retry_after_s=1)
        self._left -= 1
