"""Recorded answers of a real ledger, read strictly and put to any ledger: every status and every balance is compared.

The format is tests/vectors/ledger/README.md's. What the reader does not know (a key, a flag, a word) is an error that
names file and line, so that no recording is ever half understood.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from wallet import records
from wallet.ledger import Ledger
from wallet.records import ALL, NO_ID, NewAccount, NewTransfer, Status

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "ledger"
MORE = "MAJLIS_LEDGER_TRACES"  # More directories of recordings, with os.pathsep between them.

ACCOUNT_FLAGS = {
    "debits_must_not_exceed_credits": records.DEBITS_MUST_NOT_EXCEED_CREDITS,
    "credits_must_not_exceed_debits": records.CREDITS_MUST_NOT_EXCEED_DEBITS,
}
TRANSFER_FLAGS = {
    "linked": records.LINKED,
    "pending": records.PENDING,
    "post_pending_transfer": records.POST_PENDING,
    "void_pending_transfer": records.VOID_PENDING,
    "balancing_debit": records.BALANCING_DEBIT,
    "balancing_credit": records.BALANCING_CREDIT,
    "closing_debit": records.CLOSING_DEBIT,
    "closing_credit": records.CLOSING_CREDIT,
}


class Unreadable(Exception):
    """A recording says something this reader does not know; the text begins with its file and line."""


class Balance(NamedTuple):
    """An account's four sums and whether it is closed, as a recording has them."""

    id: str
    debits_pending: int
    debits_posted: int
    credits_pending: int
    credits_posted: int
    closed: bool


class OpenAccounts(NamedTuple):
    place: str
    asked: tuple[NewAccount, ...]
    statuses: tuple[Status, ...]


class Submit(NamedTuple):
    """One submission of a batch, in which events see those before them."""

    place: str
    asked: tuple[NewTransfer, ...]
    statuses: tuple[Status, ...]


class Lookup(NamedTuple):
    place: str
    balances: tuple[Balance, ...]


Step = OpenAccounts | Submit | Lookup


class Trace(NamedTuple):
    """One file: what happened to one fresh ledger."""

    name: str
    steps: tuple[Step, ...]

    @property
    def events(self) -> int:
        """Transfers that were asked for, refused ones too."""
        return sum(len(step.asked) for step in self.steps if isinstance(step, Submit))


class LedgerFace(Protocol):
    """A ledger as the recordings use it; `lookup` gives the balances in the order of the ids."""

    def create_accounts(self, asked: Sequence[NewAccount]) -> Sequence[Status]: ...
    def create_transfers(self, asked: Sequence[NewTransfer]) -> Sequence[Status]: ...
    def lookup(self, ids: Sequence[str]) -> Sequence[Balance]: ...


class AsyncLedgerFace(Protocol):
    """The same with a database behind it."""

    def create_accounts(self, asked: Sequence[NewAccount]) -> Awaitable[Sequence[Status]]: ...
    def create_transfers(self, asked: Sequence[NewTransfer]) -> Awaitable[Sequence[Status]]: ...
    def lookup(self, ids: Sequence[str]) -> Awaitable[Sequence[Balance]]: ...


class PureFace:
    """The pure machine, whose time stands still: no recording has a timeout."""

    def __init__(self) -> None:
        self.ledger = Ledger()

    def create_accounts(self, asked: Sequence[NewAccount]) -> list[Status]:
        return self.ledger.create_accounts(asked, 1)

    def create_transfers(self, asked: Sequence[NewTransfer]) -> list[Status]:
        return self.ledger.create_transfers(asked, 1)

    def lookup(self, ids: Sequence[str]) -> list[Balance]:
        return [Balance(key, *self.ledger.accounts[key].sums()[:5]) for key in ids]


def replay(trace: Trace, face: LedgerFace) -> None:
    """Do to `face` what was done to the recorded ledger; AssertionError names the first answer that differs."""
    for step in trace.steps:
        compare(step, _ask(step, face))


async def replay_async(trace: Trace, face: AsyncLedgerFace) -> None:
    """`replay` of a ledger whose answers are awaited."""
    for step in trace.steps:
        compare(step, await _ask(step, face))


def _ask(step: Step, face: Any) -> Any:
    if isinstance(step, OpenAccounts):
        return face.create_accounts(step.asked)
    if isinstance(step, Submit):
        return face.create_transfers(step.asked)
    return face.lookup([balance.id for balance in step.balances])


def compare(step: Step, answer: Sequence[Any]) -> None:
    """AssertionError unless the answer is the recorded one."""
    asked: Sequence[Any] = step.balances if isinstance(step, Lookup) else step.asked
    wanted: Sequence[Any] = step.balances if isinstance(step, Lookup) else step.statuses
    assert len(answer) == len(wanted), f"{step.place}: {len(wanted)} answers are recorded, {len(answer)} were given"
    for index, (event, want, got) in enumerate(zip(asked, wanted, answer, strict=True)):
        assert got == want, f"{step.place}, event {index}: recorded {want!s}, got {got!s} for {event}"


def directories(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Where recordings lie: the repository's own, then those that MAJLIS_LEDGER_TRACES names."""
    return [VECTORS, *(Path(part) for part in environ.get(MORE, "").split(os.pathsep) if part)]


def trace_files(folders: Iterable[Path]) -> list[Path]:
    """Every recording in the folders; a folder without any is an error, as it would prove nothing."""
    found: list[Path] = []
    for folder in folders:
        here = sorted(folder.glob("*.jsonl.gz"))
        if not here:
            raise Unreadable(f"{folder}: no *.jsonl.gz there")
        found += here
    return found


def read_trace(path: Path) -> Trace:
    """One recording; Unreadable where it is not as its format says."""
    steps: list[Step] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            place = f"{path}:{number}"
            try:
                steps.append(_step(place, json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise Unreadable(f"{place}: {type(error).__name__}: {error}") from error
    if not steps:
        raise Unreadable(f"{path}: empty")
    return Trace(path.name, tuple(steps))


def _step(place: str, line: dict[str, Any]) -> Step:
    op = line["op"]
    if op == "lookup_accounts":
        _only(line, {"op", "accounts"})
        return Lookup(place, tuple(_balance(*row) for row in line["accounts"]))
    _only(line, {"op", "events", "status"})
    statuses = tuple(Status(word) for word in line["status"])
    if len(statuses) != len(line["events"]):
        raise ValueError(f"{len(line['events'])} events, {len(statuses)} statuses")
    if op == "create_accounts":
        return OpenAccounts(place, tuple(_account(event) for event in line["events"]), statuses)
    if op == "create_transfers":
        return Submit(place, tuple(_transfer(event) for event in line["events"]), statuses)
    raise ValueError(f"unknown op {op!r}")


def _account(event: dict[str, Any]) -> NewAccount:
    _only(event, {"id", "ledger", "code", "flags"})
    flags = _flags(event.get("flags", ()), ACCOUNT_FLAGS)
    ledger, code = _whole(event.get("ledger", 0)), _whole(event.get("code", 0))
    return NewAccount(_account_id(event.get("id", 0)), ledger, code, flags)


def _transfer(event: dict[str, Any]) -> NewTransfer:
    _only(event, {*_TRANSFER_KEYS, "amount", "flags"})
    fields = {name: read(event[key]) for key, (name, read) in _TRANSFER_KEYS.items() if key in event}
    amount = ALL if event["amount"] == "max" else _whole(event["amount"])
    return NewTransfer(
        **{"id": NO_ID, **fields}, amount_minor=amount, flags=_flags(event.get("flags", ()), TRANSFER_FLAGS)
    )


def _balance(account: int, *rest: Any) -> Balance:
    *sums, closed = rest
    if not isinstance(closed, bool):
        raise ValueError(f"closed is {closed!r}")
    return Balance(_account_id(account), *(_whole(amount) for amount in sums), closed)


def _only(found: dict[str, Any], known: set[str]) -> None:
    if unknown := found.keys() - known:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")


def _flags(words: Iterable[str], known: Mapping[str, int]) -> int:
    flags = 0
    for word in words:
        flags |= known[word]
    return flags


def _whole(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise ValueError(f"not a whole number: {number!r}")
    return number


def _account_id(number: Any) -> str:
    return str(number) if _whole(number) else ""


def _transfer_id(number: Any) -> bytes:
    return _whole(number).to_bytes(16, "big")


_TRANSFER_KEYS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "id": ("id", _transfer_id),
    "debit": ("debit_account_id", _account_id),
    "credit": ("credit_account_id", _account_id),
    "pending_id": ("pending_id", _transfer_id),
    "user_data_64": ("user_data_64", _whole),
    "ledger": ("ledger", _whole),
    "code": ("code", _whole),
}
