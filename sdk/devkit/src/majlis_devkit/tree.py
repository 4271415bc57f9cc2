"""A guest's tree in, a checked flat screen out: ids, limits, cleaned texts; actions and their arguments stay here.

The tree is hostile input. What a component may carry is `miniapp.vocabulary`'s table, how much of it `miniapp.limits`;
this walks the tree once and refuses the first place that breaks either, by JSON pointer. Pure.

Ids are structural plus key: the root is ``s``; a child is ``<parent>.k:<key>``, or ``<parent>.<position>`` without key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from majlis_devkit.diff import Nodes
from majlis_devkit.events import ActionRef, CheckedEvent, EventTable, check_event
from majlis_devkit.inputs import carried_rules, input_rule
from majlis_devkit.screen_errors import EventInvalid, ScreenError, TreeInvalid, TreeTooLarge
from majlis_devkit.values import Uncleanable, args_size, clean, json_size
from miniapp import limits, vocabulary

__all__ = [
    "ActionRef", "CheckedEvent", "EventInvalid", "Screen", "ScreenError", "TreeInvalid", "TreeTooLarge",
    "check_event", "parse",
]  # fmt: skip

ROOT = "s"
# Ids repeat their parents' keys, so long keys in deep lists would send far more than the guest's tree weighs.
IDS_CHARS_MAX = limits.TREE_BYTES_MAX
_MEMBERS = frozenset({"type", "key", "props", "on", "children"})
_OFF = ("hidden", "disabled", "busy")
# What a node of each kind may carry, its own before the common ones, and what it must.
_PROPS = {kind: {**vocabulary.COMMON, **component.props} for kind, component in vocabulary.COMPONENTS.items()}
_REQUIRED = {
    kind: tuple(name for name, prop in component.props.items() if prop.required)
    for kind, component in vocabulary.COMPONENTS.items()
}


@dataclass(frozen=True)
class Screen:
    """A checked screen. ``nodes`` is what the client gets; the rest never leaves the host.

    ``topics`` redraw the screen when refreshed, ``live`` are those whose values stream to it. ``dropped`` are pointers
    of unknown props that were left out (only where ``strict`` is off).
    """

    nodes: Nodes
    root: str
    actions: Mapping[str, Mapping[str, ActionRef]]
    topics: tuple[str, ...]
    live: tuple[str, ...]
    dropped: tuple[str, ...]
    tree_bytes: int
    _table: EventTable = field(repr=False)

    def event_table(self) -> EventTable:
        """JSON-able; all that `check_event` needs, to be stored with the revision."""
        return self._table


def parse(tree: Any, *, strict: bool = False) -> Screen:
    """The screen of a guest's tree; ``TreeInvalid`` or ``TreeTooLarge`` names the first place at fault.

    ``strict`` (development, checks) refuses unknown properties; otherwise they are dropped, so that an app written for
    a newer host still opens.
    """
    walk = _Walk(strict)
    walk.root(tree)
    size = json_size(tree)
    if size is None:
        raise TreeInvalid("", "json", "is not plain JSON")
    if size > limits.TREE_BYTES_MAX:
        raise TreeTooLarge("", "TREE_BYTES_MAX", limits.TREE_BYTES_MAX, size)
    return walk.screen(size)


@dataclass(slots=True)
class _Place:
    """Where the walk is: what a node inherits from those above it. Never changed once it is made."""

    above: _Place | None
    n: int  # Which child of `above`.
    node_id: str
    depth: int
    form: str  # Id of the form around the node, or ''.
    off: str  # Why nothing here can be pressed, or ''.

    @property
    def pointer(self) -> str:
        """Only refusals need it, so it is put together then."""
        return "" if self.above is None else f"{self.above.pointer}/children/{self.n}"

    def child(self, n: int, key: str | None, form: str, off: str) -> _Place:
        last = str(n) if key is None else "k:" + key.replace("~", "~0").replace(".", "~1")
        return _Place(self, n, f"{self.node_id}.{last}", self.depth + 1, form, off)


class _Walk:
    def __init__(self, strict: bool) -> None:
        self._strict = strict
        self._nodes: Nodes = {}
        self._actions: dict[str, dict[str, ActionRef]] = {}
        self._senders: dict[str, dict[str, Any]] = {}
        self._forms: dict[str, dict[str, str]] = {"": {}}
        self._topics: tuple[str, ...] = ()
        self._live: dict[str, None] = {}
        self._dropped: list[str] = []
        self._main_button = False
        self._count = self._id_chars = 0

    def root(self, tree: Any) -> None:
        self._node(tree, _Place(None, 0, ROOT, 1, "", ""), parent=None)

    def screen(self, size: int) -> Screen:
        table = {"nodes": self._senders, "forms": self._forms}
        return Screen(
            nodes=self._nodes,
            root=ROOT,
            actions=self._actions,
            topics=self._topics,
            live=tuple(self._live),
            dropped=tuple(self._dropped),
            tree_bytes=size,
            _table=table,
        )

    def _node(self, node: Any, place: _Place, parent: str | None) -> None:
        self._check_place(node, place)
        kind = node.get("type")
        component = vocabulary.COMPONENTS.get(kind) if isinstance(kind, str) else None
        if component is None:
            self._fall_back(node, place)
            return
        self._check_position(kind, place, parent)
        props = self._props(kind, node.get("props", {}), place)
        off = place.off or _off(props)
        events = self._events(kind, node["on"], place) if "on" in node else {}
        form = self._enter_form(kind, place) if kind == "Form" else place.form
        # The node is in the table before its children, so a screen reads from the top.
        kids: list[str] = []
        self._nodes[place.node_id] = [kind, props | ({"on": list(events)} if events else {}), kids]
        self._remember(kind, props, events, place, off)
        if "children" not in node:
            return
        children = self._children(kind, component, node["children"], place)
        for child, child_place in self._places(children, place, form, off):
            kids.append(child_place.node_id)
            self._node(child, child_place, kind)

    def _check_place(self, node: Any, place: _Place) -> None:
        if not isinstance(node, dict):
            raise TreeInvalid(place.pointer, "type", "is not a component")
        if not node.keys() <= _MEMBERS:
            unknown = next(iter(node.keys() - _MEMBERS))
            raise TreeInvalid(place.pointer, "unknown", f"has a member {str(unknown)[:40]!r}")
        if place.depth > limits.TREE_DEPTH_MAX:
            raise TreeTooLarge(place.pointer, "TREE_DEPTH_MAX", limits.TREE_DEPTH_MAX, place.depth)
        self._count += 1
        if self._count > limits.TREE_NODES_MAX:
            raise TreeTooLarge(place.pointer, "TREE_NODES_MAX", limits.TREE_NODES_MAX, self._count)
        self._id_chars += len(place.node_id)
        if self._id_chars > IDS_CHARS_MAX:
            raise TreeTooLarge(place.pointer, "IDS_CHARS_MAX", IDS_CHARS_MAX, self._id_chars)

    def _check_position(self, kind: str, place: _Place, parent: str | None) -> None:
        if (kind == "Screen") != (parent is None):
            why = "Screen stands only at the root" if parent else "the root must be a Screen"
            raise TreeInvalid(place.pointer, "root", why)
        if parent is not None:
            allowed = vocabulary.COMPONENTS[parent].children
            if allowed != "any" and kind not in allowed:
                raise TreeInvalid(place.pointer, "child", f"{parent} does not hold {kind}")
        if kind == "MainButton":
            if self._main_button:
                raise TreeInvalid(place.pointer, "main_button", "a screen has one MainButton at most")
            self._main_button = True

    def _fall_back(self, node: Mapping[str, Any], place: _Place) -> None:
        kind, props = node.get("type"), node.get("props")
        fallback = props.get("fallback") if isinstance(props, dict) else None
        if fallback is None or place.depth == 1:
            raise TreeInvalid(place.pointer, "unknown", f"there is no component {str(kind)[:40]!r}, nor a fallback")
        text = self._checked("Text", "text", _PROPS["Text"]["text"], fallback, place)
        self._nodes[place.node_id] = ["Text", {"text": text}, []]

    def _props(self, kind: str, given: Any, place: _Place) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise TreeInvalid(f"{place.pointer}/props", "type", "is not an object")
        known = _PROPS[kind]
        props: dict[str, Any] = {}
        for name, value in given.items():
            prop = known.get(name)
            if prop is None:
                self._drop(kind, str(name), place)
            elif name != "fallback" and value is not None:
                props[name] = value if _is_sound(prop, value) else self._checked(kind, name, prop, value, place)
        for name in _REQUIRED[kind]:
            if name not in props:
                raise TreeInvalid(f"{place.pointer}/props", "missing", f"{kind} needs {name}")
        if why := vocabulary.contradiction(kind, props):
            raise TreeInvalid(f"{place.pointer}/props", "value", f"{kind} {why}")
        return props

    def _drop(self, kind: str, name: str, place: _Place) -> None:
        pointer = f"{place.pointer}/props/{name[:40].replace('~', '~0').replace('/', '~1')}"
        if self._strict:
            raise TreeInvalid(pointer, "unknown", f"{kind} has no such property")
        self._dropped.append(pointer)

    def _checked(self, kind: str, name: str, prop: vocabulary.Prop, value: Any, place: _Place) -> Any:
        try:
            value = clean(value)
        except Uncleanable as refused:
            raise TreeInvalid(f"{place.pointer}/props/{name}", "characters", str(refused)) from None
        if why := vocabulary.why_not(prop, value):
            raise TreeInvalid(f"{place.pointer}/props/{name}", "value", f"{kind}.{name} {why}")
        return value

    def _events(self, kind: str, given: Any, place: _Place) -> dict[str, ActionRef]:
        if not isinstance(given, dict):
            raise TreeInvalid(f"{place.pointer}/on", "type", "is not an object")
        events: dict[str, ActionRef] = {}
        size = 0
        for event, bound in given.items():
            if event not in vocabulary.COMPONENTS[kind].events:
                raise TreeInvalid(f"{place.pointer}/on", "event", f"{kind} has no event {str(event)[:40]!r}")
            events[event], args_size = _action(bound, place, event)
            size += args_size
        if size > limits.ACTION_ARGS_BYTES_MAX:
            raise TreeTooLarge(f"{place.pointer}/on", "ACTION_ARGS_BYTES_MAX", limits.ACTION_ARGS_BYTES_MAX, size)
        return events

    def _enter_form(self, kind: str, place: _Place) -> str:
        if place.form:
            raise TreeInvalid(place.pointer, "form", "a Form cannot be inside a Form")
        self._forms[place.node_id] = {}
        return place.node_id

    def _children(self, kind: str, component: vocabulary.Component, children: Any, place: _Place) -> list[Any]:
        if not isinstance(children, list):
            raise TreeInvalid(f"{place.pointer}/children", "type", "is not a list")
        if children and component.children == "none":
            raise TreeInvalid(f"{place.pointer}/children", "child", f"{kind} holds no components")
        if len(children) > limits.CHILDREN_MAX:
            raise TreeTooLarge(f"{place.pointer}/children", "CHILDREN_MAX", limits.CHILDREN_MAX, len(children))
        return children

    def _places(self, children: list[Any], place: _Place, form: str, off: str) -> list[tuple[Any, _Place]]:
        seen: set[str] = set()
        places: list[tuple[Any, _Place]] = []
        for n, child in enumerate(children):
            key = child.get("key") if isinstance(child, dict) else None
            if key is not None:
                key = _key(key, place, n)
                if key in seen:
                    pointer = f"{place.pointer}/children/{n}/key"
                    raise TreeInvalid(pointer, "duplicate", f"the key {key!r} stands twice")
                seen.add(key)
            places.append((child, place.child(n, key, form, off)))
        return places

    def _remember(
        self, kind: str, props: dict[str, Any], events: dict[str, ActionRef], place: _Place, off: str
    ) -> None:
        if kind == "Screen":
            self._topics = tuple(props.get("topics", ()))
        for topic in _live_topics(kind, props):
            self._live[topic] = None
        if not events and kind not in vocabulary.INPUTS:
            return
        sender: dict[str, Any] = {}
        if events:
            self._actions[place.node_id] = events
            sender["on"] = {event: [action.name, dict(action.args)] for event, action in events.items()}
            if carries := carried_rules(kind, props):
                sender["carries"] = {event: rule for event, rule in carries.items() if event in events}
        if kind in vocabulary.INPUTS:
            sender["input"] = input_rule(kind, props)
            names = self._forms[place.form]
            if props["name"] in names:
                raise TreeInvalid(f"{place.pointer}/props/name", "duplicate", f"field {props['name']!r} stands twice")
            names[props["name"]] = place.node_id
        if off:
            sender["off"] = off
        if place.form:
            sender["form"] = place.form
        self._senders[place.node_id] = sender


def _is_sound(prop: vocabulary.Prop, value: Any) -> bool:
    """True for the plain values most properties have. Most of a tree's time goes into the others' cleaning."""
    if prop.kind == "text":
        return type(value) is str and len(value) <= (prop.max or 0) and value.isascii() and value.isprintable()
    if prop.kind == "enum":
        return value in prop.values
    return prop.kind == "bool" and type(value) is bool


def _live_topics(kind: str, props: Mapping[str, Any]) -> list[str]:
    """The topics whose values this node shows: its own, and those its markers move with."""
    own = [props["live"]] if "live" in props else []
    return own + [marker["live"] for marker in props.get("markers", ()) if "live" in marker] if kind == "Map" else own


def _off(props: Mapping[str, Any]) -> str:
    for flag in _OFF:
        if props.get(flag):
            return flag
    return ""


def _key(key: Any, place: _Place, n: int) -> str:
    """The key of the place's child `n`."""
    try:
        fits = isinstance(key, str) and key != "" and clean(key) == key and "\n" not in key
    except Uncleanable:
        fits = False
    if not fits:
        why = "a key is text without control characters, in NFC"
        raise TreeInvalid(f"{place.pointer}/children/{n}/key", "characters", why)
    if len(key) > limits.NODE_KEY_CHARS_MAX:
        most = limits.NODE_KEY_CHARS_MAX
        raise TreeTooLarge(f"{place.pointer}/children/{n}/key", "NODE_KEY_CHARS_MAX", most, len(key))
    return str(key)


def _action(bound: Any, place: _Place, event: str) -> tuple[ActionRef, int]:
    """The bound action and the bytes of its arguments."""
    if not isinstance(bound, dict) or not bound.keys() <= {"action", "args"}:
        raise TreeInvalid(f"{place.pointer}/on/{event}", "type", "is not {action, args}")
    name, args = bound.get("action"), bound.get("args", {})
    if not isinstance(name, str) or not name.isidentifier() or len(name) > limits.NAME_CHARS_MAX:
        raise TreeInvalid(f"{place.pointer}/on/{event}/action", "type", "is not the name of an action")
    size = args_size(args) if isinstance(args, dict) else None
    if size is None:
        raise TreeInvalid(f"{place.pointer}/on/{event}/args", "type", "is not an object of plain JSON")
    return ActionRef(name, args), size
