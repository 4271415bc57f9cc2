"""The SDK used once before the snapshot is taken, so that every event finds it as a program that has been running.

A new instance runs each line for the first time: CPython counts it, specialises it and writes that into the code's own
memory, which makes the page private to the event. Done before the snapshot, it is done for all. Only the SDK's own
lines run here, with an app of its own: what an app does in its events must not be found in the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from miniapp import _guest, _host, _wire, appdata, goto, money, now, t, time, toast, ui, user, wallet
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


app = App("warm")


@app.action
def act(state: State, option: int, name: str = "", kind: Kind = Kind.ONE) -> Any:
    state.number += option
    stored = appdata.shared.get("entry", Entry, default=None) or Entry("e", now())
    stored.counts = [*stored.counts[:3], option]
    appdata.shared.put("entry", stored)
    appdata.mine.put("last", option)
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


_ENTRY = '{"id":"e","at":1790000000000,"counts":[1,2],"names":{"a":"ب"},"kind":"two","note":null}'
_DOCUMENT = {"key": "entry", "value_json": _ENTRY, "version": "3", "updated_at_ms": "1790000000000"}
_MISSING = '{"error":{"reason":"DOCUMENT_NOT_FOUND","message":"there is none","metadata":{}}}'
_ORDER = {
    "order_id": "ord_1", "name": "w", "payer_user_id": "sub", "state": "ORDER_STATE_HELD", "hold": True,
    "total": {"currency_code": "SAR", "amount_minor": "2600"}, "expires_at_ms": "1790000000000", "version": "2",
}  # fmt: skip
_ANSWERS = {
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
    events = [
        {**said, "kind": "open"},
        {**said, "kind": "action", "state": state, "action": {"name": "act", "args": {"option": 1}, **fields}},
        {**said, "kind": "action", "state": state, "action": {"name": "buy", "args": {}}},
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
