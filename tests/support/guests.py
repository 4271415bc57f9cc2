"""Guests for engine tests: Python that answers the event itself, with no SDK between it and the engine."""

from __future__ import annotations

import textwrap

from majlis_devkit.build import sources_json

_FRAME = """
import miniapp
from miniapp import App, _guest, _host
app = App()

def call(method="GetDocument", request="{{}}", interface="appdata"):
    return _host._imports[interface](method, request)

{body}

_guest.handle = handle
"""


def guest(body: str) -> str:
    """Sources whose `handle(event) -> str` (defined by `body`) replaces the SDK's; `call(…)` asks the host."""
    return sources_json({"app.py": _FRAME.format(body=textwrap.dedent(body))})


def answering(expression: str) -> str:
    """A guest that answers the text of one expression."""
    return guest(f"def handle(event):\n    return str({expression})")


SPIN = guest("def handle(event):\n    while True:\n        pass")
STUBBORN_SPIN = guest("""
    def handle(event):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
""")
CLOCK_FLOOD = guest("""
    import time
    def handle(event):
        while True:
            time.time()
""")
MEMORY_BOMB = guest("""
    def handle(event):
        held = []
        while True:
            held.append(bytearray(1_000_000))
""")
CAUGHT_MEMORY_BOMB = guest("""
    _handle = _guest.handle
    def handle(event):
        try:
            held = []
            while True:
                held.append(bytearray(1_000_000))
        except MemoryError as error:
            held.clear()
            return '{"error":{"reason":"APP_CRASHED","message":"MemoryError"}}'
""")
HOST_CALL_FLOOD = guest("""
    def handle(event):
        for _ in range(10_000):
            call()
        return "done"
""")
HUGE_ANSWER = guest("def handle(event):\n    return 'x' * 10_000_000")
FILE_OPENER = guest("def handle(event):\n    return open('/etc/passwd').read()")
SOCKET_OPENER = guest("""
    def handle(event):
        import _socket
        return str(_socket.socket())
""")
COUNTER = guest("""
    seen = []
    def handle(event):
        seen.append(event)
        return str(len(seen))
""")
