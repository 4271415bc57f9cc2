"""Passes every check and looks like a notice board; each button tries one thing a mini-app must never be able to do.

Before it tries, it writes evidence in every way it may. Where the attack ends the event, none of that may be there
afterwards; where it does not, `got` says what the attacker has in hand.
"""

from dataclasses import dataclass
from datetime import timedelta

import answering
import asking
import crashing
import running
import walking
from reach import ATTACKS, put

from miniapp import App, appdata, t, ui

app = App("hostile")
MODULES = (running, crashing, walking, asking, answering)


@dataclass
class State:
    got: str = ""


@app.action
def attack(state: State, name: str) -> None:
    appdata.shared.put(f"evidence/{name}", 1)
    appdata.mine.put(f"evidence/{name}", 1)
    appdata.publish("evidence", name)
    state.got = str(ATTACKS[name]())


@app.action
def later(name: str) -> None:
    appdata.set_timer(f"attack/{name}", after=timedelta(0), payload={"name": name})


@app.on_timer("attack")
def attack_later(name: str) -> None:
    appdata.shared.put(f"evidence/later/{name}", 1)
    ATTACKS[name]()


@app.screen("/")
def home(state: State) -> ui.Node:
    evidence = [document.key for document in appdata.shared.query("evidence/")]
    mine = [document.key for document in appdata.mine.query("evidence/")]
    return ui.Screen(
        t("board"),
        ui.Text("evidence: " + " ".join([*evidence, *("mine/" + key for key in mine), "end"])),
        ui.Text("got: " + state.got[:2000]),
        [ui.Button(name[:40], key=name, on_press=attack(name)) for name in ATTACKS],
        ui.Form("later", ui.TextField("name", t("board"), max=40), key="later", on_submit=later()),
    )


@app.screen("/writes")
def writes(state: State) -> ui.Node:
    return ui.Screen(t("board"), ui.Text("got: " + put("evidence/screen", "1")))


@app.screen("/writes-by-the-sdk")
def writes_by_the_sdk(state: State, id: str) -> ui.Node:  # The dry start skips screens with parameters.
    appdata.shared.put("evidence/by-the-sdk", 1)
    return ui.Screen(t("board"))
