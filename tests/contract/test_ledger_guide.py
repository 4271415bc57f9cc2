"""The ledger's guide is enough: its example moves money, and a verifier made from its tables agrees with the code.

The verifier knows the fields and the formulas only from docs/en/ledger.md, which it reads; of the project it asks for a
ledger and a statement to check. Whoever changes a row's bytes, a hash or a signed text fails here first.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sqlite3
import struct
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.kit.db import connect
from tests.support.artifacts import ROOT
from tests.support.ledger_sample import LAYLA, fill
from tests.support.wallet_served import ServedWallet
from wallet import store
from wallet.checkpoints import Checkpoint, sign
from wallet.statement import export_statement

GUIDES = {lang: (ROOT / "docs" / lang / "ledger.md").read_text("utf-8") for lang in ("en", "ar")}
Row = dict[str, Any]
Field = tuple[str, str, str]  # Bytes, name and form, as a table of the guide has them.
FLAG = {"hold": 2, "capture": 4, "void": 8, "expiry": 32768}


def _cells(text: str, columns: int) -> list[tuple[str, ...]]:
    rows = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in row) for row in rows if len(row) == columns]


def _layouts(lang: str) -> dict[str, list[Field]]:
    """The fields of each kind of row, by the letter it begins with."""
    found: dict[str, list[Field]] = {}
    format_on = GUIDES[lang][GUIDES[lang].index("| 1 | `kind` | ") :]
    for size, name, form in _cells(format_on, 3):
        if name == "`kind`":
            fields = found.setdefault(form.strip("`"), [])
        elif re.fullmatch(r"\d+|2 \+ n|n", size) and name.startswith("`"):
            fields.append((size, name.strip("`"), form))
    return found


LAYOUTS = _layouts("en")
FORMULAS = {
    name.strip("`"): compile(formula.strip("`"), name, "eval")
    for name, formula in _cells(GUIDES["en"].partition("### Hashes")[2].partition("\n### ")[0], 2)[1:]
    if not name.startswith("---")
}


def made(name: str, **known: Any) -> bytes:
    """What the guide's formula of that name gives."""
    places = {"sha256": lambda text: hashlib.sha256(text).digest(), "u64": lambda *n: struct.pack(f">{len(n)}Q", *n)}
    result: bytes = eval(FORMULAS[name], {"__builtins__": {}}, {**places, **known})
    return result


def row_bytes(kind: str, row: Row, fields: list[Field]) -> bytes:
    return b"".join([kind.encode(), *(_field(row[name], size, form) for size, name, form in fields)])


def _field(value: Any, size: str, form: str) -> bytes:
    if form.startswith(("UTF-8", "length in two bytes")):
        text = str(value).encode()
        return text if form.startswith("UTF-8") else struct.pack(">H", len(text)) + text
    if form.startswith("length in one byte"):
        return bytes([len(value), *value, *bytes(int(size) - 1 - len(value))])
    if form.startswith("bytes"):
        assert len(value) == int(size)
        return bytes(value)
    assert form.startswith(("number", "signed")), form
    return int(value).to_bytes(int(size), "big", signed=form.startswith("signed"))


def tree(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return made("node", left=tree(leaves[:middle]), right=tree(leaves[middle:]))


def included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    last = size - 1
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            leaf = made("node", left=sibling, right=leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = made("node", left=leaf, right=sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and leaf == root


def holds(statement: Row) -> bool:
    """Whether the statement is what the guide says a statement is, and its signature and proofs hold."""
    point, account = statement["checkpoint"], statement["account"]
    signed = {name: bytes.fromhex(value) if isinstance(value, str) else value for name, value in point.items()}
    try:
        Ed25519PublicKey.from_public_bytes(signed["key"]).verify(signed["signature"], made("signed", **signed))
    except InvalidSignature:
        return False

    def is_there(row: Row, leaf: bytes) -> bool:
        proof = [bytes.fromhex(statement["hashes"][place]) for place in row["proof"]]
        return included(leaf, row["seq"] - 1, point["last_seq"], proof, signed["root"])

    good = is_there(account, made("other_leaf", row=row_bytes("A", account, LAYOUTS["A"])))
    before = statement["before"]
    shown = ([] if before is None else [before]) + statement["lines"]
    last, total, held, opened = 0, 0, 0, {}
    for line in shown:
        side = "debit" if line["debit_account_seq"] == account["seq"] else "credit"
        good = good and is_there(line, _line_leaf(line, is_debit=side == "debit"))
        flags, amount = line["flags"], line["amount_minor"]
        if line is not before:
            good = good and line[f"{side}_previous_seq"] == last
            if not flags & (FLAG["hold"] | FLAG["void"] | FLAG["expiry"]):
                total += amount if side == "credit" else -amount
            if side == "debit" and flags & FLAG["hold"]:
                opened[line["seq"]] = amount
                held += amount
            elif side == "debit" and flags & (FLAG["capture"] | FLAG["void"] | FLAG["expiry"]):
                held = held - opened[line["pending_seq"]] if line["pending_seq"] in opened else line["held_minor"]
            good = good and (total, held) == (line["balance_minor"], line["held_minor"])
        last, total, held = line["seq"], line["balance_minor"], line["held_minor"]
    return bool(good)


def _line_leaf(line: Row, *, is_debit: bool) -> bytes:
    values = {name: bytes.fromhex(line[name]) for name in ("id", "user_data_128", "salt", "hidden")}
    facts = row_bytes("T", {**line, **values}, LAYOUTS["T"][:-4])
    own = hashlib.sha256(values["salt"] + struct.pack(">qQ", line["balance_minor"], line["held_minor"])).digest()
    hidden = own + values["hidden"] if is_debit else values["hidden"] + own
    return hashlib.sha256(b"\0" + facts + hidden).digest()


async def _checkpoint(url: str) -> tuple[list[Row], list[Row], Checkpoint]:
    """All rows and blocks of a small ledger with a row of every kind, and its newest block signed."""
    database = connect(url)
    await fill(url, database)
    block = await database.read(lambda tx: store.block_with(tx, tx.exec_driver_sql(
        "SELECT max(last_seq) FROM wallet_blocks").scalar_one()))  # fmt: skip
    database.close()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.row_factory = sqlite3.Row
        rows = [
            {"kind": kind, **row}
            for kind, table in (("A", "wallet_accounts"), ("T", "wallet_transfers"), ("B", "wallet_burnt_ids"))
            for row in map(dict, connection.execute(f"SELECT * FROM {table}"))
        ]
        blocks = [dict(row) for row in connection.execute("SELECT * FROM wallet_blocks ORDER BY number")]
    connection.close()
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return sorted(rows, key=lambda row: row["seq"]), blocks, sign(block, key)


async def test_the_guides_tables_give_every_hash_of_the_ledger(sqlite_url: str) -> None:
    """Rows, checks, heads, tree and blocks, each from its fields as the guide writes them down."""
    rows, blocks, point = await _checkpoint(sqlite_url)
    assert {row["kind"] for row in rows} == set(LAYOUTS)
    head = before = bytes(32)
    leaves: list[bytes] = []
    ends = {block["last_seq"]: block for block in blocks}
    for row in rows:
        text = row_bytes(row["kind"], row, LAYOUTS[row["kind"]])
        head = made("head", head=head, row=text)
        check = made("check", head=head)
        assert check == row["chain_check"], row
        hidden = {name: made(name, check=check, row=text) for name in ("hidden_debit", "hidden_credit")}
        leaves.append(made("transfer_leaf" if row["kind"] == "T" else "other_leaf", row=text, **hidden))
        if row["seq"] in ends:
            block = ends[row["seq"]]
            assert (head, tree(leaves)) == (block["head"], block["root"])
            before = made("block_hash", block_hash=before, **block)
            assert before == block["hash"]
    assert (before, tree(leaves), len(leaves)) == (point.hash, point.root, point.last_seq)


async def test_a_verifier_made_from_the_guide_takes_a_statement_and_refuses_a_changed_one(sqlite_url: str) -> None:
    _, _, point = await _checkpoint(sqlite_url)
    database = connect(sqlite_url)

    def export(tx: Any) -> Row:
        account = store.account(tx, LAYLA)
        assert account is not None
        return export_statement(tx, account, point)

    text = json.dumps(await database.read(export))
    database.close()
    assert holds(json.loads(text))
    for name, change in (("amount_minor", 1), ("balance_minor", 1), ("credit_account_seq", 1), ("created_at_ms", 1)):
        changed = json.loads(text)
        changed["lines"][3][name] += change
        assert not holds(changed), name
    shorter = json.loads(text)
    del shorter["lines"][3]
    assert not holds(shorter)


def test_both_languages_give_the_same_format() -> None:
    """Whoever writes a verifier from the Arabic page writes the same one."""
    arabic = _layouts("ar")
    assert {kind: [field[:2] for field in fields] for kind, fields in arabic.items()} == {
        kind: [field[:2] for field in fields] for kind, fields in LAYOUTS.items()
    }
    assert [len(fields) for fields in LAYOUTS.values()] == [20, 7, 4]


@pytest.mark.timeout(120)
async def test_the_guides_example_moves_money_as_it_says(tmp_path: Path) -> None:
    """Run as a service's author would run it, against the wallet served alone."""
    example, printed = re.findall(r"^```(?:python file=pay\.py|text)\n(.*?)^```", GUIDES["en"], re.M | re.S)[:2]
    (tmp_path / "pay.py").write_text(example)
    served = ServedWallet(tmp_path)
    await served.start()
    try:
        command = [sys.executable, str(tmp_path / "pay.py"), str(tmp_path), served.address]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        said, wrong = await process.communicate()
    finally:
        await served.stop()
    assert (process.returncode, said.decode()) == (0, printed), wrong.decode()[-2000:]
