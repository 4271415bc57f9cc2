"""What an attacker has in hand: the host's calls without the SDK between, and the very text of its answer."""

import dataclasses
import json

modules = dataclasses.sys.modules  # Past the checks' list of imports: they read, the sandbox holds.
ATTACKS = {}


def attempt(function):
    ATTACKS[function.__name__] = function
    return function


def call(method, request, interface="appdata"):
    """A host call without the SDK between, and its raw answer."""
    text = request if isinstance(request, str) else json.dumps(request)
    return modules["miniapp._host"]._imports[interface](method, text)


def put(key, value_json, **more):
    return call("PutDocument", {"space": "DOCUMENT_SPACE_APP", "key": key, "value_json": value_json, **more})


def answer(text):
    """Answer the event with this very text, whatever the SDK makes of the handler."""
    modules["miniapp._wire"].whole = lambda written: text  # The last step of every JSON text the SDK writes.
    raise SystemExit  # It would report this crash, and writes the text instead.


def answer_error(**error):
    answer(json.dumps({"error": error}))


def answer_screen(children=(), **more):
    node = {"type": "Screen", "props": {"title": "x"}, "children": list(children)}
    answer(json.dumps({"state": {"got": ""}, "path": "/", "query": {}, "tree": node, "effects": []} | more))
