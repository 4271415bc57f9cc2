"""The shipped script takes every true transcript and says what is wrong with any other, with Python alone."""

from __future__ import annotations

import ast
import base64
import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.money import Money
from wallet import verify_red_packet
from wallet.packets.draw import Mode
from wallet.packets.packet import STANDS_MS, Claim, claimed, ended, new_packet
from wallet.packets.views import transcript
from wallet.verify_red_packet import Wrong, verify

SCRIPT = Path(verify_red_packet.__file__)
SEED, START = bytes(range(32)), 1_760_000_000_000
PACKET, OTHER = "pkt_01k00000000000000000000000", "pkt_01k00000000000000000000001"
Json = dict[str, Any]


def lived(total: Money, shares: int, mode: Mode, *, takes: int, refunds: bool = True, seed: bytes = SEED) -> Json:
    """The transcript of a packet of which so many took one, as it would travel."""
    packet = new_packet(
        seed, packet_id=PACKET, conversation_id="conv_1", sender_user_id="usr_layla", sender_name="Layla", total=total,
        shares=shares, mode=mode, greeting="", now_ms=START,
    )  # fmt: skip
    claims: list[Claim] = []
    for rank in range(takes):
        now_ms = START + 1_000 * rank
        packet, amount = claimed(packet, now_ms)
        claims.append(Claim(f"usr_{rank}", rank, "", amount, now_ms))
    if takes < shares:
        packet = ended(packet, START + STANDS_MS, refunds=refunds)
    made: Json = json.loads(json.dumps(transcript(packet, claims)))
    return made


EMPTY = lived(Money(1_000, "SAR"), 5, Mode.RANDOM, takes=5)
TRUE = {
    "all taken": EMPTY,
    "expired": lived(Money(1_003, "KWD"), 7, Mode.RANDOM, takes=3),
    "nobody came": lived(Money(12, "JPY"), 10, Mode.RANDOM, takes=0),
    "equal": lived(Money(1_003, "SAR"), 5, Mode.EQUAL, takes=5),
    "equal, expired": lived(Money(100, "SAR"), 8, Mode.EQUAL, takes=7),
    "one share": lived(Money(1, "SAR"), 1, Mode.RANDOM, takes=1),
    "one unit each": lived(Money(500, "JPY"), 500, Mode.RANDOM, takes=500),
    "not given back yet": lived(Money(100, "SAR"), 3, Mode.RANDOM, takes=1, refunds=False),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_transcript_is_accepted(name: str) -> None:
    made = TRUE[name]
    got = {claim["user_id"]: claim["amount_minor"] for claim in made["claims"]}
    assert PACKET in verify(made, made["commitment"], got)


@given(st.data(), st.sampled_from(Mode), st.integers(1, 60), st.binary(min_size=32, max_size=32))
def test_every_true_transcript_is_accepted(data: st.DataObject, mode: Mode, shares: int, seed: bytes) -> None:
    total = Money(shares + data.draw(st.integers(0, 10**9)), data.draw(st.sampled_from(["SAR", "KWD", "JPY"])))
    made = lived(
        total, shares, mode, takes=data.draw(st.integers(0, shares)), refunds=data.draw(st.booleans()), seed=seed
    )
    verify(made, made["commitment"])


# What somebody may have changed, by what it is.


def _fields(made: Json) -> Iterator[tuple[str, Json]]:
    for name, value in made.items():
        yield f"without {name}", {other: each for other, each in made.items() if other != name}
        yield f"{name} of another kind", made | {name: [value]}
        if name == "best_rank":
            for wrong in {None, 0, 1, -1, len(made["claims"])} - {value}:
                yield f"best_rank {wrong}", made | {name: wrong}
        elif type(value) is int:
            yield f"{name} one more", made | {name: value + 1}
            yield f"{name} one less", made | {name: value - 1}
            yield f"{name} as text", made | {name: str(value)}
            yield f"{name} with a fraction", made | {name: float(value)}
    others = {
        "format": ["majlis-red-packet-2", ""], "packet_id": [OTHER, PACKET + "\n", ""], "mode": ["lucky", "Random"],
        "currency_code": ["USD", "sar", "SAR\n"], "state": ["open", "Empty"], "total_minor": [0, -5, 2**63],
        "shares": [0, 501], "seed": ["00" * 32, made["seed"][:-2], made["seed"].upper().replace("0", "O")],
        "commitment": ["00" * 32, made["commitment"][:-1], made["seed"]],
    }  # fmt: skip
    for name, values in others.items():
        for wrong in values:
            yield f"{name} {wrong!r}", made | {name: wrong}
    yield "the other mode", made | {"mode": "equal" if made["mode"] == "random" else "random"}
    yield "the other state", made | {"state": "empty" if made["state"] == "expired" else "expired"}
    yield "one field too many", made | {"note": ""}
    yield "a day later than it ended", made | {"expires_at_ms": made["expires_at_ms"] + STANDS_MS}


def _claims(made: Json) -> Iterator[tuple[str, Json]]:
    claims = made["claims"]
    for place, claim in enumerate(claims):
        for name, value in claim.items():
            less = {other: each for other, each in claim.items() if other != name}
            yield f"claim {place} without {name}", _with(made, place, less)
            yield f"claim {place}: {name} of another kind", _with(made, place, claim | {name: [value]})
        for more in (1, -1, 10**6):
            yield (
                f"claim {place} got {more} more",
                _with(made, place, claim | {"amount_minor": claim["amount_minor"] + more}),
            )
        yield f"claim {place} of another rank", _with(made, place, claim | {"rank": place + 1})
        yield f"claim {place} before it was sent", _with(made, place, claim | {"claimed_at_ms": START - 1})
        yield f"claim {place} too late", _with(made, place, claim | {"claimed_at_ms": START + STANDS_MS})
        yield f"claim {place} is nobody's", _with(made, place, claim | {"user_id": ""})
        yield f"claim {place} with a field too many", _with(made, place, claim | {"name": "Omar"})
        yield f"claim {place} left out", made | {"claims": claims[:place] + claims[place + 1 :]}
        yield f"claim {place} twice", made | {"claims": [*claims[:place], claim, *claims[place:]]}
        yield f"claim {place} is none", _with(made, place, "a claim")
        if place:
            yield f"claim {place} by the first", _with(made, place, claim | {"user_id": claims[0]["user_id"]})
            moved = [*claims[: place - 1], claim, claims[place - 1], *claims[place + 1 :]]
            yield f"claim {place} moved up", made | {"claims": moved}
            if claims[place - 1]["amount_minor"] != claim["amount_minor"]:
                both = _with(made, place, claim | {"amount_minor": claims[place - 1]["amount_minor"]})
                swapped = claims[place - 1] | {"amount_minor": claim["amount_minor"]}
                yield f"claims {place - 1} and {place} swapped", _with(both, place - 1, swapped)
    yield "a unit moved, the sum kept", _moved(made)
    yield "one claim too many", made | {"claims": [*claims, claims[-1] | {"user_id": "usr_x", "rank": len(claims)}]}


def _with(made: Json, place: int, claim: Any) -> Json:
    changed = copy.deepcopy(made)
    changed["claims"][place] = claim
    return changed


def _moved(made: Json) -> Json:
    changed = copy.deepcopy(made)
    changed["claims"][0]["amount_minor"] += 1
    changed["claims"][1]["amount_minor"] -= 1
    return changed


def _redrawn(made: Json, **changed: Any) -> Json:
    """As a host would make it up afterwards: another draw, and all that follows from it."""
    facts = {name: made[name] for name in ("total_minor", "currency_code", "shares", "mode")} | changed
    money = Money(facts["total_minor"], facts["currency_code"])
    return lived(
        money, facts["shares"], Mode(facts["mode"]), takes=min(len(made["claims"]), facts["shares"]),
        seed=changed.get("seed", SEED),
    )  # fmt: skip


TAMPERED = {
    f"{name}: {what}": (made, changed)
    for name, made in TRUE.items()
    if name in ("all taken", "expired", "equal, expired")
    for find in (_fields, _claims)
    for what, changed in find(made)
}


def test_there_are_more_than_a_hundred() -> None:
    assert len(TAMPERED) > 300
    assert all(json.dumps(made) != json.dumps(changed) for made, changed in TAMPERED.values())


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_transcript_is_refused(what: str) -> None:
    """Whether or not one knows the commitment; and it is said why."""
    made, changed = TAMPERED[what]
    for promised in (made["commitment"], None):
        with pytest.raises(Wrong, match=r"\w+ \w+"):
            verify(changed, promised)


@pytest.mark.parametrize(
    "changed",
    [{"seed": bytes(32)}, {"total_minor": 999}, {"currency_code": "USD"}, {"shares": 4}, {"mode": "equal"}],
    ids=str,
)
def test_one_made_up_afterwards_agrees_with_itself_and_not_with_what_was_promised(changed: Json) -> None:
    """Drawn anew with everything that follows from it: only the commitment in the conversation shows it."""
    forged = _redrawn(EMPTY, **changed)
    verify(forged)
    with pytest.raises(Wrong, match="told when the packet was sent"):
        verify(forged, EMPTY["commitment"])


def test_people_changed_over_are_found_by_what_they_say_they_got() -> None:
    """Whose an id is the draw does not know: one of the two says otherwise."""
    first, second = (claim["user_id"] for claim in EMPTY["claims"][:2])
    changed = _with(EMPTY, 0, EMPTY["claims"][0] | {"user_id": second})
    changed = _with(changed, 1, changed["claims"][1] | {"user_id": first})
    said = {first: EMPTY["claims"][0]["amount_minor"]}
    verify(EMPTY, EMPTY["commitment"], said)
    with pytest.raises(Wrong, match=f"{first} says they got"):
        verify(changed, EMPTY["commitment"], said)


def test_a_stranger_checks_a_packet_with_one_file(tmp_path: Path) -> None:
    """Copied elsewhere, run without our packages in sight."""
    script = shutil.copy(SCRIPT, tmp_path / "check.py")
    file = tmp_path / "packet.json"

    def run(*more: str, text: str = json.dumps(EMPTY)) -> tuple[int, str]:
        file.write_text(text)
        command = [sys.executable, "-I", str(script), str(file), *more]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout

    promised = EMPTY["commitment"]
    got = f"usr_0={EMPTY['claims'][0]['amount_minor']}"
    code, verdict = run("--commitment", promised, "--share", got)
    assert (code, verdict.splitlines()[0], len(verdict.splitlines())) == (0, "VERIFIED", 7)
    assert verdict.count("(luckiest)") == 1
    assert run("--commitment", base64.b64encode(bytes.fromhex(promised)).decode())[0] == 0
    assert run()[0] == 2
    assert run()[1].startswith("CONSISTENT, BUT SINCE WHEN?")
    assert run("--commitment", "00" * 32)[0] == 1
    assert run("--share", "usr_0=1")[1].startswith("NOT VERIFIED: usr_0 says they got 1")
    for text in ("", "{", "[]", "7", '{"format": 1}', "[" * 100_000, json.dumps(EMPTY)[:-1] + ', "shares": 5}'):
        code, verdict = run(text=text)
        assert (code, verdict.startswith("NOT VERIFIED: ")) == (1, True), text[:20]


def test_the_verifier_imports_nothing_but_the_standard_library() -> None:
    """Otherwise a stranger would first have to trust and install something."""
    tree = ast.parse(SCRIPT.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module).partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names - {"__future__"} <= set(sys.stdlib_module_names)
