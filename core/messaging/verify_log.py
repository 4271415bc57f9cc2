"""Says VERIFIED of a conversation's log, or names the first update that is wrong, missing, doubled or out of order.

Runs alone, with nothing but Python, on what anybody saved of the host's answers:

    python verify_log.py pages.json [--head-hash BASE64] [--from-hash BASE64] [--left]

pages.json holds ListUpdatesResponse (or UpdateBatch) objects of one conversation, as protobuf JSON: a list of them, or
a single one, oldest first. Without --head-hash the log is only shown to agree with itself; a head hash noted earlier,
or that another member's client shows, proves it to be the same log. A recalled message has lost body and salt: its
commitment stays in the chain, and what it said can be shown by nobody. But its recall is in the log: a body that is
gone without one was taken away by the host. Where the pages end before the head the recall may stand behind them, and
that is said (UNPROVEN); so it is, with --left, for whoever left and may not see what was recalled since.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KINDS = ("UNSPECIFIED", "MESSAGE", "EDIT", "RECALL", "REACTION", "MEMBER", "CONVERSATION", "CARD")
MESSAGE, EDIT, RECALL, CARD = (KINDS.index(name) for name in ("MESSAGE", "EDIT", "RECALL", "CARD"))
FIRST_HASH = bytes(32)
KIND_PREFIX = "UPDATE_KIND_"


class Wrong(Exception):
    """The log is not what it should be; the message says where and how."""


@dataclass(slots=True)
class Held:
    """A log that holds from its first to its last update; at the start one of nothing."""

    first: int
    last: int
    rolling: bytes
    conversation_id: str = ""
    head_seq: int = 0  # The newest number the host told of; 0 where it told none.
    # By message that a later recall has to name: the numbers of its bodies that are gone.
    unproven: dict[int, list[int]] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The hash after the last, as the host writes it."""
        return base64.b64encode(self.rolling).decode()

    @property
    def gone(self) -> list[int]:
        """The updates whose bodies are gone, and no recall says so up to here."""
        return sorted(seq for seqs in self.unproven.values() for seq in seqs)


def verify(pages: Any, *, head_hash: str = "", from_hash: str = "", left: bool = False) -> Held:
    """The log, if it holds; else Wrong. `left`: its reader may not see what was recalled since they went."""
    given = pages if isinstance(pages, list) else [pages]
    if not given or not all(isinstance(page, dict) for page in given):
        raise Wrong("there is no page")
    given = [_proto_names(page) for page in given]
    held = _beginning(given[0], from_hash)
    for number, page in enumerate(given, 1):
        _add(held, page, number)
    if head_hash and raw(head_hash, "--head-hash", FIRST_HASH) != held.rolling:
        raise Wrong(f"update {held.last}: the hash after it is not --head-hash")
    if held.unproven and not left and 0 < held.head_seq <= held.last:
        raise Wrong(f"update {held.gone[0]}: its body is gone, and nothing up to the head recalls it")
    return held


def _beginning(page: dict[str, Any], from_hash: str) -> Held:
    rolling = raw(_text(page, "before_hash"), "before_hash of page 1", FIRST_HASH)
    if from_hash and rolling != raw(from_hash, "--from-hash", FIRST_HASH):
        raise Wrong("the log does not begin at --from-hash")
    first = _number(page, "from_seq", "page 1")
    if first < 1:
        raise Wrong("page 1: from_seq is not a number from 1")
    if first == 1 and rolling != FIRST_HASH:
        raise Wrong("update 1: there is something before the first update")
    return Held(first, first - 1, rolling)


def _add(held: Held, page: dict[str, Any], number: int) -> None:
    """The log with one more page."""
    if raw(_text(page, "before_hash"), f"before_hash of page {number}", FIRST_HASH) != held.rolling:
        raise Wrong(f"page {number}: does not continue what is before it")
    if _number(page, "from_seq", f"page {number}") != held.last + 1:
        raise Wrong(f"update {held.last + 1}: missing before page {number}, or doubled there")
    for update in page.get("updates", []):
        _next(held, update)
    if _number(page, "to_seq", f"page {number}") != held.last:
        raise Wrong(f"update {held.last + 1}: missing, page {number} says it ends at {page.get('to_seq', 0)}")
    if raw(_text(page, "to_hash"), f"to_hash of page {number}", FIRST_HASH) != held.rolling:
        raise Wrong(f"update {held.last}: page {number} says another hash after it; something up to it was changed")
    held.head_seq = max(held.head_seq, _number(page, "head_seq", f"page {number}"))


def _proto_names(value: dict[str, Any]) -> dict[str, Any]:
    """Protobuf JSON of others' programs spells from_seq fromSeq: both are read, but not one beside the other."""
    named = {re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name): each for name, each in value.items()}
    if len(named) != len(value):
        raise Wrong("a name is there in two spellings")
    return named


def _next(held: Held, update: Any) -> None:
    """The log with one more update."""
    if not isinstance(update, dict):
        raise Wrong(f"update {held.last + 1}: is no object")
    update = _proto_names(update)
    due, seq = held.last + 1, _number(update, "seq", f"update {held.last + 1}")
    if seq != due:
        how = "missing" if seq > due else "doubled or out of order"
        raise Wrong(f"update {min(seq, due)}: {how}; {seq} came after {held.last}")
    of = _text(update, "conversation_id")
    if not of or (held.conversation_id and of != held.conversation_id):
        raise Wrong(f"update {seq}: is of another conversation")
    committed = raw(_text(update, "commitment"), f"commitment of update {seq}", b"")
    if len(committed) != 32:
        raise Wrong(f"update {seq}: its commitment is not 32 bytes")
    body, salt = _text(update, "body_json"), raw(_text(update, "salt"), f"salt of update {seq}", b"")
    kind, target_seq = _kind(update, seq), _number(update, "target_seq", f"update {seq}")
    is_gone = not body and not salt and kind != RECALL
    if not is_gone and hashlib.sha256(salt + body.encode()).digest() != committed:
        raise Wrong(f"update {seq}: its body or salt is not what was committed")
    if is_gone and kind not in (MESSAGE, EDIT, CARD):
        raise Wrong(f"update {seq}: its body is gone, and a recall takes none of its kind")
    # New words of a message from before the first are not for who came later: the host leaves them out.
    if is_gone and (kind == MESSAGE or not 0 < target_seq < held.first):
        held.unproven.setdefault(seq if kind == MESSAGE else target_seq, []).append(seq)
    elif kind == RECALL:
        held.unproven.pop(target_seq, None)
    created_at_ms = _number(update, "created_at_ms", f"update {seq}")
    fields = (of, seq, kind, _text(update, "sender_id"), target_seq, created_at_ms, committed.hex())
    header = "majlis-update-1\n" + "".join(f"{each}\n" for each in fields)
    held.conversation_id, held.last = of, seq
    held.rolling = hashlib.sha256(held.rolling + header.encode()).digest()


def _kind(update: dict[str, Any], seq: int) -> int:
    kind = update.get("kind", 0)
    if isinstance(kind, str) and kind.removeprefix(KIND_PREFIX) in KINDS:
        return KINDS.index(kind.removeprefix(KIND_PREFIX))
    if type(kind) is not int:
        raise Wrong(f"update {seq}: its kind is none this program knows")
    return kind


def _text(value: dict[str, Any], name: str) -> str:
    text = value.get(name, "")
    if not isinstance(text, str):
        raise Wrong(f"{name} is no text")
    return text


def _number(value: dict[str, Any], name: str, where: str) -> int:
    """Protobuf JSON writes 64-bit numbers as texts, and leaves out what is 0."""
    number = value.get(name, 0)
    if type(number) is int:
        return number
    if not isinstance(number, str) or str(int(number) if number.isdecimal() and number.isascii() else "") != number:
        raise Wrong(f"{where}: {name} is no whole number")
    return int(number)


def raw(text: str, where: str, empty: bytes) -> bytes:
    """Base64 as bytes, in its one spelling."""
    try:
        made = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(f"{where} is not Base64") from None
    if base64.b64encode(made).decode() != text:
        raise Wrong(f"{where} is not Base64 as the host writes it")
    return made or empty


def main(arguments: list[str] | None = None) -> int:
    """0 where the log holds, 1 where it does not, 2 where it cannot be read."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("pages", help="JSON file of ListUpdates answers; - for the standard input")
    parser.add_argument("--head-hash", default="", help="Base64 hash the log must end at")
    parser.add_argument("--from-hash", default="", help="Base64 hash the log must begin at")
    parser.add_argument("--left", action="store_true", help="whose log it is left the conversation")
    given = parser.parse_args(arguments)
    try:
        pages = json.loads(sys.stdin.read() if given.pages == "-" else Path(given.pages).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        sys.stderr.write(f"cannot be read: {error}\n")
        return 2
    try:
        held = verify(pages, head_hash=given.head_hash, from_hash=given.from_hash, left=given.left)
    except Wrong as wrong:
        sys.stdout.write(f"WRONG {wrong}\n")
        return 1
    sys.stdout.write(f"VERIFIED {held.conversation_id} updates {held.first} to {held.last}, head {held.head}\n")
    if held.unproven:
        gone = ", ".join(map(str, held.gone))
        sys.stdout.write(f"UNPROVEN until a recall after update {held.last} names the bodies that are gone: {gone}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
