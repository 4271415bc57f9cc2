"""A file that cannot be read, as the child says it to the host."""

from __future__ import annotations

DAMAGED, TOO_LARGE_A_PICTURE, TOO_MUCH_WORK = "damaged", "too_large_a_picture", "too_much_work"


class Unreadable(Exception):
    """`why` is one of this module's words."""

    def __init__(self, why: str = DAMAGED) -> None:
        super().__init__(why)
        self.why = why
