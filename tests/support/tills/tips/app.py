"""A coffee till: it asks for a payment, takes what was put aside, gives back, and shows what it heard of each."""

from dataclasses import dataclass, field
from datetime import timedelta

from miniapp import App, appdata, errors, money, t, toast, ui, wallet

app = App("tips")
COFFEE = wallet.line(wallet.text("قهوة عربية", "Arabic coffee"), money("9.00", "SAR"), quantity=2)
SERVICE = wallet.fee(wallet.text("رسوم الخدمة", "Service fee"), money("2.00", "SAR"))
EVERY_DAY = wallet.text("قهوة كل يوم", "A coffee every day")


@dataclass
class State:
    order: wallet.Order | None = None
    plan: wallet.Mandate | None = None
    heard: list[str] = field(default_factory=list)
    refused: str = ""


def make(name: str, *, hold: bool = False) -> wallet.Order:
    barista = appdata.shared.get("barista", str, default="")
    return wallet.order(
        name,
        title=wallet.text("قهوة لشخصين", "Coffee for two"),
        lines=[COFFEE, SERVICE],
        splits=[wallet.split(barista, 80)] if barista else [],
        hold=hold,
        may_tip=True,
        expires_in=timedelta(minutes=10),
        hold_for=timedelta(hours=1),
    )


@app.action
def pay(state: State) -> object:
    state.order = make("coffee")
    return wallet.ask(state.order)


@app.action
def put_aside(state: State) -> object:
    state.order = make("coffee", hold=True)
    return wallet.ask(state.order)


@app.action
def take(state: State, halalas: int = 0) -> object:
    return settle(state, lambda order: wallet.capture(order, sar(halalas)))


@app.action
def give_back(state: State, halalas: int = 0) -> object:
    return settle(state, lambda order: wallet.refund(order, sar(halalas)))


@app.action
def cancel(state: State) -> object:
    return settle(state, wallet.void)


def sar(halalas: int) -> object:
    return money("0.01", "SAR") * halalas if halalas else None


def settle(state: State, act: object) -> object:
    try:
        state.order = act(state.order)
    except errors.HostError as refused:
        state.refused = refused.reason
        return toast(t("no"), tone="warn")
    state.refused = ""
    return toast(t("done"), tone="good")


@app.action
def forget(state: State) -> None:
    """The app takes what is put aside when nobody looks any more."""
    appdata.set_timer(f"take/{state.order.id}", after=timedelta(seconds=1), payload={"order_id": state.order.id})


@app.on_timer("take")
def take_later(order_id: str) -> None:
    wallet.capture(order_id, name="later")


@app.action
def work(state: State) -> None:
    appdata.shared.put("barista", wallet.enroll())


@app.action
def subscribe(state: State) -> object:
    state.plan = wallet.propose_mandate(
        "daily", title=EVERY_DAY, max=money("20.00", "SAR"), window=timedelta(days=1), expires_in=timedelta(days=30)
    )
    return wallet.ask(state.plan)


@app.action
def another(state: State) -> object:
    try:
        state.plan = wallet.charge(state.plan, money("9.00", "SAR"), name="today", title=EVERY_DAY)
    except errors.HostError as refused:
        state.refused = refused.reason


@app.on_payment
def heard(state: State, order: wallet.Order) -> None:
    state.heard.append(order.state)
    if state.order is not None and state.order.id == order.id:
        state.order = order
    appdata.shared.put(f"heard/{order.id}", order)
    appdata.refresh("heard")


@app.on_mandate
def answered(state: State, mandate: wallet.Mandate) -> None:
    state.plan = mandate
    state.heard.append(f"plan {mandate.state}")


@app.screen("/")
def till(state: State) -> ui.Node:
    last = [each.value.state for each in appdata.shared.query("heard/", wallet.Order)]
    lines: list[object] = [ui.Text(" ".join(state.heard) or "-", test_id="heard")]
    if state.order is not None:
        order = wallet.get(state.order)
        lines += [
            ui.Text(order.state, test_id="state"),
            ui.Text(order.total, test_id="total"),
            ui.Text(order.paid, test_id="paid"),
            ui.Text(order.refunded, test_id="refunded"),
            ui.Text(order.tip, test_id="tip"),
        ]
    if state.plan is not None:
        plan = wallet.mandate(state.plan)
        lines += [ui.Text(plan.state, test_id="plan"), ui.Text(plan.left, test_id="left")]
    return ui.Screen(
        t("title"),
        *lines,
        ui.Text(state.refused or "-", test_id="refused"),
        ui.Text(" ".join(last) or "-", test_id="last"),
        ui.Button(t("pay"), key="pay", on_press=pay()),
        ui.Button(t("put-aside"), key="put-aside", on_press=put_aside()),
        ui.Button(t("take"), key="take", on_press=take()),
        ui.Button(t("take"), key="take-half", on_press=take(halalas=1000)),
        ui.Button(t("take"), key="take-more", on_press=take(halalas=9900)),
        ui.Button(t("give-back"), key="give-back", on_press=give_back()),
        ui.Button(t("give-back"), key="give-back-some", on_press=give_back(halalas=700)),
        ui.Button(t("cancel"), key="cancel", on_press=cancel()),
        ui.Button(t("take"), key="forget", on_press=forget()),
        ui.Button(t("work"), key="work", on_press=work()),
        ui.Button(t("subscribe"), key="subscribe", on_press=subscribe()),
        ui.Button(t("another"), key="another", on_press=another()),
        topics=["heard"],
    )
