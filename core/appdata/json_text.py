"""JSON texts of strangers become one strict, compact form before they are stored. Pure.

The order of an object's members is kept, because apps are written in Python, whose dicts keep theirs; of a repeated
member the last counts.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from core.kit.errors import InvalidArgument

DEPTH_MAX = 64
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def canonical(text: str, *, field: str) -> str:
    """The text without blanks and needless escapes. INVALID_ARGUMENT naming `field` where it is not sound JSON."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if _is_deeper_than(DEPTH_MAX, value):
            raise RecursionError
        compact = _encode(value)  # Refuses 1e999, which reads as infinity.
        compact.encode()
    except RecursionError:
        raise _invalid(field, f"is nested deeper than {DEPTH_MAX} levels") from None
    except UnicodeEncodeError:
        raise _invalid(field, "holds half a surrogate pair") from None
    except ValueError as error:
        raise _invalid(field, f"is not JSON: {error}") from None
    return compact


def size_bytes(text: str) -> int:
    """What a text takes as UTF-8, the unit of every limit on stored JSON."""
    return len(text.encode())


def check_size(text: str, *, field: str, bytes_max: int) -> None:
    """INVALID_ARGUMENT naming `field` where the text takes more."""
    if size_bytes(text) > bytes_max:
        raise _invalid(field, f"is longer than {bytes_max} bytes")


def _is_deeper_than(depth: int, value: Any) -> bool:
    layer = [value]
    for _ in range(depth):
        layer = [inner for each in layer for inner in _inside(each)]
        if not layer:
            return False
    return any(isinstance(each, (dict, list)) for each in layer)


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _invalid(field: str, why: str) -> InvalidArgument:
    return InvalidArgument(f"{field}: {why}", field=field, why=why)
