"""The offline proof: a log that was changed anywhere is named at the first place, by a program that needs no host."""

from __future__ import annotations

import base64
import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from core.messaging import chain, verify_log
from core.messaging.verify_log import Wrong, verify

CONVERSATION = "conv_" + "0" * 26


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


MESSAGE, EDIT, RECALL, REACTION, CARD = 1, 2, 3, 4, 7


def made(
    count: int = 6, *, recalled: int = 3, of: dict[int, tuple[int, int]] | None = None, gone: Iterable[int] = (3,)
) -> tuple[dict[str, Any], str]:
    """A page as the host answers it, and the hash at its end. `of`: (kind, target_seq) of what is no message; the
    last is the recall of the message `recalled` where nothing else is said. `gone`: whose bodies are."""
    kinds = of if of is not None else {count: (RECALL, recalled)}
    rolling, updates = chain.FIRST_HASH, []
    for seq in range(1, count + 1):
        kind, target_seq = kinds.get(seq, (MESSAGE, 0))
        salt, body = bytes([seq]) * 16, json.dumps({"message": {"text": f"مرحبا {seq}"}}, ensure_ascii=False)
        if kind == RECALL:
            salt, body = b"", ""
        committed = chain.commitment(salt, body)
        rolling = chain.next_hash(
            rolling, conversation_id=CONVERSATION, seq=seq, kind=kind, sender_id="usr_a", target_seq=target_seq,
            created_at_ms=1_000 + seq, committed=committed,
        )  # fmt: skip
        update = {
            "conversation_id": CONVERSATION, "seq": str(seq), "kind": f"UPDATE_KIND_{verify_log.KINDS[kind]}",
            "sender_id": "usr_a", "created_at_ms": str(1_000 + seq), "commitment": b64(committed),
        }  # fmt: skip
        if kind != RECALL and seq not in gone:
            update |= {"body_json": body, "salt": b64(salt)}
        if target_seq:
            update["target_seq"] = str(target_seq)
        updates.append(update)
    page = {"updates": updates, "from_seq": "1", "to_seq": str(count), "head_seq": str(count)}
    return {**page, "before_hash": b64(chain.FIRST_HASH), "to_hash": b64(rolling)}, b64(rolling)


def parts(page: dict[str, Any], at: int) -> list[dict[str, Any]]:
    """The same log in two pages, the first up to `at`."""
    between = made(at, of={}, gone=())[1]  # Whose bodies are gone changes no hash.
    first = {**page, "updates": page["updates"][:at], "to_seq": str(at), "to_hash": between}
    return [first, {**page, "updates": page["updates"][at:], "from_seq": str(at + 1), "before_hash": between}]


PAGE, HEAD = made()


def test_a_whole_log_is_verified_recalled_messages_too() -> None:
    for held in (verify(PAGE, head_hash=HEAD), verify([PAGE])):
        assert (held.conversation_id, held.first, held.last, held.head, held.gone) == (CONVERSATION, 1, 6, HEAD, [])


LIVED = {4: (EDIT, 2), 5: (CARD, 2), 6: (REACTION, 2), 7: (EDIT, 3)}  # 1, 2, 3 and from 8 on: messages.


def test_a_recall_names_the_message_and_with_it_all_its_contents() -> None:
    page, head = made(9, of={**LIVED, 8: (RECALL, 2)}, gone=(2, 4, 5))
    assert verify(page, head_hash=head).gone == []


@pytest.mark.parametrize(
    ("of", "gone", "first"),
    [
        pytest.param({}, (2,), 2, id="a message nobody recalled"),
        pytest.param({8: (RECALL, 3)}, (2, 3, 4, 5, 7), 2, id="another was recalled"),
        pytest.param({8: (RECALL, 3)}, (3, 4, 7), 4, id="an edit of another"),
        pytest.param({8: (RECALL, 4)}, (4,), 4, id="a recall that names the edit, which is no message"),
        pytest.param({8: (EDIT, 2), 7: (RECALL, 2)}, (2, 4, 5, 8), 8, id="an edit made after the recall"),
        pytest.param({8: (RECALL, 2)}, (2, 4, 5, 6), 6, id="a reaction, which recalls leave as it is"),
        pytest.param({8: (5, 0)}, (8,), 8, id="who came and went"),
    ],
)
def test_a_body_that_is_gone_without_its_recall_is_wrong(
    of: dict[int, tuple[int, int]], gone: tuple[int, ...], first: int
) -> None:
    """The chain alone would let a host take any words away and say that their writer did it."""
    page, head = made(9, of={**LIVED, **of}, gone=gone)
    with pytest.raises(Wrong, match=rf"^update {first}: its body is gone\b"):
        verify(page, head_hash=head)


def test_what_may_be_recalled_behind_the_pages_is_not_proven_until_they_are_there() -> None:
    first, second = parts(PAGE, 4)
    assert verify(first).gone == [3], "the head is at 6"
    del first["head_seq"]
    assert verify(first).gone == [3], "no head is told"
    assert verify([first, second]).gone == []


def test_whoever_left_is_told_what_they_cannot_prove() -> None:
    """To them the newest is what was there when they went; the recall came after that."""
    page, head = made(4, of={}, gone=(2, 3))
    with pytest.raises(Wrong, match=r"^update 2: its body is gone"):
        verify(page, head_hash=head)
    assert verify(page, head_hash=head, left=True).gone == [2, 3]


def test_who_came_later_has_no_new_words_of_what_was_before() -> None:
    """The host leaves them out, and no recall is to come: the message itself is not in their log either."""
    second = parts(made(6, of={5: (EDIT, 2), 6: (EDIT, 4)}, gone=())[0], 3)[1]
    for update, gone in ((second["updates"][1], []), (second["updates"][2], [6])):
        update["body_json"] = update["salt"] = ""
        assert verify(second | {"head_seq": "9"}).gone == gone


def test_a_message_that_was_never_anything_is_no_message() -> None:
    """Committed to nothing: the chain is right, and still somebody is said to have written nothing."""
    page, _ = made(2, of={1: (RECALL, 0)})
    nothing = {**page["updates"][0], "kind": "UPDATE_KIND_MESSAGE"}
    rolling = chain.next_hash(
        chain.FIRST_HASH, conversation_id=CONVERSATION, seq=1, kind=MESSAGE, sender_id="usr_a", target_seq=0,
        created_at_ms=1_001, committed=chain.commitment(b"", ""),
    )  # fmt: skip
    page |= {"updates": [nothing], "to_seq": "1", "head_seq": "1", "to_hash": b64(rolling)}
    with pytest.raises(Wrong, match=r"^update 1: its body is gone"):
        verify(page)


def _camel(value: dict[str, Any]) -> dict[str, Any]:
    return {re.sub("_([a-z])", lambda found: found[1].upper(), name): each for name, each in value.items()}


def test_the_names_other_programs_write_are_read_too() -> None:
    """buf curl and the JSON of most languages say fromSeq: that is no sign of a changed log."""
    page = _camel({**PAGE, "updates": [_camel(update) for update in PAGE["updates"]]})
    assert "fromSeq" in page
    assert verify(page, head_hash=HEAD).last == 6


def test_a_name_in_both_spellings_is_no_log() -> None:
    """Of two values a reader and the verifier might each believe another."""
    updates = [{**PAGE["updates"][0], "bodyJson": "another"}, *PAGE["updates"][1:]]
    for page in ({**PAGE, "fromSeq": "1"}, {**PAGE, "updates": updates}):
        with pytest.raises(Wrong, match="two spellings"):
            verify(page)


def test_pages_continue_each_other() -> None:
    first, second = parts(PAGE, 4)
    assert verify([first, second], head_hash=HEAD).last == 6
    assert verify([second], head_hash=HEAD, from_hash=first["to_hash"]).first == 5
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
    assert verify(made(7)[0])
    with pytest.raises(Wrong, match="head-hash"):
        verify(made(7)[0], head_hash=HEAD)


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
    left = {**made(5, of={})[0], "head_seq": "6"}
    for page, code, words in (
        (PAGE, 0, ["VERIFIED"]), ({**PAGE, "to_seq": "5"}, 1, ["WRONG"]), (None, 2, []),
        (left, 0, ["VERIFIED", "UNPROVEN"]), ({**left, "head_seq": "5"}, 1, ["WRONG"]),
    ):  # fmt: skip
        pages.write_text(json.dumps(page) if page else "{", encoding="utf-8")
        command = [sys.executable, "-I", str(program), str(pages)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        said = [line.partition(" ")[0] for line in ran.stdout.splitlines()]
        assert (ran.returncode, said) == (code, words)
    ran = subprocess.run([*command, "--left"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.stdout.splitlines()[1] == "UNPROVEN until a recall after update 5 names the bodies that are gone: 3"
