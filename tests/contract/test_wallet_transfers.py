"""SubmitTransfers: a request is carried out once, whole chains or nothing, and every line has its answer."""

from __future__ import annotations

import asyncio
import secrets

import pytest

from core.kit.errors import InvalidArgument, RequestIdReused
from majlis.wallet.v1 import transfer_status_pb2 as statuses
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, OMAR, ORDERS, TAXI, hold, money, payment, xfer
from wallet import store
from wallet.accounts import new_account

CREATED, EXISTS = statuses.TRANSFER_STATUS_CREATED, statuses.TRANSFER_STATUS_EXISTS


def words(answer: pb.SubmitTransfersResponse) -> list[str]:
    names = statuses.TransferStatus.Name
    return [names(one.status).removeprefix("TRANSFER_STATUS_").lower() for one in answer.results]


@pytest.fixture
async def people(wallet):
    """Layla with 1,000 and Omar with nothing."""
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    return layla, omar


async def counts(wallet):
    """Everything there could be more of."""

    def read(tx):
        tables = ("accounts", "transfers", "burnt_ids", "holds", "requests", "blocks", "outbox")
        return {name: tx.exec_driver_sql(f"SELECT count(*) FROM wallet_{name}").scalar_one() for name in tables}

    return await wallet.database.read(read)


async def test_a_thousand_in_one_request_are_one_commit(wallet_everywhere):
    wallet = wallet_everywhere
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    before = await counts(wallet)
    answer = await wallet.submit(*(payment(layla, omar, 1) for _ in range(1_000)))
    assert {one.status for one in answer.results} == {CREATED}
    seqs = [one.seq for one in answer.results]
    assert seqs == list(range(seqs[0], seqs[0] + 1_000))
    after = await counts(wallet)
    assert (after["transfers"] - before["transfers"], after["blocks"] - before["blocks"]) == (1_000, 1)
    assert ((await wallet.balance(layla)).total_minor, (await wallet.balance(omar, OMAR)).total_minor) == (0, 1_000)
    block = await wallet.database.read(lambda tx: store.block_with(tx, seqs[0]))
    receipt = answer.receipt
    assert (receipt.seq, receipt.block_number, receipt.block_hash) == (seqs[-1], block.number, block.hash)


async def test_one_too_many_is_refused_and_nothing_written(wallet, people):
    before = await counts(wallet)
    with pytest.raises(InvalidArgument):
        await wallet.submit(*(payment(*people, 1) for _ in range(1_001)))
    with pytest.raises(InvalidArgument):
        await wallet.submit()
    assert await counts(wallet) == before


async def test_a_chain_happens_whole_or_not_at_all(wallet, people):
    """A fare and its fee: never one without the other."""
    layla, omar = people
    fees = await wallet.owned(platform=pb.PLATFORM_ACCOUNT_FEES)
    good = payment(layla, omar, 900, linked=True), payment(omar, fees, 90)
    bad = payment(layla, omar, 50, linked=True), payment(layla, fees, 51), payment(layla, omar, 100)
    assert words(await wallet.submit(*good)) == ["created", "created"]
    assert words(await wallet.submit(*bad)) == ["linked_event_failed", "exceeds_credits", "created"]
    assert (await wallet.balance(layla)).total_minor == 0
    assert (await wallet.balance(omar, OMAR)).total_minor == 910


async def test_a_refusal_is_an_answer_and_its_neighbours_go_on(wallet, people):
    layla, omar = people
    nobody = new_account("user/usr_nobody", "SAR").id
    answer = await wallet.submit(
        payment(layla, omar, 600), payment(layla, omar, 600), payment(layla, nobody, 1), payment(nobody, layla, 1),
        payment(layla, omar, 400),
    )  # fmt: skip
    assert words(answer) == [
        "created", "exceeds_credits", "credit_account_not_found", "debit_account_not_found", "created"
    ]  # fmt: skip
    assert [bool(one.seq) for one in answer.results] == [True, False, False, False, True]


async def test_a_request_repeated_gets_its_first_answer(wallet, people):
    """Whatever it was, and whatever has happened since: refused once is refused for ever."""
    layla, omar = people
    asked = [payment(layla, omar, 700), payment(layla, omar, 700), payment(layla, omar, 300)]
    first = await wallet.submit(*asked, request_id="fare")
    await wallet.fund(layla, 5_000)
    assert [await wallet.submit(*asked, request_id="fare") for _ in range(3)] == [first] * 3
    assert words(first) == ["created", "exceeds_credits", "created"]
    assert (await wallet.balance(layla)).total_minor == 5_000


async def test_twenty_at_once_are_carried_out_once(wallet, people):
    """They may wait in the same commit; the second must see the first."""
    layla, omar = people
    asked = [payment(layla, omar, 700), payment(layla, omar, 700)]
    answers = await asyncio.gather(*(wallet.submit(*asked, request_id="fare") for _ in range(20)))
    assert all(answer == answers[0] for answer in answers)
    assert (await wallet.balance(layla)).total_minor == 300


async def test_another_body_under_the_same_id_is_refused(wallet, people):
    layla, omar = people
    asked = payment(layla, omar, 700)
    await wallet.submit(asked, request_id="fare")
    before = await counts(wallet)
    for other in ([payment(layla, omar, 700)], [asked, payment(layla, omar, 1)], [payment(omar, layla, 1)]):
        with pytest.raises(RequestIdReused):
            await wallet.submit(*other, request_id="fare")
    assert await counts(wallet) == before
    assert words(await wallet.submit(payment(layla, omar, 300), request_id="fare", caller=TAXI)) == ["created"]


async def test_a_transfer_asked_for_again_in_another_request_says_it_happened(wallet, people):
    """The ledger's own ids hold below the requests': no key, no answer and no service can make it happen twice."""
    layla, omar = people
    asked = payment(layla, omar, 700)
    (made,) = (await wallet.submit(asked)).results
    again = await wallet.submit(asked, caller=TAXI)
    assert (again.results[0].status, again.results[0].seq) == (EXISTS, made.seq)
    assert not again.HasField("receipt")
    changed = pb.NewTransfer()
    changed.CopyFrom(asked)
    changed.amount.amount_minor = 1
    assert words(await wallet.submit(changed)) == ["exists_with_different_amount"]
    assert (await wallet.balance(layla)).total_minor == 300


async def test_what_was_refused_for_a_passing_reason_stays_refused(wallet, people):
    layla, omar = people
    asked = payment(layla, omar, 5_000)
    assert words(await wallet.submit(asked)) == ["exceeds_credits"]
    await wallet.fund(layla, 5_000)
    assert words(await wallet.submit(asked)) == ["id_already_failed"]
    assert words(await wallet.submit(payment(layla, omar, 5_000))) == ["created"]


async def test_an_amount_in_another_currency_names_its_field_and_writes_nothing(wallet, people):
    layla, omar = people
    dinars = await wallet.open(OMAR, "KWD")
    before = await counts(wallet)
    for wrong in (payment(layla, omar, 1, "KWD"), payment(layla, dinars, 1), payment(dinars, layla, 1, "KWD")):
        with pytest.raises(InvalidArgument) as refused:
            await wallet.submit(payment(layla, omar, 1), wrong)
        assert refused.value.facts["field"] == "transfers[1].amount.currency_code"
    assert await counts(wallet) == before


async def test_the_first_answer_outlives_the_account_that_was_missing(wallet, people):
    """Refused for a missing account, asked again when it is there in another currency: still the first answer."""
    layla, _ = people
    dinars = new_account("user/usr_omar", "KWD").id
    asked = payment(layla, dinars, 1)
    assert words(await wallet.submit(asked, request_id="early")) == ["credit_account_not_found"]
    assert await wallet.open(OMAR, "KWD") == dinars
    assert words(await wallet.submit(asked, request_id="early")) == ["credit_account_not_found"]
    with pytest.raises(InvalidArgument):
        await wallet.submit(asked, request_id="late")


async def test_a_balancing_transfer_says_how_much_it_was(wallet, people):
    layla, omar = people
    answer = await wallet.submit(payment(layla, omar, 0, balancing_debit=True), payment(layla, omar, 1))
    assert words(answer) == ["created", "exceeds_credits"]
    assert answer.results[0].amount_minor == 1_000


async def test_no_more_is_given_back_than_was_paid(wallet, people):
    layla, omar = people
    paid = await wallet.pay(layla, omar, 700)
    back = [payment(omar, layla, amount, refund_of=paid) for amount in (300, 400, 1)]
    assert words(await wallet.submit(*back)) == ["created", "created", "exceeds_refund_origin_amount"]
    lines = await wallet.lines(layla)
    assert [line.refund_of for line in lines] == [paid, paid, "", ""]


async def test_holds_in_a_batch_are_captured_and_voided_there_too(wallet, people):
    layla, omar = people
    kept, dropped = (
        payment(layla, omar, 300, transfer_id=hold(), kind=pb.TRANSFER_KIND_HOLD, timeout_s=60) for _ in range(2)
    )
    ends = [
        pb.NewTransfer(transfer_id=xfer(), kind=pb.TRANSFER_KIND_CAPTURE, pending_id=kept.transfer_id),
        pb.NewTransfer(transfer_id=xfer(), kind=pb.TRANSFER_KIND_VOID, pending_id=dropped.transfer_id),
        pb.NewTransfer(transfer_id=xfer(), kind=pb.TRANSFER_KIND_CAPTURE, pending_id=dropped.transfer_id),
        pb.NewTransfer(transfer_id=xfer(), kind=pb.TRANSFER_KIND_CAPTURE, pending_id=hold(), **money(1)),
    ]
    answer = await wallet.submit(kept, dropped, *ends)
    assert words(answer)[2:] == [
        "created", "created", "pending_transfer_already_voided", "pending_transfer_not_found"
    ]  # fmt: skip
    assert [one.amount_minor for one in answer.results[2:4]] == [300, 300]
    assert (await wallet.balance(layla)).available_minor == 700


async def test_requests_of_many_services_keep_every_unit(wallet, people):
    """Fifty requests of two services at once, most of which cannot be paid: what is there stays there."""
    layla, omar = people

    async def submit(number):
        asked = [payment(layla, omar, 90), payment(omar, layla, 20, linked=True), payment(layla, omar, 10)]
        return await wallet.submit(*asked, request_id=f"r{number}", caller=(ORDERS, TAXI)[number % 2])

    await asyncio.gather(*(submit(number) for number in range(50)))
    left, got = (await wallet.balance(layla)).total_minor, (await wallet.balance(omar, OMAR)).total_minor
    assert (left + got, left >= 0, got >= 0) == (1_000, True, True)


async def test_a_request_id_has_its_limits(wallet, people):
    for wrong in ("", secrets.token_hex(33)):
        request = pb.SubmitTransfersRequest(request_id=wrong, transfers=[payment(*people, 1)])
        with pytest.raises(InvalidArgument):
            await wallet.client.submit_transfers(request, caller=ORDERS)
