"""The states of a booking and who may move it where. Everything that changes one goes through `move`."""

from __future__ import annotations

from typing import Final, Literal

from model import Booking, State

from miniapp import now

By = Literal["guest", "place", "time", "money"]

# offered: from the waiting list, ten minutes to say yes. held: five minutes to pay or confirm. booked: it stands.
# lapsed: it never came to be. closed: nobody said what became of it; the deposit went back.
MOVES: Final[dict[tuple[State, State], frozenset[By]]] = {
    ("offered", "held"): frozenset({"guest"}),
    ("offered", "lapsed"): frozenset({"guest", "time"}),
    ("held", "booked"): frozenset({"guest", "money", "time"}),  # Time: it was paid, and the news came late.
    ("held", "lapsed"): frozenset({"guest", "time", "place"}),
    ("booked", "cancelled"): frozenset({"guest", "place"}),
    ("booked", "arrived"): frozenset({"place"}),
    ("booked", "missed"): frozenset({"place"}),
    ("booked", "closed"): frozenset({"time"}),
    ("arrived", "done"): frozenset({"place", "time"}),
    ("missed", "arrived"): frozenset({"place"}),  # They came after all, or it was a slip.
}


def may(booking: Booking, to: State, by: By) -> bool:
    return by in MOVES.get((booking.state, to), ())


def move(booking: Booking, to: State, by: By) -> None:
    """Change its state; callers have asked `may` and told people why not."""
    if not may(booking, to, by):
        raise ValueError(f"a {booking.state} booking does not become {to} by {by}")
    booking.state = to
    booking.changes += 1
    if to not in ("offered", "held"):
        booking.until = None
    if to in ("cancelled", "lapsed", "missed", "closed", "done"):
        booking.ended_by = by if by in ("guest", "place") else "time"
        booking.ended_at = now()
