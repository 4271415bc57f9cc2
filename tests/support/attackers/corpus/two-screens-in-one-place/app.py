"""Registers everything twice."""

from miniapp import App, t, ui

app = App("twice")
for _ in range(2):

    @app.screen("/")
    def home() -> ui.Node:
        return ui.Screen(t("title"))
