"""Checkpoints: every commit is covered by one soon, none is lost or harmful twice, a changed one is none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.json_format import MessageToJson

from core.kit.clock import SystemClock
from core.kit.db import Database, connect
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.ledger_sample import LAYLA, OMAR, Sample, fill, move
from tests.support.waiting import until
from wallet import checkpoint_relay
from wallet.chain import Block
from wallet.checkpoint_relay import CheckpointRelay
from wallet.checkpoints import (
    Checkpoint,
    CheckpointLog,
    CheckpointUnreadable,
    is_signed,
    read_checkpoints,
    sign,
)
from wallet.tables import outbox

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()


@dataclass
class House:
    """A ledger that is being written, its relay, and the file outside."""

    database: Database
    sample: Sample
    relay: CheckpointRelay
    log: CheckpointLog

    async def waiting(self) -> list[int]:
        """Blocks in the outbox."""
        rows = await self.database.read(lambda tx: tx.execute(outbox.select()).all())
        return sorted(row.block_number for row in rows)


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    database = connect(database_url)
    await fill(database_url, database)
    sample, log = Sample(database), CheckpointLog(tmp_path / "outside" / "checkpoints.jsonl")
    sample.clock.advance(timedelta(hours=1))
    await sample.writer.start()
    relay = CheckpointRelay(database=database, writer=sample.writer, key=KEY, checkpoints=log, clock=SystemClock())
    yield House(database, sample, relay, log)
    await sample.writer.stop()
    database.close()


async def test_one_checkpoint_covers_all_that_waits(house: House) -> None:
    """The newest block stands for all before it; then nothing waits, and asking again adds nothing."""
    assert len(await house.waiting()) == 18
    checkpoint = await house.relay.announce()
    assert checkpoint is not None
    assert checkpoint.number == 18
    assert is_signed(checkpoint, PUBLIC)
    assert await house.waiting() == []
    assert await house.relay.announce() == checkpoint
    assert list(read_checkpoints(house.log.path, PUBLIC)) == [checkpoint]


async def test_a_checkpoint_says_what_its_block_says(house: House) -> None:
    """Number, last row, head, root, hash and time are those of the commit."""
    outcome = await house.sample.move(move(60, LAYLA, OMAR, 1))
    block, checkpoint = outcome.block, await house.relay.announce()
    assert block is not None
    assert checkpoint == sign(block, KEY)


async def test_a_crash_between_file_and_database_is_made_good(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is there, the numbers still wait: the next run removes them and writes no second line."""

    async def crash(_: object) -> None:
        raise ConnectionError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(house.sample.writer, "run", crash)
        with pytest.raises(ConnectionError):
            await house.relay.announce()
    assert len(await house.waiting()) == 18
    assert await house.relay.announce() is not None
    assert await house.waiting() == []
    assert len(list(read_checkpoints(house.log.path))) == 1


async def test_a_file_that_cannot_be_written_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: the numbers wait until a checkpoint is on it."""

    def full(_: Checkpoint) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(house.log, "append", full)
        with pytest.raises(OSError):
            await house.relay.announce()
    assert len(await house.waiting()) == 18
    checkpoint = await house.relay.announce()
    assert checkpoint is not None
    assert checkpoint.number == 18


async def test_a_file_that_was_lost_is_begun_again_without_a_commit(house: House) -> None:
    """A ledger on a server moved to another machine: it has rows, so it can be signed, and statements be proven."""
    before = await house.relay.announce()
    house.log.path.unlink()
    assert await house.relay.announce() == before
    assert list(read_checkpoints(house.log.path)) == [before]
    assert await house.relay.announce() == before
    assert len(list(read_checkpoints(house.log.path))) == 1


async def test_an_older_checkpoint_is_never_put_after_a_newer_one(house: House) -> None:
    """The file is read in the order of its blocks; of two that wrote it for a moment, one may be late."""
    newest = await house.relay.announce()
    assert newest is not None
    house.log.append(sign(a_block(newest.number + 1), KEY))
    assert await house.relay.announce() == newest
    assert [each.number for each in read_checkpoints(house.log.path)] == [newest.number, newest.number + 1]


async def test_commits_wake_the_relay(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a sweep: those who ask for a statement now want it to hold their last payment."""
    monkeypatch.setattr(checkpoint_relay, "PAUSE_S", 0.01)
    monkeypatch.setattr(checkpoint_relay, "SWEEP_S", 600)
    house.sample.writer.on_commit = house.relay.wake
    running = asyncio.create_task(house.relay.run())
    for number in (60, 61):
        outcome = await house.sample.move(move(number, LAYLA, OMAR, 1))
        assert outcome.block is not None
        await until(lambda at=outcome.block.number: _is_covered(house.log, at))
    running.cancel()


async def test_the_relay_goes_on_after_a_failure(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bad moment of the disk must not end checkpoints for good."""
    monkeypatch.setattr(checkpoint_relay, "PAUSE_S", 0.01)
    monkeypatch.setattr(checkpoint_relay, "SWEEP_S", 0.01)
    append, failures = house.log.append, [OSError("first"), OSError("second")]

    def sometimes(checkpoint: Checkpoint) -> None:
        if failures:
            raise failures.pop()
        append(checkpoint)

    monkeypatch.setattr(house.log, "append", sometimes)
    running = asyncio.create_task(house.relay.run())
    await until(lambda: _is_covered(house.log, 18))
    running.cancel()
    assert failures == []


def _is_covered(log: CheckpointLog, number: int) -> bool:
    newest = log.newest()
    return newest is not None and newest.number >= number


# The file


def a_block(number: int) -> Block:
    return Block(number, number, number, 1, 1_000 + number, b"h" * 32, b"r" * 32, bytes([number]) * 32)


def test_what_a_crash_left_of_a_line_is_no_checkpoint(tmp_path: Path) -> None:
    """At any byte: what was appended before is still there, and the next line begins where it should."""
    log = CheckpointLog(tmp_path / "log.jsonl")
    first, second = sign(a_block(1), KEY), sign(a_block(2), KEY)
    log.append(first)
    whole = log.path.read_bytes()
    log.append(second)
    both = log.path.read_bytes()
    for cut in range(len(whole), len(both)):
        log.path.write_bytes(both[:cut])
        assert log.newest() == first
        assert list(read_checkpoints(log.path)) == [first]
    log.append(second)
    assert log.path.read_bytes() == both
    assert log.newest() == second


def test_a_changed_line_is_no_checkpoint(tmp_path: Path) -> None:
    """Every digit of every field is signed, or is the signature."""
    path = tmp_path / "log.jsonl"
    line = json.loads(_line(tmp_path, sign(a_block(1), KEY)))
    for name, value in line.items():
        forged = {
            **line,
            name: value + 1 if isinstance(value, int) else value[:-1] + ("0" if value[-1] != "0" else "1"),
        }
        path.write_text(json.dumps(forged) + "\n")
        with pytest.raises(CheckpointUnreadable, match=":1"):
            list(read_checkpoints(path, PUBLIC))
    for wrong in ("{}", "[]", "x", json.dumps({**line, "more": 1}), json.dumps({**line, "number": "one"})):
        path.write_text(wrong + "\n")
        with pytest.raises(CheckpointUnreadable):
            list(read_checkpoints(path, PUBLIC))
        with pytest.raises(CheckpointUnreadable):
            CheckpointLog(path).newest()


def test_what_the_rpc_answered_is_kept_as_it_came(tmp_path: Path) -> None:
    """People keep what GetCheckpoint gave them: protobuf's JSON, numbers as text and bytes in base64."""
    signed = sign(a_block(1), KEY)
    answer = pb.GetCheckpointResponse(checkpoint=pb.Checkpoint(**signed._asdict()))
    path = tmp_path / "kept.jsonl"
    path.write_text(MessageToJson(answer, preserving_proto_field_name=True, indent=None) + "\n")
    assert list(read_checkpoints(path, PUBLIC)) == [signed]


def test_all_lines_of_a_file_are_by_one_key(tmp_path: Path) -> None:
    """A second key among them is a second host, or a thief."""
    log = CheckpointLog(tmp_path / "log.jsonl")
    log.append(sign(a_block(1), KEY))
    log.append(sign(a_block(2), Ed25519PrivateKey.generate()))
    with pytest.raises(CheckpointUnreadable, match=":2"):
        list(read_checkpoints(log.path))
    assert CheckpointLog(tmp_path / "none.jsonl").newest() is None


def _line(tmp_path: Path, checkpoint: Checkpoint) -> str:
    log = CheckpointLog(tmp_path / "one.jsonl")
    log.append(checkpoint)
    return log.path.read_text()
