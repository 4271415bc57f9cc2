"""Effects are hostile input like the tree: toasts, one file, one thing to approve, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from majlis_devkit.effects import TOAST_CHARS_MAX, check_effects
from majlis_devkit.tree import ScreenError
from miniapp import limits


def toast(text: Any = "حُفظ", **members: Any) -> dict[str, Any]:
    return {"toast": {"text": text} | members}


def test_a_toast_is_cleaned_and_has_a_tone() -> None:
    assert check_effects([toast("\u202e12")]) == [{"toast": {"text": "12", "tone": "neutral"}}]
    assert check_effects([toast({"$t": "saved"}, tone="good")]) == [toast({"$t": "saved"}, tone="good")]
    assert check_effects(None) == []


@pytest.mark.parametrize(
    "effects",
    [{}, "x", ["x"], [{}], [{"eval": "1"}], [toast() | {"sound": "x"}], [toast(html="x")], [toast(3)],
     [toast("\ud800")], [toast(tone="loud")], [toast(tone=[])], [{"toast": "x"}]],
)  # fmt: skip
def test_anything_else_is_refused(effects: Any) -> None:
    with pytest.raises(ScreenError):
        check_effects(effects)


def test_the_limits_hold_at_n_and_refuse_n_plus_1() -> None:
    check_effects([toast("م" * TOAST_CHARS_MAX)])
    check_effects([toast()] * limits.EVENT_EFFECTS_MAX)
    for effects in ([toast("م" * (TOAST_CHARS_MAX + 1))], [toast()] * (limits.EVENT_EFFECTS_MAX + 1)):
        with pytest.raises(ScreenError):
            check_effects(effects)


def file(name: object = "visit.ics", kind: object = "calendar", text: object = "BEGIN:VCALENDAR") -> dict[str, Any]:
    return {"save": {"name": name, "kind": kind, "text": text}}


@pytest.mark.parametrize("name", ["visit.ics", "موعد الطبيب (٢).ics", "مَوعِد.ics", "a" * 76 + ".ics"])
def test_a_file_goes_to_who_tapped_as_the_app_wrote_it(name: str) -> None:
    whole = "BEGIN:VCALENDAR\r\n\u202eSUMMARY:موعد" + "x" * (limits.FILE_BYTES_MAX - 40)
    assert check_effects([file(name, text=whole), toast()]) == [file(name, text=whole), toast(tone="neutral")]


@pytest.mark.parametrize(
    "wrong",
    [
        file("../visit.ics"), file("a/visit.ics"), file("a\\visit.ics"), file(".ics"), file("-rf.ics"),
        file("~visit.ics"),
        file("visit.exe"), file("visit.ics.exe"), file("visit.ics "), file("visit\u202escexe.ics"), file("vi\nsit.ics"),
        file("C:visit.ics"), file("a" * 77 + ".ics"), file(""), file(7), file("visit.html", "html"), file(kind=[]),
        file("visit.csv"), file(text=None), file(text="\ud800"), file(text="a\0b"),
        file(text="م" * (limits.FILE_BYTES_MAX // 2 + 1)), {"save": "visit.ics"}, {"save": {"name": "visit.ics"}},
        {"save": file()["save"] | {"open": True}}, file() | toast(),
    ],
)  # fmt: skip
def test_a_file_is_nothing_that_could_run_or_land_elsewhere(wrong: dict[str, Any]) -> None:
    with pytest.raises(ScreenError):
        check_effects([wrong])


def test_opening_an_app_puts_nothing_on_anybodys_disk() -> None:
    with pytest.raises(ScreenError, match="nobody tapped"):
        check_effects([file()], tapped=False)
    with pytest.raises(ScreenError, match="more than one file"):
        check_effects([file(), file("other.ics")])
