"""The modules of the standard library a mini-app may import: no files, no network, no threads.

The sandbox has exactly these. `time`, `random` and `secrets` belong inside handlers: what they give while the
app is imported would be the same for every user.
"""

from typing import Final

MODULES: Final = (
    "__future__",
    "abc",
    "base64",
    "bisect",
    "calendar",
    "collections",
    "collections.abc",
    "colorsys",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "graphlib",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "io",
    "itertools",
    "json",
    "math",
    "numbers",
    "operator",
    "random",
    "re",
    "secrets",
    "statistics",
    "string",
    "struct",
    "textwrap",
    "time",
    "types",
    "typing",
    "unicodedata",
    "uuid",
    "zlib",
)

# What those import when first used, which after the snapshot is too late: strptime, and the encodings files come in.
BEHIND: Final = (
    "_strptime",
    "encodings.ascii",
    "encodings.cp1252",
    "encodings.cp1256",
    "encodings.idna",
    "encodings.iso8859_6",
    "encodings.latin_1",
    "encodings.punycode",
    "encodings.utf_16",
    "encodings.utf_16_be",
    "encodings.utf_16_le",
    "encodings.utf_32",
    "encodings.utf_8_sig",
)
