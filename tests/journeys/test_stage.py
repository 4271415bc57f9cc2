"""The stage itself: people tap, are asked, pay, and wait for no clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.paying import word
from tests.support.stage import on_stage
from tests.support.waiting import becomes

TIPS = ROOT / "tests/support/tills/tips"
pytestmark = pytest.mark.timeout(300)


async def test_people_pay_and_time_passes(tmp_path: Path, runner_artifact: Artifact) -> None:
    async with on_stage(tmp_path, runner_artifact, TIPS, "polls") as stage:
        salim = await stage.person("salim", name="سالم", money=10_000)
        await salim.enter()
        await salim.touch("put-aside")
        assert salim.asked == ["wallet.order"]
        assert (await salim.approve_asked(tip_minor=200))["state"] == "ORDER_STATE_HELD"
        await becomes(salim.has, (7_800, 2_200))
        await salim.until(lambda: word(salim.screen, "heard") == "held", "the app hears that it is held")
        await stage.later(hours=2)
        await salim.until(lambda: word(salim.screen, "heard") == "held expired", "what was held went back by itself")
        await becomes(salim.has, (10_000, 0))
        with pytest.raises(AssertionError, match="does not see 'nowhere'"):
            await salim.touch("nowhere")
        noura = await stage.owner()
        await noura.enter(app_id="org.majlis.polls")
        await noura.touch("ask")
        await noura.see("poll")
