"""Components: what they send is what the vocabulary says, and a mistake fails where it is made."""

from __future__ import annotations

import inspect
import typing
from datetime import UTC, date, datetime
from typing import Any

import pytest

from miniapp import App, code, limits, money, t, ui, vocabulary
from miniapp.errors import ComponentInvalid

app = App("test")


@app.action
def press(option: int = 0) -> None: ...


@pytest.mark.parametrize("name", list(vocabulary.COMPONENTS))
def test_every_component_has_a_constructor_with_exactly_its_properties_and_events(name: str) -> None:
    """One vocabulary: a property added to the table and forgotten in the SDK, or the reverse, fails here."""
    component = vocabulary.COMPONENTS[name]
    parameters = inspect.signature(getattr(ui, name)).parameters
    given = {p for p, parameter in parameters.items() if parameter.kind is not parameter.VAR_KEYWORD}
    variadic = {p for p, parameter in parameters.items() if parameter.kind is parameter.VAR_POSITIONAL}
    common = typing.get_args(parameters["common"].annotation) or (parameters["common"].annotation,)
    expected = set(component.props) | {f"on_{event}" for event in component.events}
    assert given - variadic == expected
    assert bool(variadic) == (component.children != "none")
    assert common, name


def test_common_properties_are_the_same_in_the_table_and_the_types() -> None:
    assert set(ui.Common.__annotations__) == set(vocabulary.COMMON) | {"key"}
    assert set(ui.Field.__annotations__) == (set(vocabulary.COMMON) | {"key"}) - {"label"}


@pytest.mark.parametrize("name", list(vocabulary.COMPONENTS))
def test_what_the_sdk_sends_without_being_told_is_what_the_table_says(name: str) -> None:
    """The host fills a missing property with the table's default; both must mean the same."""
    parameters = inspect.signature(getattr(ui, name)).parameters
    for prop_name, prop in vocabulary.COMPONENTS[name].props.items():
        default = parameters[prop_name].default
        if default is not inspect.Parameter.empty:
            assert default == prop.default, prop_name


def test_a_node_is_plain_json_with_only_what_was_said() -> None:
    button = ui.Button(t("pay", amount=money("2.50", "SAR")), key="pay", disabled=False, on_press=press(option=2))
    assert button == {
        "type": "Button",
        "key": "pay",
        "props": {
            "text": {"$t": "pay", "args": {"amount": {"$money": {"currency_code": "SAR", "amount_minor": 250}}}},
            "style": "secondary",
        },
        "on": {"press": {"action": "press", "args": {"option": 2}}},
    }


def test_children_may_be_missing_or_in_lists() -> None:
    tree = ui.Column(None, False, [ui.Text("a"), [ui.Text("b")]], (ui.Text(n) for n in range(2)))
    assert [child["props"]["text"] for child in tree["children"]] == ["a", "b", {"$number": 0}, {"$number": 1}]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ui.Column("words"), r"ui.Column: cannot hold 'words'. Fix: ui.Text\('words'\)"),
        (lambda: ui.Column(True), "cannot hold True"),
        (lambda: ui.Text(None), "ui.Text: needs text"),
        (lambda: ui.Text(2.5), "ui.Text: text is neither text nor a typed value"),
        (lambda: ui.Text("a", style="huge"), "style is not one of title, strong, body, caption, code: 'huge'"),
        (lambda: ui.Text("a", colour="red"), "has no property 'colour'. It has: text, style, live, label"),
        (lambda: ui.Button("a", tone="red"), "tone is not one of neutral"),
        (lambda: ui.Button("a", on_press=press), r"Fix: call it, on_press=press\(\)"),
        (lambda: ui.Button("a", on_press=len), "Fix: put @app.action above len"),
        (lambda: ui.Button("a", on_press="press"), "takes an action such as vote"),
        (lambda: ui.Button("x" * 41), "text has 41 characters; at most 40"),
        (lambda: ui.List(ui.Text("a")), "ui.List: takes only Item, not Text"),
        (lambda: ui.Column(ui.Screen("a")), "cannot hold a Screen"),
        (lambda: ui.Form("f", ui.Row(ui.Form("g"))), "cannot hold a Form"),
        (lambda: ui.Column(ui.Text("a", key="k"), ui.Text("b", key="k")), "two children with the key 'k'"),
        (lambda: ui.Form("f", ui.Toggle("n", "a"), ui.TextField("n", "b")), "two fields named 'n'"),
        (lambda: ui.Screen("s", ui.MainButton("a"), ui.Row(ui.MainButton("b"))), "two MainButtons"),
        (lambda: ui.Progress(1.5, "p"), "value is outside 0 to 1"),
        (lambda: ui.Progress(float("nan"), "p"), "value is not a number"),
        (lambda: ui.Choice("c", "l", []), "options has 1 to 100 entries"),
        (lambda: ui.Choice("c", "l", [{"id": "a", "text": "A"}], value="b"), "value 'b' is none of its options"),
        (lambda: ui.Choice("c", "l", [{"id": "a", "text": "A"}], value="a", multi=True), "takes values, not value"),
        (lambda: ui.Stepper("s", "l", 7, max=5), "value 7 is outside 0 to 5"),
        (lambda: ui.TextField("n", "l", value="long", max=3), "value is longer than max=3"),
        (lambda: ui.Screen("s", topics=["a b"]), "topics is a name"),
        (lambda: ui.Button("a", confirm={"text": "sure?"}), "confirm is not {title, text"),
    ],
)
def test_a_mistake_names_component_property_and_fix(make: Any, message: str) -> None:
    with pytest.raises(ComponentInvalid, match=message):
        make()


def test_limits_hold_at_n_and_fail_at_n_plus_1() -> None:
    texts = [ui.Text("x") for _ in range(limits.CHILDREN_MAX)]
    ui.Column(texts)
    with pytest.raises(ComponentInvalid, match="301 children"):
        ui.Column(texts, ui.Text("x"))
    full = [ui.Column(texts[:299]) for _ in range(4)]  # 1,200 nodes
    ui.Screen("s", full, ui.Column(texts[:298]))
    with pytest.raises(ComponentInvalid, match="1501 nodes"):
        ui.Screen("s", full, ui.Column(texts[:299]))
    ui.Text("x" * limits.TEXT_CHARS_MAX)
    with pytest.raises(ComponentInvalid, match="3001 characters"):
        ui.Text("x" * (limits.TEXT_CHARS_MAX + 1))


def test_a_screen_is_at_most_16_deep() -> None:
    node = ui.Text("x")
    for _ in range(limits.TREE_DEPTH_MAX - 2):
        node = ui.Row(node)
    ui.Screen("s", node)
    with pytest.raises(ComponentInvalid, match="17 deep"):
        ui.Screen("s", ui.Row(node))


def test_fields_of_two_forms_may_share_their_names() -> None:
    ui.Screen("s", ui.Form("a", ui.TextField("n", "l")), ui.Form("b", ui.TextField("n", "l")))


def test_every_text_form_fits_a_text_property() -> None:
    for text in ("كلمة", 12, money("1", "SAR"), t("k", n=3), code("A-1"), t("k", inner=t("l"))):
        ui.Text(text)


def test_t_nested_too_deep_is_refused() -> None:
    nested = t("a")
    for _ in range(limits.TEXT_DEPTH_MAX - 1):
        nested = t("a", inner=nested)
    ui.Text(nested)
    with pytest.raises(ComponentInvalid, match="nests t"):
        ui.Text(t("a", inner=nested))


@pytest.mark.parametrize("child", ["", money("0", "SAR"), 0, {}, t("words")])
def test_only_none_and_false_are_left_out(child: Any) -> None:
    """`price or None` is what an author means; a price of nothing must not vanish from the screen."""
    with pytest.raises(ComponentInvalid, match=r"ui.Column: cannot hold .* Fix: "):
        ui.Column(child)
    assert "children" not in ui.Column(None, False, [None, [False]])


def test_a_text_that_is_no_component_shows_how_to_make_it_one() -> None:
    with pytest.raises(ComponentInvalid, match=r"Fix: ui.Text\(Money\(amount_minor=0, currency_code='SAR'\)\)"):
        ui.Column(money("0", "SAR"))


def test_an_input_takes_what_it_holds_after_its_label() -> None:
    """As Toggle, Stepper and the pickers do: what comes third is never a surprise."""
    assert ui.TextField("q", "search", "كبسة")["props"]["value"] == "كبسة"


def test_the_parts_of_components_can_be_named() -> None:
    """An author annotates a list of slots before it is drawn."""
    assert {ui.Slot, ui.Step, ui.SumLine, ui.Marker, ui.Option}


def test_a_choice_that_time_has_overtaken_is_none() -> None:
    """A refresh draws yesterday's page again: it must not crash because a day is over or a slot is gone."""
    today = date(2026, 3, 2)
    chosen = ui.DatePicker("day", "day", date(2026, 3, 1), min=today, max=date(2026, 3, 9))
    assert "value" not in chosen["props"]
    slots = [ui.Slot(id="h17", at=datetime(2026, 3, 2, 14, tzinfo=UTC))]
    assert "value" not in ui.TimeSlots("slot", "slot", slots, zone="Asia/Riyadh", value="h16")["props"]
    assert ui.TimeSlots("slot", "slot", slots, zone="Asia/Riyadh", value="h17")["props"]["value"] == "h17"
