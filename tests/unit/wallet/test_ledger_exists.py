"""A request whose id the ledger knows changes nothing and says what is different, in TigerBeetle's order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.ledger_books import EUR, SAR, Books, move, post, tid, void
from wallet.records import (
    ALL,
    BALANCING_CREDIT,
    BALANCING_DEBIT,
    CLOSING_DEBIT,
    CREDITS_MUST_NOT_EXCEED_DEBITS,
    LINKED,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    NewAccount,
    NewTransfer,
    Status,
)

WORD = b"w" * 16
OTHER = b"o" * 16


@pytest.fixture
def books() -> Books:
    """Row 10 a payment, 11 a hold, 12 posted by 22 wholly, 13 by 23 in part, 14 by 24 to the last unit, 15 voided."""
    books = Books()
    books.do(move(10, "ali", "sara", 100, user_data_128=WORD, user_data_64=7))
    for number in (11, 12, 13, 14, 15):
        books.do(
            move(number, "ali", "sara", 100, flags=PENDING, timeout_s=60, user_data_128=WORD, user_data_64=7, code=5)
        )
    books.do(post(22, 12), post(23, 13, 40), post(24, 14, 100), void(25, 15))
    books.do(move(30, "ali", "safe", ALL, flags=BALANCING_DEBIT))
    books.do(move(31, "bank", "sara", 50), move(32, "sara", "ali", 20, flags=BALANCING_DEBIT))
    books.do(move(33, "bank", "ali", 100, flags=0), move(34, "ali", "bank", 10, refund_of=tid(33)))
    return books


AGAIN = {
    "plain": move(10, "ali", "sara", 100, user_data_128=WORD, user_data_64=7),
    "pending": move(11, "ali", "sara", 100, flags=PENDING, timeout_s=60, user_data_128=WORD, user_data_64=7, code=5),
    "post all": post(22, 12),
    "post part": post(23, 13, 40),
    "post named": post(24, 14, 100),
    "void": void(25, 15),
    "balancing, all there is": move(30, "ali", "safe", ALL, flags=BALANCING_DEBIT),
    "balancing, within": move(32, "sara", "ali", 20, flags=BALANCING_DEBIT),
    "refund": move(34, "ali", "bank", 10, refund_of=tid(33)),
}


@pytest.mark.parametrize("kind", AGAIN)
def test_the_same_again_exists_and_changes_nothing(books: Books, kind: str) -> None:
    """A retry after a lost answer is told that it happened."""
    before = books.everything()
    assert books.ask(AGAIN[kind]) == [Status.EXISTS]
    assert books.everything() == before


# What an ending transfer may leave out or say in full, and amounts that mean the same.
SAME = [
    ("post all", {"amount_minor": 100}),
    ("post all", {"amount_minor": 101}),  # All of it moved: as much or more is the same request (reference, `exists`).
    ("post named", {"amount_minor": ALL}),
    ("post named", {"amount_minor": 5_000}),
    ("void", {"amount_minor": 100}),
    *[
        (kind, {"debit_account_id": "ali", "credit_account_id": "sara", "ledger": SAR, "code": 5})
        for kind in ("post all", "post part", "void")
    ],
    *[(kind, {"user_data_128": WORD, "user_data_64": 7}) for kind in ("post all", "post part", "void")],
    ("balancing, all there is", {"amount_minor": 600}),
    ("balancing, within", {"amount_minor": 21}),
    ("balancing, within", {"amount_minor": ALL}),
]


@pytest.mark.parametrize(("kind", "said"), SAME)
def test_another_way_to_say_the_same_exists(books: Books, kind: str, said: dict[str, Any]) -> None:
    assert books.ask(AGAIN[kind]._replace(**said)) == [Status.EXISTS]


DIFFERENT_AMOUNTS = [
    ("plain", 99), ("plain", 101), ("plain", 0), ("plain", ALL),
    ("pending", 99), ("pending", ALL),
    ("post all", 99), ("post all", 0), ("post named", 99),
    ("post part", 39), ("post part", 41), ("post part", 100), ("post part", ALL), ("post part", 0),
    ("void", 99), ("void", 101), ("void", ALL),
    ("balancing, all there is", 1), ("balancing, within", 19), ("balancing, within", 0),
    ("refund", 9),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "amount"), DIFFERENT_AMOUNTS)
def test_another_amount_is_different(books: Books, kind: str, amount: int) -> None:
    before = books.everything()
    assert books.ask(AGAIN[kind]._replace(amount_minor=amount)) == [Status.EXISTS_WITH_DIFFERENT_AMOUNT]
    assert books.everything() == before


# In the reference's order (`refund_of`, ours, last): with everything from one line on different, that line is named.
ORDER = [
    ("flags", None, Status.EXISTS_WITH_DIFFERENT_FLAGS),
    ("pending_id", tid(10), Status.EXISTS_WITH_DIFFERENT_PENDING_ID),
    ("timeout_s", 61, Status.EXISTS_WITH_DIFFERENT_TIMEOUT),
    ("debit_account_id", "bank", Status.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID),
    ("credit_account_id", "euro", Status.EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID),
    ("amount_minor", 3, Status.EXISTS_WITH_DIFFERENT_AMOUNT),
    ("user_data_128", OTHER, Status.EXISTS_WITH_DIFFERENT_USER_DATA_128),
    ("user_data_64", 8, Status.EXISTS_WITH_DIFFERENT_USER_DATA_64),
    ("ledger", EUR, Status.EXISTS_WITH_DIFFERENT_LEDGER),
    ("code", 6, Status.EXISTS_WITH_DIFFERENT_CODE),
    ("refund_of", tid(10), Status.EXISTS_WITH_DIFFERENT_REFUND_OF),
]
OTHER_FLAGS = {
    "plain": PENDING, "pending": PENDING | CLOSING_DEBIT, "post all": VOID_PENDING, "post part": VOID_PENDING,
    "post named": POST_PENDING | PENDING, "void": POST_PENDING, "balancing, all there is": BALANCING_CREDIT,
    "balancing, within": 0, "refund": PENDING,
}  # fmt: skip


def changed(kind: str, fields: list[str]) -> NewTransfer:
    wrong = {name: OTHER_FLAGS[kind] if name == "flags" else value for name, value, _ in ORDER}
    return AGAIN[kind]._replace(**{name: wrong[name] for name in fields})


@pytest.mark.parametrize("kind", AGAIN)
@pytest.mark.parametrize(("field", "status"), [(name, status) for name, _, status in ORDER])
def test_each_field_is_compared_and_the_first_that_differs_named(
    books: Books, kind: str, field: str, status: Status
) -> None:
    """Twice the same id with other contents is a fault of the caller's, who is told which."""
    names = [name for name, _, _ in ORDER]
    before = books.everything()
    alone = changed(kind, [field])
    if alone != AGAIN[kind]:
        assert books.ask(alone) == [status]
    assert books.ask(changed(kind, names[names.index(field) :])) == [status]
    assert books.everything() == before


@pytest.mark.parametrize("kind", AGAIN)
@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("pending_id", Status.EXISTS_WITH_DIFFERENT_PENDING_ID),
        ("debit_account_id", Status.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID),
        ("credit_account_id", Status.EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID),
        ("refund_of", Status.EXISTS_WITH_DIFFERENT_REFUND_OF),
    ],
)
def test_a_name_of_nothing_is_different_not_unknown(books: Books, kind: str, field: str, status: Status) -> None:
    """Nor does it burn the id, which has its transfer."""
    nothing = "nobody" if field.endswith("account_id") else tid(99)
    assert books.ask(AGAIN[kind]._replace(**{field: nothing})) == [status]


@pytest.mark.parametrize("kind", ["plain", "pending", "balancing, within", "refund"])
@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("debit_account_id", Status.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID),
        ("credit_account_id", Status.EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID),
        ("ledger", Status.EXISTS_WITH_DIFFERENT_LEDGER),
        ("code", Status.EXISTS_WITH_DIFFERENT_CODE),
    ],
)
def test_only_an_ending_transfer_may_leave_things_out(books: Books, kind: str, field: str, status: Status) -> None:
    assert books.ask(AGAIN[kind]._replace(**{field: NewTransfer._field_defaults[field]})) == [status]


def test_a_post_that_said_more_than_its_hold_is_asked_again_with_less() -> None:
    """What it said itself counts, not what the pending transfer says."""
    books = Books()
    books.do(move(1, "ali", "sara", 10, flags=PENDING, user_data_128=WORD, user_data_64=7))
    books.do(post(2, 1, user_data_128=OTHER, user_data_64=8))
    assert books.ask(post(2, 1)) == [Status.EXISTS_WITH_DIFFERENT_USER_DATA_128]
    assert books.ask(post(2, 1, user_data_128=OTHER)) == [Status.EXISTS_WITH_DIFFERENT_USER_DATA_64]
    assert books.ask(post(2, 1, user_data_128=OTHER, user_data_64=8)) == [Status.EXISTS]


def test_linked_is_compared_as_every_flag(books: Books) -> None:
    """The last of a chain has it not, the others have; an inner leg asked again alone is another request."""
    books.do(move(50, "bank", "ali", 1, flags=LINKED), move(51, "bank", "ali", 1))
    assert books.ask(move(50, "bank", "ali", 1)) == [Status.EXISTS_WITH_DIFFERENT_FLAGS]
    assert books.ask(move(50, "bank", "ali", 1, flags=LINKED), move(51, "bank", "ali", 1)) == [
        Status.EXISTS, Status.LINKED_EVENT_FAILED,
    ]  # fmt: skip
    assert books.ask(move(51, "bank", "ali", 1, flags=LINKED), move(52, "bank", "ali", 1)) == [
        Status.EXISTS_WITH_DIFFERENT_FLAGS, Status.LINKED_EVENT_FAILED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, Status.EXISTS),
        ({"flags": 0, "ledger": EUR, "code": 9, "owner": "b"}, Status.EXISTS_WITH_DIFFERENT_FLAGS),
        ({"ledger": EUR, "code": 9, "owner": "b"}, Status.EXISTS_WITH_DIFFERENT_LEDGER),
        ({"code": 9, "owner": "b"}, Status.EXISTS_WITH_DIFFERENT_CODE),
        ({"owner": "b"}, Status.EXISTS_WITH_DIFFERENT_OWNER),
        ({"flags": 6}, Status.EXISTS_WITH_DIFFERENT_FLAGS),  # Before flags_are_mutually_exclusive.
        ({"ledger": 0, "code": 0}, Status.EXISTS_WITH_DIFFERENT_LEDGER),
    ],
)
def test_an_account_opened_again_says_what_is_different(change: dict[str, Any], status: Status) -> None:
    books = Books()
    account = NewAccount("new", SAR, 3, CREDITS_MUST_NOT_EXCEED_DEBITS, "a")
    assert books.ledger.create_accounts([account], 1) == [Status.CREATED]
    before = books.everything()
    assert books.ledger.create_accounts([account._replace(**change)], 2) == [status]
    assert books.everything() == before
