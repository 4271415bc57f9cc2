"""Red packets as people use them: sent into a conversation, taken by those in it, back to the sender after a day."""

from __future__ import annotations

import asyncio
import json

import pytest
import sqlalchemy as sa

from core.kit.errors import DomainError
from majlis.common.v1 import money_pb2
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2
from majlis.wallet.v1 import red_packets_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.chat_desk import request_id
from tests.support.money_desk import approval, sar
from tests.support.red_packets import (
    DAY_S,
    EMPTY,
    EQUAL,
    EXPIRED,
    OPEN,
    RANDOM,
    asked,
    claim,
    count,
    escrow,
    get,
    holds,
    lines,
    refused,
    send,
    sweep,
    take,
)
from tests.support.wallet_desk import SALMA

pytestmark = pytest.mark.asyncio


@pytest.fixture
async def family(money):
    """Layla, Omar and Huda, and the group they are in."""
    people = [await money.rich(name) for name in ("layla", "omar", "huda")]
    return *people, await money.group(*people)


async def test_a_greeting_cannot_turn_the_words_around_it(money, family):
    layla, _, _, at = family
    packet = await send(money, layla, at, greeting="عيد\u202e سعيد\n\u2066غدًا")
    assert packet.greeting == "عيد سعيد غدًا"


async def test_a_packet_goes_round(money, family):
    layla, omar, huda, at = family
    packet = await send(money, layla, at)
    assert (packet.state, packet.total.amount_minor, packet.shares, packet.mode) == (OPEN, 1_000, 3, RANDOM)
    assert (packet.sender_name, packet.greeting) == ("Layla", "كل عام وأنتم بخير")
    assert packet.expires_at_ms - packet.created_at_ms == DAY_S * 1000
    assert (await money.has(layla), await escrow(money)) == ((99_000, 0), 1_000)
    shares = []
    for person in (omar, layla, huda):
        money.later(5)
        shares.append(await take(money, person, packet))
    assert (sum(shares), await escrow(money)) == (1_000, 0)
    assert await money.has(omar) == (100_000 + shares[0], 0)
    seen = await get(money, huda, packet)
    assert (seen.state, seen.taken_minor, seen.refunded_minor) == (EMPTY, 1_000, 0)
    assert [(each.rank, each.name) for each in seen.claims] == [(0, "Omar"), (1, "Layla"), (2, "Huda")]
    assert [each.amount.amount_minor for each in seen.claims] == shares
    assert [each.claimed_at_ms - packet.created_at_ms for each in seen.claims] == [5_000, 10_000, 15_000]
    assert [each.rank for each in seen.claims if each.best] == [shares.index(max(shares))]
    assert "(luckiest)" in holds(seen, packet.commitment)


async def test_statements_say_what_it_was_for(money, family):
    layla, omar, _, at = family
    packet = await send(money, layla, at)
    share = await take(money, omar, packet)
    money.later(DAY_S)
    await sweep(money)
    back, sent = [line.label for line in (await lines(money, layla))[:2]]
    got = (await lines(money, omar))[0]
    for label in (back, sent, got.label):
        assert (label.kind, label.ref_id) == (wallet_pb.LABEL_KIND_RED_PACKET, packet.packet_id)
        assert label.note == "كل عام وأنتم بخير"
    assert (got.moved_minor, got.label.user_id, got.label.name) == (share, layla.user_id, "Layla")
    assert [line.moved_minor for line in (await lines(money, layla))[:2]] == [1_000 - share, -1_000]


async def test_sending_again_sends_once(money, family):
    layla, _, _, at = family
    request = asked(at, sar(700), 2)
    first, second = await asyncio.gather(*(money.packets.send_red_packet(request, caller=layla) for _ in range(2)))
    money.later(60)
    assert first == second == await money.packets.send_red_packet(request, caller=layla)
    assert await money.has(layla) == (99_300, 0)
    request.shares = 3
    assert await refused(money.packets.send_red_packet(request, caller=layla)) == "REQUEST_ID_REUSED"


async def test_a_person_takes_one_share_however_often_they_tap(money, family):
    layla, omar, _, at = family
    packet = await send(money, layla, at)
    taken = await asyncio.gather(*(take(money, omar, packet) for _ in range(12)))
    assert len(set(taken)) == 1
    assert await money.has(omar) == (100_000 + taken[0], 0)
    money.later(DAY_S)
    await sweep(money)
    again = await claim(money, omar, packet)
    assert again.share.amount_minor == taken[0], "the same answer, when nobody can claim any more too"
    assert (again.packet.state, len(again.packet.claims)) == (EXPIRED, 1)


async def test_who_comes_too_late_gets_nothing(money, family):
    layla, omar, huda, at = family
    packet = await send(money, layla, at, shares=1)
    assert await take(money, huda, packet) == 1_000
    assert await refused(claim(money, omar, packet)) == "RED_PACKET_EMPTY"
    assert await money.has(omar) == (100_000, 0)


async def test_what_is_not_ones_own_looks_like_nothing(money, family):
    """For who is not in the conversation, was never, or is no more; the sender too."""
    layla, omar, _, at = family
    mallory = await money.rich("mallory")
    packet = await send(money, layla, at)
    nothing = pb.RedPacket(packet_id=packet.packet_id[:-6] + "z0z0z0")
    answers = []
    for rpc in (claim, get):
        for of in (packet, nothing):
            with pytest.raises(DomainError) as error:
                await rpc(money, mallory, of)
            answers.append((error.value.reason, error.value.message, error.value.metadata()))
    assert len(set(map(str, answers))) == 1
    assert answers[0][0] == "RED_PACKET_NOT_FOUND"
    leave = conversations_pb.LeaveConversationRequest(request_id="leave", conversation_id=at)
    await money.conversations.leave_conversation(leave, caller=omar)
    assert await refused(claim(money, omar, packet)) == "RED_PACKET_NOT_FOUND"


async def test_only_who_may_write_sends(money, family):
    layla, omar, _, at = family
    mallory = await money.rich("mallory")
    channel = await money.channel(layla, omar)
    for person, where in ((mallory, at), (mallory, "conv_nowhere"), (omar, channel)):
        assert await refused(send(money, person, where)) == "NOT_A_MEMBER"
    packet = await send(money, layla, channel)
    assert await take(money, omar, packet) > 0, "readers take"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"total_minor": 2}, "RED_PACKET_TOO_SMALL"), ({"total_minor": 0, "shares": 1}, "RED_PACKET_TOO_SMALL"),
        ({"total_minor": -5, "shares": 1}, "RED_PACKET_TOO_SMALL"), ({"shares": 0}, "INVALID_ARGUMENT"),
        ({"shares": 501, "total_minor": 5_010}, "INVALID_ARGUMENT"), ({"mode": 0}, "INVALID_ARGUMENT"),
        ({"mode": 7}, "INVALID_ARGUMENT"), ({"greeting": "ا" * 65}, "INVALID_ARGUMENT"),
        ({"total": money_pb2.Money(currency_code="XAU", amount_minor=9)}, "INVALID_ARGUMENT"),
        ({"total": money_pb2.Money(currency_code="KWD", amount_minor=9)}, "INSUFFICIENT_FUNDS"),
        ({"total_minor": 100_001, "approval": approval(password="right by the window")}, "PASSWORD_WRONG"),
        ({"approval": approval(pin="111112")}, "PIN_WRONG"), ({"total_minor": 100_001}, "STEP_UP_REQUIRED"),
    ],
)  # fmt: skip
async def test_what_cannot_be_sent_moves_nothing(money, family, more, reason):
    layla, _, _, at = family
    assert await refused(send(money, layla, at, **more)) == reason
    assert await money.has(layla) == (100_000, 0)
    assert await count(money, "wallet_red_packets") == 0


@pytest.mark.parametrize("currency_code", ["KWD", "JPY"])
async def test_it_is_whole_minor_units_in_any_currency(money, family, currency_code):
    """Fils of three digits, yen of none; one each where there is no more."""
    layla, omar, huda, at = family
    await money.ledger.fund(await money.ledger.open(layla, currency_code), 1_000, currency_code)
    for total, shares in ((3, 3), (10, 3)):
        amount = money_pb2.Money(currency_code=currency_code, amount_minor=total)
        packet = await send(money, layla, at, total=amount, shares=shares)
        taken = [await take(money, person, packet) for person in (layla, omar, huda)]
        assert (sum(taken), min(taken) >= 1, await escrow(money, currency_code)) == (total, True, 0)
        holds(await get(money, omar, packet), packet.commitment)


async def test_equal_shares_differ_by_no_more_than_a_unit(money, family):
    layla, omar, huda, at = family
    packet = await send(money, layla, at, 1_000, mode=EQUAL)
    assert sorted([await take(money, person, packet) for person in (layla, omar, huda)]) == [333, 333, 334]
    seen = await get(money, omar, packet)
    assert not any(each.best for each in seen.claims), "there is no luck in it"
    holds(seen, packet.commitment)


async def test_the_seed_is_secret_while_anybody_can_claim(money, family):
    """In no answer and not in what is kept to answer again: who saw it would know whether to hurry."""
    layla, omar, huda, at = family
    packet = await send(money, layla, at)
    (seed,) = await money.in_ledger(
        lambda tx: tx.execute(sa.text("SELECT seed FROM wallet_red_packets")).scalars().all()
    )
    await take(money, omar, packet)
    open_one = await get(money, omar, packet)
    kept = await money.in_ledger(lambda tx: tx.execute(sa.text("SELECT answer FROM wallet_answers")).scalars().all())
    told = [each.SerializeToString() for each in (packet, await claim(money, omar, packet), open_one)]
    assert not any(bytes(seed) in each for each in (*told, *map(bytes, kept)))
    assert (open_one.seed, open_one.transcript_json, [each.best for each in open_one.claims]) == (b"", "", [False])
    await take(money, huda, packet)
    await take(money, layla, packet)
    assert (await get(money, omar, packet)).seed == bytes(seed)


async def test_after_a_day_the_rest_goes_back_once(money, family):
    layla, omar, huda, at = family
    packet = await send(money, layla, at)
    share = await take(money, omar, packet)
    money.later(DAY_S - 1)
    assert await sweep(money) == 0
    money.later(1)
    assert await refused(claim(money, huda, packet)) == "RED_PACKET_EXPIRED", "before the sweep, too"
    assert (await get(money, huda, packet)).state == EXPIRED
    assert (await get(money, huda, packet)).seed == b""
    await asyncio.gather(sweep(money), sweep(money))
    assert await sweep(money) == 0
    assert (await money.has(layla), await escrow(money)) == ((100_000 - share, 0), 0)
    seen = await get(money, huda, packet)
    assert (seen.state, seen.refunded_minor, seen.taken_minor) == (EXPIRED, 1_000 - share, share)
    assert not any(each.best for each in seen.claims)
    assert "went back" in holds(seen, packet.commitment)
    assert await refused(claim(money, huda, packet)) == "RED_PACKET_EXPIRED"


async def test_claims_that_race_the_end_have_one_winner(money):
    """Whatever each is told: a share is taken or goes back, and all of it is somewhere."""
    layla = await money.rich("layla")
    guests = await money.crowd(20)
    at = await money.group(layla, *guests)
    packet = await send(money, layla, at, 5_000, shares=30)
    money.later(DAY_S - 0.5)
    first = asyncio.gather(*(claim(money, each, packet) for each in guests), return_exceptions=True)
    await asyncio.sleep(0)
    money.later(0.5)
    second = asyncio.gather(*(claim(money, each, packet) for each in guests), return_exceptions=True)
    answers = [*(await asyncio.gather(first, sweep(money), sweep(money), second))[0], *await second]
    await sweep(money)
    seen = await get(money, layla, packet)
    got = {each.user_id: each.amount.amount_minor for each in seen.claims}
    assert {each.share.amount_minor for each in answers if isinstance(each, pb.ClaimRedPacketResponse)} <= {
        *got.values()
    }
    assert {each.reason for each in answers if isinstance(each, DomainError)} <= {"RED_PACKET_EXPIRED"}
    assert sum(got.values()) + seen.refunded_minor == 5_000
    assert await escrow(money) == 0
    for guest in guests:
        assert (await money.has(guest))[0] == got.get(guest.user_id, 0)
    holds(seen, packet.commitment)


async def test_two_hundred_at_once_take_what_there_is_and_change_the_card_a_few_times(money):
    layla = await money.rich("layla")
    guests = await money.crowd(200)
    at = await money.channel(layla)
    token = await money.link(layla, at)
    for each in guests:
        await money.join(each, token)
    packet = await send(money, layla, at, 20_000, shares=150)
    await money.settle()
    answers = await asyncio.gather(*(claim(money, each, packet) for each in guests), return_exceptions=True)
    assert await count(money, "kit_outbox") == 1, "one change of the card waits for its turn"
    await money.settle()
    money.later(2)
    await money.settle()
    refusals = [each.reason for each in answers if isinstance(each, DomainError)]
    assert refusals == ["RED_PACKET_EMPTY"] * 50
    seen = await get(money, layla, packet)
    assert (seen.state, len(seen.claims), seen.taken_minor) == (EMPTY, 150, 20_000)
    assert len({each.user_id for each in seen.claims}) == 150
    told = {each.user_id: each.amount.amount_minor for each in seen.claims}
    for guest, answer in zip(guests, answers, strict=True):
        if isinstance(answer, pb.ClaimRedPacketResponse):
            assert answer.share.amount_minor == told[guest.user_id]
        assert (await money.has(guest))[0] == told.get(guest.user_id, 0)
    holds(seen, packet.commitment)
    shown = await cards(money, at)
    assert [each["state"] for each in (shown[0], shown[-1])] == ["open", "empty"]
    assert len(shown) <= 4


async def cards(money, at):
    """The wallet's cards of the conversation's log, one for each time it was shown."""
    bodies = [json.loads(each.body_json) for each in await money.updates(at) if each.body_json]
    held = [body.get("message", body).get("wallet_card") for body in bodies]
    return [each for each in held if each]


async def test_its_card_tells_how_it_stands(money, family):
    layla, omar, _, at = family
    packet = await send(money, layla, at)
    await money.settle()
    await take(money, omar, packet)
    await money.settle()
    money.later(2)
    await money.settle()
    money.later(DAY_S)
    await sweep(money)
    await money.settle()
    shown = await cards(money, at)
    assert [each["state"] for each in shown] == ["open", "open", "expired"]
    assert [each.get("done", 0) for each in shown] == [0, 1, 1]
    assert {(each["ref_id"], each["of"], each["note"]) for each in shown} == {(packet.packet_id, 3, packet.greeting)}
    assert len({each["commitment"] for each in shown}) == 1
    assert (await money.updates(at))[-1].kind == messages_pb2.UPDATE_KIND_CARD


async def freeze(money, person, verb="Freeze"):
    account = await money.ledger.open(person)
    request = getattr(wallet_pb, f"{verb}AccountRequest")(request_id=request_id(), account_id=account, reason="a test")
    await getattr(money.ledger.client, f"{verb.lower()}_account")(request, caller=SALMA)


async def test_a_frozen_account_takes_nothing_until_it_is_open_again(money, family):
    layla, omar, huda, at = family
    packet = await send(money, layla, at)
    await freeze(money, omar)
    assert await refused(claim(money, omar, packet)) == "ACCOUNT_FROZEN"
    first = await take(money, huda, packet)
    await freeze(money, omar, "Reopen")
    assert await take(money, omar, packet) + first <= 999
    assert [each.rank for each in (await get(money, omar, packet)).claims] == [0, 1]


async def test_what_a_frozen_sender_gets_back_waits_for_them(money, family):
    """Nobody can claim any more, the seed is told, and the money is there when the account is open again."""
    layla, omar, _, at = family
    packet = await send(money, layla, at)
    await freeze(money, layla)
    share = await take(money, omar, packet)
    money.later(DAY_S)
    assert await sweep(money) == 1
    assert await sweep(money) == 0
    seen = await get(money, omar, packet)
    assert (seen.state, seen.refunded_minor, await escrow(money)) == (EXPIRED, 0, 1_000 - share)
    assert "still to go back" in holds(seen, packet.commitment)
    money.later(60)
    assert await sweep(money) == 1, "in vain"
    await freeze(money, layla, "Reopen")
    money.later(60)
    assert await sweep(money) == 1
    assert (await escrow(money), (await money.has(layla))[0]) == (0, 100_000 - share)
    assert (await get(money, omar, packet)).refunded_minor == 1_000 - share


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE wallet_red_packets SET claimed = 4", "UPDATE wallet_red_packets SET taken_minor = 999",
        "UPDATE wallet_red_packets SET refunded_minor = 1", "UPDATE wallet_red_packets SET state = 'empty'",
        "UPDATE wallet_red_packets SET state = 'expired', refunded_minor = 1000",
        "INSERT INTO wallet_red_packet_claims SELECT packet_id, 'usr_x', 0, '', 1, 1 FROM wallet_red_packets",
    ],
)  # fmt: skip
async def test_the_database_itself_refuses_a_share_too_many(money, family, wrong):
    """Whatever the code does: sums, ranks and states that cannot be are no rows."""
    layla, omar, _, at = family
    packet = await send(money, layla, at)
    await take(money, omar, packet)
    with pytest.raises(sa.exc.IntegrityError):
        await money.verbs.house.desk.write(lambda tx: tx.execute(sa.text(wrong)))
    assert (await get(money, omar, packet)).state == OPEN
