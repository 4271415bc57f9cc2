"""How a screen or an event is refused: a stable reason, a stable word for why, and facts, never prose alone."""

from __future__ import annotations


class ScreenError(ValueError):
    """Base of the refusals; ``facts`` is what an error answer may carry as metadata."""

    reason = ""

    def __init__(self, why: str, message: str, **facts: str | float) -> None:
        super().__init__(message)
        self.why = why
        self.facts = {"why": why} | {name: str(fact) for name, fact in facts.items()}


class TreeInvalid(ScreenError):
    """The guest's tree breaks the vocabulary; ``pointer`` is the JSON pointer of the place."""

    reason = "TREE_INVALID"

    def __init__(self, pointer: str, why: str, message: str) -> None:
        super().__init__(why, f"{pointer or '/'}: {message}", pointer=pointer)
        self.pointer = pointer


class TreeTooLarge(ScreenError):
    """The guest's tree passes a limit; ``limit`` is its name in `miniapp.limits`."""

    reason = "TREE_TOO_LARGE"

    def __init__(self, pointer: str, limit: str, most: int, found: int) -> None:
        super().__init__(
            "limit", f"{pointer or '/'}: {found:,} passes {limit} = {most:,}", pointer=pointer, limit=limit, most=most
        )
        self.pointer, self.limit = pointer, limit


class EventInvalid(ScreenError):
    """This node cannot send this event; ``field`` names the input at fault, or ''."""

    reason = "EVENT_INVALID"

    def __init__(self, why: str, message: str, *, field: str = "", **facts: str | float) -> None:
        super().__init__(why, message, **facts, **({"field": field} if field else {}))
        self.field = field
