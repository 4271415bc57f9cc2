"""The demo plays a mini-app's scene once: as its people, through the sandbox, and goes on where it was cut short."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.demo import Demo, DemoPeople
from core.main import Host
from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.paying import TIPS, Payer, word

pytestmark = pytest.mark.timeout(300)
SCENE = """
[[step]]
who = "saad"
at = "/"
tap = "work"
keep = "heard"

[[step]]
who = "noura"
at = "/"
tap = "put-aside"

[[step]]
who = "noura"
tap = "{heard}pay"
"""


@pytest.fixture
def miniapps(tmp_path: Path) -> Path:
    """A till with a scene of its own."""
    folder = tmp_path / "miniapps"
    shutil.copytree(ROOT / "tests/support/tills", folder)
    (folder / "tips" / "scene.toml").write_text(SCENE.replace("{heard}", ""))
    return folder


@pytest.fixture
async def running(tmp_path: Path, miniapps: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    async with whole_host(data_dir(tmp_path), runner_artifact, miniapps=miniapps, bakes=False) as made:
        yield made


def host_of(running: RunningHost) -> Host:
    assert running.host is not None
    return running.host


async def orders(running: RunningHost, username: str) -> list[str]:
    person = Payer(running.address)
    await person.log_in(username, "majlis-demo-2026")
    listed = (await person.call("majlis.wallet.v1.OrdersService", "ListMyOrders")).get("orders", [])
    return [order["state"] for order in listed]


async def test_a_newcomer_finds_what_the_demo_people_did_and_it_is_done_once(
    running: RunningHost, miniapps: Path
) -> None:  # fmt: skip
    host = host_of(running)
    for _ in range(2):
        await Demo(host).play_scenes(miniapps, DemoPeople.load(host.config.data_dir))
    kept = DemoPeople.load(host.config.data_dir).scenes[TIPS]
    assert (kept.done, kept.kept) == (3, {"heard": "-"})
    assert await orders(running, "noura") == ["ORDER_STATE_OPEN"] * 2
    layla = Payer(running.address)
    await layla.ready("layla")
    async with layla.connected():
        screen = await layla.open(TIPS)
        await layla.press(screen, "pay")
        assert word(screen, "state") == "open"
        order = (await layla.call("majlis.wallet.v1.OrdersService", "ListMyOrders"))["orders"][0]
        assert [split["basis_points"] for split in order["splits"]] == [8_000], "saad works there"


async def test_a_scene_that_stops_says_why_and_goes_on_at_the_next_start(
    running: RunningHost, miniapps: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host, scene = host_of(running), miniapps / "tips" / "scene.toml"
    scene.write_text(SCENE)  # "-pay" is on no screen.
    await Demo(host).play_scenes(miniapps, DemoPeople.load(host.config.data_dir))
    assert "no nodes are called '-pay' that takes press" in capsys.readouterr().out
    assert json.loads((host.config.data_dir / "demo.json").read_text())["scenes"][TIPS]["done"] == 2
    scene.write_text(SCENE.replace("{heard}", ""))
    await Demo(host).play_scenes(miniapps, DemoPeople.load(host.config.data_dir))
    assert await orders(running, "noura") == ["ORDER_STATE_OPEN"] * 2, "the first two steps were not done again"
