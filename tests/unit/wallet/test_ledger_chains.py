"""A chain of linked transfers happens wholly or not at all; accounts close and reopen; refunds never exceed what was
paid."""

from __future__ import annotations

import pytest

from tests.support.ledger_books import Books, move, post, tid, void
from wallet.records import (
    BALANCING_DEBIT,
    CLOSING_CREDIT,
    CLOSING_DEBIT,
    LINKED,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    BurntId,
    HoldState,
    NewTransfer,
    Refund,
    Status,
)

FAILED = Status.LINKED_EVENT_FAILED
TOO_MUCH = move(99, "sara", "till", 10**6)


def linked(*events: NewTransfer) -> list[NewTransfer]:
    """The same events as one chain."""
    *some, last = events
    return [*(event._replace(flags=event.flags | LINKED) for event in some), last]


@pytest.fixture
def books() -> Books:
    """A payment (1), a hold (2), a hold that closes `safe` (3), and everything up to here written."""
    books = Books()
    books.do(
        move(1, "ali", "sara", 100),
        move(2, "ali", "sara", 50, flags=PENDING),
        move(3, "bank", "safe", 0, flags=PENDING | CLOSING_CREDIT),
    )
    books.ledger.take_changes()
    return books


CHAINS = {
    "a payment": [move(10, "ali", "sara", 5)],
    "a hold": [move(10, "ali", "sara", 5, flags=PENDING, timeout_s=9)],
    "a capture": [post(10, 2, 20)],
    "a release": [void(10, 2)],
    "a refund": [move(10, "sara", "ali", 60, refund_of=tid(1))],
    "two refunds": [move(10, "sara", "ali", 60, refund_of=tid(1)), move(11, "sara", "ali", 40, refund_of=tid(1))],
    "a closing": [move(10, "ali", "bank", 0, flags=PENDING | CLOSING_DEBIT | CLOSING_CREDIT)],
    "a reopening": [void(10, 3), move(11, "ali", "safe", 1)],
    "what feeds the next": [
        move(10, "bank", "sara", 500),
        move(11, "sara", "ali", 600, flags=PENDING),
        post(12, 11, 300),
        move(13, "ali", "sara", 7, refund_of=tid(12)),
        move(14, "sara", "bank", 10**9, flags=BALANCING_DEBIT),
    ],
}


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_that_fails_leaves_nothing_but_the_burnt_id(books: Books, chain: str) -> None:
    """Balances, holds, refunds, closed accounts, numbers and what would be written are as if it was never asked."""
    seq, *before, burnt, changes = books.everything()
    events = linked(*CHAINS[chain], TOO_MUCH)
    assert books.ask(*events) == [FAILED] * len(CHAINS[chain]) + [Status.EXCEEDS_CREDITS]
    seq_after, *after, burnt_after, changes_after = books.everything()
    changes.entries.append(BurntId(seq + 1, TOO_MUCH.id, "exceeds_credits", books.now_ms))
    assert after == before
    assert (seq_after, burnt_after) == (seq + 1, burnt | {TOO_MUCH.id})
    assert changes_after == changes


@pytest.mark.parametrize("chain", CHAINS)
def test_the_legs_of_a_failed_chain_can_be_asked_again(books: Books, chain: str) -> None:
    """Only the leg that was refused is spent; and the chain without it gives what it gives without the failure."""
    other = Books()
    other.ledger, other.now_ms = Books().ledger, books.now_ms
    other.do(move(1, "ali", "sara", 100), move(2, "ali", "sara", 50, flags=PENDING))
    other.do(move(3, "bank", "safe", 0, flags=PENDING | CLOSING_CREDIT))
    books.ask(*linked(*CHAINS[chain], TOO_MUCH))
    for both in (books, other):
        both.do(*linked(*CHAINS[chain]))
    balances = [[both.sums(name) for name in both.ledger.accounts] for both in (books, other)]
    assert balances[0] == balances[1]


def test_a_failed_chain_keeps_what_its_submission_did_before_and_does_after(books: Books) -> None:
    """Events before and after a chain are not of it, and a change of theirs is not taken back with it."""
    before, after = move(20, "ali", "sara", 1), move(21, "ali", "sara", 2)
    chain = linked(post(22, 2, 10), move(23, "sara", "ali", 5, refund_of=tid(1)), TOO_MUCH)
    refund = move(24, "sara", "ali", 1, refund_of=tid(1))
    assert books.ask(before, refund, *chain, after) == [
        Status.CREATED, Status.CREATED, FAILED, FAILED, Status.EXCEEDS_CREDITS, Status.CREATED,
    ]  # fmt: skip
    changes = books.ledger.take_changes()
    assert [entry.id for entry in changes.entries] == [tid(20), tid(24), tid(99), tid(21)]
    assert [entry.seq for entry in changes.entries] == list(range(changes.after_seq + 1, changes.after_seq + 5))
    assert changes.holds == {}
    assert list(changes.refunds.values()) == [Refund(books.ledger.transfers[tid(1)].seq, 100, 1)]
    assert {account.id for account in changes.accounts.values()} == {"ali", "sara"}
    assert books.sums("ali") == (50, 103, 0, 1001)


def test_the_first_refusal_is_named_and_no_later_leg_is_tried(books: Books) -> None:
    """A leg after it would see money that is not there; its id is not burnt either."""
    ghost = move(12, "ali", "nobody", 1)
    events = linked(move(10, "ali", "sara", 5), TOO_MUCH, ghost, move(13, "ali", "sara", 5))
    assert books.ask(*events) == [FAILED, Status.EXCEEDS_CREDITS, FAILED, FAILED]
    assert books.ledger.burnt == {TOO_MUCH.id}


def test_two_chains_side_by_side_fail_apart(books: Books) -> None:
    one = linked(move(10, "ali", "sara", 5), TOO_MUCH)
    other = linked(move(11, "ali", "sara", 5), move(12, "ali", "sara", 5))
    assert books.ask(*one, *other) == [FAILED, Status.EXCEEDS_CREDITS, Status.CREATED, Status.CREATED]


def test_an_open_chain_takes_everything_back(books: Books) -> None:
    before = books.everything()
    chain = [event._replace(flags=event.flags | LINKED) for event in CHAINS["what feeds the next"]]
    assert books.ask(*chain) == [FAILED] * (len(chain) - 1) + [Status.LINKED_EVENT_CHAIN_OPEN]
    assert books.everything() == before


def test_an_open_chain_that_failed_before_says_both(books: Books) -> None:
    assert books.ask(*(e._replace(flags=LINKED) for e in (TOO_MUCH, move(5, "ali", "sara", 1)))) == [
        Status.EXCEEDS_CREDITS, Status.LINKED_EVENT_CHAIN_OPEN,
    ]  # fmt: skip


@pytest.mark.parametrize("ids", [(10, 11, 11), (10, 11, 10)])
def test_an_id_twice_in_a_chain_breaks_it(books: Books, ids: tuple[int, int, int]) -> None:
    """`exists` is no success inside a chain: its transfer is another chain's, or this one's other leg."""
    before = books.everything()
    events = [move(number, "ali", "sara", 1, flags=LINKED) for number in ids]
    assert books.ask(*events, move(12, "ali", "sara", 1)) == [FAILED, FAILED, Status.EXISTS, FAILED]
    assert books.everything() == before


def test_a_chain_asked_again_exists_at_its_first_leg(books: Books) -> None:
    chain = linked(move(10, "ali", "sara", 1), move(11, "ali", "sara", 1))
    books.do(*chain)
    before = books.everything()
    assert books.ask(*chain) == [Status.EXISTS, FAILED]
    assert books.everything() == before


# Closing


def test_a_closed_account_moves_nothing_until_it_is_reopened(books: Books) -> None:
    """A freeze is a hold of nothing: its void reopens, and until then holds may only be let go."""
    books.do(move(10, "ali", "bank", 0, flags=PENDING | CLOSING_DEBIT))
    assert books.closed("ali")
    assert not books.closed("bank")
    assert books.ask(move(11, "ali", "sara", 1), move(12, "sara", "ali", 1), post(13, 2), post(14, 10)) == [
        Status.DEBIT_ACCOUNT_ALREADY_CLOSED, Status.CREDIT_ACCOUNT_ALREADY_CLOSED,
        Status.DEBIT_ACCOUNT_ALREADY_CLOSED, Status.DEBIT_ACCOUNT_ALREADY_CLOSED,
    ]  # fmt: skip
    again = move(15, "ali", "bank", 0, flags=PENDING | CLOSING_DEBIT)
    assert books.ask(again) == [Status.DEBIT_ACCOUNT_ALREADY_CLOSED]
    books.do(void(16, 2))
    assert books.closed("ali")
    assert books.sums("ali") == (0, 100, 0, 1000)
    books.do(void(17, 10))
    assert not books.closed("ali")
    assert books.ask(move(18, "ali", "sara", 1), void(19, 10)) == [
        Status.CREATED, Status.PENDING_TRANSFER_ALREADY_VOIDED,
    ]  # fmt: skip


def test_each_side_is_closed_by_its_own_flag() -> None:
    for flags, closed in ((CLOSING_DEBIT, (True, False)), (CLOSING_CREDIT, (False, True)),
                          (CLOSING_DEBIT | CLOSING_CREDIT, (True, True)), (0, (False, False))):  # fmt: skip
        books = Books()
        books.do(move(1, "ali", "sara", 10, flags=PENDING | flags))
        assert (books.closed("ali"), books.closed("sara")) == closed
        books.do(void(2, 1))
        assert not books.closed("ali")
        assert not books.closed("sara")


# Refunds (ours)


def test_partial_refunds_add_up_to_what_was_paid_and_no_further(books: Books) -> None:
    """Whoever counts refunds elsewhere too cannot make the payee pay twice."""
    books.do(*(move(10 + n, "sara", "ali", 30, refund_of=tid(1)) for n in range(3)))
    again = move(11, "sara", "ali", 30, refund_of=tid(1))
    assert books.ask(
        again, move(20, "sara", "ali", 11, refund_of=tid(1)), move(21, "sara", "ali", 10, refund_of=tid(1)),
        move(22, "sara", "ali", 1, refund_of=tid(1)), move(23, "sara", "ali", 0, refund_of=tid(1)),
    ) == [
        Status.EXISTS, Status.EXCEEDS_REFUND_ORIGIN_AMOUNT, Status.CREATED, Status.EXCEEDS_REFUND_ORIGIN_AMOUNT,
        Status.CREATED,
    ]  # fmt: skip
    origin = books.ledger.transfers[tid(1)]
    assert books.ledger.refunds == {origin.seq: Refund(origin.seq, 100, 100)}
    assert books.ledger.transfers[tid(21)].refund_of_seq == origin.seq
    assert books.sums("ali") == (50, 100, 0, 1100)


def test_of_a_capture_the_captured_part_is_refunded(books: Books) -> None:
    """Not the hold, of which the rest never moved."""
    books.do(post(10, 2, 20))
    assert books.ask(
        move(11, "sara", "ali", 21, refund_of=tid(10)), move(12, "sara", "ali", 1, refund_of=tid(2)),
        move(13, "sara", "ali", 20, refund_of=tid(10)),
    ) == [Status.EXCEEDS_REFUND_ORIGIN_AMOUNT, Status.REFUND_ORIGIN_MOVED_NOTHING, Status.CREATED]  # fmt: skip
    assert books.ledger.transfers[tid(10)].flags == POST_PENDING


def test_of_a_balancing_transfer_what_moved_is_refunded(books: Books) -> None:
    books.do(move(10, "sara", "bank", 10**9, flags=BALANCING_DEBIT))
    assert books.ledger.transfers[tid(10)].amount_minor == 100
    assert books.ask(move(11, "bank", "sara", 101, refund_of=tid(10))) == [Status.EXCEEDS_REFUND_ORIGIN_AMOUNT]
    books.do(move(12, "bank", "sara", 100, refund_of=tid(10)))


def test_a_refund_needs_the_money_and_an_open_account_as_any_transfer(books: Books) -> None:
    books.do(move(10, "sara", "bank", 90))
    assert books.ask(move(11, "sara", "ali", 11, refund_of=tid(1))) == [Status.EXCEEDS_CREDITS]
    assert books.ledger.refunds == {}
    books.do(move(12, "sara", "bank", 0, flags=PENDING | CLOSING_DEBIT))
    assert books.ask(move(13, "sara", "ali", 1, refund_of=tid(1))) == [Status.DEBIT_ACCOUNT_ALREADY_CLOSED]


def test_a_refund_of_a_leg_of_the_same_chain() -> None:
    books = Books()
    books.do(*linked(move(1, "ali", "sara", 10), move(2, "sara", "ali", 10, refund_of=tid(1))))
    assert books.sums("ali") == (0, 10, 0, 1010)


def test_a_hold_posted_in_a_failed_chain_can_be_voided_after_it(books: Books) -> None:
    books.ask(*linked(post(10, 2), TOO_MUCH))
    hold = books.ledger.holds[books.ledger.transfers[tid(2)].seq]
    assert (hold.state, hold.captured_minor, hold.ended_seq) == (HoldState.PENDING, 0, 0)
    books.do(void(11, 2))
    assert books.ledger.take_changes().holds == {hold.seq: hold}
    assert (hold.state, books.ledger.transfers[tid(11)].flags) == (HoldState.VOIDED, VOID_PENDING)
