"""Coroutines, generators and sleep where a handler should be."""

import time

from miniapp import App, ui

app = App("waits")


@app.action
def tap() -> None:
    while True:
        time.sleep(3_600)


@app.screen("/")
def home() -> ui.Node:
    return ui.Screen("x", ui.Button("x", on_press=tap(), key="x"), (ui.Text("x") for _ in iter(int, 1)))
