"""Every refusal there is, which of them burn their id, in which order they are asked; overflow, and holds in time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.ledger_books import EUR, SAR, T0, Books, move, post, tid, void
from wallet.records import (
    ALL,
    AMOUNT_MAX,
    BALANCING_CREDIT,
    BALANCING_DEBIT,
    CLOSING_CREDIT,
    CLOSING_DEBIT,
    EXPIRY,
    LAST_ID,
    LINKED,
    NO_ID,
    PENDING,
    POST_PENDING,
    TRANSIENT,
    VOID_PENDING,
    BurntId,
    HoldState,
    NewAccount,
    NewTransfer,
    Status,
    Transfer,
)

MOST = AMOUNT_MAX
FREEZE_ALI = move(800, "ali", "safe", 0, flags=PENDING | CLOSING_DEBIT)
FREEZE_SAFE = move(801, "bank", "safe", 0, flags=PENDING | CLOSING_CREDIT)
HOLD = move(5, "ali", "sara", 100, flags=PENDING, code=5)
PAID = move(6, "ali", "safe", 100)

# What happened before, what is asked, what it is refused with.
Case = tuple[list[NewTransfer], NewTransfer, Status]
REFUSALS: list[Case] = [
    ([], move(0, "ali", "safe", 1), Status.ID_MUST_NOT_BE_ZERO),
    ([], move(1, "ali", "safe", 1, id=LAST_ID), Status.ID_MUST_NOT_BE_INT_MAX),
    ([], move(1, "ali", "safe", 1, flags=1 << 8), Status.RESERVED_FLAG),
    ([], move(1, "ali", "safe", 1, flags=EXPIRY), Status.RESERVED_FLAG),
    ([HOLD], NewTransfer(tid(1), pending_id=tid(5), flags=EXPIRY), Status.RESERVED_FLAG),
    *[
        ([HOLD], post(1, 5, flags=ending | other), Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE)
        for ending in (POST_PENDING, VOID_PENDING)
        for other in (PENDING, BALANCING_DEBIT, BALANCING_CREDIT, CLOSING_DEBIT, CLOSING_CREDIT)
    ],
    ([HOLD], post(1, 5, flags=POST_PENDING | VOID_PENDING), Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE),
    ([HOLD, PAID], post(1, 5, refund_of=tid(6)), Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE),
    *[
        ([PAID], move(1, "safe", "ali", 1, flags=flag, refund_of=tid(6)), Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE)
        for flag in (PENDING, BALANCING_DEBIT, BALANCING_CREDIT)
    ],
    ([], move(1, "", "safe", 1), Status.DEBIT_ACCOUNT_ID_MUST_NOT_BE_ZERO),
    ([], move(1, "ali", "", 1), Status.CREDIT_ACCOUNT_ID_MUST_NOT_BE_ZERO),
    ([], move(1, "ali", "ali", 1), Status.ACCOUNTS_MUST_BE_DIFFERENT),
    ([HOLD], move(1, "ali", "safe", 1, pending_id=tid(5)), Status.PENDING_ID_MUST_BE_ZERO),
    ([], post(1, 0), Status.PENDING_ID_MUST_NOT_BE_ZERO),
    ([], post(1, 5, pending_id=LAST_ID), Status.PENDING_ID_MUST_NOT_BE_INT_MAX),
    ([], post(1, 1), Status.PENDING_ID_MUST_BE_DIFFERENT),
    ([], move(1, "ali", "safe", 1, timeout_s=1), Status.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER),
    ([HOLD], post(1, 5, timeout_s=1), Status.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER),
    ([HOLD], void(1, 5, timeout_s=1), Status.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER),
    ([], move(1, "ali", "safe", 0, flags=CLOSING_DEBIT), Status.CLOSING_TRANSFER_MUST_BE_PENDING),
    ([], move(1, "ali", "safe", 0, flags=CLOSING_CREDIT), Status.CLOSING_TRANSFER_MUST_BE_PENDING),
    ([], move(1, "ali", "safe", 1, ledger=0), Status.LEDGER_MUST_NOT_BE_ZERO),
    ([], move(1, "ali", "safe", 1, code=0), Status.CODE_MUST_NOT_BE_ZERO),
    ([], move(1, "nobody", "safe", 1), Status.DEBIT_ACCOUNT_NOT_FOUND),
    ([], move(1, "ali", "nobody", 1), Status.CREDIT_ACCOUNT_NOT_FOUND),
    ([], move(1, "ali", "euro", 1), Status.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER),
    ([], move(1, "ali", "safe", 1, ledger=EUR), Status.TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS),
    ([FREEZE_ALI], move(1, "ali", "safe", 1), Status.DEBIT_ACCOUNT_ALREADY_CLOSED),
    ([FREEZE_ALI], move(1, "bank", "ali", 1), Status.CREDIT_ACCOUNT_ALREADY_CLOSED),
    ([HOLD, FREEZE_ALI], post(1, 5), Status.DEBIT_ACCOUNT_ALREADY_CLOSED),
    ([move(5, "ali", "safe", 1, flags=PENDING), FREEZE_SAFE], post(1, 5), Status.CREDIT_ACCOUNT_ALREADY_CLOSED),
    ([FREEZE_ALI], post(1, 800), Status.DEBIT_ACCOUNT_ALREADY_CLOSED),
    ([], move(1, "ali", "safe", 1001), Status.EXCEEDS_CREDITS),
    ([move(5, "ali", "sara", 999, flags=PENDING)], move(1, "ali", "safe", 2), Status.EXCEEDS_CREDITS),
    ([], move(1, "ali", "safe", 1001, flags=PENDING), Status.EXCEEDS_CREDITS),
    ([], move(1, "bank", "till", 1), Status.EXCEEDS_DEBITS),
    ([], post(1, 5), Status.PENDING_TRANSFER_NOT_FOUND),
    ([PAID], post(1, 6), Status.PENDING_TRANSFER_NOT_PENDING),
    ([HOLD, void(7, 5)], post(1, 7), Status.PENDING_TRANSFER_NOT_PENDING),
    ([HOLD], post(1, 5, debit_account_id="safe"), Status.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID),
    ([HOLD], post(1, 5, debit_account_id="nobody"), Status.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID),
    ([HOLD], post(1, 5, credit_account_id="safe"), Status.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID),
    ([HOLD], post(1, 5, ledger=EUR), Status.PENDING_TRANSFER_HAS_DIFFERENT_LEDGER),
    ([HOLD], post(1, 5, code=6), Status.PENDING_TRANSFER_HAS_DIFFERENT_CODE),
    ([HOLD], post(1, 5, 101), Status.EXCEEDS_PENDING_TRANSFER_AMOUNT),
    ([HOLD], void(1, 5, ALL), Status.EXCEEDS_PENDING_TRANSFER_AMOUNT),
    ([HOLD], void(1, 5, 99), Status.PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT),
    *[([HOLD, post(7, 5, 1)], again(1, 5), Status.PENDING_TRANSFER_ALREADY_POSTED) for again in (post, void)],
    *[([HOLD, void(7, 5)], again(1, 5), Status.PENDING_TRANSFER_ALREADY_VOIDED) for again in (post, void)],
    ([], move(1, "safe", "ali", 1, refund_of=tid(6)), Status.REFUND_ORIGIN_NOT_FOUND),
    ([HOLD], move(1, "sara", "ali", 0, refund_of=tid(5)), Status.REFUND_ORIGIN_MOVED_NOTHING),
    ([HOLD, void(7, 5)], move(1, "sara", "ali", 0, refund_of=tid(7)), Status.REFUND_ORIGIN_MOVED_NOTHING),
    (
        [PAID, move(7, "safe", "ali", 50, refund_of=tid(6))],
        move(1, "ali", "safe", 50, refund_of=tid(7)),
        Status.REFUND_ORIGIN_MOVED_NOTHING,
    ),
    ([PAID], move(1, "ali", "safe", 1, refund_of=tid(6)), Status.REFUND_MUST_REVERSE_ACCOUNTS),
    ([PAID], move(1, "safe", "sara", 1, refund_of=tid(6)), Status.REFUND_MUST_REVERSE_ACCOUNTS),
    ([PAID], move(1, "safe", "ali", 101, refund_of=tid(6)), Status.EXCEEDS_REFUND_ORIGIN_AMOUNT),
    # int64 holds each sum, and pending and posted together.
    (
        [move(7, "bank", "safe", MOST - 1000, flags=PENDING)],
        move(1, "bank", "sara", 1001, flags=PENDING),
        Status.OVERFLOWS_DEBITS_PENDING,
    ),
    (
        [move(7, "bank", "safe", MOST - 1000, flags=PENDING)],
        move(1, "ali", "safe", 1001, flags=PENDING),
        Status.OVERFLOWS_CREDITS_PENDING,
    ),
    ([move(7, "bank", "safe", MOST - 1000)], move(1, "bank", "sara", 1), Status.OVERFLOWS_DEBITS_POSTED),
    ([move(7, "bank", "safe", MOST - 1000)], move(1, "ali", "safe", 1001), Status.OVERFLOWS_CREDITS_POSTED),
    ([move(7, "bank", "safe", MOST - 1000, flags=PENDING)], move(1, "bank", "sara", 1), Status.OVERFLOWS_DEBITS),
    (
        [move(7, "bank", "safe", MOST - 1000, flags=PENDING)],
        move(1, "bank", "sara", 1, flags=PENDING),
        Status.OVERFLOWS_DEBITS,
    ),
    ([move(7, "bank", "safe", MOST - 1000)], move(1, "bank", "sara", 1, flags=PENDING), Status.OVERFLOWS_DEBITS_POSTED),
    ([move(7, "bank", "safe", MOST - 1000, flags=PENDING)], move(1, "ali", "safe", 1001), Status.OVERFLOWS_CREDITS),
    ([], move(1, "ali", "safe", MOST + 1), Status.OVERFLOWS_DEBITS_POSTED),
    ([], move(1, "ali", "safe", ALL), Status.OVERFLOWS_DEBITS_POSTED),
    ([], move(1, "ali", "safe", 1, flags=PENDING, timeout_s=MOST // 1000), Status.OVERFLOWS_TIMEOUT),
]


def named(case: Any) -> str | None:
    return case.value if isinstance(case, Status) else None


@pytest.mark.parametrize(("before", "asked", "status"), REFUSALS, ids=named)
def test_a_refusal_moves_nothing_and_burns_its_id_only_when_it_may_pass(
    before: list[NewTransfer], asked: NewTransfer, status: Status
) -> None:
    """A retry of what was refused for want of money never pays after all; of a typing error's id no row is kept."""
    books = Books()
    books.do(*before)
    seq, *known, burnt, changes = books.everything()
    assert books.ask(asked) == [status]
    seq_after, *known_after, burnt_after, changes_after = books.everything()
    assert known_after == known
    if status in TRANSIENT:
        row = BurntId(seq + 1, asked.id, status.value, T0)
        assert (seq_after, burnt_after) == (seq + 1, burnt | {asked.id})
        changes.entries.append(row)
    else:
        assert (seq_after, burnt_after) == (seq, burnt)
    assert changes_after == changes
    good = move(1, "bank", "safe", 0, id=asked.id)
    if status in TRANSIENT:
        assert books.ask(good, asked) == [Status.ID_ALREADY_FAILED] * 2
    elif asked.id not in (NO_ID, LAST_ID) and not books.closed("safe"):
        assert books.ask(good) == [Status.CREATED]


def test_every_refusal_has_its_line() -> None:
    elsewhere = {Status.CREATED, Status.LINKED_EVENT_FAILED, Status.LINKED_EVENT_CHAIN_OPEN, Status.ID_ALREADY_FAILED,
                 Status.PENDING_TRANSFER_EXPIRED}  # fmt: skip
    exists = {status for status in Status if status.startswith("exists")}
    assert {status for _, _, status in REFUSALS} == set(Status) - elsewhere - exists


def test_those_that_burn_are_the_references_and_one_of_ours() -> None:
    """docs.tigerbeetle.com, create_transfers, `id_already_failed`."""
    theirs = {"debit_account_not_found", "credit_account_not_found", "pending_transfer_not_found", "exceeds_credits",
              "exceeds_debits", "debit_account_already_closed", "credit_account_already_closed"}  # fmt: skip
    assert {status.value for status in TRANSIENT} == theirs | {"refund_origin_not_found"}


def worse_and_worse(*repairs: tuple[Status, dict[str, Any]]) -> list[tuple[dict[str, Any], Status]]:
    """The request before each repair, and what it is refused with then."""
    return [
        ({key: value for _, fix in repairs[:index] for key, value in fix.items()}, status)
        for index, (status, _) in enumerate(repairs)
    ]


PLAIN_ORDER = worse_and_worse(
    (Status.RESERVED_FLAG, {"flags": CLOSING_DEBIT}),
    (Status.ID_MUST_NOT_BE_ZERO, {"id": LAST_ID}),
    (Status.ID_MUST_NOT_BE_INT_MAX, {"id": tid(1)}),
    (Status.DEBIT_ACCOUNT_ID_MUST_NOT_BE_ZERO, {"debit_account_id": "nobody"}),
    (Status.CREDIT_ACCOUNT_ID_MUST_NOT_BE_ZERO, {"credit_account_id": "nobody"}),
    (Status.ACCOUNTS_MUST_BE_DIFFERENT, {"credit_account_id": "nobody else"}),
    (Status.PENDING_ID_MUST_BE_ZERO, {"pending_id": NO_ID}),
    (Status.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER, {"timeout_s": 0}),
    (Status.CLOSING_TRANSFER_MUST_BE_PENDING, {"flags": PENDING | CLOSING_DEBIT, "timeout_s": MOST}),
    (Status.LEDGER_MUST_NOT_BE_ZERO, {"ledger": 1}),
    (Status.CODE_MUST_NOT_BE_ZERO, {"code": 1}),
    (Status.DEBIT_ACCOUNT_NOT_FOUND, {"debit_account_id": "euro"}),
    (Status.CREDIT_ACCOUNT_NOT_FOUND, {"credit_account_id": "safe"}),
    (Status.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER, {"debit_account_id": "ali"}),
    (Status.TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS, {"ledger": SAR}),
    (Status.DEBIT_ACCOUNT_ALREADY_CLOSED, {"debit_account_id": "sara"}),
    (Status.CREDIT_ACCOUNT_ALREADY_CLOSED, {"credit_account_id": "till"}),
    (Status.OVERFLOWS_DEBITS_PENDING, {"amount_minor": 1}),
    (Status.OVERFLOWS_TIMEOUT, {"timeout_s": 1}),
    (Status.EXCEEDS_CREDITS, {"debit_account_id": "bank"}),
    (Status.EXCEEDS_DEBITS, {}),
)
ENDING_ORDER = worse_and_worse(
    (Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE, {"flags": VOID_PENDING}),
    (Status.PENDING_ID_MUST_NOT_BE_ZERO, {"pending_id": LAST_ID}),
    (Status.PENDING_ID_MUST_NOT_BE_INT_MAX, {"pending_id": tid(1)}),
    (Status.PENDING_ID_MUST_BE_DIFFERENT, {"pending_id": tid(99)}),
    (Status.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER, {"timeout_s": 0}),
    (Status.PENDING_TRANSFER_NOT_FOUND, {"pending_id": tid(900)}),
    (Status.PENDING_TRANSFER_NOT_PENDING, {"pending_id": tid(5)}),
    (Status.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID, {"debit_account_id": ""}),
    (Status.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID, {"credit_account_id": ""}),
    (Status.PENDING_TRANSFER_HAS_DIFFERENT_LEDGER, {"ledger": 0}),
    (Status.PENDING_TRANSFER_HAS_DIFFERENT_CODE, {"code": 0}),
    (Status.EXCEEDS_PENDING_TRANSFER_AMOUNT, {"amount_minor": 99}),
    (Status.PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT, {"amount_minor": 0}),
    (Status.PENDING_TRANSFER_ALREADY_POSTED, {"pending_id": tid(7)}),
    (Status.PENDING_TRANSFER_EXPIRED, {"pending_id": tid(8), "flags": POST_PENDING}),
    (Status.DEBIT_ACCOUNT_ALREADY_CLOSED, {}),
)


@pytest.mark.parametrize(("repaired", "status"), PLAIN_ORDER, ids=named)
def test_of_many_faults_the_references_first_is_named(repaired: dict[str, Any], status: Status) -> None:
    """The same wrong request is refused with the same word everywhere: callers tell them apart by it."""
    books = Books()
    books.do(FREEZE_ALI, FREEZE_SAFE)
    worst = NewTransfer(NO_ID, amount_minor=ALL, pending_id=tid(99), timeout_s=MOST, flags=EXPIRY | CLOSING_DEBIT)
    assert books.ask(worst._replace(**repaired)) == [status]


@pytest.mark.parametrize(("repaired", "status"), ENDING_ORDER, ids=named)
def test_of_an_endings_faults_the_references_first_is_named(repaired: dict[str, Any], status: Status) -> None:
    books = Books()
    books.do(HOLD, HOLD._replace(id=tid(7), timeout_s=1), HOLD._replace(id=tid(8)), post(50, 5), FREEZE_ALI)
    books.later(1000)
    both = POST_PENDING | VOID_PENDING
    worst = NewTransfer(tid(1), "x", "x", ALL, timeout_s=1, ledger=EUR, code=9, flags=both)
    assert books.ask(worst._replace(**repaired)) == [status]


@pytest.mark.parametrize("flags", [4 | 2, 4 | 2 | 1, 1, 8, 32])
def test_an_account_is_refused_for_flags_ids_ledger_and_code(flags: int) -> None:
    books = Books()
    before = books.everything()
    status = Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE if flags == 6 else Status.RESERVED_FLAG
    asked = [NewAccount("new", SAR, 1, flags), NewAccount("", 0, 0, 1), NewAccount("", 0, 0), NewAccount("new", 0, 0),
             NewAccount("new", SAR, 0)]  # fmt: skip
    assert books.ledger.create_accounts(asked, 1) == [
        status, Status.RESERVED_FLAG, Status.ID_MUST_NOT_BE_ZERO, Status.LEDGER_MUST_NOT_BE_ZERO,
        Status.CODE_MUST_NOT_BE_ZERO,
    ]  # fmt: skip
    assert books.everything() == before


def test_the_greatest_amount_that_fits_is_moved() -> None:
    books = Books()
    books.do(move(1, "sara", "till", 0), move(2, "bank", "safe", MOST - 1000, flags=PENDING), post(3, 2))
    assert books.sums("bank") == (0, MOST, 0, 0)
    assert books.ask(move(4, "bank", "sara", 0)) == [Status.CREATED]
    longest = (MOST - T0) // 1000
    assert books.ask(move(5, "ali", "sara", 1, flags=PENDING, timeout_s=longest)) == [Status.CREATED]


def test_a_balancing_transfer_moves_what_there_is() -> None:
    """Up to the amount asked for; holds are not there to be taken."""
    books = Books()
    books.do(move(1, "ali", "safe", 300, flags=PENDING), move(2, "ali", "sara", ALL, flags=BALANCING_DEBIT))
    assert (books.sums("ali"), books.sums("sara")) == ((300, 700, 0, 1000), (0, 0, 0, 700))
    books.do(move(3, "ali", "sara", 5, flags=BALANCING_DEBIT))
    assert books.sums("ali") == (300, 700, 0, 1000)
    books.do(move(4, "till", "safe", 50), move(5, "bank", "till", 80, flags=BALANCING_CREDIT | PENDING))
    assert books.sums("till") == (0, 50, 50, 0)
    books.do(move(6, "sara", "till", 9, flags=BALANCING_CREDIT | BALANCING_DEBIT))
    assert books.sums("till") == (0, 50, 50, 0)


# Holds in time


def test_a_hold_can_be_taken_until_the_last_millisecond_and_not_at_its_end() -> None:
    """Expiry is exact: whoever captures at that moment is told so, and the id stays usable."""
    for late in (False, True):
        books = Books()
        books.do(move(1, "ali", "sara", 400, flags=PENDING, timeout_s=3), move(2, "ali", "sara", 400, flags=PENDING))
        books.later(3000 if late else 2999)
        wanted = Status.PENDING_TRANSFER_EXPIRED if late else Status.CREATED
        assert books.ask(post(3, 1), void(4, 1)) == [wanted, Status.PENDING_TRANSFER_EXPIRED if late else
                                                     Status.PENDING_TRANSFER_ALREADY_POSTED]  # fmt: skip
        assert tid(3) not in books.ledger.burnt
        assert books.sweep() == int(late)
        assert books.sums("ali") == ((400, 0, 0, 1000) if late else (400, 400, 0, 1000))
        assert books.ask(post(5, 1)) == [
            Status.PENDING_TRANSFER_EXPIRED if late else Status.PENDING_TRANSFER_ALREADY_POSTED
        ]
        assert books.sums("sara") == ((0, 0, 400, 0) if late else (0, 0, 400, 400))


@pytest.mark.parametrize(("taken", "moved"), [(ALL, 400), (400, 400), (150, 150), (0, 0)])
def test_a_capture_moves_its_part_and_lets_the_rest_go(taken: int, moved: int) -> None:
    """In one step: the payer can spend the rest at once."""
    books = Books()
    books.do(move(1, "ali", "sara", 400, flags=PENDING), post(2, 1, taken))
    assert (books.sums("ali"), books.sums("sara")) == ((0, moved, 0, 1000), (0, 0, 0, moved))
    hold = books.ledger.holds[books.ledger.transfers[tid(1)].seq]
    assert (hold.state, hold.captured_minor, hold.amount_minor) == (HoldState.POSTED, moved, 400)
    assert books.ledger.transfers[tid(2)].amount_minor == moved


def test_the_sweep_ends_what_is_due_once_and_nothing_else() -> None:
    """Twice swept is once released; a hold without a timeout waits for ever."""
    books = Books()
    books.do(
        move(1, "ali", "sara", 100, flags=PENDING, timeout_s=1, user_data_64=7, user_data_128=b"w" * 16, code=9),
        move(2, "ali", "sara", 200, flags=PENDING, timeout_s=2),
        move(3, "ali", "sara", 300, flags=PENDING),
    )
    books.ledger.take_changes()
    books.later(999)
    assert (books.sweep(), books.ledger.take_changes().entries) == (0, [])
    books.later(1)
    assert (books.sweep(), books.sweep()) == (1, 0)
    changes = books.ledger.take_changes()
    (row,) = changes.entries
    assert isinstance(row, Transfer)
    held = books.ledger.transfers[tid(1)]
    assert row._replace(id=b"") == held._replace(
        seq=held.seq + 3, id=b"", amount_minor=0, pending_seq=held.seq, timeout_s=0, flags=EXPIRY,
        created_at_ms=T0 + 1000, debit_previous_seq=held.seq + 2, credit_previous_seq=held.seq + 2,
        debit_balance_minor=1000, debit_held_minor=500, credit_balance_minor=0, credit_held_minor=0,
    )  # fmt: skip
    hold = changes.holds[held.seq]
    assert (hold.state, hold.captured_minor, hold.ended_seq) == (HoldState.EXPIRED, 0, row.seq)
    assert set(changes.accounts) == {held.debit_account_seq, held.credit_account_seq}
    books.later(10**15)
    assert (books.sweep(), books.sweep()) == (1, 0)
    assert (books.sums("ali"), books.sums("sara")) == ((300, 0, 0, 1000), (0, 0, 300, 0))


def test_an_expired_freeze_lets_the_account_go() -> None:
    books = Books()
    books.do(move(1, "ali", "safe", 0, flags=PENDING | CLOSING_DEBIT | CLOSING_CREDIT, timeout_s=1))
    assert books.closed("ali")
    assert books.closed("safe")
    books.later(1000)
    assert books.closed("ali")
    assert books.sweep() == 1
    assert not books.closed("ali")
    assert not books.closed("safe")
    books.do(move(2, "ali", "safe", 1))


def test_an_expiry_row_ends_and_refunds_nothing() -> None:
    books = Books()
    books.do(move(1, "ali", "sara", 100, flags=PENDING, timeout_s=1))
    books.later(1000)
    books.sweep()
    (row,) = (row for row in books.ledger.transfers.values() if row.flags == EXPIRY)
    assert books.ask(
        post(2, 0, pending_id=row.id), move(3, "sara", "ali", 0, refund_of=row.id), move(4, "ali", "sara", 0, id=row.id)
    ) == [
        Status.PENDING_TRANSFER_NOT_PENDING, Status.REFUND_ORIGIN_MOVED_NOTHING, Status.EXISTS_WITH_DIFFERENT_FLAGS
    ]  # fmt: skip


def test_a_link_without_an_end_is_open() -> None:
    books = Books()
    before = books.everything()
    assert books.ask(move(1, "ali", "safe", 1, flags=LINKED)) == [Status.LINKED_EVENT_CHAIN_OPEN]
    assert books.ask(move(1, "ali", "safe", 1, flags=LINKED), move(2, "ali", "safe", 1, flags=LINKED)) == [
        Status.LINKED_EVENT_FAILED, Status.LINKED_EVENT_CHAIN_OPEN,
    ]  # fmt: skip
    assert books.everything() == before
