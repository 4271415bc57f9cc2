"""A hundred thousand lines."""

from miniapp import App, t, ui

app = App("much")


@app.screen("/")
def home() -> ui.Node:
    return ui.Screen(t("title"), [ui.Text("x" * 3_000) for _ in range(100_000)])
