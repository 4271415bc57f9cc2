"""The currencies are ISO 4217's: a list that other people keep agrees with ours, and every difference is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.kit.money import EXPONENTS, NUMERIC, Money

# Debian's package iso-codes: codes, numbers and names, but no minor units.
ISO_CODES = Path("/usr/share/iso-codes/json/iso_4217.json")
# What ISO 4217 (list one, column "minor unit") gives other than two digits.
NO_DIGITS = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
    "XPF",
]  # fmt: skip
THREE_DIGITS = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
FOUR_DIGITS = ["CLF", "UYW"]
NOT_HELD = {
    "XAG": "silver", "XAU": "gold", "XBA": "bond unit EURCO", "XBB": "bond unit E.M.U.-6", "XBC": "bond unit E.U.A.-9",
    "XBD": "bond unit E.U.A.-17", "XDR": "special drawing right", "XPD": "palladium", "XPT": "platinum",
    "XSU": "sucre", "XTS": "code for tests", "XUA": "ADB unit of account", "XXX": "no currency",
}  # fmt: skip
# An older iso-codes still lists these; ISO 4217 has moved them to list three.
WITHDRAWN = {
    "ANG": "XCG took its place in 2025", "BGN": "Bulgaria took the euro in 2026", "CUC": "withdrawn in 2021",
    "HRK": "Croatia took the euro in 2023", "SLL": "SLE took its place", "ZWL": "ZWG took its place in 2024",
}  # fmt: skip
# … and does not know these yet.
NEW = {"XAD": "Arab accounting dinar, 2025", "XCG": "Caribbean guilder, 2025", "ZWG": "Zimbabwe gold, 2024"}

HELD = Path(__file__).parents[3] / "vectors" / "currencies.json"  # Code → number and digits.


def test_digits_are_those_of_the_standard() -> None:
    """A wrong exponent is an amount ten or a thousand times too large."""
    by_digits = {n: sorted(code for code in EXPONENTS if EXPONENTS[code] == n) for n in range(5)}
    assert (by_digits[0], by_digits[3], by_digits[4]) == (NO_DIGITS, THREE_DIGITS, FOUR_DIGITS)
    assert by_digits[1] == []
    assert {"SAR", "AED", "EGP", "USD", "EUR"} <= set(by_digits[2])
    assert set(EXPONENTS.values()) == {0, 2, 3, 4}


def test_every_currency_has_a_number_of_its_own() -> None:
    assert NUMERIC.keys() == EXPONENTS.keys()
    assert (NUMERIC["SAR"], NUMERIC["KWD"], NUMERIC["JPY"], NUMERIC["ALL"]) == (682, 414, 392, 8)
    assert len(set(NUMERIC.values())) == len(NUMERIC)
    assert all(0 < number < 1000 for number in NUMERIC.values())


@pytest.mark.parametrize("code", [*NOT_HELD, *WITHDRAWN])
def test_what_has_no_minor_unit_or_was_withdrawn_is_not_money(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        Money(1, code)


def test_debians_list_is_ours() -> None:
    """Kept by other people from the same standard: what one of the two got wrong shows here."""
    if not ISO_CODES.exists():
        pytest.skip(f"no {ISO_CODES}: apt-get install iso-codes")
    listed = {entry["alpha_3"]: int(entry["numeric"]) for entry in json.loads(ISO_CODES.read_text("utf-8"))["4217"]}
    assert listed.keys() - EXPONENTS.keys() - NOT_HELD.keys() <= WITHDRAWN.keys()
    assert EXPONENTS.keys() - listed.keys() <= NEW.keys() <= EXPONENTS.keys()
    assert NOT_HELD.keys() <= listed.keys()
    shared = EXPONENTS.keys() & listed.keys()
    assert {code: NUMERIC[code] for code in shared} == {code: listed[code] for code in shared}


def test_a_currency_that_accounts_may_hold_stays_as_it_was() -> None:
    """The list comes with a library: one it drops, as BGN was, or gives other digits, would be money nobody can read.

    What is missing here after an update needs a place in core.kit.money; what is new is added to the file.
    """
    held = json.loads(HELD.read_text("utf-8"))
    assert {code: [NUMERIC.get(code), EXPONENTS.get(code)] for code in held} == held
    assert EXPONENTS.keys() <= held.keys(), "from now on somebody may hold it"
