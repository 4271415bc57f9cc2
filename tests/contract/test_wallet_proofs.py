"""What lets others hold the ledger to its history: signed checkpoints and statements with proofs, by rpc."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, OMAR, SALMA
from wallet import verify_statement
from wallet.checkpoints import Checkpoint, is_signed
from wallet.errors import AccountNotFound, CheckpointNotFound, StatementTooLong


async def checkpoint(wallet, caller=LAYLA):
    return (await wallet.client.get_checkpoint(pb.GetCheckpointRequest(), caller=caller)).checkpoint


async def export(wallet, account_id, *, caller=LAYLA, **span):
    request = pb.ExportStatementRequest(account_id=account_id, **span)
    return (await wallet.client.export_statement(request, caller=caller)).statement_json


async def test_a_checkpoint_covers_everything_committed_before_it_was_asked_for(wallet):
    with pytest.raises(CheckpointNotFound):
        await checkpoint(wallet)
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    paid = await wallet.pay(layla, omar, 70)
    receipt = (await wallet.client.get_transfer(pb.GetTransferRequest(transfer_id=paid), caller=OMAR)).receipt
    signed = await checkpoint(wallet)
    assert (signed.number, signed.last_seq, signed.hash) == (receipt.block_number, receipt.seq, receipt.block_hash)
    kept = Checkpoint(
        signed.number, signed.last_seq, signed.committed_at_ms, signed.hash, signed.root, signed.key,
        signed.signature,
    )  # fmt: skip
    assert is_signed(kept, signed.key)
    assert await checkpoint(wallet, OMAR) == signed


async def test_an_exported_statement_holds_for_a_stranger_with_the_key(wallet, tmp_path):
    """The stranger has the file and one script, and nothing of ours."""
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    for amount in (70, 80, 90):
        wallet.later()
        await wallet.pay(layla, omar, amount)
    text = await export(wallet, layla)
    key = (await checkpoint(wallet)).key.hex()
    assert _verified(tmp_path, text, key) == 0
    changed = json.loads(text)
    changed["lines"][1]["amount_minor"] += 1
    assert _verified(tmp_path, json.dumps(changed).encode(), key) == 1
    now_ms = wallet.now_ms()
    assert await export(wallet, layla, caller=SALMA) == text
    with pytest.raises(AccountNotFound):
        await export(wallet, layla, caller=OMAR)
    part = json.loads(await export(wallet, layla, from_ms=now_ms, to_ms=now_ms))
    assert [line["amount_minor"] for line in part["lines"]] == [90]


def _verified(folder: Path, text: bytes, key: str) -> int:
    file = folder / "statement.json"
    file.write_bytes(text)
    command = (sys.executable, "-I", verify_statement.__file__, str(file), "--key", key)
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


async def test_what_is_too_long_for_one_statement_says_so(wallet, monkeypatch):
    layla = await wallet.open(LAYLA)
    await wallet.fund(layla, 10)
    with pytest.raises(AccountNotFound):
        await export(wallet, "acct_" + "1" * 26)
    monkeypatch.setattr("wallet.views.STATEMENT_BYTES_MAX", 100)
    with pytest.raises(StatementTooLong):
        await export(wallet, layla)
    monkeypatch.setattr("wallet.statement.LINES_MAX", 0)
    with pytest.raises(StatementTooLong):
        await export(wallet, layla)
