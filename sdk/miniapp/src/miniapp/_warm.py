"""The SDK used once before the snapshot is taken, so that every event finds it as a program that has been running.

A new instance runs each line for the first time: CPython counts it, specialises it and writes that into the code's own
memory, which makes the page private to the event. Done before the snapshot, it is done for all. Only the SDK's own
lines run here, with an app of its own: what an app does in its events must not be found in the next.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

from miniapp import (
    _guest,
    _host,
    _wire,
    appdata,
    code,
    duration,
    goto,
    money,
    now,
    number,
    places,
    t,
    text,
    time,
    toast,
    ui,
    user,
    wallet,
    zones,
)
from miniapp._app import App

ROUNDS = 24  # An instruction is specialised in its third run at the latest; one that fails waits, and is tried again.


class Kind(Enum):
    """Stands for the enums of apps."""

    ONE = "one"
    TWO = "two"


@dataclass
class Entry:
    """Stands for the documents of apps."""

    id: str
    at: datetime
    counts: list[int] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    kind: Kind = Kind.ONE
    note: str | None = None


@dataclass
class State:
    """Stands for the state of apps."""

    number: int = 0
    text: str = ""
    flag: bool = False
    entry: Entry | None = None
    order: wallet.Order | None = None
    start: places.Place | None = None
    line: list[places.Point] = field(default_factory=list)


app = App("warm")


@app.action
def act(state: State, option: int, name: str = "", kind: Kind = Kind.ONE) -> Any:
    state.number += option
    stored = appdata.shared.get("entry", Entry, default=None) or Entry("e", now())
    stored.counts = [*stored.counts[:3], option]
    appdata.shared.put("entry", stored)
    appdata.mine.put("last", option)
    if appdata.mine.find("missing") is None and not user.is_owner:
        state.text = appdata.mine.get("missing", str, default=user.lang)
    appdata.publish("topic", option)
    appdata.refresh("topic")
    appdata.set_timer("ring/1", after=timedelta(seconds=1), payload={"id": user.id})
    state.entry = stored
    return goto("/two", id="e"), toast(t("done"), tone="good")


@app.action
def buy(state: State) -> Any:
    thing, fee = wallet.text("شيء", "thing"), wallet.fee(wallet.text("رسم", "fee"), money("1.00", "SAR"))
    state.order = wallet.order("w", title=thing, lines=[wallet.line(thing, money("12.50", "SAR"), 2), fee], hold=True)
    state.order = wallet.capture(wallet.get(state.order), money("1.00", "SAR"))
    return wallet.ask(state.order)


@app.action
def go(state: State, value: places.Place, day: date | None = None) -> Any:
    state.start = value
    way = places.route(value.point, places.find("x", near=value.point, kinds=["mall"], limit=1)[0].point)
    state.line = [*way.line]
    state.number = places.distance_m(way.line[0], way.line[-1]) + secrets.randbelow(10) + len(secrets.token_hex(2))
    return goto("/map")


@app.on_payment
def paid(state: State, order: wallet.Order) -> None:
    state.order = order


@app.on_timer("ring")
def ring(id: str) -> None:
    appdata.mine.get_many(["last", id], int)


@app.screen("/")
def lists(state: State) -> ui.Node:
    rows = [
        ui.Item(f"row {n}", key=f"r{n}", subtitle=t("sub", n=n), on_press=act(option=n, kind=Kind.TWO))
        for n in range(4)
    ]
    cards = [
        ui.Card(
            "card",
            ui.Progress(n / 4, "label", text=t("share", percent=n), tone="brand"),
            ui.Row(ui.Badge("b", tone="good"), ui.Text(time(now()), style="caption"), gap="s", wrap=True),
            key=f"c{n}",
            badge=t("badge") if n else None,
            on_press=act(n, name="x"),
        )
        for n in range(4)
    ]
    return ui.Screen(
        t("title"),
        ui.Section(t("part"), ui.List(*rows), key="part"),
        ui.Column(cards, gap="s"),
        state.flag and ui.Divider(),
        ui.Text(state.text or money("12.50", "SAR"), live="topic"),
        ui.MainButton(t("go"), on_press=act(option=1)),
        topics=["topic"],
    )


@app.screen("/two")
def form(state: State, id: str) -> ui.Node:
    found = appdata.shared.query("entry", Entry)
    return ui.Screen(
        t("title"),
        ui.Form(
            "form",
            ui.TextField("name", "Name", value=id, required=True),
            ui.Choice("kind", "Kind", [{"id": kind.value, "text": t(kind.value)} for kind in Kind], value="one"),
            ui.Toggle("flag", "Flag", value=state.flag),
            ui.Stepper("n", "N", value=1),
            on_submit=act(option=1),
        ),
        ui.Banner(t("said", count=len(found)), title=t("note"), tone="warn"),
        ui.Empty(t("none"), ui.Button(t("go"), on_press=act(option=2)), text=t("why")),
        ui.Button(t("delete"), style="danger", confirm={"title": t("sure"), "ok": t("yes")}, on_press=act(option=3)),
        ui.Avatar("A"),
    )


@app.screen("/map")
def plan(state: State) -> ui.Node:
    end = places.find(limit=1)[0]
    clock = now().astimezone(zones.zone("Asia/Riyadh"))
    amount, share = money("12.50", "SAR"), text("حصّة", "share")
    markers = [
        {"id": "from", "point": end.point, "kind": "from", "text": end.text},
        {"id": "car", "point": end.point, "kind": "car", "text": t("car"), "live": "car", "tone": "good"},
    ]
    options = [
        {"id": kind.value, "text": share, "hint": t("hint", amount=amount, seats=t("seats", count=4))} for kind in Kind
    ]
    steps: list[ui.Step] = [{"id": "asked", "text": t("asked"), "at": clock}, {"id": "done", "text": t("done")}]
    return ui.Screen(
        t("title"),
        ui.Map(t("map"), markers=markers, route=state.line, center=end.point, height="s", key="map", test_id="map"),
        ui.PlacePicker("a", t("from"), state.start, placeholder=t("where"), on_change=go()),
        ui.PlacePicker("b", t("to"), end, near=end.point, on_change=go()),
        ui.Choice("kind", t("kind"), options, value="one", display="list", on_change=act(option=1), key="kinds"),
        ui.Summary(
            [{"text": share, "amount": amount, "kind": "item"}, {"text": t("fee"), "amount": amount, "kind": "fee"}],
            label=t("sum"),
            key="sum",
        ),
        ui.Section(t("part"), ui.Stat(number(3), t("stat"), hint=share), ui.Stars(4.5, t("stars"), count=2)),
        ui.Tracker(t("way"), steps, 1),
        ui.Countdown(now(), t("left")),
        ui.TimeSlots("at", t("at"), [{"id": "s", "at": clock, "left": 2}], zone="Asia/Riyadh", value="s"),
        ui.DatePicker("day", t("day"), _DAY, min=_DAY, max=_DAY + timedelta(days=7)),
        ui.Image("assets/a.svg", t("picture")),
        ui.Message(share, by=code("A"), at=now(), mine=True),
        ui.Text(duration(90)),
        ui.MainButton(t("go-for", amount=amount), on_press=go(value=end), test_id="go"),
        topics=["topic", "car"],
    )


_DAY = datetime(2026, 1, 1, tzinfo=UTC).date()
_ENTRY = '{"id":"e","at":1790000000000,"counts":[1,2],"names":{"a":"ب"},"kind":"two","note":null}'
_DOCUMENT = {"key": "entry", "value_json": _ENTRY, "version": "3", "updated_at_ms": "1790000000000"}
_MISSING = '{"error":{"reason":"DOCUMENT_NOT_FOUND","message":"there is none","metadata":{}}}'
_ORDER = {
    "order_id": "ord_1", "name": "w", "payer_user_id": "sub", "state": "ORDER_STATE_HELD", "hold": True,
    "total": {"currency_code": "SAR", "amount_minor": "2600"}, "expires_at_ms": "1790000000000", "version": "2",
}  # fmt: skip
_PLACE = {
    "place_id": "p", "kind": "PLACE_KIND_MALL", "point": {"lat_e7": 245000000, "lng_e7": 470000000}, "away_m": 12,
    "name_ar": "سوق", "name_en": "Mall", "address": {"text_ar": "شارع 1", "text_en": "Street 1"},
}  # fmt: skip
_LINE = [{"lat_e7": 245000000 + n, "lng_e7": 470000000} for n in range(3)]
_STEPS = [{"street_ar": "شارع", "street_en": "Street", "length_m": 900}]
_ROUTE = {"length_m": 4000, "duration_s": 400, "line": _LINE, "steps": _STEPS}
_ANSWERS = {
    "FindPlaces": _wire.dumps({"ok": {"places": [_PLACE]}}),
    "GetRoute": _wire.dumps({"ok": {"route": _ROUTE}}),
    **dict.fromkeys(("CreateOrder", "GetOrder", "CaptureOrder"), _wire.dumps({"ok": {"order": _ORDER}})),
    "GetDocument": _wire.dumps({"ok": {"document": _DOCUMENT}}),
    "QueryDocuments": _wire.dumps({"ok": {"documents": [_DOCUMENT]}}),
}


class _Answers:
    """A host that knows one document."""

    def call(self, interface: str, method: str, request: str) -> str:
        return _MISSING if '"missing"' in request else _ANSWERS.get(method, '{"ok":{}}')


def run() -> None:
    """Answer events of every kind a few times."""
    said = {"v": 1, "lang": "ar", "now_ms": 1_790_000_000_000, "user": "sub", "query": {}, "state": None, "path": "/"}
    state = {"number": 1, "text": "", "flag": True, "entry": _wire.loads(_ENTRY)}
    fields = {"fields": {"name": "x", "kind": "one"}}
    spot = {"point": _LINE[0], "name_ar": "سوق", "name_en": "Mall", "address_ar": "", "address_en": "", "kind": "mall"}
    picked = {"name": "go", "args": {}, "value": spot, "fields": {"day": "2026-01-02"}}
    events = [
        {**said, "kind": "open"},
        {**said, "kind": "action", "state": state, "action": {"name": "act", "args": {"option": 1}, **fields}},
        {**said, "kind": "action", "state": state, "action": {"name": "buy", "args": {}}},
        {**said, "kind": "action", "state": state, "action": picked},
        {**said, "kind": "payment", "state": state, "payment": {"order": _ORDER}},
        {**said, "kind": "screen", "state": state},
        {**said, "kind": "timer", "user": None, "timer": {"name": "ring/1", "payload": {"id": "x"}}},
    ]
    before = _host.install(_Answers())
    try:
        for text in [_wire.dumps(event) for event in events] * ROUNDS:
            answer = _guest.handle_for(app, text)
            if answer.startswith('{"error"'):
                raise RuntimeError(answer)
    finally:
        _host.install(before)
