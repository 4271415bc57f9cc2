"""A refusal as the real host words it."""

from __future__ import annotations


class Refused(Exception):
    """Becomes {"error": {reason, message, metadata}}."""

    def __init__(self, reason: str, message: str, **metadata: str) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.metadata = metadata
        self.error = {"reason": reason, "message": message, "metadata": metadata}
