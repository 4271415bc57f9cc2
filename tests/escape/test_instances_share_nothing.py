"""Nothing that is random or changed in one instance is in another, on the runner and in a snapshot alike.

What an artifact does fix is the hash secret (CPython draws it before an app is imported, and lays its dicts out by it):
the order of a set is the artifact's, the same for all, and tells nothing of anybody. Whoever computes colliding keys
from it floods their own event, which its fuel ends.
"""

from __future__ import annotations

import ast
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from majlis_devkit.build import build_snapshot
from majlis_devkit.engine import Engine, Limits, Outcome
from majlis_devkit.engine.senses import Live
from tests.support.artifacts import ECHO, cache_folder
from tests.support.import_time import DATES, REFUSED, WITNESS

pytestmark = pytest.mark.timeout(600)
RANDOM = (
    "random.random()", "random.getrandbits(128)", "random.sample(range(10**6), 5)", "random.Random().random()",
    "random.getstate()[1][:4]", "random.SystemRandom().random()", "secrets.token_hex()", "uuid.uuid4()",
    "os.urandom(8)",
)  # fmt: skip
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def artifacts(engine: Engine, artifact_key: bytes) -> dict[str, str | None]:
    """Each runtime's artifact, loaded, with the sources its events are given."""
    files = json.loads(WITNESS)["files"]
    engine.load("witness", build_snapshot(files, "app:app", [], cache_folder(), artifact_key).path)
    return {"runner": WITNESS, "witness": None}


@pytest.fixture(params=["runner", "witness"], ids=["runner", "snapshot"])
def ask(engine: Engine, artifacts: dict[str, str | None], request: pytest.FixtureRequest) -> Ask:
    """ask(expression): what it comes to in a fresh instance."""

    def run(expression: str, **world: Any) -> Any:
        outcome = told(expression, **world)
        assert outcome.answer is not None, outcome
        return outcome.answer

    def told(expression: str, *, senses: Any = None, limits: Limits | None = None) -> Outcome:
        live = senses or Live(lambda *_: ECHO, time.monotonic() + 60)
        return engine.run_in(live, request.param, expression, sources=artifacts[request.param], limits=limits)

    run.told = told  # type: ignore[attr-defined]
    return run


class Loaded(Live):
    """A world whose dice always fall the same."""

    def random(self, count: int) -> bytes:
        return bytes(range(256)) * (count // 256) + bytes(range(count % 256))


def test_what_is_called_at_import_is_refused(ask: Ask) -> None:
    """Also what cannot be replaced natively: the sandbox is CPython 3.14."""
    assert ast.literal_eval(ask("tried")) == REFUSED | DATES


@pytest.mark.parametrize("call", RANDOM)
def test_randomness_is_each_instances_own(ask: Ask, call: str) -> None:
    """A snapshot's memory has the state `random` had at its build; events never see it."""
    assert len({ask(call) for _ in range(5)}) == 5


@pytest.mark.parametrize("call", RANDOM)
def test_all_randomness_is_what_the_host_gave(ask: Ask, call: str) -> None:
    """Nothing else goes in, no address and no artifact: so events replay, and whoever has one can foretell nothing."""
    assert len({ask(call, senses=Loaded(lambda *_: ECHO, time.monotonic() + 60)) for _ in range(3)}) == 1


def test_a_seed_is_forgotten_with_its_event(ask: Ask) -> None:
    """Of two users' events, one that seeds for itself does not deal the other's cards."""
    seeded = ask("(random.seed(5), random.random())[1]")
    assert seeded == ask("(random.seed(5), random.random())[1]")
    assert seeded != ask("random.random()")


@pytest.mark.parametrize(
    ("change", "seen", "untouched"),
    [
        ("kept.append('secret')", "kept", "[]"),
        ("setattr(json, 'dumps', 5)", "callable(json.dumps)", "True"),
        (
            "setattr(__builtins__['__import__']('builtins'), 'left', 1)",
            "'left' in dir(__import__('builtins'))",
            "False",
        ),
        ("sys.modules.update(left=json)", "'left' in sys.modules", "False"),
        ("os.environ.update(LEFT='1')", "dict(os.environ)", "{}"),
        ("setattr(random.Random, 'random', lambda self: 4)", "random.Random(1).random() == 4", "False"),
        (
            "kept.append('left' + 'over') or sys.intern('left' + '-here')",
            "'left-' + 'here' in gc.get_objects()",
            "False",
        ),
    ],
)
def test_what_an_event_changes_ends_with_it(ask: Ask, change: str, seen: str, untouched: str) -> None:
    """One user's event must not be a letter box of another's."""
    ask(change)
    assert ask(seen) == untouched


def test_the_order_of_sets_and_the_hash_of_text_tell_nothing_of_anybody(ask: Ask) -> None:
    """They are the artifact's: whatever others did before, they are as they were."""
    order = "[hash('ليلى'), hash(b'x'), *{'a', 'b', 'c', 'ليلى', 'عمر'}]"
    first = ask(order)
    ask("kept.extend({str(n): n for n in range(5_000)})")
    assert {ask(order) for _ in range(3)} == {first}


@pytest.mark.parametrize(
    "flood",
    [
        "{n * (2**31 - 1): n for n in range(200_000)}",
        "len(set(map(type('Same', (str,), {'__hash__': lambda self: 1}), map(str, range(200_000)))))",
    ],
    ids=["numbers", "texts"],
)
def test_a_precomputed_flood_ends_its_own_event_only(ask: Ask, flood: str) -> None:
    """Keys that all fall on one place: quadratic work, all of it the attacker's."""
    ended = ask.told(flood)  # type: ignore[attr-defined]
    assert (ended.answer, ended.failure) == (None, "APP_OUT_OF_FUEL"), ended
    assert ask("6 * 7") == "42"
