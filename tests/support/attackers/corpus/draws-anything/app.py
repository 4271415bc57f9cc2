"""A screen of what is no component, another each time."""

import random

from miniapp import App

app = App("anything")
THINGS = (None, 1, "x", [], {}, object(), ..., NotImplemented, float("nan"), lambda: 0, {"type": "Screen"}, b"x")


@app.screen("/")
def home() -> object:
    return random.choice(THINGS)
