"""Packages judged by the host's own child, sealed: what it had to read besides them it must have read before."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from core.apps.findings import FINDINGS_MAX
from majlis_devkit.findings import Finding
from majlis_devkit.world import Contract

_CHILD = """
import base64, json, os, sys
from core.apps import checks_child as child
from majlis_devkit import seal
asked = json.load(sys.stdin)
packages = [base64.b64decode(each) for each in asked["packages"]]
child.prepare()
seal.prepare()
child._give_up()
child._write(json.dumps([child._check(each, asked) for each in packages]).encode())
os._exit(0)
"""


def checked_apart(packages: Sequence[bytes], contract: Contract) -> list[Any]:
    """The findings of each as JSON, all from one child."""
    coded = [base64.b64encode(each).decode() for each in packages]
    asked = json.dumps({"packages": coded, "contract": contract, "findings_max": FINDINGS_MAX})
    command = [sys.executable, "-I", "-c", _CHILD]
    ran = subprocess.run(command, input=asked.encode(), capture_output=True, env={}, check=False)
    assert ran.returncode == 0, ran.stderr.decode()[-3_000:]
    found: list[Any] = json.loads(ran.stdout)
    return found


def as_the_child_tells(found: Sequence[Finding]) -> list[Any]:
    """What the developer's own terminal says, in the child's order and form."""
    told = [each.as_json() for each in sorted(found, key=lambda each: not each.is_error)]
    return list(json.loads(json.dumps(told[:FINDINGS_MAX])))
