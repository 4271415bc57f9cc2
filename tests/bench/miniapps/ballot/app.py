"""One vote with one read and one write, and a screen of 62 nodes: the tap the benchmarks time."""

from __future__ import annotations

from dataclasses import dataclass

from miniapp import App, appdata, t, ui

OPTIONS = 20
app = App("ballot")


@dataclass
class State:
    """What I was shown last; the screen draws it without reading."""

    counts: list[int] | None = None


@app.action
def vote(state: State, option: int) -> None:
    counts: list[int] = appdata.mine.get("counts", list[int], default=[0] * OPTIONS)
    counts[option] += 1
    appdata.mine.put("counts", counts)
    state.counts = counts


@app.screen("/")
def home(state: State) -> ui.Node:
    counts = state.counts or [0] * OPTIONS
    total = sum(counts)
    cards = [
        ui.Card(
            f"Option {n}",
            ui.Progress(count / total if total else 0, f"Option {n}"),
            ui.Text(t("votes", count=count), style="caption"),
            key=f"o{n}",
            on_press=vote(option=n),
        )
        for n, count in enumerate(counts)
    ]
    return ui.Screen(t("title"), cards, ui.Text(t("votes", count=total), key="total"))
