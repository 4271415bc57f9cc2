"""The pure ledger answers every recorded event as the real one did, and leaves the same balances."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.ledger_traces import (
    MORE,
    Balance,
    PureFace,
    Unreadable,
    directories,
    read_trace,
    replay,
    replay_async,
    trace_files,
)
from wallet.records import ALL, LINKED, PENDING, NewAccount, NewTransfer, Status

OPEN = {"op": "create_accounts", "events": [{"id": 1, "ledger": 7, "code": 1}], "status": ["created"]}
LOOK = {"op": "lookup_accounts", "accounts": [[1, 0, 0, 0, 0, False]]}


def record(path: Path, *lines: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def events_answered(folders: Sequence[Path]) -> int:
    """How many transfers were asked for and answered as recorded."""
    events = 0
    for path in trace_files(folders):
        trace = read_trace(path)
        replay(trace, PureFace())
        events += trace.events
    return events


def test_every_recorded_answer_and_balance_is_ours() -> None:
    """An oracle of another make: 29 statuses, every flag, chains and reuse of ids."""
    assert events_answered(directories()) >= 59_000


async def test_the_awaited_replay_compares_the_same() -> None:
    """What runs on databases later is no weaker."""

    class Awaited:
        def __init__(self) -> None:
            self.face = PureFace()

        async def create_accounts(self, asked: Sequence[NewAccount]) -> list[Status]:
            return self.face.create_accounts(asked)

        async def create_transfers(self, asked: Sequence[NewTransfer]) -> list[Status]:
            return self.face.create_transfers(asked)

        async def lookup(self, ids: Sequence[str]) -> list[Balance]:
            return [balance._replace(debits_posted=balance.debits_posted + 1) for balance in self.face.lookup(ids)]

    with pytest.raises(AssertionError, match=r"jsonl\.gz:\d+, event 0: recorded Balance"):
        await replay_async(read_trace(trace_files(directories({}))[0]), Awaited())


def test_more_recordings_are_read_from_where_the_setting_says(tmp_path: Path) -> None:
    """Somebody else's recordings count as ours do: one wrong status among them fails."""
    good, wrong = tmp_path / "good", tmp_path / "wrong"
    record(good / "a.jsonl.gz", OPEN, LOOK)
    record(wrong / "b.jsonl.gz", OPEN, {**OPEN, "status": ["created"]})
    named = directories({MORE: f"{good}{os.pathsep}{wrong}"})
    assert named[1:] == [good, wrong]
    assert named[0].parts[-2:] == ("vectors", "ledger")
    assert events_answered([good]) == 0
    with pytest.raises(AssertionError, match=r"b\.jsonl\.gz:2, event 0: recorded created, got exists"):
        events_answered(named[1:])


def test_a_wrong_balance_is_found(tmp_path: Path) -> None:
    path = record(tmp_path / "a.jsonl.gz", OPEN, {"op": "lookup_accounts", "accounts": [[1, 0, 0, 5, 0, False]]})
    with pytest.raises(AssertionError, match=r"a\.jsonl\.gz:2, event 0"):
        replay(read_trace(path), PureFace())


def test_an_empty_folder_or_file_is_an_error(tmp_path: Path) -> None:
    """Nothing compared is nothing proven."""
    with pytest.raises(Unreadable, match=r"no \*\.jsonl\.gz"):
        trace_files([tmp_path])
    with pytest.raises(Unreadable, match="empty"):
        read_trace(record(tmp_path / "a.jsonl.gz"))


def test_ids_flags_and_the_greatest_amount_are_read_as_the_ledgers_values(tmp_path: Path) -> None:
    event = {"id": 258, "debit": 1, "amount": "max", "user_data_64": 9, "ledger": 7, "flags": ["linked", "pending"]}
    line = {"op": "create_transfers", "events": [event], "status": ["linked_event_chain_open"]}
    step = read_trace(record(tmp_path / "a.jsonl.gz", line)).steps[0]
    wanted = NewTransfer(
        bytes(14) + b"\x01\x02", "1", "", ALL, user_data_64=9, ledger=7, code=0, flags=LINKED | PENDING
    )  # fmt: skip
    assert step[1:] == ((wanted,), (Status.LINKED_EVENT_CHAIN_OPEN,))


@pytest.mark.parametrize(
    "line",
    [
        {"op": "create_ledgers", "events": [], "status": []},
        {**OPEN, "comment": ""},
        {**OPEN, "status": ["fine"]},
        {**OPEN, "status": []},
        {**OPEN, "events": [{"id": 1, "ledger": 7, "code": 1, "flags": ["history"]}]},
        {**OPEN, "events": [{"id": 1, "ledger": 7, "code": 1, "timeout": 1}]},
        {**OPEN, "events": [{"id": -1, "ledger": 7, "code": 1}]},
        {"op": "create_transfers", "events": [{"id": 1}], "status": ["created"]},
        {"op": "create_transfers", "events": [{"id": 1, "amount": 1.5}], "status": ["created"]},
        {"op": "create_transfers", "events": [{"id": 1, "amount": "most"}], "status": ["created"]},
        {"op": "create_transfers", "events": [{"id": 1, "amount": 1, "timeout": 3}], "status": ["created"]},
        {"op": "lookup_accounts", "accounts": [[1, 0, 0, 0, 0]]},
        {"op": "lookup_accounts", "accounts": [[1, 0, 0, 0, 0, 0]]},
        {"op": "lookup_accounts"},
    ],
)
def test_what_the_reader_does_not_know_is_an_error_with_its_place(tmp_path: Path, line: dict[str, Any]) -> None:
    """A recording read only in part would pass for the wrong reason."""
    with pytest.raises(Unreadable, match=r"a\.jsonl\.gz:2: "):
        read_trace(record(tmp_path / "a.jsonl.gz", OPEN, line))
