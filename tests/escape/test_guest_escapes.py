"""Published ways out of a Python jail, run as mini-apps: each may do what it likes inside, and finds nothing outside.

The boundary is WebAssembly, not Python: the guest gets real `object.__subclasses__()` and gains nothing by it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.sandbox.workers import Job, WorkerPool
from tests.support import guests
from tests.support.pools import echo

PAYLOADS = {
    "open": "open('/etc/passwd').read()",
    "open for writing": "open('/tmp/pwned', 'w').write('x')",
    "io.open_code": "__import__('_io').open_code('/etc/passwd').read()",
    "os.open": "__import__('posix').open('/etc/passwd', 0)",
    "listdir": "__import__('posix').listdir('/')",
    "parent folders": "open('../../../../../../etc/passwd').read()",
    "proc": "open('/proc/self/environ').read()",
    "system": "__import__('os').system('id')",
    "popen": "__import__('os').popen('id').read()",
    "subprocess": "__import__('subprocess').run(['id'])",
    "fork": "__import__('os').fork()",
    "exec": "__import__('os').execv('/bin/sh', ['sh'])",
    "kill": "__import__('os').kill(1, 9)",
    "ctypes": "__import__('ctypes').CDLL(None)",
    "mmap": "__import__('mmap').mmap(-1, 4096)",
    "socket": "__import__('_socket').socket()",
    "thread": "__import__('_thread').start_new_thread(print, ())",
    "subclasses": "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0](['id'])",
    "builtins by a frame": "__import__('sys')._getframe(3).f_globals['__builtins__']['open']('/etc/passwd').read()",
    "loader": "().__class__.__base__.__subclasses__()[104].load_module('os').system('id')",
    "gc": "[o for o in __import__('gc').get_objects() if type(o).__name__ == 'socket'][0]",
    "code objects": "eval((lambda: 0).__code__.replace(co_code=b'\\x00\\x01' * 64))",
    "pickle": "__import__('pickle').loads(b\"cos\\nsystem\\n(S'id'\\ntR.\")",
    "undeclared interface": "call('CreateOrder', '{}', 'wallet-order')",
    "exit": "__import__('os')._exit(0)",
    "abort": "__import__('os').abort()",
    "deep recursion": "(lambda f: f(f))(lambda f: f(f))",
    "segfault of CPython": "eval('(' * 5000 + ')' * 5000)",
}


def was_written(path: str) -> bool:
    return Path(path).exists()


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
async def test_a_payload_stays_inside(pool: WorkerPool, job: Callable[..., Job], payload: str) -> None:
    """Nothing of the host in answer, output or detail; the neighbour is served as before."""
    sources = guests.guest(f"def handle(event):\n    return str({payload})")
    outcome = await pool.run(job(sources, app_id="attacker"), echo)
    told = f"{outcome.answer} {outcome.output} {outcome.detail}"
    assert "root:" not in told
    assert "uid=" not in told
    assert not was_written("/tmp/pwned")
    neighbour = await pool.run(job(guests.answering("6 * 7"), app_id="neighbour"), echo)
    assert neighbour.answer == "42"


async def test_the_hosts_environment_and_arguments_are_not_in_the_guest(
    pool: WorkerPool, job: Callable[..., Job]
) -> None:
    told = await pool.run(job(guests.answering("[dict(__import__('os').environ), __import__('sys').argv]")), echo)
    assert told.answer is not None
    assert os.environ["PATH"] not in told.answer
    assert sys.argv[0] not in told.answer


@pytest.mark.parametrize("printed", ["\x1b[2J", "a\rb", "\u202e", "\U000e0001"], ids=ascii)
async def test_printing_what_is_invisible_costs_no_worker(
    pool: WorkerPool, job: Callable[..., Job], printed: str
) -> None:
    """It is spelled out in the log; the codec for that was once imported on first use, in a process that may not."""
    told = await pool.run(job(guests.guest(f"def handle(event):\n    print({printed!a})\n    return 'ok'")), echo)
    assert told.answer == "ok"
    assert told.output.rstrip("\n").isprintable()
    assert pool.stats()["forks"] == pool.stats()["workers"]
