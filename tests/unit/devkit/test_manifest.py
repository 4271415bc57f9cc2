"""The manifest is read strictly: a defect is named with its member, and nothing is silently ignored."""

from __future__ import annotations

import json
from typing import Any

import pytest

from majlis_devkit.manifest import ManifestInvalid, parse
from tests.support.packages import manifest


def defects(document: Any) -> dict[str, str]:
    with pytest.raises(ManifestInvalid) as caught:
        parse(document if isinstance(document, bytes | str) else json.dumps(document))
    return {defect.member: defect.why for defect in caught.value.defects}


def test_a_good_manifest_is_typed() -> None:
    read = parse(json.dumps(manifest()))
    assert (read.app_id, read.version_code, read.version_name) == ("org.example.hello", 1, "1.0.0")
    assert read.scopes == ("profile.name",)
    assert read.reasons["profile.name"]["en"] == "To greet you by name"
    assert (read.entry_module, read.entry_path) == ("app", "app.py")


@pytest.mark.parametrize(
    ("changes", "member", "why"),
    [
        ({"app_id": None}, "app_id", "missing"),
        ({"app_id": "org..x"}, "app_id", "format"),
        ({"app_id": "-org"}, "app_id", "format"),
        ({"app_id": "org.example\n"}, "app_id", "format"),
        ({"version": {"code": -5, "name": "1.0.0"}}, "version.code", "range"),
        ({"version": {"code": True, "name": "1.0.0"}}, "version.code", "range"),
        ({"version": {"name": "1.0.0"}}, "version.code", "missing"),
        ({"version": {"code": 1, "name": "one"}}, "version.name", "format"),
        ({"version": {"code": 1, "name": "1.0.0", "pages": []}}, "version.pages", "unknown"),
        ({"platform_version": 3}, "platform_version", "type"),
        ({"pages": 42}, "pages", "type"),
        ({"pages": []}, "pages", "range"),
        ({"pages": ["https://evil.example/x"]}, "pages[0]", "format"),
        ({"pages": ["pages/../x"]}, "pages[0]", "format"),
        ({"pages": ["pages/a", "pages/a"]}, "pages", "duplicate"),
        ({"icons": [{"src": "a.svg"}, {}]}, "icons[1].src", "format"),
        ({"icons": []}, "icons", "range"),
        ({"dir": "sideways"}, "dir", "range"),
        ({"dir": ["rtl"]}, "dir", "range"),
        ({"req_permissions": [{"name": ""}]}, "req_permissions[0].name", "format"),
        ({"req_permissions": [{"name": "profile.name"}] * 2}, "req_permissions", "duplicate"),
        ({"majlis_reasons": {}}, "majlis_reasons.profile.name.ar", "missing"),
        ({"majlis_reasons": {"profile.name": {"ar": "ل"}}}, "majlis_reasons.profile.name.en", "missing"),
        ({"req_permissions": []}, "majlis_reasons.profile.name", "unknown"),
        ({"majlis_names": {"ar": "م"}}, "majlis_names.en", "missing"),
        ({"majlis_entry": "app"}, "majlis_entry", "format"),
        ({"majlis_entry": "../app:app"}, "majlis_entry", "format"),
        ({"majlis_ui": 2}, "majlis_ui", "range"),
        ({"majlis_secret": 1}, "majlis_secret", "unknown"),
        ({"colour": "red"}, "colour", "unknown"),
        ({"scope": "/"}, "scope", "unknown"),
        ({"name": " "}, "name", "type"),
        ({"name": "x" * 41}, "name", "too_long"),
    ],
)
def test_each_defect_is_named(changes: dict[str, Any], member: str, why: str) -> None:
    assert defects(manifest(**changes)).get(member) == why


def test_all_defects_are_told_at_once() -> None:
    """Nobody should upload five times to learn five things."""
    assert len(defects(manifest(app_id=None, pages=42, dir="sideways"))) == 3


@pytest.mark.parametrize("raw", [b"\xff", "", "[]", "null", "{", '{"name":1,"name":2}', "[" * 100_000])
def test_what_is_no_manifest_at_all_is_refused(raw: bytes | str) -> None:
    assert "" in defects(raw)


def test_a_members_vendor_prefix_makes_it_allowed() -> None:
    assert parse(json.dumps(manifest(wechat_new_feature=1))).app_id
