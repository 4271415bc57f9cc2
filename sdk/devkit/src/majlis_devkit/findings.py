"""What checks report: a stable code, a sentence in Arabic and English, the place, the fix; from one catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Severity = Literal["error", "warn"]
_SHOWN_MAX = 300  # App-made words inside a sentence are cut: a finding is read, not scrolled.


@dataclass(frozen=True)
class Rule:
    """A kind of finding, before it is filled in. Errors stop a package, warnings do not."""

    code: str
    en: str
    ar: str
    fix: str
    fix_ar: str

    @property
    def severity(self) -> Severity:
        return "error" if self.code.startswith("E") else "warn"


@dataclass(frozen=True)
class Finding:
    """One thing found. ``where`` is ``file:line``, ``file`` or empty."""

    code: str
    severity: Severity
    text_en: str
    text_ar: str
    where: str
    fix: str
    fix_ar: str

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@cache
def catalogue() -> Mapping[str, Rule]:
    """Every rule by code, in the catalogue's order."""
    text = resources.files("majlis_devkit").joinpath("catalogue.toml").read_text("utf-8")
    return {code: Rule(code, **words) for code, words in tomllib.loads(text).items()}


def finding(code: str, where: str = "", **words: str | int) -> Finding:
    """The finding of this code with its words filled in."""
    rule = catalogue()[code]
    shown = {name: word[:_SHOWN_MAX] if isinstance(word, str) else word for name, word in words.items()}
    return Finding(
        code=code,
        severity=rule.severity,
        text_en=rule.en.format(**shown),
        text_ar=rule.ar.format(**shown),
        where=where,
        fix=rule.fix.format(**shown),
        fix_ar=rule.fix_ar.format(**shown),
    )


def near_limit(code: str, where: str, found: int, most: int, **words: str | int) -> list[Finding]:
    """A warning from 80 % of a limit on; nothing below. Beyond the limit is another finding's business."""
    if found * 5 < most * 4 or found > most:
        return []
    return [finding(code, where, found=found, most=most, percent=found * 100 // most, **words)]
