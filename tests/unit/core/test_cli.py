"""What the operator's command refuses, in one sentence each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.demo import DemoPeople
from core.kit.config import ROLES


def majlisd(tmp_path: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAJLIS_")}
    environment |= {"MAJLIS_DATA_DIR": str(tmp_path / "data")} | settings
    command = [sys.executable, "-m", "core.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("words", "settings", "says"),
    [
        (["serve"], {"MAJLIS_HOST": "0.0.0.0", "MAJLIS_DEMO": "1"}, "demo accounts"),
        (["serve", "--roles", "gateway"], {}, "MAJLIS_PEERS"),
        (["serve", "--roles", "kitchen"], {}, "no role 'kitchen'"),
        (
            ["serve", "--roles", "gateway"],
            {"MAJLIS_HOST": "0.0.0.0", "MAJLIS_PEERS": "identity=127.0.0.1:1"},
            "nobody plays",
        ),
        (["serve"], {"MAJLIS_HTTP_PORT": "eighty"}, "MAJLIS_HTTP_PORT must be int"),
        (["serve"], {"MAJLIS_PEERS": "apps"}, "MAJLIS_PEERS entries look like"),
        (["demo"], {}, "no demo people yet"),
        (["serve"], {"MAJLIS_CITY": "nowhere.json"}, "MAJLIS_CITY=nowhere.json: No such file"),
        (["serve"], {"MAJLIS_CITY": "pyproject.toml"}, "MAJLIS_CITY=pyproject.toml: the file is not JSON"),
    ],
)
def test_a_start_that_would_be_wrong_is_refused_in_one_sentence(
    tmp_path: Path, words: list[str], settings: dict[str, str], says: str
) -> None:
    ended = majlisd(tmp_path, *words, **settings)
    assert ended.returncode == 1
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_demo_people_in_the_data_directory_keep_the_host_at_home(tmp_path: Path) -> None:
    """Their passwords are in the README of the world; it does not matter that this start did not ask for them."""
    (tmp_path / "data").mkdir()
    DemoPeople("JBSWY3DPEHPK3PXP").save(tmp_path / "data")
    assert "demo accounts" in majlisd(tmp_path, "serve", MAJLIS_HOST="0.0.0.0").stderr


def test_roles_on_several_machines_wait_for_mtls(tmp_path: Path) -> None:
    """A service token in the clear on a network would be anybody's."""
    peers = ",".join(f"{role}=10.0.0.7:50052" for role in ROLES[1:])
    ended = majlisd(tmp_path, "serve", "--roles", "identity", MAJLIS_PEERS=peers)
    assert "on another machine" in ended.stderr


def test_config_shows_every_setting_by_the_name_it_is_set_with(tmp_path: Path) -> None:
    shown = json.loads(majlisd(tmp_path, "config", MAJLIS_HTTP_PORT="8123").stdout)
    assert shown["MAJLIS_HTTP_PORT"] == "8123"
    assert shown["MAJLIS_DATABASE_URL"] == f"sqlite:///{tmp_path / 'data' / 'core.db'}"
    assert shown["MAJLIS_WALLET_DATABASE_URL"] == f"sqlite:///{tmp_path / 'data' / 'wallet.db'}"


def test_config_never_shows_a_password(tmp_path: Path) -> None:
    """It is what people paste into bug reports."""
    printed = majlisd(
        tmp_path,
        "config",
        MAJLIS_DATABASE_URL="postgresql+psycopg://majlis:hunter2@localhost/majlis",
        MAJLIS_WALLET_DATABASE_URL="postgresql+psycopg://ledger:hunter2@localhost/ledger",
    ).stdout
    assert "postgresql+psycopg://majlis:***@localhost/majlis" in printed
    assert "postgresql+psycopg://ledger:***@localhost/ledger" in printed
    assert "hunter2" not in printed
