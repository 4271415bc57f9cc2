"""The checks run apart: the same findings as in the developer's terminal, and no package can take the host along."""

from __future__ import annotations

import pytest

from core.apps import checking
from core.apps.checking import check_apart
from core.apps.findings import FINDINGS_MAX
from core.kit.db import connect
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis_devkit import project, signing
from majlis_devkit.checks import run_checks
from majlis_devkit.world import load_contract
from tests.support.apps_desk import CONTRACT, LAYLAS_KEY, Desk, check_here, signed
from tests.support.artifacts import ROOT
from tests.support.checked_apart import as_the_child_tells, checked_apart
from tests.support.databases import create_tables


async def test_apart_and_here_find_the_same() -> None:
    content = signed({"app.py": "import socket\neval('1')\n"})
    apart, here = await check_apart(content, CONTRACT), await check_here(content, CONTRACT)
    assert apart == sorted(here, key=lambda each: not each.is_error)
    assert "E403" in {each.code for each in apart}


def test_every_app_of_ours_is_judged_the_same_apart() -> None:
    """Whatever an app uses, the child has read before it gave up reading."""
    folders = [path.parent for path in sorted(ROOT.glob("miniapps/*/manifest.json"))]
    folders += [path.parent for path in sorted(ROOT.glob("tests/support/*/*/manifest.json"))]
    assert len(folders) > 10
    packages = [signing.sign(project.read(folder).package(), LAYLAS_KEY) for folder in folders]
    contract = load_contract()
    here = [as_the_child_tells(run_checks(each, contract=contract)) for each in packages]
    assert dict(zip(folders, checked_apart(packages, contract), strict=True)) == dict(zip(folders, here, strict=True))


async def test_a_submission_goes_through_the_real_checks(sqlite_url: str) -> None:
    """As composed on a host: nothing of the desk replaced but the sandbox."""
    db = connect(sqlite_url)
    try:
        create_tables(db)
        desk = await Desk.open(db, check=check_apart)
        assert (await desk.in_review(signed())).state == pb.VERSION_STATE_IN_REVIEW
        refused = await desk.in_review(signed({"app.py": "import socket\n"}, code=2))
        assert refused.state == pb.VERSION_STATE_CHANGES_NEEDED
    finally:
        db.close()


async def test_a_good_package_has_no_errors() -> None:
    assert not [each for each in await check_apart(signed(), CONTRACT) if each.is_error]


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 50_000 + ")" * 50_000,
        "x = " + "-" * 1_000_000 + "1",
        "a" + ".b" * 400_000 + "()",
    ],
    ids=["nested", "signs", "chain"],
)
async def test_source_that_breaks_a_parser_is_an_error_of_the_package(source: str) -> None:
    """The developer reads why; the host does not notice."""
    found = await check_apart(signed({"app.py": source}), CONTRACT)
    assert [each.code for each in found if each.is_error]


async def test_a_checker_that_ends_is_an_error_and_not_the_hosts_end() -> None:
    found = await check_apart(signed(), {"own": {}})
    assert [(each.code, each.is_error) for each in found] == [("E901", True)]


async def test_checks_without_end_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "DEADLINE_S", 0.001)
    assert [each.code for each in await check_apart(signed(), CONTRACT)] == ["E901"]


async def test_a_checker_that_talks_without_end_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in an attacker's hands could talk until the host's memory is full."""
    monkeypatch.setattr(checking, "ANSWER_BYTES_MAX", 1_000)
    found = await check_apart(signed({"app.py": "eval('1')\n" * FINDINGS_MAX}), CONTRACT)
    assert [each.code for each in found] == ["E901"]


@pytest.mark.parametrize("said", [b"", b"{}", b"[1]", b'[{"code": 1}]', b"[" * 100_000, b'["', b'[{"evil": "x"}]'])
async def test_a_checker_that_says_what_none_says_ends_nothing(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    async def lies(*_asked: object, **_bounds: object) -> bytes:
        return said

    monkeypatch.setattr(checking, "ask_apart", lies)
    assert [each.code for each in await check_apart(signed(), CONTRACT)] == ["E901"]


async def test_errors_are_kept_before_warnings_and_both_have_an_end() -> None:
    source = "eval('1')\n" * (FINDINGS_MAX + 50) + "import socket\n"
    found = await check_apart(signed({"app.py": source}), CONTRACT)
    assert len(found) == FINDINGS_MAX
    assert found[0].is_error
