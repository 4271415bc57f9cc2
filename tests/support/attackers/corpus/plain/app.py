"""Nothing strange: it must simply work, beside all that do not."""

from miniapp import App, t, ui

app = App("plain")


@app.action
def tap() -> None:
    pass


@app.screen("/")
def home() -> ui.Node:
    return ui.Screen(t("title"), ui.Button(t("title"), on_press=tap()))
