"""What a guest asks the client to do once, checked like a tree: short messages, and one thing to approve."""

from __future__ import annotations

import re
from typing import Any

from majlis_devkit.screen_errors import TreeInvalid, TreeTooLarge
from majlis_devkit.values import Uncleanable, clean
from miniapp import limits, vocabulary

TOAST_CHARS_MAX = 200
# What an app may ask its user to approve: the effect, and the member that names it.
ASKS = {
    "pay": ("order_id", re.compile(r"ord_[0-7][0-9a-hjkmnp-tv-z]{25}")),
    "mandate": ("mandate_id", re.compile(r"man_[0-7][0-9a-hjkmnp-tv-z]{25}")),
}
_TOAST_TEXT = vocabulary.Prop("text", required=True, max=TOAST_CHARS_MAX)


def check_effects(given: Any) -> list[dict[str, Any]]:
    """The effects a client may have, texts cleaned; ``TreeInvalid`` or ``TreeTooLarge`` for any other."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise TreeInvalid("/effects", "type", "is not a list")
    if len(given) > limits.EVENT_EFFECTS_MAX:
        raise TreeTooLarge("/effects", "EVENT_EFFECTS_MAX", limits.EVENT_EFFECTS_MAX, len(given))
    checked = [ask_of(effect) or _toast(effect, f"/effects/{n}") for n, effect in enumerate(given)]
    if sum("toast" not in effect for effect in checked) > 1:
        raise TreeInvalid("/effects", "limit", "has more than one thing to approve")
    return checked


def ask_of(effect: Any) -> dict[str, Any] | None:
    """What the client's own sheet shows: named by its id, and by nothing else the app says of it."""
    for kind, (member, pattern) in ASKS.items():
        asked = effect.get(kind) if isinstance(effect, dict) and effect.keys() == {kind} else None
        named = asked.get(member) if isinstance(asked, dict) and asked.keys() == {member} else None
        if isinstance(named, str) and pattern.fullmatch(named):
            return {kind: {member: named}}
    return None


def _toast(effect: Any, pointer: str) -> dict[str, Any]:
    toast = effect.get("toast") if isinstance(effect, dict) and effect.keys() == {"toast"} else None
    if not isinstance(toast, dict) or not toast.keys() <= {"text", "tone"} or "text" not in toast:
        raise TreeInvalid(pointer, "type", "is not {toast: {text, tone?}}, {pay: {order_id}}, {mandate: {mandate_id}}")
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
