"""Checks a Majlis red packet with Python's standard library alone: python verify_red_packet.py packet.json

Take this one file anywhere; it needs nothing of Majlis. packet.json is the transcript that the host gives to everybody
in the conversation once nobody can claim any more (- reads it from the standard input). Give it the commitment that was
told when the packet was sent (--commitment, hex or Base64), and what people say they got (--share USER_ID=MINOR, as
often as you like). It ends with 0 when the packet holds, with 1 when it does not, and with 2 when it agrees with itself
but no commitment was given that says it was not made up afterwards.

Proven: the shares were settled when the packet was sent; each that was taken is the next of them; what was taken and
what went back is all of it. Not proven: that the seed came by chance, and who the people behind the ids are; that an id
got what the transcript says is known to whoever was paid, and proven by their statement.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

FORMAT = "majlis-red-packet-1"
FIELDS = {
    "format": str, "packet_id": str, "currency_code": str, "total_minor": int, "shares": int, "mode": str,
    "commitment": str, "seed": str, "created_at_ms": int, "expires_at_ms": int, "state": str, "claims": list,
    "taken_minor": int, "refunded_minor": int,
}  # fmt: skip
CLAIM_FIELDS = {"rank": int, "user_id": str, "amount_minor": int, "claimed_at_ms": int}
FORMS = {
    "packet_id": r"pkt_[0-7][0-9a-hjkmnp-tv-z]{25}", "currency_code": "[A-Z]{3}", "mode": "equal|random",
    "commitment": "[0-9a-f]{64}", "seed": "[0-9a-f]{64}", "state": "empty|expired",
}  # fmt: skip
SHARES_MAX, TOTAL_MAX, DAY_MS = 500, 2**63 - 1, 24 * 60 * 60 * 1000


class Wrong(Exception):
    """The packet does not hold; the text says where."""


def check(condition: bool, text: str) -> None:
    if not condition:
        raise Wrong(text)


# The draw.


def words(seed: bytes, packet_id: str) -> Iterator[int]:
    """Numbers below 2^64 without end."""
    for number in count():
        block = hmac.new(seed, packet_id.encode("ascii") + number.to_bytes(8, "big"), "sha256").digest()
        for start in range(0, 32, 8):
            yield int.from_bytes(block[start : start + 8], "big")


def below(source: Iterator[int], n: int) -> int:
    """One of 0 … n-1, each as likely."""
    whole = 2**64 // n * n
    return next(word for word in source if word < whole) % n


def drawn_shares(seed: bytes, packet_id: str, total: int, shares: int, mode: str) -> list[int]:
    """What the first, the second, the third … who comes gets."""
    source = words(seed, packet_id)
    found = [total // shares + (place < total % shares) for place in range(shares)]
    if mode == "random":
        surplus, found = total - shares, []
        while len(found) < shares - 1:
            people = shares - len(found)
            most = (2 * surplus + below(source, people)) // people
            found.append(below(source, most + 1) + 1)
            surplus -= found[-1] - 1
        found.append(surplus + 1)
    for place in reversed(range(1, shares)):
        other = below(source, place + 1)
        found[place], found[other] = found[other], found[place]
    return found


def commitment(packet: dict[str, Any]) -> str:
    names = ("seed", "packet_id", "currency_code", "total_minor", "shares", "mode")
    text = "\n".join([FORMAT, *(str(packet[name]) for name in names), ""])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


# The transcript.


def check_form(packet: Any) -> None:
    check(isinstance(packet, dict), "this is no transcript")
    check(packet.get("format") == FORMAT, "this is no transcript of a format known here")
    check(set(packet) == {*FIELDS, "best_rank"}, "the transcript has other fields than it should")
    for name, kind in FIELDS.items():
        check(type(packet[name]) is kind, f"{name} is not of its kind")
    for name, form in FORMS.items():
        check(re.fullmatch(form, packet[name]) is not None, f"{name} is not of its form")
    check(type(packet["best_rank"]) in (int, type(None)), "best_rank is not of its kind")
    check(1 <= packet["shares"] <= SHARES_MAX, f"shares are not 1 to {SHARES_MAX}")
    check(packet["shares"] <= packet["total_minor"] <= TOTAL_MAX, "the total does not give each share one unit")
    for place, claim in enumerate(packet["claims"]):
        check(type(claim) is dict and set(claim) == set(CLAIM_FIELDS), f"claim {place} has other fields than it should")
        for name, kind in CLAIM_FIELDS.items():
            check(type(claim[name]) is kind, f"claim {place}: {name} is not of its kind")


def check_claims(packet: dict[str, Any], drawn: list[int]) -> None:
    claims, people = packet["claims"], set()
    check(len(claims) <= packet["shares"], f"{len(claims)} claims are more than {packet['shares']} shares")
    check(packet["expires_at_ms"] - packet["created_at_ms"] == DAY_MS, "a packet stands for one day; this one does not")
    before = packet["created_at_ms"]
    for place, claim in enumerate(claims):
        user_id, at = claim["user_id"], claim["claimed_at_ms"]
        check(claim["rank"] == place, f"claim {place} has the rank {claim['rank']}: one is missing, doubled or moved")
        check(user_id != "", f"claim {place} is nobody's")
        check(user_id not in people, f"claim {place}: {user_id} has claimed before")
        check(before <= at < packet["expires_at_ms"], f"claim {place} was not made between the one before and the end")
        amount = claim["amount_minor"]
        check(amount == drawn[place], f"claim {place} got {amount}, but {drawn[place]} was drawn for it")
        people.add(user_id)
        before = at


def check_sums(packet: dict[str, Any]) -> None:
    claims, is_empty = packet["claims"], packet["state"] == "empty"
    taken = sum(claim["amount_minor"] for claim in claims)
    check(packet["taken_minor"] == taken, f"taken_minor is {packet['taken_minor']}, but the claims add up to {taken}")
    check(is_empty == (len(claims) == packet["shares"]), f"the state is {packet['state']} after {len(claims)} claims")
    back = packet["refunded_minor"]
    check(back in (0, packet["total_minor"] - taken), f"{back} went back, but {packet['total_minor'] - taken} was left")
    amounts = [claim["amount_minor"] for claim in claims]
    best = amounts.index(max(amounts)) if is_empty and packet["mode"] == "random" else None
    check(packet["best_rank"] == best, f"best_rank is {packet['best_rank']}, but the luckiest is {best}")


def verify(packet: Any, promised: str | None = None, said: dict[str, int] | None = None) -> str:
    """What is proven, in words; Wrong where the packet does not hold."""
    check_form(packet)
    bound = commitment(packet)
    check(packet["commitment"] == bound, "the commitment is not of this seed, packet, currency, total, shares and mode")
    check(promised in (None, bound), "the commitment is not the one that was told when the packet was sent")
    total, shares, mode = packet["total_minor"], packet["shares"], packet["mode"]
    drawn = drawn_shares(bytes.fromhex(packet["seed"]), packet["packet_id"], total, shares, mode)
    check_claims(packet, drawn)
    check_sums(packet)
    got = {claim["user_id"]: claim["amount_minor"] for claim in packet["claims"]}
    for user_id, amount in (said or {}).items():
        check(got.get(user_id) == amount, f"{user_id} says they got {amount}; the transcript says {got.get(user_id)}")
    units = f"{total} minor units of {packet['currency_code']}"
    lines = [f"Red packet {packet['packet_id']}: {units}, {shares} shares, {mode}"]
    for claim in packet["claims"]:
        luckiest = " (luckiest)" if claim["rank"] == packet["best_rank"] else ""
        lines.append(f"{claim['rank']}: {claim['amount_minor']} {claim['user_id']}{luckiest}")
    untaken = list(islice(drawn, len(packet["claims"]), None))
    if untaken:
        returned = "went back" if packet["refunded_minor"] else "is still to go back"
        lines.append(f"Nobody took {', '.join(map(str, untaken))}: {sum(untaken)} {returned}")
    return "\n".join(lines)


# The command.


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name is there twice: two readers of it could see two packets."""
    made = dict(pairs)
    check(len(made) == len(pairs), "a name is there twice")
    return made


def hex_of(text: str) -> str:
    """A commitment as hex digits or Base64, as hex."""
    if re.fullmatch("[0-9a-fA-F]{64}", text):
        return text.lower()
    return base64.b64decode(text, validate=True).hex()


def share_of(text: str) -> tuple[str, int]:
    user_id, _, amount = text.rpartition("=")
    return user_id, int(amount)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check a Majlis red packet.")
    parser.add_argument("transcript", help="JSON file of the transcript; - for the standard input")
    parser.add_argument("--commitment", type=hex_of, help="told when it was sent: 64 hex digits, or Base64")
    parser.add_argument("--share", type=share_of, action="append", default=[], metavar="USER_ID=MINOR")
    asked = parser.parse_args()
    try:
        text = sys.stdin.read() if asked.transcript == "-" else Path(asked.transcript).read_text("utf-8")
        verdict = verify(json.loads(text, object_pairs_hook=once), asked.commitment, dict(asked.share))
    except Wrong as wrong:
        sys.stdout.write(f"NOT VERIFIED: {wrong}\n")
        return 1
    except (OSError, ValueError, RecursionError) as error:
        sys.stdout.write(f"NOT VERIFIED: this is no transcript ({type(error).__name__}: {error})\n")
        return 1
    if asked.commitment is None:
        sys.stdout.write(f"CONSISTENT, BUT SINCE WHEN? Give --commitment, as it was told with the packet.\n{verdict}\n")
        return 2
    sys.stdout.write(f"VERIFIED\n{verdict}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
