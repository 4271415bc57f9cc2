"""What a guest asks the client to do once, checked like a tree: short messages, a file, one thing to approve."""

from __future__ import annotations

import re
from typing import Any

from majlis_devkit.screen_errors import TreeInvalid, TreeTooLarge
from majlis_devkit.values import Uncleanable, clean
from miniapp import files, limits, vocabulary

TOAST_CHARS_MAX = 200
# What an app may ask its user to approve: the effect, and the member that names it.
ASKS = {
    "pay": ("order_id", re.compile(r"ord_[0-7][0-9a-hjkmnp-tv-z]{25}")),
    "mandate": ("mandate_id", re.compile(r"man_[0-7][0-9a-hjkmnp-tv-z]{25}")),
}
KNOWN = "{toast: {text, tone?}}, {save: {name, kind, text}}, {pay: {order_id}}, {mandate: {mandate_id}}"
_TOAST_TEXT = vocabulary.Prop("text", required=True, max=TOAST_CHARS_MAX)


def check_effects(given: Any, *, tapped: bool = True) -> list[dict[str, Any]]:
    """The effects a client may have, texts cleaned; ``TreeInvalid`` or ``TreeTooLarge`` for any other.

    Only who tapped is handed a file: opening an app puts nothing on anybody's disk.
    """
    if given is None:
        return []
    if not isinstance(given, list):
        raise TreeInvalid("/effects", "type", "is not a list")
    if len(given) > limits.EVENT_EFFECTS_MAX:
        raise TreeTooLarge("/effects", "EVENT_EFFECTS_MAX", limits.EVENT_EFFECTS_MAX, len(given))
    checked = [_checked(effect, f"/effects/{n}") for n, effect in enumerate(given)]
    if sum(not effect.keys() & {"toast", "save"} for effect in checked) > 1:
        raise TreeInvalid("/effects", "limit", "has more than one thing to approve")
    if sum("save" in effect for effect in checked) > int(tapped):
        raise TreeInvalid("/effects", "limit", "has more than one file" if tapped else "has a file nobody tapped for")
    return checked


def _checked(effect: Any, pointer: str) -> dict[str, Any]:
    kinds = list(effect) if isinstance(effect, dict) else []
    if kinds == ["save"]:
        return _file(effect["save"], f"{pointer}/save")
    return _ask(effect) or _toast(effect, pointer)


def _ask(effect: Any) -> dict[str, Any] | None:
    """What the client's own sheet shows: named by its id, and by nothing else the app says of it."""
    for kind, (member, pattern) in ASKS.items():
        asked = effect.get(kind) if isinstance(effect, dict) and effect.keys() == {kind} else None
        named = asked.get(member) if isinstance(asked, dict) and asked.keys() == {member} else None
        if isinstance(named, str) and pattern.fullmatch(named):
            return {kind: {member: named}}
    return None


def _file(file: Any, pointer: str) -> dict[str, Any]:
    """As it is: what stands in a file is the app's own, where it goes and what it can be is not."""
    if not isinstance(file, dict) or file.keys() != {"name", "kind", "text"}:
        raise TreeInvalid(pointer, "type", "is not {name, kind, text}")
    if why := files.why_not(file["name"], file["kind"], file["text"]):
        raise TreeInvalid(pointer, "value", why)
    return {"save": {member: file[member] for member in ("name", "kind", "text")}}


def _toast(effect: Any, pointer: str) -> dict[str, Any]:
    toast = effect.get("toast") if isinstance(effect, dict) and effect.keys() == {"toast"} else None
    if not isinstance(toast, dict) or not toast.keys() <= {"text", "tone"} or "text" not in toast:
        raise TreeInvalid(pointer, "type", f"is not one of {KNOWN}")
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
