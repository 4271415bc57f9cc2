"""How the bank treats one transfer: chosen by a test, or by whoever tries the demo with the amount's digits. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

OUTCOMES = ("done", "failed", "never")
NOTICES = ("once", "twice", "reordered", "late", "never", "forged", "stale")
ANSWERS = ("given", "lost", "away")
DECIDES_AFTER_MS = 1_500
WHY_FAILED, WHY_RETURNED = "declined", "the account there is closed"


@dataclass(frozen=True, slots=True)
class Conduct:
    """`returned`: done, and sent back afterwards. `off_minor`: what it books differs from what was asked by this.

    Notices that are late wait until they are released, reordered ones until the newest was sent. An answer that is
    lost is of something that was done; one who is away did nothing. `after_ms` is how long each decision takes.
    """

    outcome: str = "done"
    returned: bool = False
    off_minor: int = 0
    notices: str = "once"
    answers: str = "given"
    after_ms: int = DECIDES_AFTER_MS

    @classmethod
    def of(cls, said: dict[str, Any]) -> Self:
        """As JSON gives it; ValueError for what there is none of."""
        known = {field.name: type(getattr(cls(), field.name)) for field in fields(cls)}
        if any(type(value) is not known.get(name) for name, value in said.items()):
            raise ValueError("no such conduct")
        made = cls(**said)
        if made.outcome not in OUTCOMES or made.notices not in NOTICES or made.answers not in ANSWERS:
            raise ValueError("no such conduct")
        return made

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


# The last four digits of an amount in minor units, as test cards have numbers: 13.13 is declined.
BY_DIGITS = {
    1313: Conduct(outcome="failed"),
    1717: Conduct(returned=True),
    1919: Conduct(notices="never"),
    2121: Conduct(notices="twice"),
    2323: Conduct(returned=True, notices="reordered"),
    2929: Conduct(off_minor=-1),
    3131: Conduct(answers="lost"),
    3737: Conduct(outcome="never"),
}


def conduct_of(amount_minor: int) -> Conduct:
    """What those digits choose; a good bank for all others."""
    return BY_DIGITS.get(amount_minor % 10_000, Conduct())
