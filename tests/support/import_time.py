"""What may not be called while an app is imported, by the name it is refused under; and an app that tries all of it."""

from __future__ import annotations

from tests.support import guests

IMPORTS = "import datetime, os, random, secrets, time, uuid\nfrom miniapp import App\napp = App()\n"
REFUSED = {
    "time.time()": "time.time()",
    "time.time_ns()": "time.time_ns()",
    "time.monotonic()": "time.monotonic()",
    "time.perf_counter()": "time.perf_counter()",
    "time.process_time_ns()": "time.process_time_ns()",
    "time.localtime()": "time.localtime()",
    "time.gmtime(None)": "time.gmtime()",
    "time.strftime('%Y')": "time.strftime()",
    "os.urandom(4)": "os.urandom()",
    "random.random()": "random.random()",
    "random.choice([1, 2])": "random.choice()",
    "random.sample([1, 2], 1)": "random.sample()",
    "random.gauss()": "random.gauss()",
    "random.randbytes(4)": "random.randbytes()",
    "random.seed(5)": "random.seed()",
    "random.getstate()": "random.getstate()",
    "random.Random()": "random.Random()",
    "random.SystemRandom().random()": "random.SystemRandom.random()",
    "secrets.token_hex()": "secrets.token_hex()",
    "uuid.uuid1()": "uuid.uuid1()",
    "uuid.uuid4()": "uuid.uuid4()",
    "eval('time.time()', {'time': time})": "time.time()",
    "(lambda: time.time())()": "time.time()",
}
DATES = {
    "datetime.datetime.now()": "datetime.now()",
    "datetime.datetime.now(datetime.timezone.utc)": "datetime.now()",
    "datetime.datetime.utcnow()": "datetime.utcnow()",
    "datetime.date.today()": "date.today()",
    "(lambda: datetime.datetime.now())()": "datetime.now()",
}

_TRIES = "\n".join(
    f"try:\n    tried[{call!r}] = repr({call})\n"
    f"except NotAtImport as refused:\n    tried[{call!r}] = refused.facts['call']"
    for call in REFUSED | DATES
)
# Answers the repr of any expression; `tried` is what came of the calls at import, `kept` a global for events to change.
WITNESS = guests.guest(
    f"""import datetime, gc, json, os, random, secrets, sys, time, uuid
from miniapp.errors import NotAtImport
tried, kept = {{}}, []
{_TRIES}
def handle(event):
    return repr(eval(event, globals()))
"""
)
