"""No moment is sold twice, however many want it at once: in the real host, over real sockets, on the snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.booking_race import race
from tests.support.stage import on_stage

RACERS = 200


@pytest.mark.timeout(600)
async def test_of_two_hundred_at_once_one_has_the_moment_and_the_others_are_told(
    tmp_path: Path, runner_artifact: Artifact
) -> None:
    async with on_stage(tmp_path, runner_artifact, "booking", bakes=True) as stage:
        ran = await race(stage, RACERS)
        assert (len(ran.winners), ran.told) == (1, RACERS - 1)
        (winner,) = ran.winners
        await winner.see("pay")
