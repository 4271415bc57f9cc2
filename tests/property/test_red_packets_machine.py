"""Whatever happens to red packets, in whatever order and at once, every unit is where a small model says.

The model knows only who may take, how many shares there are and when a day is over; what each share is it asks the
script that is shipped for checking. Writer and database are real; who is in the conversation is the test's to say.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
import structlog
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import connect
from core.kit.errors import DomainError
from core.kit.ids import IdMaker
from core.kit.rpc import Call
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import red_packets_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.ledger_running import check_chain
from tests.support.ready_databases import migrated
from tests.support.wallet_desk import MIGRATIONS, SALMA
from tests.support.wallet_desk import Desk as WalletDesk
from wallet import tables
from wallet.accounts import owner_of_user
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.house import House
from wallet.packets.ending import end_due
from wallet.packets.moves import ESCROW
from wallet.packets.service import RedPacketsService
from wallet.packets.tables import packets
from wallet.people import Members
from wallet.verify_red_packet import drawn_shares, verify

T = TypeVar("T")
EXAMPLES = 12 if os.environ.get("CI") == "true" else 6
PEOPLE = [f"usr_{number}" for number in range(5)]
CURRENCIES = ("KWD", "JPY")
MONEY, DAY_S = 2_000, 24 * 3600
someone, something = st.sampled_from(PEOPLE), st.integers(0, 50)


class InTheRoom:
    """As wallet.people: who is in the one conversation there is."""

    def __init__(self) -> None:
        self.inside = set(PEOPLE)

    async def names(self, user_ids: Collection[str]) -> dict[str, str]:
        return {each: each.upper() for each in user_ids}

    async def members(self, conversation_id: str, user_ids: Collection[str]) -> Members:
        here = frozenset(user_ids) & self.inside
        return Members(here, here)


class Anybody:
    """As wallet.guard, of people without limits."""

    async def approve(self, *_: object, **__: object) -> None: ...

    def spend(self, *_: object) -> None: ...

    def give_back(self, *_: object, **__: object) -> None: ...


@dataclass
class Known:
    """What the model knows of a packet."""

    packet: pb.RedPacket
    sender: str
    drawn: list[int]
    got: dict[str, int] = field(default_factory=dict)
    back_minor: int = 0
    looked_at: object = None

    @property
    def left(self) -> int:
        return self.packet.shares - len(self.got)


class Packets(RuleBasedStateMachine):
    """A subclass says on which database by `make_url`."""

    make_url: Callable[[], str]

    @initialize()
    def begin(self) -> None:
        url = type(self).make_url()
        migrated(url, MIGRATIONS)
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.database = connect(url)
        self.desk = WalletDesk(self.database, ManualClock(), Path(self.folder.name))
        self.people = InTheRoom()
        self.frozen: set[str] = set()
        self.known: list[Known] = []
        self.wait(self.desk.writer.start())
        self.wait(self._fund())
        self._open_house()

    async def _fund(self) -> None:
        for currency in CURRENCIES:
            await self.desk.bank(currency)
        await asyncio.gather(*(self._give(person, currency) for person in PEOPLE for currency in CURRENCIES))

    async def _give(self, person: str, currency: str) -> None:
        await self.desk.fund(await self.desk.open(Caller.user(person), currency), MONEY, currency)

    def _open_house(self) -> None:
        clock, ids = self.desk.clock, IdMaker(self.desk.clock)
        desk = Desk(database=self.database, writer=self.desk.writer, clock=clock, ids=ids, channel=self.desk.chain)
        effects = Effects(database=self.database, writer=self.desk.writer, clock=clock, ids=ids)
        guard: Any = Anybody()
        people: Any = self.people
        self.house = House(
            desk=desk, effects=effects, people=people, guard=guard, clock=clock, ids=ids,
            data_dir=Path(self.folder.name),
        )  # fmt: skip
        self.service = RedPacketsService(self.house)

    def wait(self, asked: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(asked)

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.wait(self.database.read(check_chain))
            self.wait(self.desk.writer.stop())
            self.database.close()
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            self.folder.cleanup()

    # What people do

    @rule(
        sender=someone, total=st.integers(-1, 600), shares=st.integers(1, 8), currency=st.sampled_from(CURRENCIES),
        mode=st.sampled_from([pb.RED_PACKET_MODE_EQUAL, pb.RED_PACKET_MODE_RANDOM]), taps=st.integers(1, 3),
    )  # fmt: skip
    def send(self, sender: str, total: int, shares: int, currency: str, mode: Any, taps: int) -> None:
        had = self.purse()[sender, currency]
        request = pb.SendRedPacketRequest(
            request_id=secrets.token_hex(8), conversation_id="conv_1", shares=shares, mode=mode,
            total=money_pb2.Money(currency_code=currency, amount_minor=total),
        )  # fmt: skip
        answers = self.wait(self._at_once(
            [self.service.send_red_packet(request, self._call(sender, "SendRedPacket")) for _ in range(taps)]
        ))  # fmt: skip
        assert all(str(each) == str(answers[0]) for each in answers), "a tap more is no packet more"
        expected = self._why_not(sender, total, shares, had)
        if expected:
            assert [each.reason for each in answers] == [expected] * taps
            return
        packet = answers[0].packet
        seed = self.wait(self.database.read(lambda tx: tx.execute(
            sa.select(packets.c.seed).where(packets.c.packet_id == packet.packet_id)).scalar_one()))  # fmt: skip
        word = "equal" if mode == pb.RED_PACKET_MODE_EQUAL else "random"
        drawn = drawn_shares(bytes(seed), packet.packet_id, total, shares, word)
        self.known.append(Known(packet, sender, drawn))

    def _why_not(self, sender: str, total: int, shares: int, had: int) -> str:
        if total < shares:
            return "RED_PACKET_TOO_SMALL"
        if sender not in self.people.inside:
            return "NOT_A_MEMBER"
        if sender in self.frozen:
            return "ACCOUNT_FROZEN"
        return "INSUFFICIENT_FUNDS" if total > had else ""

    @rule(who=st.lists(someone, min_size=1, max_size=10), which=something, sweeps=st.integers(0, 2))
    def claim(self, who: list[str], which: int, sweeps: int) -> None:
        """Some at once, some of them twice, while the end is looked for."""
        if not self.known:
            return
        known = self.known[which % len(self.known)]
        request = pb.ClaimRedPacketRequest(packet_id=known.packet.packet_id)
        asked = [self.service.claim_red_packet(request, self._call(each, "ClaimRedPacket")) for each in who]
        answers = self.wait(self._at_once([*asked, *(end_due(self.house) for _ in range(sweeps))]))[: len(who)]
        over = self.desk.now_ms() >= known.packet.expires_at_ms
        may = {each for each in who if each in self.people.inside - self.frozen and each not in known.got}
        expected = 0 if over else min(len(may), known.left)
        seen = self._seen(known)
        new = [each.user_id for each in seen.claims][len(known.got) :]
        assert len(new) == expected
        assert set(new) <= may
        for each in new:
            known.got[each] = known.drawn[len(known.got)]
        for person, answer in zip(who, answers, strict=True):
            self._is_right(known, person, answer, over=over)
        if sweeps:
            self._swept()

    def _is_right(self, known: Known, person: str, answer: Any, *, over: bool) -> None:
        if not isinstance(answer, DomainError):
            assert person in self.people.inside
            assert answer.share.amount_minor == known.got[person]
        elif person not in self.people.inside:
            assert answer.reason == "RED_PACKET_NOT_FOUND"
        else:
            assert person not in known.got
            empty, late = known.left == 0, over and known.left
            reason = "RED_PACKET_EMPTY" if empty else "RED_PACKET_EXPIRED" if late else "ACCOUNT_FROZEN"
            assert answer.reason == reason

    @rule(person=someone)
    def come_or_go(self, person: str) -> None:
        self.people.inside ^= {person}

    @rule(person=someone)
    def freeze_or_reopen(self, person: str) -> None:
        verb = "Reopen" if person in self.frozen else "Freeze"
        self.wait(self._freeze(person, verb))
        self.frozen ^= {person}

    async def _freeze(self, person: str, verb: str) -> None:
        await asyncio.gather(*(self._freeze_in(currency, person, verb) for currency in CURRENCIES))

    async def _freeze_in(self, currency: str, person: str, verb: str) -> None:
        account = await self.desk.open(Caller.user(person), currency)
        fields = {"request_id": secrets.token_hex(8), "account_id": account, "reason": "a test"}
        request = getattr(wallet_pb, f"{verb}AccountRequest")(**fields)
        await getattr(self.desk.client, f"{verb.lower()}_account")(request, caller=SALMA)

    @rule(seconds=st.sampled_from([1, 61, 3600, DAY_S - 1, DAY_S]))
    def time_goes_by(self, seconds: int) -> None:
        self.desk.later(seconds)

    @rule()
    def sweep(self) -> None:
        self.wait(self._at_once([end_due(self.house), end_due(self.house)]))
        self._swept()

    @rule()
    def restart(self) -> None:
        """Everything in memory is gone."""
        self.wait(self.desk.writer.stop())
        self.desk = WalletDesk(self.database, self.desk.clock, Path(self.folder.name))
        self.wait(self.desk.writer.start())
        self._open_house()

    def _swept(self) -> None:
        """What is over went back, but to frozen accounts, which are tried once a minute."""
        for known in self.known:
            if known.left and self.desk.now_ms() >= known.packet.expires_at_ms and not known.back_minor:
                back = self._seen(known).refunded_minor
                assert back in (0, known.packet.total.amount_minor - sum(known.got.values()))
                known.back_minor = back

    # What must be so

    @invariant()
    def every_unit_is_where_it_should_be(self) -> None:
        if not hasattr(self, "house"):
            return
        purse: Counter[tuple[str, str]] = Counter()
        for known in self.known:
            currency, total = known.packet.total.currency_code, known.packet.total.amount_minor
            taken = sum(known.got.values())
            purse[known.sender, currency] += known.back_minor - total
            purse[ESCROW, currency] += total - taken - known.back_minor
            purse.update({(person, currency): share for person, share in known.got.items()})
        held = self.purse()
        for currency in CURRENCIES:
            assert held[ESCROW, currency] == purse[ESCROW, currency]
            for person in PEOPLE:
                assert held[person, currency] == MONEY + purse[person, currency]

    @invariant()
    def whatever_is_over_holds_for_anybody_who_checks(self) -> None:
        for known in getattr(self, "known", []):
            state = known.left, known.back_minor, self.desk.now_ms() >= known.packet.expires_at_ms
            if state == known.looked_at:
                continue
            known.looked_at = state
            seen = self._seen(known)
            assert bool(seen.seed) == bool(seen.transcript_json)
            assert known.left or seen.seed, "all is taken"
            if seen.transcript_json:
                verify(json.loads(seen.transcript_json), known.packet.commitment.hex(), known.got)

    def purse(self) -> Counter[tuple[str, str]]:
        """Who has how much, as the ledger says."""
        columns = tables.accounts.c
        statement = sa.select(columns.owner, columns.ledger, columns.credits_posted_minor - columns.debits_posted_minor)
        rows = self.wait(self.database.read(lambda tx: tx.execute(statement).all()))
        codes = {414: "KWD", 392: "JPY"}
        names = {owner_of_user(person): person for person in PEOPLE} | {ESCROW: ESCROW}
        return Counter({(names[owner], codes[ledger]): minor for owner, ledger, minor in rows if owner in names})

    def _seen(self, known: Known) -> pb.RedPacket:
        return self.wait(self.database.read(lambda tx: self.service._view(tx, known.packet.packet_id)))

    def _call(self, person: str, method: str) -> Call:
        return Call(Caller.user(person), f"majlis.wallet.v1.RedPacketsService/{method}", None)

    async def _at_once(self, asked: list[Coroutine[Any, Any, Any]]) -> list[Any]:
        answers = await asyncio.gather(*asked, return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException) and not isinstance(answer, DomainError):
                raise answer
        return answers


@pytest.mark.timeout(300)
def test_red_packets_live_as_the_model_says(empty_database: Callable[[], str]) -> None:
    """On both databases: races, retries, freezes, restarts and days that go by."""
    lives: list[str] = []

    class OnDatabase(Packets):
        @staticmethod
        def make_url() -> str:
            lives.append(empty_database())
            return lives[-1]

    few = settings(
        max_examples=EXAMPLES, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    with structlog.testing.capture_logs():
        run_state_machine_as_test(OnDatabase, settings=few)
    assert len(lives) >= EXAMPLES
