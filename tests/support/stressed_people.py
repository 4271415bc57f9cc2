"""Who is at the front door of a stressed host: people of a stall, and attackers, who look at all that reaches them.

Everybody has a word of their own. One in a frame or an answer of somebody else's is kept in `strays`.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import uuid
from collections import Counter
from typing import Any

from tests.support.attacked_host import refused, shown
from tests.support.paying import ORDERS, Payer, word
from tests.support.robbed_host import ORDER, THIEF, said
from tests.support.stress import check_clocks, new_word
from tests.support.stress_guests import WORD
from tests.support.waiting import until
from tests.support.web_user import Refused, Screen

STALL, PRICE_MINOR, READINGS = "org.majlis.stall", 5, 3
GIVEN_MINOR = 100_000
# Of an event that began nothing of which was kept, or that was not begun: phones send it again.
AGAIN = {"APP_INTERRUPTED", "APP_TIMED_OUT", "RESOURCE_EXHAUSTED", "EVENT_CONFLICT"}
HEARD_S_MAX = 90  # A notice that went with a worker comes again after 2, 4, 8 … seconds.
FRAMES_KEPT = 5


class Watching(Payer):
    """Somebody who looks at everything; `ends` says how often which refusal made them tap again."""

    def __init__(self, address: str, own_word: str = "") -> None:
        super().__init__(address)
        self.word = own_word
        self.strays: list[str] = []
        self.ends: Counter[str] = Counter()
        self.seen = _Frames(self)

    async def call(self, service: str, method: str, **body: Any) -> dict[str, Any]:
        try:
            answer = await super().call(service, method, **body)
        except Refused as refusal:
            self.look_at(f"{refusal} {refusal.metadata}")
            raise
        self.look_at(json.dumps(answer, ensure_ascii=False))
        return answer

    def look_at(self, text: str) -> None:
        self.strays += [found for found in WORD.findall(text) if found != self.word]

    async def insist(self, screen: Screen, event: dict[str, Any]) -> dict[str, Any]:
        """One tap, sent again until it is answered or refused for good."""
        request_id, revision = uuid.uuid4().hex, screen.revision
        while True:
            try:
                return await self.send(screen, event, request_id=request_id, revision=revision)
            except Refused as refusal:
                if refusal.reason not in AGAIN:
                    raise
                self.ends[refusal.reason] += 1

    async def come_in(self, app_id: str) -> Screen:
        while True:
            try:
                return await self.open(app_id)
            except Refused as refusal:
                if refusal.reason not in AGAIN:
                    raise
                self.ends[refusal.reason] += 1


class _Frames(list[dict[str, Any]]):
    """What the host sent, the last few of it."""

    def __init__(self, person: Watching) -> None:
        super().__init__()
        self._person = person

    def append(self, frame: dict[str, Any]) -> None:
        self._person.look_at(json.dumps(frame, ensure_ascii=False))
        del self[:-FRAMES_KEPT]
        super().append(frame)


class Victim(Watching):
    """Somebody at the stall, all of whose answers must be right."""

    def __init__(self, address: str, drawn: set[str]) -> None:
        super().__init__(address, new_word())
        self.served = self.crashed = 0
        self.paid: list[str] = []  # Orders.
        self._drawn = drawn  # By anybody, ever.
        self._last: dict[str, str] | None = None
        self._me = ""

    async def sit_down(self) -> None:
        """Open the stall; what it kept of them is theirs."""
        self.screen = await self.come_in(STALL)
        self._count = self._heard = 0
        now = self._said()
        self._me = self._me or now["me"]
        assert now == self._expected(word="", nonce="", seen="{}", heard="-")

    async def get_up(self) -> None:
        await self.close(self.screen)

    async def be_served(self) -> None:
        """A tap whose answer is their own, this event's, and complete."""
        before, began_ns = self._said(), time.monotonic_ns()
        last, self._last = self._last, {"word": self.word, "nonce": secrets.token_hex(16)}
        await self._tap("serve", self._last["nonce"])
        self.served, self._count = self.served + 1, self._count + 1
        now = self._said()
        seen = json.loads(now["seen"])
        clocks, drawn = seen.pop("clocks"), seen.pop("drawn")
        assert seen == {"before": last, "kept": [self.word], "poison": None}
        check_clocks(clocks, (began_ns, time.monotonic_ns()), READINGS)
        assert not self._drawn.intersection(drawn), "the same randomness twice"
        self._drawn.update(drawn)
        assert len(set(drawn)) == len(drawn)
        assert now == self._expected(**self._last, seen=now["seen"], heard=before["heard"])

    async def crash(self) -> None:
        """Its own words are for the log alone, and nothing is kept."""
        before = (self.screen.revision, self.screen.nodes)
        refusal = await refused(self._tap("crash", secrets.token_hex(16)))
        assert refusal.reason == "APP_CRASHED"
        assert set(refusal.metadata) == {"incident", "app_id"}
        assert not WORD.search(str(refusal))
        assert (self.screen.revision, self.screen.nodes) == before
        self.crashed += 1

    async def pay(self) -> None:
        """One order, paid once although they say yes twice; the app hears of it once."""
        had, before = await self.has(), self._said()
        (effect,) = (await self._tap("pay", secrets.token_hex(16)))["effects"]
        order_id, request_id = effect["pay"]["order_id"], uuid.uuid4().hex
        for _ in range(2):  # The answer was lost, and the sheet asks again.
            assert (await self.approve(order_id, request_id))["state"] == "ORDER_STATE_PAID"
        await until(lambda: self._said()["heard"] == f"{order_id} paid", within_s=HEARD_S_MAX)
        self._heard += 1
        self.paid.append(order_id)
        assert self._said() == before | {"heard": f"{order_id} paid", "hearings": self._heard}
        assert await self.has() == (had[0] - PRICE_MINOR, had[1])

    async def account(self) -> None:
        """At the end: every order they ever made was paid once, and nothing else was taken."""
        made: dict[str, str] = {}
        page: dict[str, Any] = {"next_page_token": ""}
        while (token := page.get("next_page_token")) is not None:
            page = await self.call(ORDERS, "ListMyOrders", page_size=50, page_token=token)
            made |= {order["order_id"]: order["state"] for order in page["orders"]}
        assert made == dict.fromkeys(self.paid, "ORDER_STATE_PAID")
        assert await self.has() == (GIVEN_MINOR - PRICE_MINOR * len(self.paid), 0)

    async def _tap(self, key: str, nonce: str) -> dict[str, Any]:
        fields = {"word": self.word, "nonce": nonce}
        return await self.insist(self.screen, {"id": f"s.k:{key}", "on": "submit", "fields": fields})

    def _said(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(word(self.screen, "said"))
        return told

    def _expected(self, **more: Any) -> dict[str, Any]:
        return {"me": self._me, "mine": self._last, "count": self._count, "hearings": self._heard, **more}


class Attacker(Watching):
    """Somebody who presses buttons of an attacker's app; they have no word, so any they see is stolen."""

    def __init__(self, address: str, app_id: str) -> None:
        super().__init__(address)
        self.app_id = app_id

    async def attack(self, button: str) -> tuple[str, str]:
        """Why it was refused, "" where it was not; what the app has in hand then."""
        try:
            await self.send(self.screen, {"id": f"s.k:{button}", "on": "press"})
        except Refused as refusal:
            return refusal.reason, ""
        return "", shown(self.screen.nodes, "got: ")

    async def enter(self) -> None:
        self.screen = await self.come_in(self.app_id)


class Thief(Watching):
    """Somebody whose shop knows the ids of others' orders, and asks the wallet for each."""

    async def enter(self) -> None:
        for scope in ("wallet.order", "wallet.mandate", "wallet.payee"):
            await self.allow(THIEF, scope)
        self.screen = await self.come_in(THIEF)

    async def steal(self, method: str, order_id: str) -> str:
        """Why it got nothing, or why that was not even asked."""
        asked = {"order_id": order_id} | ({} if method == "GetOrder" else {"request_id": secrets.token_hex(8)})
        fields = {"interface": ORDER, "method": method, "request": json.dumps(asked)}
        try:
            await self.insist(self.screen, {"id": "s.k:ask", "on": "submit", "fields": fields})
        except Refused as refusal:
            return refusal.reason
        (got,) = json.loads(said(self.screen, "got: "))
        return str(got.get("error", {}).get("reason", f"it got {got}"))


async def rest() -> None:
    """What was refused before it began is not asked again in the same breath."""
    await asyncio.sleep(0.05)
