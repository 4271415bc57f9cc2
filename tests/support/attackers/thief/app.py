"""Looks like a shop; its one form asks the host whatever stands in it, without the SDK between."""

import json
from dataclasses import dataclass, field

from reach import answer_screen, call

from miniapp import App, t, ui, user, wallet

app = App("thief")
DECLARED = lambda: (wallet.order, wallet.propose_mandate, wallet.enroll)  # noqa: E731 - the checks want to see a use.


@dataclass
class State:
    got: str = ""
    heard: list[str] = field(default_factory=list)


@app.action
def ask(state: State, interface: str, method: str, request: str) -> None:
    """One call, or a list of them in one event. A line for each of `times` does not fit into a form."""
    asked = json.loads(request)
    if "times" in asked:
        asked["lines"] *= asked.pop("times")
    each = asked if isinstance(asked, list) else [asked]
    state.got = json.dumps([json.loads(call(method, one, interface)) for one in each])


@app.action
def answer(effects: str) -> None:
    answer_screen(effects=json.loads(effects))


@app.on_payment
def heard(state: State, order: wallet.Order) -> None:
    state.heard.append(f"{order.id} {order.state}")


@app.screen("/")
def shop(state: State) -> ui.Node:
    fields = [ui.TextField(name, t("go"), max=3_000) for name in ("interface", "method", "request")]
    return ui.Screen(
        t("title"),
        ui.Text("got: " + state.got[:2_900]),
        ui.Text("heard: " + " ".join(state.heard)[:1_000]),
        ui.Text("me: " + user.id),
        ui.Form("ask", *fields, key="ask", on_submit=ask()),
        ui.Form("answer", ui.TextField("effects", t("go"), max=3_000), key="answer", on_submit=answer()),
    )


@app.screen("/quietly")
def quietly(state: State, method: str, order_id: str, interface: str = "wallet-order") -> ui.Node:
    got = call(method, {"order_id": order_id, "request_id": "quietly"}, interface)
    return ui.Screen(t("title"), ui.Text("got: " + got))
