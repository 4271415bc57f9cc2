"""The world says what an app may do: its own data, the scopes it declares, nothing more."""

from __future__ import annotations

import pytest

from majlis_devkit.world import ScopeUnknown, app_world, load_contract, runner_world

CONTRACT = {
    "own": {"appdata": ["GetDocument"]},
    "scopes": {
        "profile.name": {"interface": "profile-name", "methods": ["GetName"]},
        "wallet.order": {"interface": "wallet-order", "methods": ["CreateOrder"]},
    },
}


def test_an_app_without_scopes_has_its_own_data_only() -> None:
    world = app_world(CONTRACT, [])
    assert "import appdata;" in world
    assert "wallet" not in world
    assert "export load" not in world


def test_each_declared_scope_is_one_import() -> None:
    world = app_world(CONTRACT, ["wallet.order"])
    assert "import wallet-order;" in world
    assert "profile-name" not in world


def test_the_runner_has_every_scope_and_takes_sources() -> None:
    world = runner_world(CONTRACT)
    assert "import profile-name;" in world
    assert "import wallet-order;" in world
    assert "export load: func(sources: string);" in world


def test_equal_scopes_give_equal_worlds() -> None:
    """The world is part of an artifact's name."""
    scopes = ["wallet.order", "profile.name"]
    assert app_world(CONTRACT, scopes) == app_world(CONTRACT, reversed(scopes))


def test_a_scope_the_host_does_not_have_is_named() -> None:
    with pytest.raises(ScopeUnknown, match=r"wallet\.steal"):
        app_world(CONTRACT, ["wallet.steal"])


def test_the_built_contract_has_the_apps_own_data() -> None:
    assert "GetDocument" in load_contract()["own"]["appdata"]
