"""The tutorial's files are a working app: what a newcomer types in the first five minutes runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from miniapp import t, testing, texts

README = Path(__file__).parents[3] / "sdk" / "miniapp" / "README.md"
FILE = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def write_tutorial(folder: Path) -> None:
    for path, text in FILE.findall(README.read_text("utf-8")):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def test_the_first_app_works_and_its_own_test_passes(tmp_path: Path) -> None:
    write_tutorial(tmp_path)
    layla = testing.open(testing.load(tmp_path))
    layla.tap("add")
    layla.see(t("counted", count=1))
    spaces: dict[str, object] = {"__file__": str(tmp_path / "tests" / "test_app.py")}
    exec((tmp_path / "tests" / "test_app.py").read_text("utf-8"), spaces)
    spaces["test_each_tap_counts_once"]()  # type: ignore[operator]


def test_the_first_app_speaks_both_languages_and_has_a_whole_manifest(tmp_path: Path) -> None:
    write_tutorial(tmp_path)
    ids = [texts.message_ids((tmp_path / "texts" / f"{lang}.ftl").read_text("utf-8")) for lang in ("ar", "en")]
    assert ids[0] == ids[1]
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8"))["majlis_entry"] == "app:app"
