"""Finding things on a screen the way a person does: by what stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from miniapp import places, vocabulary
from miniapp.values import TextLike, TextValue, text_value

__tracebackhide__ = True  # pytest shows the author's line, not ours.
Tree = dict[str, Any]


def visible(node: Tree, above: tuple[Tree, ...] = ()) -> Iterator[tuple[Tree, tuple[Tree, ...]]]:
    """Each node that is not hidden, with its ancestors, in reading order."""
    if node["props"].get("hidden"):
        return
    yield node, above
    for child in node.get("children", ()):
        yield from visible(child, (*above, node))


def own_texts(node: Tree) -> Iterator[Any]:
    """What a node itself shows: strings and typed values."""
    for name, value in node["props"].items():
        prop = vocabulary.prop_of(node["type"], name)
        if prop is None:
            continue
        if prop.kind == "text" or (prop.kind == "string" and name == "value"):
            yield value
        elif prop.kind == "items":
            yield from (
                entry[part]
                for entry in value
                for part, is_a in prop.item.items()
                if is_a.kind == "text" and part in entry
            )
            yield from (TextValue({"$money": entry["amount"]}) for entry in value if "amount" in entry)
        elif prop.kind == "money":
            yield TextValue({"$money": value})


def shows(shown: Any, what: TextLike) -> bool:
    """Whether a text has `what` in it: a part of a string, a typed value, or a message by its key alone."""
    wanted = text_value(what)
    if isinstance(shown, str):
        return isinstance(wanted, str) and wanted in shown
    if same(shown, wanted):
        return True
    if isinstance(shown, Mapping) and "$both" in shown:  # Whichever language it is read in.
        return isinstance(wanted, str) and any(wanted in words for words in shown["$both"].values())
    args: Mapping[str, Any] = shown.get("args", {}) if isinstance(shown, Mapping) else {}
    return any(shows(arg, what) for arg in args.values() if isinstance(arg, (str, Mapping)))


def same(shown: Any, wanted: Any) -> bool:
    """Equality; t("key") without arguments and a plain "key" stand for the message whatever its arguments."""
    if shown == wanted:
        return True
    if not isinstance(shown, Mapping) or "$t" not in shown:
        return False
    return bool(wanted in (shown["$t"], {"$t": shown["$t"]}))


def pressable(root: Tree, what: TextLike, within: TextLike | None = None) -> tuple[Tree, tuple[Tree, ...]]:
    """The one thing to tap called `what`: by test_id, key, its text, a text inside it, in this order.

    `within` is what something around it is called: a test_id, a key, or a text that stands in there; of several, the
    one it stands nearest to.
    """
    wanted = text_value(what)
    found: list[list[tuple[Tree, tuple[Tree, ...]]]] = [[], [], [], []]
    for node, above in visible(root):
        if "press" not in node.get("on", {}) and submitted_by(node, above, root) is None:
            continue
        own = list(own_texts(node))
        inside = [text for inner, _ in visible(node) for text in own_texts(inner)]
        matches = (
            node["props"].get("test_id") == wanted,
            node.get("key") == wanted,
            any(same(text, wanted) for text in own),
            any(same(text, wanted) or shows(text, what) for text in inside),
        )
        if any(matches):
            found[matches.index(True)].append((node, above))
    best = next((level for level in found if level), [])
    if within is not None:
        around = [_size_around(above, within) for _, above in best]
        best = [one for one, size in zip(best, around, strict=True) if size and size == min(filter(None, around))]
    if not best:
        raise AssertionError(f"nothing to tap is called {what!r} on this screen:\n{outline(root)}")
    if len(best) > 1:
        named = [str(node["props"].get("test_id") or node.get("key") or "") for node, _ in best]
        raise AssertionError(
            f"{len(best)} things to tap are called {what!r}. Fix: tap one by its test_id or key ({_told(named)}), or "
            f"by what stands around it, tap({what!r}, within=…):\n{outline(root)}"
        )
    return best[0]


def _size_around(above: tuple[Tree, ...], what: TextLike) -> int:
    """How many nodes the smallest thing around has that is called so; 0 where there is none."""
    near = next((parent for parent in reversed(above[1:]) if _is_called(parent, what)), None)
    return 0 if near is None else sum(1 for _ in visible(near))


def _is_called(node: Tree, what: TextLike) -> bool:
    wanted = text_value(what)
    if wanted in (node["props"].get("test_id"), node.get("key")):
        return True
    return any(same(text, wanted) or shows(text, what) for inner, _ in visible(node) for text in own_texts(inner))


def _told(names: list[str]) -> str:
    given = [repr(name) for name in names if name]
    return ", ".join(given) if given else "they have none: give each a key="


def sender(root: Tree, kind: str, event: str, what: TextLike | None) -> tuple[Tree, tuple[Tree, ...]]:
    """The one component of this kind that sends the event, called `what`: its test_id, key, label or another text.

    Without `what` the only one of its kind.
    """
    found = [
        (node, above)
        for node, above in visible(root)
        if node["type"] == kind
        and event in node.get("on", {})
        and (
            what is None
            or text_value(what) in (node["props"].get("test_id"), node.get("key"))
            or any(shows(text, what) for text in own_texts(node))
        )
    ]
    if len(found) != 1:
        named = "on this screen" if what is None else f"called {what!r} on this screen"
        raise AssertionError(f"{len(found)} {kind} with on_{event} are {named}:\n{outline(root)}")
    return found[0]


def awake(node: Tree) -> Tree:
    """The node, unless it is disabled or busy."""
    if node["props"].get("disabled") or node["props"].get("busy"):
        raise AssertionError(f"the {node['type']} is disabled")
    return node


def place_json(place: places.Place) -> dict[str, Any]:
    """A place as a PlacePicker hands it on."""
    point = {"lat_e7": place.point.lat_e7, "lng_e7": place.point.lng_e7}
    return {name: getattr(place, name) for name in vocabulary.PLACE.item if name != "point"} | {"point": point}


def form_of(above: tuple[Tree, ...], root: Tree) -> Tree:
    """The form around a node, or the screen outside of forms."""
    return next((parent for parent in reversed(above) if parent["type"] == "Form"), root)


def submitted_by(node: Tree, above: tuple[Tree, ...], root: Tree) -> Tree | None:
    """The form a button without a press of its own submits; a MainButton may stand outside of it."""
    if node["type"] not in ("Button", "MainButton") or "press" in node.get("on", {}):
        return None
    form = next((parent for parent in reversed(above) if parent["type"] == "Form"), None)
    if form is None and node["type"] == "MainButton":
        form = next((at for at, _ in visible(root) if at["type"] == "Form" and "submit" in at.get("on", {})), None)
    return form


def inputs(scope: Tree) -> dict[str, Tree]:
    """The inputs of a form, or of the screen outside of forms, by name."""
    found: dict[str, Tree] = {}
    for child in scope.get("children", ()):
        if child["props"].get("hidden") or child["type"] == "Form":
            continue
        if child["type"] in vocabulary.INPUTS:
            found[child["props"]["name"]] = child
        found |= inputs(child)
    return found


def value_of(node: Tree) -> Any:
    """What an untouched input holds."""
    props = node["props"]
    if node["type"] == "Choice":
        return list(props.get("values", [])) if props.get("multi") else props.get("value")
    return props.get("value", _UNTOUCHED.get(node["type"]))


_UNTOUCHED: dict[str, Any] = {"TextField": "", "Toggle": False, "Rating": 0}


def outline(node: Tree, depth: int = 0) -> str:
    """The screen as indented lines, for the message of a failed test."""
    key = f" [{node['key']}]" if "key" in node else ""
    texts = " · ".join(
        text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for text in own_texts(node)
    )
    events = "".join(f" ({event})" for event in node.get("on", {}))
    line = f"{'  ' * depth}{node['type']}{key} {texts}{events}"
    return "\n".join([line, *(outline(child, depth + 1) for child in node.get("children", ()))])
