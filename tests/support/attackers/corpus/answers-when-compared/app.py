"""Every object in its state and on its screen does something when it is looked at."""

from dataclasses import dataclass

from miniapp import App, ui


class Trap(str):
    def __eq__(self, other):
        raise SystemExit("compared")

    def __hash__(self):
        raise KeyboardInterrupt("hashed")

    def __str__(self):
        while True:
            pass

    def __len__(self):
        return -1


app = App("traps")


@dataclass
class State:
    kept: str = ""


@app.action
def tap(state: State) -> None:
    state.kept = Trap("x")


@app.screen("/")
def home(state: State) -> ui.Node:
    return ui.Screen(Trap("x"), ui.Button("x", on_press=tap(), key="x"))
