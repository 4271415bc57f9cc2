"""A node of the tree a screen returns: a plain dict in the form the host receives, checked as it is made.

Size, depth and field names travel up with the nodes, so a screen that is too large fails at the component
that made it so, with no second walk.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from miniapp import limits, vocabulary
from miniapp._agree import AGREE
from miniapp._handlers import Action, ActionRef
from miniapp._props import INT_MAX, LAT_E7_MAX, LNG_E7_MAX, NAME_FORM
from miniapp.errors import ComponentInvalid
from miniapp.values import Money, Text, TextValue, text_value, to_ms

# What a component takes, and must be given.
_OWN = {
    name: (component.props, tuple(prop for prop, is_a in component.props.items() if is_a.required))
    for name, component in vocabulary.COMPONENTS.items()
}


class Node(dict[str, Any]):
    """{"type", "key"?, "props", "on"?, "children"?}"""

    __slots__ = ("depth", "fields", "forms", "mains", "size")
    size: int
    depth: int
    fields: tuple[str, ...]
    mains: int
    forms: int


Child = Node | Iterable["Child"] | bool | None


def make(
    component: str,
    common: Mapping[str, Any],
    props: Mapping[str, Any],
    on: Mapping[str, ActionRef | None] | None = None,
    children: Iterable[Child] = (),
) -> Node:
    """The node, or ComponentInvalid naming the component, the property and why."""
    node = Node(type=component)
    own, required = _OWN[component]
    checked: dict[str, Any] = {}
    _check_into(checked, component, own, props)
    if common:
        key = common.get("key")
        if key is not None:
            if not isinstance(key, str) or not 1 <= len(key) <= limits.NODE_KEY_CHARS_MAX:
                raise invalid(component, f"key is text of 1 to {limits.NODE_KEY_CHARS_MAX} characters, not {key!r}")
            node["key"] = key
        _check_into(checked, component, vocabulary.COMMON, common)
    for name in required:
        if name not in checked:
            raise invalid(component, f"needs {name}")
    node["props"] = checked
    if component in AGREE and (why := vocabulary.contradiction(component, checked)):
        raise invalid(component, why)
    if on is not None:
        events = {
            name: ref if type(ref) is ActionRef else _action(component, name, ref)
            for name, ref in on.items()
            if ref is not None
        }
        if events:
            node["on"] = events
    node.size, node.depth = 1, 1
    node.mains, node.forms = int(component == "MainButton"), int(component == "Form")
    node.fields = (checked["name"],) if component in vocabulary.INPUTS else ()
    if children:
        _adopt(node, component, children)
    return node


def _check_into(
    checked: dict[str, Any], component: str, table: Mapping[str, vocabulary.Prop], given: Mapping[str, Any]
) -> None:
    for name, value in given.items():
        if value is None or name == "key":
            continue
        prop = table.get(name)
        if prop is None:
            own = vocabulary.COMPONENTS[component].props
            known = ", ".join([*own, *vocabulary.COMMON, "key"])
            raise invalid(component, f"has no property {name!r}. It has: {known}")
        if value is prop.default:  # As the table says; a False is what a missing flag means.
            if value is not False:
                checked[name] = value
            continue
        if type(value) is TextValue and prop.kind == "text":
            checked[name] = value  # A typed value was checked when it was made.
            continue
        found = _sound(prop, value)
        if found is _UNSURE:
            found = _json(prop, value)
            why = vocabulary.why_not(prop, found)
            if why:
                raise invalid(component, f"{name} {why}: {_shown(value)}")
        checked[name] = found


_UNSURE: Any = object()


def _sound(prop: vocabulary.Prop, value: Any) -> Any:
    """The JSON of a value that needs no second look, as most do; else `_UNSURE`. Much of an event's time goes here."""
    kind = prop.kind
    if kind == "text":
        return _sound_text(prop.max or 0, value)
    if kind == "name":
        sound = type(value) is str and len(value) <= (prop.max or 0) and NAME_FORM.fullmatch(value) is not None
    elif kind == "enum":
        sound = type(value) is str and value in prop.values
    elif kind == "bool":
        sound = type(value) is bool
    elif kind == "integer":
        sound = type(value) is int and (prop.min or 0) <= value <= (prop.max or 0)
    elif kind == "string":
        sound = type(value) is str and len(value) <= (prop.max or 0)
    elif kind == "items":
        return _sound_items(prop, value)
    elif kind == "group":
        return _sound_group(prop, value)
    elif kind == "money":
        return _sound_money(value)
    elif kind == "line":
        return _sound_line(prop, value)
    else:
        return _UNSURE
    return value if sound else _UNSURE


def _sound_text(most: int, value: Any) -> Any:
    kind = type(value)
    if kind is TextValue or (kind is str and len(value) <= most):
        return value
    if kind is Text:
        ar, en = value.ar, value.en
        if type(ar) is str and type(en) is str and len(ar) <= most and len(en) <= most:
            return {"$both": {"ar": ar, "en": en}}
    elif kind is Money:
        found = _sound_money(value)
        return found if found is _UNSURE else {"$money": found}
    return _UNSURE


def _sound_money(value: Any) -> Any:
    if type(value) is Money and -INT_MAX <= value.amount_minor <= INT_MAX:
        return {"currency_code": value.currency_code, "amount_minor": value.amount_minor}
    return _UNSURE


def _sound_line(prop: vocabulary.Prop, value: Any) -> Any:
    numbers: list[int] = []
    if type(value) is list and 2 * len(value) <= (prop.max or 0):
        for point in value:
            lat, lng = getattr(point, "lat_e7", None), getattr(point, "lng_e7", None)
            if type(lat) is not int or type(lng) is not int or abs(lat) > LAT_E7_MAX or abs(lng) > LNG_E7_MAX:
                return _UNSURE
            numbers += (lat, lng)
        return numbers
    return _UNSURE


def _sound_items(prop: vocabulary.Prop, value: Any) -> Any:
    items: list[dict[str, Any]] = []
    if type(value) is not list or not (prop.min or 0) <= len(value) <= (prop.max or 0):
        return _UNSURE
    for entry in value:
        found = _sound_group(prop, entry)
        if found is _UNSURE:
            return _UNSURE
        items.append(found)
    return _UNSURE if "id" in prop.item and len({item["id"] for item in items}) < len(items) else items


def _sound_group(prop: vocabulary.Prop, value: Any) -> Any:
    members = prop.item
    found: dict[str, Any] = {}
    if type(value) is dict:
        for name, inner in value.items():
            if inner is not None:
                member = members.get(name)
                found[name] = sound = _UNSURE if member is None else _sound(member, inner)
                if sound is _UNSURE:
                    return _UNSURE
    elif hasattr(value, "__dataclass_fields__"):  # It may know more than the component needs.
        for name, member in members.items():
            inner = getattr(value, name, None)
            if inner is not None:
                found[name] = sound = _sound(member, inner)
                if sound is _UNSURE:
                    return _UNSURE
    return found if prop.needed <= found.keys() else _UNSURE


def _json(prop: vocabulary.Prop, value: Any) -> Any:
    """The JSON of a value as an author writes it: Money in a text, a tuple of options, a datetime for a moment."""
    if prop.kind == "text":
        shown = text_value(value)
        return value if shown is None else shown
    convert = _CONVERT.get(prop.kind)
    return value if convert is None else convert(prop, value)


def _items(prop: vocabulary.Prop, value: Any) -> Any:
    return [_group(prop, entry) for entry in value] if isinstance(value, (list, tuple)) else value


def _group(prop: vocabulary.Prop, value: Any) -> Any:
    if dataclasses.is_dataclass(value):  # It may know more than the component needs.
        value = {name: getattr(value, name) for name in prop.item if hasattr(value, name)}
    if not isinstance(value, Mapping):
        return value
    return {
        name: _json(prop.item[name], inner) if name in prop.item else inner
        for name, inner in value.items()
        if inner is not None
    }


def _moment(prop: vocabulary.Prop, value: Any) -> Any:
    return to_ms(value) if isinstance(value, datetime) else value


def _date(prop: vocabulary.Prop, value: Any) -> Any:
    return value.isoformat() if type(value) is date else value


def _dates(prop: vocabulary.Prop, value: Any) -> Any:
    return [_date(prop, each) for each in value] if isinstance(value, (list, tuple)) else value


def _money(prop: vocabulary.Prop, value: Any) -> Any:
    if not isinstance(value, Money):
        return value
    return {"currency_code": value.currency_code, "amount_minor": value.amount_minor}


def _line(prop: vocabulary.Prop, value: Any) -> Any:
    if not isinstance(value, (list, tuple)) or not all(hasattr(point, "lat_e7") for point in value):
        return value
    return [number for point in value for number in (point.lat_e7, point.lng_e7)]


def _listed(prop: vocabulary.Prop, value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value


_CONVERT: Mapping[str, Callable[[vocabulary.Prop, Any], Any]] = {
    "items": _items, "group": _group, "moment": _moment, "date": _date, "dates": _dates, "money": _money,
    "line": _line, "names": _listed, "strings": _listed,
}  # fmt: skip


def _action(component: str, event: str, ref: object) -> ActionRef:
    if isinstance(ref, ActionRef):
        return ref
    if isinstance(ref, Action):
        raise invalid(component, f"on_{event}={ref.name}. Fix: call it, on_{event}={ref.name}()")
    if callable(ref):
        name = getattr(ref, "__name__", "f")
        raise invalid(component, f"on_{event}={name} is no action. Fix: put @app.action above {name} and call it")
    raise invalid(component, f"on_{event} takes an action such as vote(option=2), not {_shown(ref)}")


def _adopt(node: Node, component: str, children: Iterable[Child]) -> None:
    allowed = vocabulary.COMPONENTS[component].children
    kept: list[Node] = []
    fields: list[str] = []
    for child in _flat(component, children):
        if allowed != "any" and child["type"] not in allowed:
            holds = "nothing inside it" if allowed == "none" else f"only {', '.join(allowed)}"
            raise invalid(component, f"takes {holds}, not {child['type']}")
        if child["type"] == "Screen" or (component == "Form" and child.forms):
            raise invalid(component, f"cannot hold a {'Screen' if child['type'] == 'Screen' else 'Form'}")
        kept.append(child)
        node.size += child.size
        node.mains += child.mains
        node.forms += child.forms
        if child.depth >= node.depth:
            node.depth = child.depth + 1
        fields += child.fields
    if kept:
        node["children"] = kept
        node.fields = tuple(fields)
        _check_family(node, component, kept)


def _check_family(node: Node, component: str, kept: list[Node]) -> None:
    if len(kept) > limits.CHILDREN_MAX:
        raise invalid(component, f"has {len(kept)} children; at most {limits.CHILDREN_MAX}, then page")
    if node.size > limits.TREE_NODES_MAX:
        raise invalid(component, f"is {node.size} nodes large; a screen has at most {limits.TREE_NODES_MAX}")
    if node.depth > limits.TREE_DEPTH_MAX:
        raise invalid(component, f"is {node.depth} deep; at most {limits.TREE_DEPTH_MAX}")
    if node.mains > 1:
        raise invalid(component, "has two MainButtons; the host has room for one")
    keys = [child["key"] for child in kept if "key" in child]
    if len(set(keys)) < len(keys):
        raise invalid(component, f"has two children with the key {_twice(keys)!r}")
    if component in ("Form", "Screen"):
        if len(set(node.fields)) < len(node.fields):
            raise invalid(component, f"has two fields named {_twice(node.fields)!r}")
        node.fields = ()  # Another form may use the same names.


def _twice(names: Iterable[str]) -> str:
    return Counter(names).most_common(1)[0][0]


def _flat(component: str, children: Iterable[Child]) -> Iterable[Node]:
    for child in children:
        if isinstance(child, Node):
            yield child
        elif child is None or child is False:
            continue
        elif isinstance(child, (str, bool, int, dict)) or not isinstance(child, Iterable):
            is_text = type(child) is not int and text_value(child) is not None
            fix = f"ui.Text({_shown(child)})" if is_text else "a ui component, None or a list of them"
            raise invalid(component, f"cannot hold {_shown(child)}. Fix: {fix}")
        else:
            yield from _flat(component, child)


def invalid(component: str, why: str) -> ComponentInvalid:
    """The error naming the component."""
    return ComponentInvalid(f"ui.{component}: {why}", component=component)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
