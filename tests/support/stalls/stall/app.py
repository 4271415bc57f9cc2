"""Says everything it can see of its person, its instance and the host, and takes money. For the stress alone.

What is on its screen must be its person's and this event's own: what an earlier event or another app left behind would
be seen in `kept`, `poison` or `before`, or among what is drawn at random.
"""

import dataclasses
import json
import random
import secrets
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta

from miniapp import App, appdata, money, t, ui, user, wallet

app = App("stall")
KEPT = []
PRICE = wallet.line(wallet.text("شاي", "Tea"), money("0.05", "SAR"))
modules = dataclasses.sys.modules  # Past the checks' list of imports, as the attackers.


@dataclass
class State:
    word: str = ""
    nonce: str = ""
    count: int = 0
    seen: str = "{}"
    heard: str = "-"
    hearings: int = 0


def clocks(read: list) -> None:
    read.append((time.time_ns(), time.monotonic_ns()))


@app.action
def serve(state: State, word: str, nonce: str) -> None:
    read: list = []
    clocks(read)
    KEPT.append(word)
    print("at", word, nonce)
    before = appdata.mine.get("last", default=None)
    clocks(read)
    appdata.mine.put("last", {"word": word, "nonce": nonce})
    count("served")
    clocks(read)
    seen = {"before": before, "kept": KEPT, "poison": getattr(modules["builtins"], "poison", None), "clocks": read}
    seen["drawn"] = [f"{random.getrandbits(128):032x}", secrets.token_hex(16), uuid.uuid4().hex]
    state.word, state.nonce, state.count, state.seen = word, nonce, state.count + 1, json.dumps(seen)


@app.action
def crash(state: State, word: str, nonce: str) -> None:
    state.word = f"lost {word}"
    raise ValueError(f"mine is {word} {nonce}")


@app.action
def pay(word: str, nonce: str) -> object:
    order = wallet.order(nonce, title=wallet.text(f"شاي {word}", f"Tea {word}"), lines=[PRICE])
    return wallet.ask(order)


@app.on_payment
def heard(state: State, order: wallet.Order) -> None:
    state.heard = f"{order.id} {order.state}"
    state.hearings += 1
    count(f"heard/{order.id}")


@app.action
def remind(word: str, nonce: str) -> None:
    appdata.set_timer(f"ring/{nonce}", after=timedelta(minutes=1), payload={"nonce": nonce})


@app.on_timer("ring")
def ring(nonce: str) -> None:
    count(f"rung/{nonce}")


def count(key: str) -> None:
    appdata.shared.put(key, appdata.shared.get(key, default=0) + 1)


FORMS = (("serve", serve()), ("crash", crash()), ("pay", pay()), ("remind", remind()))


@app.screen("/")
def stall(state: State) -> ui.Node:
    said = {"me": user.id, "mine": appdata.mine.get("last", default=None), **dataclasses.asdict(state)}
    return ui.Screen(
        t("title"),
        ui.Text(json.dumps(said), test_id="said"),
        *(_form(name, action) for name, action in FORMS),
    )


@app.screen("/served")
def served(state: State) -> ui.Node:
    return ui.Screen(t("title"), ui.Text(str(appdata.shared.get("served", default=0)), test_id="served"))


def _form(name: str, action: object) -> ui.Node:
    fields = [ui.TextField(field, t("title"), max=200) for field in ("word", "nonce")]
    return ui.Form(name, *fields, key=name, on_submit=action)
