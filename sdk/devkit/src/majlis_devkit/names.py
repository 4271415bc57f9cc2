"""Which member names a package may carry: W3C MiniApp Packaging's rules, each with the word that says what is wrong."""

from __future__ import annotations

import unicodedata

PATH_BYTES_MAX = 255  # W3C: a name SHOULD stay within 255 bytes; we hold the whole path to it.
_FORBIDDEN = frozenset('"*:<>\\|')


def name_defect(path: str) -> str | None:
    """None for a usable member path, else one sentence."""
    if len(path.encode("utf-8", "surrogatepass")) > PATH_BYTES_MAX:
        return f"the path is longer than {PATH_BYTES_MAX} bytes"
    if path.startswith("/"):
        return "the path is absolute"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "the path has an empty, '.' or '..' part"
        if part.startswith(".") or part.endswith("."):
            return "a name starts or ends with a full stop"
        for character in part:
            if character in _FORBIDDEN or _is_unsafe(character):
                return f"a name contains U+{ord(character):04X}"
    return None


def collision_key(path: str) -> str:
    """Equal for two paths that some file system would store in one place."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _is_unsafe(character: str) -> bool:
    code = ord(character)
    return (
        # Controls, private use, surrogates; and what turns a name around or leaves two of them looking alike.
        unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        or 0xFFF0 <= code <= 0xFFFF
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )
