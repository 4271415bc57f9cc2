"""A statement is checked by a stranger with one file and Python alone; what is changed, left out or forged shows."""

from __future__ import annotations

import ast
import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.json_format import MessageToJson
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kit.clock import to_ms
from core.kit.db import Database, connect
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.ledger_sample import LAYLA, OMAR, START, Sample, fill, fill_lines, move
from wallet import statement as statements
from wallet import store, verify_statement
from wallet.chain import Block
from wallet.checkpoints import Checkpoint, CheckpointLog, sign
from wallet.proof_store import StoredTree
from wallet.statement import NotCovered, StatementTooLong, export_statement
from wallet.tables import blocks
from wallet.verify_statement import Wrong, verify

SCRIPT = Path(verify_statement.__file__)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()


@dataclass
class House:
    """A ledger of some six hundred rows and its newest block's checkpoint."""

    database: Database
    checkpoint: Checkpoint
    blocks: list[Block]

    async def export(self, account_id: str = LAYLA, **range_ms: Any) -> dict[str, Any]:
        def read(tx: Any) -> dict[str, Any]:
            account = store.account(tx, account_id)
            assert account is not None
            return export_statement(tx, account, self.checkpoint, **range_ms)

        # As it would travel: through JSON.
        return json.loads(json.dumps(await self.database.read(read)))


@pytest.fixture
async def house(database_url: str) -> Any:
    database = connect(database_url)
    await fill(database_url, database)
    sample = Sample(database)
    sample.clock.advance(timedelta(hours=1))
    await sample.writer.start()
    await fill_lines(sample, first_id=1_000, blocks=3, transfers=190)
    await sample.writer.stop()
    rows = await database.read(lambda tx: tx.execute(blocks.select().order_by(blocks.c.number)).all())
    all_blocks = [Block._make(row) for row in rows]
    yield House(database, sign(all_blocks[-1], KEY), all_blocks)
    database.close()


async def test_a_stranger_checks_a_whole_statement_with_one_file(house: House, tmp_path: Path) -> None:
    """Copied elsewhere, run without our packages in sight."""
    script = shutil.copy(SCRIPT, tmp_path / "check.py")
    log = CheckpointLog(tmp_path / "kept.jsonl")
    log.append(house.checkpoint)
    file = tmp_path / "statement.json"
    file.write_text(json.dumps(await house.export()))
    for given_with, code, verdict in (
        (["--key", PUBLIC], 0, "VERIFIED"), (["--checkpoint", str(log.path)], 0, "VERIFIED"),
        ([], 2, "CONSISTENT"), (["--key", "00" * 32], 1, "NOT VERIFIED"),
    ):  # fmt: skip
        command = [sys.executable, "-I", str(script), str(file), *given_with]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert (done.returncode, done.stdout.split("\n")[0].startswith(verdict)) == (code, True), done
    file.write_text("[]")
    done = subprocess.run([sys.executable, "-I", str(script), str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_verifier_imports_nothing_but_the_standard_library() -> None:
    """Otherwise a stranger would first have to trust and install something."""
    tree = ast.parse(SCRIPT.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names - {"__future__"} <= set(sys.stdlib_module_names)


async def test_a_range_begins_with_the_line_before_and_balances_go_on_from_it(house: House) -> None:
    """A month's statement needs no year to be checked."""
    whole = await house.export()
    assert len(whole["lines"]) > 300
    cut = to_ms(START + timedelta(hours=1, seconds=2))
    later, earlier = await house.export(from_ms=cut), await house.export(to_ms=cut - 1)
    assert earlier["before"] is None
    assert [*earlier["lines"], *later["lines"]] != []
    assert [row["seq"] for row in (*earlier["lines"], *later["lines"])] == [row["seq"] for row in whole["lines"]]
    assert later["before"]["seq"] == earlier["lines"][-1]["seq"]
    assert earlier["lines"][-1]["created_at_ms"] < cut <= later["lines"][0]["created_at_ms"]
    for statement in (whole, earlier, later):
        assert "none missing" in verify(statement, PUBLIC)
    assert "says nothing" in verify(await house.export(to_ms=1), PUBLIC)


async def test_others_are_numbers_in_it(house: House) -> None:
    """Whom Layla paid is theirs to tell."""
    statement = await house.export()
    text = json.dumps(statement)
    assert "usr_layla" in text
    assert {name for row in statement["lines"] for name in row if "balance" in name} == {"balance_minor"}
    assert "usr_omar" not in text
    assert OMAR not in text


async def test_every_changed_value_is_refused(house: House) -> None:
    """Numbers, texts, proofs, signature: each value of a short statement, one at a time."""
    statement = await house.export(to_ms=to_ms(START + timedelta(minutes=30)))
    assert verify(statement, PUBLIC)
    accepted, values = [], list(_values(statement))
    for turn, (place, value) in enumerate(values):
        others = _others(value)
        other = others[turn % len(others)]
        if _is_accepted(_with(statement, place, other)):
            accepted.append((place, value, other))
    assert accepted == []
    assert len(values) > 500


async def test_a_line_left_out_is_missed(house: House) -> None:
    """Each but the last: the one after it names it. Lines of others, and lines twice, do not fit either."""
    statement = await house.export(to_ms=to_ms(START + timedelta(minutes=30)))
    lines = statement["lines"]
    for index in range(len(lines) - 1):
        assert not _is_accepted({**statement, "lines": lines[:index] + lines[index + 1 :]})
    assert not _is_accepted({**statement, "lines": [*lines, lines[-1]]})
    assert not _is_accepted({**statement, "lines": [lines[1], lines[0], *lines[2:]]})
    omar = await house.export(OMAR)
    assert not _is_accepted({**statement, "lines": omar["lines"], "hashes": omar["hashes"]})


async def test_another_checkpoint_of_the_same_number_is_refused(house: House, tmp_path: Path) -> None:
    """A host that signs two histories is caught by whoever kept the other one."""
    log = CheckpointLog(tmp_path / "kept.jsonl")
    log.append(sign(house.blocks[-1]._replace(root=bytes(32)), KEY))
    statement = await house.export()
    for key in (None, PUBLIC):
        with pytest.raises(Wrong):
            verify(statement, key, log.path)
    (tmp_path / "other.jsonl").write_text("")
    with pytest.raises(Wrong):
        verify(statement, PUBLIC, tmp_path / "other.jsonl")


async def test_a_checkpoint_kept_as_the_rpc_gave_it_vouches_too(house: House, tmp_path: Path) -> None:
    """Nobody should have to convert what they kept to be believed."""
    statement = await house.export()
    answer = pb.GetCheckpointResponse(checkpoint=pb.Checkpoint(**house.checkpoint._asdict()))
    kept = tmp_path / "kept.jsonl"
    kept.write_text(MessageToJson(answer, preserving_proto_field_name=True, indent=None) + "\n")
    assert verify(statement, None, kept)
    kept.write_text(kept.read_text().replace('"root":"', '"root":"A').replace('"root": "', '"root": "A'))
    with pytest.raises((Wrong, ValueError)):
        verify(statement, None, kept)


async def test_a_statement_ends_where_its_checkpoint_does(house: House) -> None:
    """Rows after the checkpoint wait for the next one; an account after it has no statement yet."""
    house.checkpoint = sign(house.blocks[3], KEY)
    statement = await house.export()
    assert 0 < len(statement["lines"]) < 20
    assert max(row["seq"] for row in statement["lines"]) <= house.checkpoint.last_seq
    assert verify(statement, PUBLIC)
    house.checkpoint = sign(house.blocks[0], KEY)
    with pytest.raises(NotCovered):
        await house.export("acct_dinar")


async def test_too_many_lines_are_refused_not_cut(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a statement would look like a whole one."""
    monkeypatch.setattr(statements, "LINES_MAX", 10)
    with pytest.raises(StatementTooLong):
        await house.export()


async def test_a_line_more_is_not_a_question_more(house: House) -> None:
    """Proofs of neighbours share their nodes: asked for each line, a year's statement took a reader for minutes."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        statement = await house.export()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert len(statement["lines"]) > 3 * len(asked)


async def test_lines_are_proven_under_every_checkpoint_there_could_be(house: House) -> None:
    """From what is stored: nodes of 256 rows and more, and the rows themselves; whichever block was signed last."""
    assert house.blocks[-1].last_seq > 512
    shown = 0
    for block in house.blocks[1:]:
        house.checkpoint = sign(block, KEY)
        statement = await house.export()
        assert verify(statement, PUBLIC)
        shown = max(shown, len(statement["lines"]))
    assert shown > 64

    def read(tx: Any) -> None:
        tree = StoredTree(tx)
        for level, position in ((0, house.blocks[-1].last_seq), (12, 0)):
            with pytest.raises(KeyError):
                tree.subtree(level, position)

    await house.database.read(read)


# Ed25519, our own lines of it


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511), st.data())
def test_signatures_are_taken_and_refused_as_by_the_library(
    secret: bytes, message: bytes, bit: int, data: st.DataObject
) -> None:
    """The host signs with a library; the stranger has only the mathematics."""
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify_statement.is_signed(public, message, signature)
    turned = bytearray(signature)
    turned[bit // 8] ^= 1 << bit % 8
    assert not verify_statement.is_signed(public, message, bytes(turned))
    assert not verify_statement.is_signed(public, message + b"!", signature)
    assert not verify_statement.is_signed(public, message, signature[:-1])
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda drawn: drawn != public))
    assert not verify_statement.is_signed(other, message, signature)


def test_a_signature_has_one_spelling() -> None:
    """S and S + L are the same number to careless code: then a signed checkpoint would have two forms."""
    public, signature = bytes.fromhex(PUBLIC), KEY.sign(b"once")
    again = int.from_bytes(signature[32:], "little") + verify_statement.Q
    assert again < 2**256
    assert not verify_statement.is_signed(public, b"once", signature[:32] + again.to_bytes(32, "little"))
    # y = p + 1 spells y = 1, and x = 0 has no sign: neither is a point's own spelling.
    assert verify_statement.point_of((verify_statement.P + 1).to_bytes(32, "little")) is None
    assert verify_statement.point_of((1 | 1 << 255).to_bytes(32, "little")) is None
    assert verify_statement.point_of((2).to_bytes(32, "little")) is None


def test_the_rfcs_own_example_is_taken() -> None:
    """RFC 8032, 7.1, test 2."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verify_statement.is_signed(public, bytes.fromhex("72"), signature)


async def test_a_new_line_goes_on_from_an_older_statement(house: House) -> None:
    """What was proven stays proven: the same account's next statement says the same about the same lines."""
    before = await house.export()
    sample = Sample(house.database)
    sample.clock.advance(timedelta(hours=5))
    await sample.writer.start()
    outcome = await sample.move(move(90_000, LAYLA, OMAR, 5))
    await sample.writer.stop()
    assert outcome.block is not None
    house.checkpoint = sign(outcome.block, KEY)
    after = await house.export()
    assert verify(after, PUBLIC)
    old = [{**row, "proof": None} for row in before["lines"]]
    assert [{**row, "proof": None} for row in after["lines"]][:-1] == old


def _is_accepted(statement: dict[str, Any]) -> bool:
    try:
        verify(statement, PUBLIC)
    except (Wrong, ValueError, KeyError, TypeError, AttributeError, IndexError, verify_statement.struct.error):
        return False
    return True


def _values(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _values(inside, (*place, key))
    else:
        yield place, value


def _others(value: Any) -> list[Any]:
    if isinstance(value, int):
        return [value + 1, str(value)]
    if isinstance(value, str):
        return [("1" if value[:1] == "0" else "0") + value[1:], value + "00"]
    return [{}]


def _with(statement: dict[str, Any], place: tuple[Any, ...], other: Any) -> dict[str, Any]:
    forged = copy.deepcopy(statement)
    inside: Any = forged
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = other
    return forged
