"""What was found about a version, from wherever it comes: the devkit's checks, the sandbox, or this desk."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox
from majlis_devkit import findings as devkit

FINDINGS_MAX = 200  # Of one version; a list longer than that is not read, it is fixed from its top.
TEXT_CHARS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable code, a sentence in both languages, `file:line` or "", and what to do about it."""

    code: str
    is_error: bool
    text_en: str
    text_ar: str
    place: str = ""
    fix: str = ""

    @classmethod
    def from_check(cls, found: devkit.Finding) -> Finding:
        return cls._cut(found.code, found.is_error, found.text_en, found.text_ar, found.where, found.fix)

    @classmethod
    def from_message(cls, found: sandbox.Finding) -> Finding:
        return cls._cut(found.code, found.error, found.text_en, found.text_ar, found.where, found.fix)

    @classmethod
    def _cut(cls, code: str, is_error: bool, *texts: str) -> Finding:
        return cls(code, is_error, *(storable(text[:TEXT_CHARS_MAX]) for text in texts))

    def to_message(self) -> sandbox.Finding:
        return sandbox.Finding(
            code=self.code, error=self.is_error, text_en=self.text_en, text_ar=self.text_ar, where=self.place,
            fix=self.fix,
        )  # fmt: skip


def storable(text: str) -> str:
    """The text without what databases and protobuf refuse: NUL and half characters become U+FFFD."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


# Ours begin at 9xx; everything below is the devkit's catalogue.
def checks_unfinished(why: str) -> Finding:
    """The checks came to no end on this package, again and again."""
    return Finding(
        "E901", True, f"The checks could not be finished: {why}.", f"تعذّر إكمال الفحوص: {why}.",
        fix="Run `majlis check`; if it passes there, submit again and tell the operators.",
    )  # fmt: skip


def snapshot_failed(why: str) -> Finding:
    """The released version runs on, only slower."""
    why = storable(why[:TEXT_CHARS_MAX])
    return Finding(
        "W902", False, f"The snapshot could not be built; the app runs slower without it: {why}",
        f"تعذّر بناء اللقطة، فيعمل التطبيق أبطأ من دونها: {why}",
        fix="Run `majlis build --snapshot` and read what it says.",
    )  # fmt: skip
