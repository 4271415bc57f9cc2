"""Rounds of kill -9 of a host in the middle of red packets, and what must be true of the money after each.

A whole house (identity, messaging, wallet) is served over gRPC. One person sends packets into a channel while everybody
in it takes from all of them, some twice at once; nobody gives up before they are answered. Then the packets' day is
over while the host is down, and it is killed again while it gives back. `kill_packets` raises AssertionError where a
share is taken twice, too many, too much, or lost.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from core.identity import store as identity_store
from core.identity.accounts import User
from core.kit.caller import ANYBODY, Caller
from core.kit.clock import SystemClock
from core.kit.db import connect
from core.kit.errors import DomainError
from core.kit.ids import IdMaker
from majlis.common.v1 import money_pb2
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1.conversations_service_rpc import ConversationsServiceClient
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1 import red_packets_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from majlis.wallet.v1.guard_service_rpc import GuardServiceClient
from majlis.wallet.v1.red_packets_service_rpc import RedPacketsServiceClient
from tests.support.identity import PASSWORD
from tests.support.ledger_running import check_chain
from tests.support.roles import elsewhere
from tests.support.waiting import becomes, until
from tests.support.wallet_served import ServedWallet, payment
from wallet import tables
from wallet.accounts import Purpose, owner_of_user
from wallet.packets.moves import ESCROW
from wallet.packets.tables import claims, packets
from wallet.verify_red_packet import drawn_shares, verify

T = TypeVar("T")
PIN, MONEY, DAY_MS = "493028", 1_000_000, 24 * 3600 * 1000
TOTAL_MAX = 1_900  # Of a packet: fifty of them are within what a PIN alone lets out in a day.
PLAYED = "identity,messaging,wallet"
AWAY = {"SERVICE_UNAVAILABLE", "DATABASE_UNAVAILABLE"}
WITHIN_S, TIMEOUT_S = 180.0, 30.0


class ServedHouse(ServedWallet):
    """Everything that a red packet needs, in one process."""

    command = ("-m", "core.cli", "serve", "--roles", PLAYED)
    settings: ClassVar[dict[str, str]] = {"MAJLIS_PEERS": elsewhere(PLAYED)}


@dataclass(slots=True)
class Load:
    """What was asked for and how it was answered: a share, or 0 for a packet that was empty."""

    chance: random.Random
    sender: Caller = ANYBODY
    clients: list[Caller] = field(default_factory=list)
    at: str = ""
    sent: list[pb.RedPacket] = field(default_factory=list)
    got: dict[tuple[str, str], int] = field(default_factory=dict)  # By packet and person.
    tried_again: int = 0
    is_up: asyncio.Event = field(default_factory=asyncio.Event)


async def kill_packets(
    data_dir: Path, *, clients: int, count: int, rounds: int, seed: int, database_url: str = ""
) -> Counter[str]:  # fmt: skip
    """So many clients take from so many packets while the host is killed so often; what happened, to be shown."""
    served, load = ServedHouse(data_dir, database_url), Load(random.Random(seed))
    try:
        await served.start()
        await _meet(served, load, data_dir, clients)
        load.is_up.set()
        working = [asyncio.create_task(_send(served, load, count))]
        working += [asyncio.create_task(_take_all(served, load, each, count)) for each in load.clients]
        for number in range(1, rounds + 1):
            await _until_answered(load, working, clients * count * number // (rounds + 1))
            await asyncio.sleep(load.chance.uniform(0, 0.02))  # Anywhere in a commit, or behind one.
            await _kill(served, load)
            await _start(served, load)
        await asyncio.gather(*working)
        await _kill(served, load)
        await _let_the_day_pass(served.url)
        for _ in range(rounds):
            await served.start()
            await asyncio.sleep(load.chance.uniform(0, 0.05))  # It gives back as soon as it is up.
            await _kill(served, load)
        await _start(served, load)
        await becomes(lambda: _rows(served.url, _still_due), 0, within_s=WITHIN_S)
        await _check_transcripts(served, load)
        await _kill(served, load)
        ended = await _rows(served.url, _ends)
    finally:
        await served.stop()
    return ended + Counter(kills=2 * rounds, answered=len(load.got), tried_again=load.tried_again)


async def _meet(served: ServedHouse, load: Load, data_dir: Path, count: int) -> None:
    """The sender signs up, chooses a PIN, is given money, and opens a channel that everybody comes into by a link."""
    identity, talks = IdentityServiceClient(served.channel), ConversationsServiceClient(served.channel)
    request = identity_pb.SignUpRequest(username="layla", password=PASSWORD, display_name="Layla")
    load.sender = Caller.user((await identity.sign_up(request, caller=ANYBODY)).signed_in.user.user_id)
    pin = guard_pb.SetPinRequest(pin=PIN, password=PASSWORD)
    await GuardServiceClient(served.channel).set_pin(pin, caller=load.sender)
    bank = await served.open(platform=wallet_pb.PLATFORM_ACCOUNT_TEST_BANK)
    hers = await served.open(user_id=load.sender.user_id)
    await served.submit("fund", [payment(load.chance.randbytes(16), bank, hers, MONEY)])
    load.clients = await _crowd(data_dir, count)
    made = await talks.create_channel(
        conversations_pb.CreateChannelRequest(request_id="channel", title="Eid"), caller=load.sender
    )
    load.at = made.conversation.conversation_id
    link = conversations_pb.CreateInviteRequest(request_id="link", conversation_id=load.at)
    token = (await talks.create_invite(link, caller=load.sender)).invite.token
    join = conversations_pb.JoinByInviteRequest(request_id="join", token=token)
    for each in load.clients:
        await talks.join_by_invite(join, caller=each)


async def _crowd(data_dir: Path, count: int) -> list[Caller]:
    """Many people, as sign-ups leave them: two hundred passwords would take longer than all the rest."""
    ids = IdMaker(SystemClock())
    users = [User(ids.new("usr"), f"guest{n}", f"Guest {n}", "ar", "", frozenset()) for n in range(count)]
    database = connect(f"sqlite:///{data_dir / 'core.db'}")
    try:
        await database.write(lambda tx: [identity_store.add_user(tx, user, now_ms=1) for user in users])
    finally:
        await asyncio.to_thread(database.close)
    return [Caller.user(user.id) for user in users]


async def _send(served: ServedHouse, load: Load, count: int) -> None:
    """Some with fewer shares than there are people, some with more; each is asked for until it is answered."""
    for number in range(count):
        shares = load.chance.randint(1, max(1, len(load.clients) * 5 // 4))
        request = pb.SendRedPacketRequest(
            request_id=f"gift-{number}", conversation_id=load.at, shares=shares,
            total=money_pb2.Money(currency_code="SAR", amount_minor=load.chance.randint(shares, TOTAL_MAX)),
            mode=load.chance.choice((pb.RED_PACKET_MODE_RANDOM, pb.RED_PACKET_MODE_RANDOM, pb.RED_PACKET_MODE_EQUAL)),
            approval=guard_pb.Approval(pin=PIN),
        )  # fmt: skip

        async def ask(request: pb.SendRedPacketRequest = request) -> pb.SendRedPacketResponse:
            client = RedPacketsServiceClient(served.channel)
            return await client.send_red_packet(request, caller=load.sender, timeout_s=TIMEOUT_S)

        load.sent.append((await _until_told(load, ask)).packet)


async def _take_all(served: ServedHouse, load: Load, person: Caller, count: int) -> None:
    """A share of every packet, in the order they come."""
    for number in range(count):
        await until(lambda number=number: len(load.sent) > number, within_s=WITHIN_S)  # type: ignore[misc]
        packet_id = load.sent[number].packet_id
        taps = 2 if load.chance.random() < 0.2 else 1
        told = await asyncio.gather(*(_take(served, load, person, packet_id) for _ in range(taps)))
        assert len(set(told)) == 1, "two taps got two answers"
        load.got[packet_id, person.user_id] = told[0]


async def _take(served: ServedHouse, load: Load, person: Caller, packet_id: str) -> int:
    async def ask() -> pb.ClaimRedPacketResponse:
        client = RedPacketsServiceClient(served.channel)
        request = pb.ClaimRedPacketRequest(packet_id=packet_id)
        return await client.claim_red_packet(request, caller=person, timeout_s=TIMEOUT_S)

    try:
        return (await _until_told(load, ask)).share.amount_minor
    except DomainError as refused:
        if refused.reason != "RED_PACKET_EMPTY":
            raise
        return 0


async def _until_told(load: Load, ask: Callable[[], Awaitable[T]]) -> T:
    while True:
        await load.is_up.wait()
        try:
            return await ask()
        except DomainError as error:
            if error.reason not in AWAY:
                raise
            load.tried_again += 1
            await asyncio.sleep(0.02)


async def _until_answered(load: Load, working: list[asyncio.Task[None]], wanted: int) -> None:
    def is_reached() -> bool:
        for task in working:
            if task.done():
                task.result()  # What failed is raised here, not after the time is over.
        return len(load.got) >= wanted

    await until(is_reached, within_s=WITHIN_S)


async def _kill(served: ServedHouse, load: Load) -> None:
    load.is_up.clear()
    await asyncio.to_thread(served.kill)
    await served.hang_up()
    answered = dict(load.got), [each.packet_id for each in load.sent]
    await _rows(served.url, lambda tx: _look(tx, load, *answered))


async def _start(served: ServedHouse, load: Load) -> None:
    await served.start()
    load.is_up.set()


async def _rows(url: str, look: Callable[[sa.Connection], T]) -> T:
    database = connect(url)
    try:
        return await database.read(look)
    finally:
        await asyncio.to_thread(database.close)


def _look(tx: sa.Connection, load: Load, got: dict[tuple[str, str], int], sent: list[str]) -> None:
    """AssertionError unless every unit is where it should be, and what was answered is so."""
    check_chain(tx)
    stored = {row.packet_id: row for row in tx.execute(packets.select())}
    assert set(sent) <= set(stored), "an answered packet is lost"
    taken: dict[tuple[str, str], int] = {}
    purse: Counter[str] = Counter({owner_of_user(load.sender.user_id): MONEY})
    for row in stored.values():
        shares = drawn_shares(bytes(row.seed), row.packet_id, row.total_minor, row.shares, row.mode)
        rows = tx.execute(claims.select().where(claims.c.packet_id == row.packet_id).order_by(claims.c.rank)).all()
        assert [(each.rank, each.amount_minor) for each in rows] == list(enumerate(shares))[: len(rows)]
        assert (row.claimed, row.taken_minor) == (len(rows), sum(each.amount_minor for each in rows))
        assert (row.state == "empty") == (len(rows) == row.shares)
        taken |= {(row.packet_id, each.user_id): each.amount_minor for each in rows}
        purse[ESCROW] += row.total_minor - row.taken_minor - row.refunded_minor
        purse[owner_of_user(load.sender.user_id)] -= row.total_minor - row.refunded_minor
        purse.update({owner_of_user(each.user_id): each.amount_minor for each in rows})
    for (packet_id, user_id), share in got.items():
        assert taken.get((packet_id, user_id), 0) == share, "an answered claim is lost, or another"
        assert share or stored[packet_id].state == "empty"
    _look_at_money(tx, purse, sent=len(stored), taken=len(taken))


def _look_at_money(tx: sa.Connection, purse: Counter[str], *, sent: int, taken: int) -> None:
    """The ledger has one transfer, with its label, for each thing that happened, and these balances."""
    by_code = sa.select(tables.transfers.c.code, sa.func.count()).group_by(tables.transfers.c.code)
    made = {row[0]: row[1] for row in tx.execute(by_code)}
    refunds = tx.execute(sa.select(sa.func.count()).where(packets.c.refunded_minor > 0)).scalar_one()
    expected = {Purpose.RED_PACKET: sent, Purpose.RED_PACKET_SHARE: taken, Purpose.RED_PACKET_REFUND: refunds}
    assert {code: made.get(code, 0) for code in expected} == expected
    labelled = tx.execute(sa.select(sa.func.count()).select_from(tables.labels)).scalar_one()
    assert labelled == sent + taken + refunds
    columns = tables.accounts.c
    held = sa.select(columns.owner, columns.credits_posted_minor - columns.debits_posted_minor)
    here = {owner: minor for owner, minor in tx.execute(held) if owner != "platform/test-bank"}
    assert {owner: minor for owner, minor in here.items() if minor} == {
        key: minor for key, minor in purse.items() if minor
    }


async def _let_the_day_pass(url: str) -> None:
    """Of every packet that is still open, as if it had been sent a day earlier."""

    def pass_by(tx: sa.Connection) -> None:
        still_open = packets.c.state == "open"
        earlier = claims.c.packet_id.in_(sa.select(packets.c.packet_id).where(still_open))
        tx.execute(claims.update().where(earlier).values(claimed_at_ms=claims.c.claimed_at_ms - DAY_MS))
        moments = ("created_at_ms", "expires_at_ms", "due_at_ms")
        tx.execute(packets.update().where(still_open).values({name: packets.c[name] - DAY_MS for name in moments}))

    database = connect(url)
    try:
        await database.write(pass_by)
    finally:
        await asyncio.to_thread(database.close)


def _still_due(tx: sa.Connection) -> int:
    return int(tx.execute(sa.select(sa.func.count()).where(packets.c.due_at_ms > 0)).scalar_one())


def _ends(tx: sa.Connection) -> Counter[str]:
    found: Counter[str] = Counter(tx.execute(sa.select(packets.c.state)).scalars())
    found["claims"] = tx.execute(sa.select(sa.func.count()).select_from(claims)).scalar_one()
    return found


async def _check_transcripts(served: ServedHouse, load: Load) -> None:
    """Anybody may check every packet, with what was told when it was sent and what everybody got."""
    client = RedPacketsServiceClient(served.channel)
    for promised in load.sent:
        request = pb.GetRedPacketRequest(packet_id=promised.packet_id)
        seen = (await client.get_red_packet(request, caller=load.chance.choice(load.clients))).packet
        of_this = {user_id: share for (packet_id, user_id), share in load.got.items() if packet_id == seen.packet_id}
        transcript: Any = json.loads(seen.transcript_json)
        verify(transcript, promised.commitment.hex(), {user_id: share for user_id, share in of_this.items() if share})
        assert len(transcript["claims"]) == sum(share > 0 for share in of_this.values())
