"""The tree a guest returns is hostile input: what is kept, what is refused, and where the refusal points."""

from __future__ import annotations

import json
from typing import Any

import pytest

from majlis_devkit.tree import TreeInvalid, TreeTooLarge, parse
from miniapp import limits, vocabulary


def screen(*children: Any, **props: Any) -> dict[str, Any]:
    return {"type": "Screen", "props": {"title": "شاشة"} | props, "children": list(children)}


def text(content: Any = "مرحبا", **members: Any) -> dict[str, Any]:
    return {"type": "Text", "props": {"text": content}} | members


def button(action: str = "vote", args: dict[str, Any] | None = None, **props: Any) -> dict[str, Any]:
    return {"type": "Button", "props": {"text": "صوّت"} | props, "on": {"press": {"action": action, "args": args or {}}}}


def marker(n: int, **members: Any) -> dict[str, Any]:
    return {"id": f"m{n}", "point": {"lat_e7": 247_000_000, "lng_e7": 466_000_000}} | members


def column(*children: Any, **members: Any) -> dict[str, Any]:
    return {"type": "Column", "children": list(children)} | members


def refused(tree: Any, kind: type[TreeInvalid | TreeTooLarge] = TreeInvalid, **options: Any) -> Any:
    with pytest.raises(kind) as caught:
        parse(tree, **options)
    return caught.value


def test_actions_and_their_arguments_never_reach_the_client() -> None:
    """A client that sees an action's arguments could ask for another user's order."""
    parsed = parse(screen(button("cancel_order", {"order_id": "secret-77"})))
    assert "cancel_order" not in json.dumps(parsed.nodes)
    assert "secret-77" not in json.dumps(parsed.nodes)
    assert parsed.nodes["s.0"][1]["on"] == ["press"]
    assert parsed.actions["s.0"]["press"].name == "cancel_order"
    assert parsed.actions["s.0"]["press"].args == {"order_id": "secret-77"}


def test_ids_come_from_place_and_key() -> None:
    parsed = parse(screen(text(), column(text(key="a"), text()), text(key="z")))
    assert list(parsed.nodes) == ["s", "s.0", "s.1", "s.1.k:a", "s.1.1", "s.k:z"]
    assert parsed.nodes["s"][2] == ["s.0", "s.1", "s.k:z"]


def test_a_key_cannot_forge_another_nodes_id() -> None:
    """Two nodes with one id would let a press on one run the action of the other."""
    parsed = parse(screen(column(text(), key="a"), text(key="a.0"), text(key="a~1")))
    assert len(parsed.nodes) == 5


def test_a_key_twice_among_siblings_is_refused_where_it_stands() -> None:
    error = refused(screen(text(key="a"), text(key="b"), text(key="a")))
    assert (error.reason, error.pointer, error.why) == ("TREE_INVALID", "/children/2/key", "duplicate")


def test_the_same_key_under_two_parents_is_fine() -> None:
    parse(screen(column(text(key="a")), column(text(key="a"))))


@pytest.mark.parametrize(
    ("tree", "pointer"),
    [
        (None, ""),
        ([], ""),
        (text(), ""),  # the root is no Screen
        (screen("words"), "/children/0"),
        (screen(screen()), "/children/0"),
        (screen(text(), {"type": "Marquee"}), "/children/1"),
        (screen({"type": "Text", "props": {}}), "/children/0/props"),
        (screen({"type": "Text", "props": []}), "/children/0/props"),
        (screen(text(style="huge")), "/children/0"),  # a prop beside props
        (screen(text(12)), "/children/0/props/text"),
        (screen(text("\ud800")), "/children/0/props/text"),
        (screen(text({"$money": {"currency_code": "sar", "amount_minor": 1}})), "/children/0/props/text"),
        (screen(text({"$money": {"currency_code": "SAR", "amount_minor": 1.5}})), "/children/0/props/text"),
        (screen(text({"$t": "k", "args": {"a": {"$money": 3}}})), "/children/0/props/text"),
        (screen(text({"$html": "<b>"})), "/children/0/props/text"),
        (screen(text(children=[text()])), "/children/0/children"),
        (screen(text(on={"press": {"action": "x"}})), "/children/0/on"),
        (screen(button(action="no such")), "/children/0/on/press/action"),
        (screen(button(args=[])) | {"children": [button() | {"on": {"press": {"action": "a", "args": 1}}}]},
         "/children/0/on/press/args"),
        (screen({"type": "List", "children": [text()]}), "/children/0/children/0"),
        (screen(text(key="")), "/children/0/key"),
        (screen(text(key=7)), "/children/0/key"),
        (screen(text(key="a\u202eb")), "/children/0/key"),
        (screen(*[{"type": "MainButton", "props": {"text": "x"}}] * 2), "/children/1"),
    ],
)  # fmt: skip
def test_what_breaks_the_vocabulary_is_refused_at_its_place(tree: Any, pointer: str) -> None:
    assert refused(tree).pointer == pointer


def test_bidi_controls_are_stripped_everywhere_and_honest_marks_stay() -> None:
    """An override turns 12.50 into 05.21 on screen; RLM and ALM only help a line sit right."""
    evil = "\u202e12.50\u202c \u2066x\u2069"
    nested = {"$t": "total", "args": {"name": evil, "code": {"$code": evil}}}
    parsed = parse(screen(text(evil), text(nested), text("ر\u200f\u061c1"), title=evil))
    sent = json.dumps(parsed.nodes, ensure_ascii=False)
    assert not any(control in sent for control in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert parsed.nodes["s.0"][1]["text"] == "12.50 x"
    assert parsed.nodes["s.2"][1]["text"] == "ر\u200f\u061c1"


def test_texts_are_composed() -> None:
    assert parse(screen(text("cafe\u0301"))).nodes["s.0"][1]["text"] == "café"


def test_an_unknown_component_shows_its_fallback() -> None:
    """An app for a newer host still says something on an older one."""
    parsed = parse(
        screen({"type": "Hologram", "props": {"fallback": "خريطة", "zoom": 3}, "children": [{"type": "Pin"}]})
    )
    assert parsed.nodes["s.0"] == ["Text", {"text": "خريطة"}, []]


def test_an_unknown_prop_is_an_error_in_development_and_dropped_in_production() -> None:
    tree = screen({"type": "Text", "props": {"text": "x", "glow": 3}})
    assert refused(tree, strict=True).pointer == "/children/0/props/glow"
    parsed = parse(tree)
    assert parsed.nodes["s.0"][1] == {"text": "x"}
    assert parsed.dropped == ("/children/0/props/glow",)


def test_topics_and_live_values_are_listed_for_the_host() -> None:
    parsed = parse(screen({"type": "Text", "props": {"text": "٣ د", "live": "ride/42"}}, topics=["poll:1"]))
    assert (parsed.topics, parsed.live) == (("poll:1",), ("ride/42",))


def test_the_topics_markers_move_with_are_live_too() -> None:
    markers = [marker(n, live=topic) for n, topic in enumerate(["ride/1/at", "ride/2/at", "ride/1/at"])]
    on_map = {"type": "Map", "props": {"label": "x", "markers": [*markers, marker(9)]}}
    assert parse(screen(on_map, on_map | {"key": "b"})).live == ("ride/1/at", "ride/2/at")


def test_forms_do_not_nest_and_field_names_are_unique_in_a_form() -> None:
    def form(*children: Any) -> dict[str, Any]:
        return {"type": "Form", "props": {"name": "f"}, "children": list(children)}

    toggle = {"type": "Toggle", "props": {"name": "on", "label": "x"}}
    assert refused(screen(form(form()))).why == "form"
    assert refused(screen(form(toggle, toggle))).pointer == "/children/0/children/1/props/name"
    parse(screen(form(toggle), form(toggle), toggle))


@pytest.mark.parametrize(
    "props",
    [
        {"type": "Stepper", "value": 4, "min": 0, "max": 3},
        {"type": "Choice", "options": [{"id": "a", "text": "A"}], "value": "b"},
        {"type": "Choice", "options": [{"id": "a", "text": "A"}], "values": ["a"]},
        {"type": "Choice", "options": [{"id": "a", "text": "A"}], "value": "a", "multi": True},
        {"type": "TextField", "value": "four", "max": 3},
        {"type": "TimeSlots", "slots": [{"id": "a", "at": 0}], "zone": "Asia/Riyadh", "value": "b"},
        {"type": "TimeSlots", "slots": [], "zone": "Asia/Atlantis"},
        {"type": "DatePicker", "min": "2026-11-02", "max": "2026-11-01"},
        {"type": "DatePicker", "min": "2026-11-01", "max": "2026-11-30", "value": "2026-12-01"},
    ],
)
def test_an_input_that_contradicts_itself_is_refused(props: dict[str, Any]) -> None:
    kind, props = props["type"], {name: value for name, value in props.items() if name != "type"}
    node = {"type": kind, "props": {"name": "n", "label": "ل"} | props}
    assert refused(screen(node)).pointer == "/children/0/props"


def sar(amount_minor: int, currency_code: str = "SAR") -> dict[str, Any]:
    return {"currency_code": currency_code, "amount_minor": amount_minor}


def summary(total: Any, *amounts: Any) -> dict[str, Any]:
    return {"type": "Summary", "props": {"lines": [{"text": "x", "amount": each} for each in amounts], "total": total}}


@pytest.mark.parametrize(
    ("node", "says"),
    [
        (summary(sar(300), sar(100), sar(201)), "total is 300 and its lines are 301"),
        (summary(sar(100), sar(100), sar(0, "KWD")), "two currencies, KWD in a line and SAR in the total"),
        (summary(sar(100, "KWD"), sar(100)), "two currencies"),
        ({"type": "Tracker", "props": {"label": "x", "steps": [{"id": "a", "text": "A"}], "current": 2}}, "beyond"),
    ],
)
def test_what_the_app_shows_as_true_is_added_up_again(node: Any, says: str) -> None:
    """A total above its lines would have somebody pay for what stands nowhere."""
    error = refused(screen(node))
    assert (error.pointer, error.why) == ("/children/0/props", "value")
    assert says in str(error)


def test_a_sum_with_a_discount_and_steps_that_are_all_done_are_fine() -> None:
    parse(screen(summary(sar(250), sar(300), sar(-50))))
    parse(screen({"type": "Tracker", "props": {"label": "x", "steps": [{"id": "a", "text": "A"}], "current": 1}}))


def _chain(depth: int) -> dict[str, Any]:
    node = text()
    for _ in range(depth - 2):
        node = column(node)
    return screen(node)


def _wide(nodes: int) -> dict[str, Any]:
    rows, rest = divmod(nodes - 1, 101)
    return screen(*[column(*[text()] * 100) for _ in range(rows)], *[text()] * rest)


def _args(size: int) -> dict[str, Any]:
    return screen(button(args={"a": "x" * (size - len('{"a":""}'))}))


def _bytes(size: int) -> dict[str, Any]:
    tree = screen(*[text("x" * 2_870) for _ in range(90)], text(""))
    left = size - len(json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode())
    assert 0 < left <= limits.TEXT_CHARS_MAX
    tree["children"][-1]["props"]["text"] = "y" * left
    return tree


def _options(count: int) -> dict[str, Any]:
    options = [{"id": f"o{n}", "text": "x"} for n in range(count)]
    return screen({"type": "Choice", "props": {"name": "n", "label": "l", "options": options}})


def _typed(depth: int) -> dict[str, Any]:
    value: Any = {"$t": "leaf"}
    for _ in range(depth - 1):
        value = {"$t": "outer", "args": {"inner": value}}
    return screen(text(value))


def one(kind: str, **props: Any) -> dict[str, Any]:
    named = {"name": "n"} if kind in vocabulary.INPUTS else {}
    label = {} if kind == "Summary" else {"label": "l"}
    return screen({"type": kind, "props": named | label | props})


LIMITS = {
    "TREE_NODES_MAX": _wide,
    "TREE_DEPTH_MAX": _chain,
    "TREE_BYTES_MAX": _bytes,
    "CHILDREN_MAX": lambda n: screen(*[text()] * n),
    "TEXT_CHARS_MAX": lambda n: screen(text("م" * n)),
    "TITLE_CHARS_MAX": lambda n: screen(title="م" * n),
    "BUTTON_CHARS_MAX": lambda n: screen(button(text="م" * n)),
    "OPTIONS_MAX": _options,
    "NODE_KEY_CHARS_MAX": lambda n: screen(text(key="k" * n)),
    "NAME_CHARS_MAX": lambda n: screen(button(action="a" * n)),
    "ACTION_ARGS_BYTES_MAX": _args,
    "SCREEN_TOPICS_MAX": lambda n: screen(topics=[f"t{i}" for i in range(n)]),
    "TRACKER_STEPS_MAX": lambda n: one("Tracker", current=0, steps=[{"id": f"s{i}", "text": "x"} for i in range(n)]),
    "SUMMARY_LINES_MAX": lambda n: screen(summary(sar(n), *[sar(1)] * n)),
    "SLOTS_MAX": lambda n: one("TimeSlots", zone="Asia/Riyadh", slots=[{"id": f"s{i}", "at": i} for i in range(n)]),
    "DAYS_CLOSED_MAX": lambda n: one("DatePicker", min="2026-01-01", max="2026-12-31", closed=["2026-05-05"] * n),
    "QR_CHARS_MAX": lambda n: one("QR", payload="م" * n),
    "MARKERS_MAX": lambda n: one("Map", markers=[marker(i) for i in range(n)]),
    "ROUTE_NUMBERS_MAX": lambda n: one("Map", route=[0] * (n if n % 2 == 0 else n + 1)),
    "ORDER_QUANTITY_MAX": lambda n: one(
        "Summary", total=sar(1), lines=[{"text": "x", "amount": sar(1), "quantity": n}]
    ),
    "TOPIC_CHARS_MAX": lambda n: one("Map", markers=[marker(0, live="t" * n)]),
    "PATH_CHARS_MAX": lambda n: one("Image", src=f"assets/{'a' * (n - len('assets/.svg'))}.svg"),
    "TEXT_KEY_CHARS_MAX": lambda n: screen(text({"$t": "k" * n})),
    "TEXT_ARGS_MAX": lambda n: screen(text({"$t": "k", "args": {f"a{i}": i for i in range(n)}})),
    "TEXT_DEPTH_MAX": _typed,
}


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_holds_at_n_and_refuses_n_plus_1(name: str) -> None:
    """A limit nobody tests at its edge is a rumour."""
    most = getattr(limits, name)
    parse(LIMITS[name](most))
    with pytest.raises((TreeInvalid, TreeTooLarge)) as caught:
        parse(LIMITS[name](most + 1))
    assert caught.value.reason in ("TREE_INVALID", "TREE_TOO_LARGE")


def test_long_keys_in_deep_lists_cannot_blow_up_what_is_sent() -> None:
    """Ids repeat the keys above them: 1,500 nodes under ten 64-character keys would weigh megabytes."""
    node = column(*[text() for _ in range(300)], key="k" * 64)
    wide = column(*[node | {"key": f"{n}" + "k" * 60} for n in range(4)])
    for _ in range(11):
        wide = column(wide, key="k" * 64)
    assert refused(screen(wide), TreeTooLarge).facts["limit"] == "IDS_CHARS_MAX"


def test_nothing_but_json_goes_through() -> None:
    assert refused(screen(button(args={"a": float("nan")}))).why == "type"
    assert refused(screen(text(key=None, children=None))).why == "type"


def sample(prop: vocabulary.Prop) -> Any:
    """The least a property of this kind may hold."""
    if prop.kind == "group":
        return {name: sample(member) for name, member in prop.item.items() if member.required}
    if prop.kind == "items":
        return [{name: sample(member) for name, member in prop.item.items() if member.required}]
    return prop.values[0] if prop.kind == "enum" else SAMPLES[prop.kind]


SAMPLES: dict[str, Any] = {
    "text": "x", "string": "x", "name": "n", "bool": True, "integer": 1, "number": 1, "names": ["a"], "strings": ["a"],
    "moment": 0, "date": "2026-11-24", "dates": [], "money": {"currency_code": "SAR", "amount_minor": 0}, "line": [],
    "asset": "assets/kabsa.svg",
}  # fmt: skip


@pytest.mark.parametrize("kind", vocabulary.COMPONENTS)
def test_every_component_of_the_vocabulary_parses_with_what_it_requires(kind: str) -> None:
    """The table and the parser are one: a component added to the vocabulary works here at once."""
    component = vocabulary.COMPONENTS[kind]
    props = {name: sample(prop) for name, prop in component.props.items() if prop.required}
    if kind == "TimeSlots":
        props["zone"] = "Asia/Riyadh"
    node = {"type": kind, "props": props, "on": {event: {"action": "a"} for event in component.events}}
    parsed = parse(node if kind == "Screen" else screen(node), strict=True)
    assert parsed.nodes["s" if kind == "Screen" else "s.0"][0] == kind
    sends = parsed.event_table()["nodes"].get("s" if kind == "Screen" else "s.0", {})
    carrying = {event for event, carried in component.events.items() if carried != "nothing"}
    assert set(sends.get("carries", ())) | ({"change"} if "input" in sends else set()) == carrying
