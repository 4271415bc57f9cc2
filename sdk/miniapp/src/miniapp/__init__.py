"""Write mini-apps for Majlis: an App with screens and actions, ui components, texts, the app's documents.

from miniapp import App, ui, t

app = App("hello")

@app.screen("/")
def home() -> ui.Node:
    return ui.Screen(t("hello"))
"""

from miniapp import appdata, errors, hijri, limits, messages, places, profile, ui, wallet, zones
from miniapp._app import App
from miniapp._effects import Effect, Goto, goto, save_file, toast
from miniapp._event import now, user
from miniapp._handlers import Action, ActionRef
from miniapp.errors import MiniAppError, Refuse
from miniapp.values import Money, Text, TextLike, TextValue, code, duration, money, number, t, text, time

__version__ = "0.1.0"

__all__ = [
    "Action",
    "ActionRef",
    "App",
    "Effect",
    "Goto",
    "MiniAppError",
    "Money",
    "Refuse",
    "Text",
    "TextLike",
    "TextValue",
    "appdata",
    "code",
    "duration",
    "errors",
    "goto",
    "hijri",
    "limits",
    "messages",
    "money",
    "now",
    "number",
    "places",
    "profile",
    "save_file",
    "t",
    "text",
    "time",
    "toast",
    "ui",
    "user",
    "wallet",
    "zones",
]
