"""What a handler returns besides nothing: where to go next, toasts, a file to save, what to ask the user to approve."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal

from miniapp import _event, _wire, files, limits, vocabulary
from miniapp.errors import ComponentInvalid, HandlerInvalid
from miniapp.values import TextLike, text_value

Tone = Literal["neutral", "good", "warn", "bad", "brand"]
QueryValue = str | int | bool | Enum
_TOAST_TEXT = vocabulary.Prop("text", required=True, max=200)


class Effect(dict[str, Any]):
    """Something the client does once, after the event is committed."""

    __slots__ = ()


class Goto:
    """The screen to show next."""

    __slots__ = ("path", "query")

    def __init__(self, path: str, query: dict[str, str]) -> None:
        self.path, self.query = path, query

    def __repr__(self) -> str:
        return f"goto({self.path!r}{''.join(f', {k}={v!r}' for k, v in self.query.items())})"


def goto(path: str, /, **query: QueryValue) -> Goto:
    """Return it from an action to show another screen: `return goto("/poll", id=poll.id)`."""
    if not isinstance(path, str) or not path.startswith("/") or "?" in path or len(path) > limits.PATH_CHARS_MAX:
        raise HandlerInvalid(f'goto({path!r}): name one of your screens. Fix: goto("/poll", id=…)')
    went = Goto(path, {name: query_text(value) for name, value in query.items()})
    if _wire.size(went.query) > limits.QUERY_BYTES_MAX:
        raise HandlerInvalid(f"goto({path!r}): its query is over {limits.QUERY_BYTES_MAX} bytes. Fix: send an id")
    _event.made(went)
    return went


def query_text(value: object) -> str:
    """A query value as a link carries it."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise HandlerInvalid(f"a query value is text, a number, a bool or an Enum, not {type(value).__name__}")


def toast(text: TextLike, tone: Tone = "neutral") -> Effect:
    """Return it from an action to show a short message: `return toast(t("saved"), tone="good")`."""
    shown = text_value(text)
    why = vocabulary.why_not(_TOAST_TEXT, shown)
    if why or tone not in vocabulary.TONES:
        raise ComponentInvalid(f"toast: text {why}" if why else f"toast: tone is one of {', '.join(vocabulary.TONES)}")
    effect = Effect(toast={"text": shown, "tone": tone})
    _event.made(effect)
    return effect


def save_file(name: str, text: str, kind: files.Kind = "calendar") -> Effect:
    """Return it from an action to hand the user a file: `return save_file("appointment.ics", ics)`.

    `kind` is calendar (.ics), csv or text (.txt). A name without its ending gets it.
    """
    ending = files.ENDINGS.get(kind, "") if isinstance(kind, str) else ""
    whole = name if not isinstance(name, str) or name.endswith(ending) else name + ending
    if why := files.why_not(whole, kind, text):
        raise ComponentInvalid(f"save_file({name!r}): {why}")
    effect = Effect(save={"name": whole, "kind": kind, "text": text})
    _event.made(effect)
    return effect


def sort_out(returned: Any, handler: str, made: list[object]) -> tuple[Goto | None, list[Effect]]:
    """What a handler returned, as navigation and effects; HandlerInvalid for a forgotten return."""
    results = list(returned) if isinstance(returned, (tuple, list)) else [] if returned is None else [returned]
    went: Goto | None = None
    effects: list[Effect] = []
    for result in results:
        if isinstance(result, Goto) and went is None:
            went = result
        elif isinstance(result, Effect):
            effects.append(result)
        elif result is not None:
            raise HandlerInvalid(
                f"{handler} returned {type(result).__name__}. "
                "Fix: return nothing, goto(…), toast(…), save_file(…), wallet.ask(…), or one goto and some others"
            )
    forgotten = next((value for value in made if not any(value is result for result in results)), None)
    if forgotten is not None:
        raise HandlerInvalid(f"{handler} made {forgotten!r} and did not return it. Fix: return it")
    if sum(not effect.keys() & {"toast", "save"} for effect in effects) > 1:
        raise HandlerInvalid(f"{handler} asks for two things. Fix: wallet.ask(…) the second when the first is heard")
    if sum("save" in effect for effect in effects) > 1:
        raise HandlerInvalid(f"{handler} saves two files. Fix: one a tap; give each a button")
    if len(effects) > limits.EVENT_EFFECTS_MAX:
        raise HandlerInvalid(f"{handler} returned {len(effects)} effects; at most {limits.EVENT_EFFECTS_MAX}")
    return went, effects
