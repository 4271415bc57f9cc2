"""Files an app may hand its user: `return save_file("appointment.ics", text)` in an action. Text of three kinds."""

from __future__ import annotations

from typing import Any, Final, Literal

from miniapp import limits

Kind = Literal["calendar", "csv", "text"]
ENDINGS: Final = {"calendar": ".ics", "csv": ".csv", "text": ".txt"}
_NOT_IN_NAMES = frozenset('/\\:*?"<>|~$%')  # Folders, and what drives and shells read as their own.


def why_not(name: Any, kind: Any, text: Any) -> str:
    """What is wrong with such a file; empty where it may be saved."""
    if not isinstance(kind, str) or kind not in ENDINGS:
        return f"kind is one of {', '.join(ENDINGS)}"
    if not isinstance(name, str) or len(name) > limits.FILE_NAME_CHARS_MAX or not name[:1].isalnum():
        return f"name begins with a letter or digit and has at most {limits.FILE_NAME_CHARS_MAX} characters"
    # An invisible turn would show "txt.ics" for "sci.txt".
    if not name.isprintable() or _NOT_IN_NAMES & set(name):
        return f"name has none of {' '.join(sorted(_NOT_IN_NAMES))} and nothing invisible"
    if not name.endswith(ENDINGS[kind]):
        return f"name ends with {ENDINGS[kind]}"
    try:
        size = len(text.encode()) if isinstance(text, str) else -1
    except UnicodeEncodeError:
        size = -1
    if size < 0 or "\0" in text:
        return "text is plain text"
    return f"text is larger than {limits.FILE_BYTES_MAX} bytes" if size > limits.FILE_BYTES_MAX else ""
