"""The offline proof: a log that was changed anywhere is named at the first place, by a program that needs no host."""

from __future__ import annotations

import base64
import copy
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.messaging import chain, verify_log
from core.messaging.verify_log import Wrong, verify

CONVERSATION = "conv_" + "0" * 26


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def made(count: int = 6, *, recalled: int = 3) -> tuple[dict[str, Any], str]:
    """A page as the host answers it, and the hash at its end."""
    rolling, updates = chain.FIRST_HASH, []
    for seq in range(1, count + 1):
        salt, body = bytes([seq]) * 16, json.dumps({"message": {"text": f"مرحبا {seq}"}}, ensure_ascii=False)
        committed = chain.commitment(salt, body)
        rolling = chain.next_hash(
            rolling, conversation_id=CONVERSATION, seq=seq, kind=1, sender_id="usr_a", target_seq=seq // 6,
            created_at_ms=1_000 + seq, committed=committed,
        )  # fmt: skip
        update = {
            "conversation_id": CONVERSATION, "seq": str(seq), "kind": "UPDATE_KIND_MESSAGE", "sender_id": "usr_a",
            "created_at_ms": str(1_000 + seq), "body_json": body, "salt": b64(salt), "commitment": b64(committed),
        }  # fmt: skip
        if seq // 6:
            update["target_seq"] = str(seq // 6)
        if seq == recalled:
            del update["body_json"], update["salt"]
        updates.append(update)
    page = {"updates": updates, "from_seq": "1", "to_seq": str(count), "head_seq": str(count)}
    return {**page, "before_hash": b64(chain.FIRST_HASH), "to_hash": b64(rolling)}, b64(rolling)


PAGE, HEAD = made()


def test_a_whole_log_is_verified_recalled_messages_too() -> None:
    assert verify(PAGE, head_hash=HEAD) == (CONVERSATION, 1, 6, HEAD)
    assert verify([PAGE]) == (CONVERSATION, 1, 6, HEAD)


def _camel(value: dict[str, Any]) -> dict[str, Any]:
    return {re.sub("_([a-z])", lambda found: found[1].upper(), name): each for name, each in value.items()}


def test_the_names_other_programs_write_are_read_too() -> None:
    """buf curl and the JSON of most languages say fromSeq: that is no sign of a changed log."""
    page = _camel({**PAGE, "updates": [_camel(update) for update in PAGE["updates"]]})
    assert "fromSeq" in page
    assert verify(page, head_hash=HEAD) == (CONVERSATION, 1, 6, HEAD)


def test_a_name_in_both_spellings_is_no_log() -> None:
    """Of two values a reader and the verifier might each believe another."""
    updates = [{**PAGE["updates"][0], "bodyJson": "another"}, *PAGE["updates"][1:]]
    for page in ({**PAGE, "fromSeq": "1"}, {**PAGE, "updates": updates}):
        with pytest.raises(Wrong, match="two spellings"):
            verify(page)


def test_pages_continue_each_other() -> None:
    first, second = copy.deepcopy(PAGE), copy.deepcopy(PAGE)
    half, _ = made(4)
    first |= {"updates": PAGE["updates"][:4], "to_seq": "4", "to_hash": half["to_hash"]}
    second |= {"updates": PAGE["updates"][4:], "from_seq": "5", "before_hash": half["to_hash"]}
    assert verify([first, second], head_hash=HEAD)[1:3] == (1, 6)
    assert verify([second], head_hash=HEAD, from_hash=half["to_hash"])[1:3] == (5, 6)
    for pages in ([second, first], [first], [first, first, second], [first, second, second]):
        with pytest.raises(Wrong):
            verify(pages, head_hash=HEAD)


CHANGES: dict[str, Any] = {
    "conversation_id": "conv_" + "1" * 26, "seq": "7", "kind": "UPDATE_KIND_EDIT", "sender_id": "usr_b",
    "target_seq": "2", "created_at_ms": "999", "body_json": '{"message":{"text":"never said"}}',
    "salt": b64(b"x" * 16), "commitment": b64(b"x" * 32),
}  # fmt: skip


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("field", CHANGES)
def test_every_changed_field_is_found(field: str, at: int) -> None:
    page = copy.deepcopy(PAGE)
    page["updates"][at][field] = CHANGES[field]
    with pytest.raises(Wrong):
        verify(page, head_hash=HEAD)


@pytest.mark.parametrize(("at", "field"), [(at, each) for at in range(6) for each in sorted(PAGE["updates"][at])])
def test_every_field_left_out_is_found(at: int, field: str) -> None:
    page = copy.deepcopy(PAGE)
    del page["updates"][at][field]
    with pytest.raises(Wrong):
        verify(page, head_hash=HEAD)


@pytest.mark.parametrize("at", range(6))
def test_a_missing_doubled_or_moved_update_is_named(at: int) -> None:
    missing, doubled, moved = (copy.deepcopy(PAGE) for _ in range(3))
    del missing["updates"][at]
    doubled["updates"].insert(at, doubled["updates"][at])
    moved["updates"].append(moved["updates"].pop(at))
    for page, named in ((missing, at + 1), (doubled, at + 1), (moved, at + 1)):
        if page is moved and at == 5:
            continue
        with pytest.raises(Wrong, match=rf"^update {named}\b"):
            verify(page, head_hash=HEAD)


@pytest.mark.parametrize("first", range(5))
def test_two_updates_that_changed_places_are_found(first: int) -> None:
    page = copy.deepcopy(PAGE)
    updates = page["updates"]
    updates[first], updates[first + 1] = updates[first + 1], updates[first]
    with pytest.raises(Wrong, match=rf"^update {first + 1}\b"):
        verify(page, head_hash=HEAD)
    updates[first]["seq"], updates[first + 1]["seq"] = str(first + 1), str(first + 2)
    with pytest.raises(Wrong):
        verify(page, head_hash=HEAD)


def test_a_log_that_was_made_anew_agrees_with_itself_and_not_with_the_head_somebody_noted() -> None:
    other, head = made(recalled=5)
    other["updates"][0]["sender_id"] = "usr_b"
    assert verify(made(7)[0])
    with pytest.raises(Wrong, match="head-hash"):
        verify(made(7)[0], head_hash=HEAD)
    assert head == HEAD


NO_LOGS: list[Any] = [
    [], {}, 5, None, [5], [[]], [{"updates": 5}], [{"from_seq": "x"}], [{"from_seq": "²"}], [{"from_seq": True}],
    [{**PAGE, "updates": [5]}], [{**PAGE, "before_hash": "!"}], [{**PAGE, "to_hash": 5}],
]  # fmt: skip


@pytest.mark.parametrize("pages", NO_LOGS, ids=[f"no log {number}" for number in range(len(NO_LOGS))])
def test_what_is_no_log_is_said_to_be_none(pages: Any) -> None:
    with pytest.raises(Wrong):
        verify(pages)


def test_it_runs_alone(tmp_path: Path) -> None:
    """Copied anywhere, with nothing of the host importable."""
    program, pages = tmp_path / "verify_log.py", tmp_path / "pages.json"
    program.write_bytes(Path(verify_log.__file__).read_bytes())
    for page, code, word in ((PAGE, 0, "VERIFIED"), ({**PAGE, "to_seq": "5"}, 1, "WRONG"), (None, 2, "")):
        pages.write_text(json.dumps(page) if page else "{", encoding="utf-8")
        command = [sys.executable, "-I", str(program), str(pages), "--head-hash", HEAD]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert (ran.returncode, ran.stdout.partition(" ")[0]) == (code, word)
