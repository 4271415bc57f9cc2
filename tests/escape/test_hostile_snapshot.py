"""The same attacker baked into a snapshot of its own: what held on the runner holds where its users will run it.

Baking takes half a minute of a core, once per content on this machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact, build_snapshot
from majlis_devkit.jail import StepFailed
from tests.support import attacks
from tests.support.attacked_host import BOARD, Scene, attacked_host

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(900)]
BAKE_S_MAX = 480
ENDED = (
    "endless_loop", "loop_that_catches_all", "loop_in_c", "hash_flooding", "memory_bomb", "a_gigabyte_at_once",
    "deep_recursion", "recursion_in_iterators", "bytecode_out_of_bounds", "exit_at_once", "open_a_file",
    "ten_thousand_host_calls", "claim_that_consent_is_required", "a_bottomless_tree", "an_amount_turned_around",
)  # fmt: skip
GONE_ON = (
    "read_the_environment", "scopes_it_never_declared", "arguments_that_widen", "another_user_named",
    "enter_itself_as_somebody_else", "walk_the_frames", "search_the_heap", "import_games", "change_the_sdk",
    "look_for_changes", "act_after_the_end", "a_script_among_the_properties",
)  # fmt: skip


def only_the_attacker(sources: Mapping[str, str], *more: Any) -> Artifact:
    """One bake, of the attacker under its first name; its neighbours stay on the runner."""
    if "crashing.py" not in sources or "names.py" in sources:
        raise StepFailed("not in this test", "")
    return build_snapshot(sources, *more)


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def baked(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[Scene]:
    folder = tmp_path_factory.mktemp("baked")
    async with attacked_host(folder, runner_artifact, build=only_the_attacker) as scene:
        async with asyncio.timeout(BAKE_S_MAX):
            while scene.screens[BOARD].runtimes[-1] != "snapshot":
                await asyncio.sleep(0.5)
                await scene.layla.close(scene.screens[BOARD])
                scene.screens[BOARD] = await scene.layla.open(BOARD)
        yield scene


@pytest.mark.parametrize("name", ENDED)
async def test_an_attack_ends_its_own_event_and_nothing_else(baked: Scene, name: str) -> None:
    await baked.ends_its_own_event(attacks.rows("runs")[name])
    assert baked.screens[BOARD].runtimes[-1] == "snapshot"


@pytest.mark.parametrize("name", GONE_ON)
async def test_an_attack_goes_on_with_empty_hands(baked: Scene, name: str) -> None:
    await baked.goes_on_with_empty_hands(attacks.rows("asks")[name])
    assert baked.screens[BOARD].runtimes[-1] == "snapshot"


async def test_nothing_of_an_instance_acts_after_its_end(baked: Scene) -> None:
    """A snapshot's next event begins from the snapshot, whatever the last one left to be done."""
    await baked.goes_on_with_empty_hands(attacks.rows("asks")["act_after_the_end"])
    assert "evidence/after-" not in await baked.evidence(BOARD)
