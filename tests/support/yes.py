"""Grants of people who said yes, until a test says otherwise."""

from __future__ import annotations


class Yes:
    """What places asks before it passes a position on."""

    def __init__(self) -> None:
        self.said = True

    async def allows(self, app_id: str, user_id: str) -> bool:
        return self.said
