"""Guests for the stress: a victim that says everything it can see, and attackers of every kind beside it.

Every one is given a word of its own, `word-` and 32 hex digits, in its event. A word in the wrong place is a leak.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tests.support import guests
from tests.support.guests import guest

WORD = re.compile(r"word-[0-9a-f]{32}")
ASKS = 3  # Of the host in each of the victim's events.

# What an earlier event left behind would be seen in KEPT, in builtins, in the answers or in what is drawn at random.
VICTIM = guest(f"""
    import builtins, gc, json, os, random, re, secrets, time, uuid

    KEPT = []

    def clocks(read):
        read.append((time.time_ns(), time.monotonic_ns()))

    def handle(event):
        said, read = json.loads(event), []
        clocks(read)
        KEPT.append(said["word"])
        print("at", said["word"], said["nonce"])
        told = []
        for number in range({ASKS}):
            told.append(call("GetDocument", json.dumps({{"key": said["nonce"], "number": number}})))
            clocks(read)
        if said["crashes"]:
            raise ValueError("mine is " + said["word"] + " " + said["nonce"])
        drawn = [os.urandom(16).hex(), f"{{random.getrandbits(128):032x}}", secrets.token_hex(16), uuid.uuid4().hex]
        clocks(read)
        return json.dumps({{
            "word": said["word"], "nonce": said["nonce"], "state": {{"count": said["state"]["count"] + 1}},
            "told": told, "kept": KEPT, "poison": getattr(builtins, "poison", None), "drawn": drawn, "clocks": read,
        }})
""")
# Whatever this instance can reach by walking from every module and every object the collector knows.
_THIEF = guest("""
    import gc, json, re, sys
    def handle(event):
        print(event)
        found, todo = set(), [*gc.get_objects(), *sys.modules.values()]
        for number, thing in enumerate(todo):
            if number == 15_000:
                break
            if isinstance(thing, (str, bytes, bytearray)):
                found.update(re.findall("word-[0-9a-f]{32}", str(thing)))
            elif isinstance(thing, dict):
                todo += [each for each in thing.values() if not isinstance(each, dict)][:200]
            elif isinstance(thing, (list, tuple, set)):
                todo += list(thing)[:200]
            elif hasattr(thing, "__dict__"):
                todo += list(vars(thing).values())[:200]
        return json.dumps(sorted(found))
""")
_POISONER = guest("""
    import builtins, gc, json, os, random, secrets, sys, time, uuid
    def handle(event):
        builtins.poison = event
        sys.modules["json"].poison = event
        _host._imports.clear()
        _guest.handle = lambda event: "poisoned"
        gc.enable()
        random.seed(0)
        time.time_ns = time.monotonic_ns = lambda: 0
        os.urandom = secrets.token_hex = lambda size=16: b"0" * size
        print(event)
        return "poisoned"
""")


@dataclass(frozen=True, slots=True)
class Attack:
    """One kind. It ends by one of `ends`: a failure's name, a refusal's reason, or "answered"."""

    name: str
    sources: str
    ends: tuple[str, ...]
    deadline_s: float = 60.0
    host: str = "answers"  # or "raises", "is silent"


_SHORT_S = 0.1
_NEVER_ENDS = ("APP_TIMED_OUT", "APP_OUT_OF_FUEL")
_CRASHED, _ANSWERED = ("APP_CRASHED",), ("answered",)


def _says(body: str) -> str:
    return guest(f"def handle(event):\n    {body}")


ATTACKS = (
    Attack("spins", guests.SPIN, _NEVER_ENDS, _SHORT_S),
    Attack("spins and catches all", guests.STUBBORN_SPIN, _NEVER_ENDS, _SHORT_S),
    Attack("reads the clock for ever", guests.CLOCK_FLOOD, _NEVER_ENDS, _SHORT_S),
    Attack("takes all memory", guests.MEMORY_BOMB, ("APP_OUT_OF_MEMORY", *_CRASHED)),
    Attack("takes all memory and catches it", guests.CAUGHT_MEMORY_BOMB, ("APP_OUT_OF_MEMORY",)),
    Attack("floods the host", guests.HOST_CALL_FLOOD, ("APP_HOST_CALLS_EXCEEDED",)),
    Attack("answers ten megabytes", guests.HUGE_ANSWER, _CRASHED),
    Attack("prints two megabytes", _says("print(event * 20_000)\n    return 'printed'"), _ANSWERED),
    Attack("crashes with its secret", _says("raise KeyError(event)"), _CRASHED),
    Attack("leaves by sys.exit", _says("__import__('sys').exit(event)"), _CRASHED),
    Attack("leaves by abort", _says("__import__('os').abort()"), _CRASHED),
    Attack("recurses without end", _says("return (lambda f: f(f))(lambda f: f(f))"), _CRASHED),
    Attack("poisons what is global", _POISONER, _ANSWERED),
    Attack("looks for words of others", _THIEF, _ANSWERED),
    Attack("sends half characters", _says("return call('\\ud800', event + '\\udfff')"), (*_ANSWERED, *_CRASHED)),
    Attack("has a host that fails", _says("return call(request=event)"), ("FAULT",), host="raises"),
    Attack("has a host that is silent", _says("return call(request=event)"), _NEVER_ENDS, _SHORT_S, "is silent"),
)


def foreign_words(text: str, own: str) -> Counter[str]:
    """Words in it that are somebody else's."""
    return Counter(word for word in WORD.findall(text) if word != own)
