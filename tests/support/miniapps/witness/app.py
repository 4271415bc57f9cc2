"""Says where it runs, counts in a module global and in a document, waits when told to. For journeys alone.

The checks refuse `import sys` in a mini-app; a module that holds it tells the platform all the same.
"""

import dataclasses
from dataclasses import dataclass
from datetime import timedelta

from miniapp import App, Refuse, appdata, errors, profile, save_file, t, ui, user

app = App("witness")
touched = 0


@dataclass
class State:
    taps: int = 0
    found: int = 0  # The module global as the last touch left it; a redraw in between must not change it.
    name: str = ""


@app.action
def touch(state: State) -> None:
    global touched
    touched += 1
    state.taps += 1
    state.found = touched
    counted = appdata.shared.get("count", default={"n": 0})
    appdata.shared.put("count", {"n": counted["n"] + 1})
    appdata.publish("count", counted["n"] + 1)
    appdata.refresh("count")


@app.action
def spin(state: State) -> None:
    while True:
        pass


@app.action
def crash(state: State) -> None:
    state.taps = 1 // 0


@app.action
def refuse(state: State) -> None:
    appdata.shared.put("count", {"n": -1})
    raise Refuse(t("no"))


@app.action
def say_name(state: State) -> None:
    state.name = profile.name()


@app.action
def keep(state: State) -> object:
    state.taps += 1
    return save_file(f"taps {state.taps}", "a,b\n" * 2_000 if state.taps > 1 else "a,b", "csv")


@app.action
def later(state: State) -> None:
    appdata.set_timer("ring", after=timedelta(seconds=0))


@app.on_timer("ring")
def ring() -> None:
    try:
        appdata.shared.put("count", {"n": 1000 + user.is_owner})
    except errors.NoUser:
        appdata.shared.put("count", {"n": 1000})
    appdata.refresh("count")


@app.screen("/")
def home(state: State) -> ui.Node:
    count = appdata.shared.get("count", default={"n": 0})["n"]
    platform = dataclasses.sys.platform
    facts = [
        f"platform {platform}",
        f"global {state.found}",
        f"taps {state.taps}",
        f"count {count}",
        f"name {state.name}",
        f"owner {user.is_owner}",
    ]
    return ui.Screen(
        t("title"),
        [ui.Text(fact) for fact in facts],
        ui.Button(t("touch"), on_press=touch()),
        ui.Button(t("spin"), on_press=spin()),
        ui.Button(t("crash"), on_press=crash()),
        ui.Button(t("refuse"), on_press=refuse()),
        ui.Button(t("say-name"), on_press=say_name()),
        ui.Button(t("later"), on_press=later()),
        ui.Button(t("keep"), on_press=keep()),
        ui.Text("-", live="count"),
        topics=["count"],
    )
