"""`majlis check` names what an app calls while it is imported, at its line, before anybody's value is everybody's."""

from __future__ import annotations

import pytest

from majlis_devkit import checks
from majlis_devkit.engine import Engine
from majlis_devkit.sandbox import LocalSandbox
from tests.support.packages import APP, CONTRACT, signed


@pytest.mark.usefixtures("runner_artifact")
@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("import secrets; TOKEN = secrets.token_hex()", "secrets.token_hex()"),
        ("from datetime import datetime; STARTED = datetime.now()", "datetime.now()"),
        ("import random; DICE = random.Random()", "random.Random()"),
        ("import time; BEGAN = time.monotonic()", "time.monotonic()"),
    ],
)
def test_a_value_taken_at_import_is_a_finding_at_its_line(engine: Engine, line: str, call: str) -> None:
    found = checks.run_checks(
        signed({"app.py": f"{line}\n{APP}"}), contract=CONTRACT, dry_start=LocalSandbox(engine).run
    )
    assert [(one.code, one.severity, one.where) for one in found] == [("E610", "error", "app.py:1")]
    assert call in found[0].text_en
    assert call in found[0].text_ar
    assert "now()" in found[0].fix
