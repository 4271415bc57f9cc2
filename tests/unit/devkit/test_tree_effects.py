"""Effects are hostile input like the tree: a toast with a text and a tone, and nothing else."""

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
