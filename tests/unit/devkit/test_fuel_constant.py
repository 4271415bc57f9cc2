"""The event's fuel stands for two seconds of processor time, so that pure loops end by fuel, not by the clock."""

from majlis_devkit.engine import DEADLINE_S, FUEL_MAX


def test_fuel_and_deadline_speak_of_the_same_two_seconds() -> None:
    """Measured rates of CPython loops are 2.9-7.8 G a second (engine/outcome.py)."""
    assert 2.9e9 * DEADLINE_S <= FUEL_MAX <= 7.8e9 * DEADLINE_S
