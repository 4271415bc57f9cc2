"""What a guest asks the client to do once, checked like a tree: today a short message over the screen."""

from __future__ import annotations

from typing import Any

from majlis_devkit.screen_errors import TreeInvalid, TreeTooLarge
from majlis_devkit.values import Uncleanable, clean
from miniapp import limits, vocabulary

TOAST_CHARS_MAX = 200
_TOAST_TEXT = vocabulary.Prop("text", required=True, max=TOAST_CHARS_MAX)


def check_effects(given: Any) -> list[dict[str, Any]]:
    """The effects a client may have, texts cleaned; ``TreeInvalid`` or ``TreeTooLarge`` for any other."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise TreeInvalid("/effects", "type", "is not a list")
    if len(given) > limits.EVENT_EFFECTS_MAX:
        raise TreeTooLarge("/effects", "EVENT_EFFECTS_MAX", limits.EVENT_EFFECTS_MAX, len(given))
    return [_toast(effect, f"/effects/{n}") for n, effect in enumerate(given)]


def _toast(effect: Any, pointer: str) -> dict[str, Any]:
    toast = effect.get("toast") if isinstance(effect, dict) and effect.keys() == {"toast"} else None
    if not isinstance(toast, dict) or not toast.keys() <= {"text", "tone"} or "text" not in toast:
        raise TreeInvalid(pointer, "type", "is not {toast: {text, tone?}}")
    tone = toast.get("tone", "neutral")
    try:
        text = clean(toast["text"])
    except Uncleanable as refused:
        raise TreeInvalid(f"{pointer}/toast/text", "characters", str(refused)) from None
    if why := vocabulary.why_not(_TOAST_TEXT, text):
        raise TreeInvalid(f"{pointer}/toast/text", "value", f"toast text {why}")
    if tone not in vocabulary.TONES:
        raise TreeInvalid(f"{pointer}/toast/tone", "value", "is not one of " + ", ".join(vocabulary.TONES))
    return {"toast": {"text": text, "tone": tone}}
