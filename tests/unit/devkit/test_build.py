"""Builds: named by their content, whole or absent, MACed, and jailed while a stranger's code runs."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from majlis_devkit import build, jail
from majlis_devkit.build import ArtifactTampered, build_snapshot, load_key, sources_json, verify
from majlis_devkit.engine import Engine
from tests.support.artifacts import cache_folder

APP = """
from miniapp import App
app = App("baked")
"""


def step(code: str, tmp_path: Path, **limits: float) -> str:
    """Run some Python as a jailed build step; the timeit module is a script that runs what it is given."""
    return jail.run_step("timeit", ["-n1", "-r1", code], workdir=tmp_path, **limits)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a/b", "A" * 40, "0" * 39, "0" * 40 + "\n", "0" * 39 + "٠"])
def test_what_is_no_artifacts_name_is_no_path(name: str) -> None:
    """It comes from a row, and what lies under it is executed."""
    with pytest.raises(ArtifactTampered):
        build.artifact_path(Path("/artifacts"), name)


@pytest.mark.parametrize("made", ["link", "pipe", "writable"])
def test_only_a_plain_file_of_ours_is_an_artifact(tmp_path: Path, made: str) -> None:
    real, path = tmp_path / "real", tmp_path / "a.cwasm"
    real.write_bytes(b"native code")
    if made == "link":
        path.symlink_to(real)
    elif made == "pipe":
        os.mkfifo(path)  # opened without care, it would be waited at for ever
    else:
        real.rename(path)
        path.chmod(0o666)
    digest = hashlib.sha256(b"native code").digest()
    path.with_suffix(".mac").write_bytes(hmac.digest(b"key", b"a.cwasm" + digest, "sha256"))
    with pytest.raises(ArtifactTampered):
        verify(path, b"key")


def test_what_was_checked_is_what_is_mapped(tmp_path: Path) -> None:
    """The zygote maps the file that was checked, whatever lies under its name by then."""
    path = tmp_path / "a.cwasm"
    path.write_bytes(b"native code")
    path.with_suffix(".mac").write_bytes(build._mac(path, b"key"))
    with build.open_verified(path, b"key") as file:
        build._write_whole(path, b"somebody else's")
        assert Path(f"/proc/self/fd/{file.fileno()}").read_bytes() == b"native code"


def test_the_artifacts_folder_is_ours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(build.CACHE_VARIABLE, "")
    folder = tmp_path / "artifacts"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    assert build.artifact_cache(tmp_path).stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(ArtifactTampered, match="others may write"):
        build.artifact_cache(tmp_path)


def test_a_snapshot_runs_its_app_without_sources(artifact_key: bytes) -> None:
    artifact = build_snapshot({"app.py": APP}, "app:app", [], cache_folder(), artifact_key)
    engine = Engine()
    assert engine.load("baked", artifact.path) == ["appdata", "places"]
    event = json.dumps({"v": 1, "kind": "describe"})
    outcome = engine.run("baked", event, host_call=lambda *_: "{}", deadline=time.monotonic() + 60)
    assert json.loads(outcome.answer or "{}")["platform"] == "wasi", outcome
    assert not artifact.takes_sources


def test_what_is_built_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build is half a minute of processor time; a changed file is repaired by one."""
    built: list[str] = []

    def quick(recipe: build.Recipe, progress: build.Progress) -> bytes:
        built.append(recipe.world)
        return b"native code"

    monkeypatch.setattr(build, "_bake", quick)
    first, second = (build_snapshot({"app.py": APP}, "app:app", [], tmp_path, b"key") for _ in range(2))
    assert first == second
    assert built == ["app"]
    first.path.write_bytes(b"damaged")
    build_snapshot({"app.py": APP}, "app:app", [], tmp_path, b"key")
    assert first.path.read_bytes() == b"native code"


def test_a_changed_artifact_is_not_loaded(tmp_path: Path) -> None:
    """Loading one is executing it."""
    path = tmp_path / "a.cwasm"
    path.write_bytes(b"native code")
    path.with_suffix(".mac").write_bytes(build._mac(path, b"key"))
    verify(path, b"key")
    with pytest.raises(ArtifactTampered):
        verify(path, b"another key")
    path.write_bytes(b"native c0de")
    with pytest.raises(ArtifactTampered):
        verify(path, b"key")


def test_one_apps_artifact_cannot_pose_as_anothers(tmp_path: Path) -> None:
    path, other = tmp_path / "a.cwasm", tmp_path / "b.cwasm"
    path.write_bytes(b"native code")
    path.with_suffix(".mac").write_bytes(build._mac(path, b"key"))
    path.rename(other)
    path.with_suffix(".mac").rename(other.with_suffix(".mac"))
    with pytest.raises(ArtifactTampered):
        verify(other, b"key")


def test_the_name_follows_every_ingredient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new SDK or engine must never be served from an old artifact."""
    plain = build.Recipe("app", "wit", "entry", ["appdata"], {"_guest.py": "1"})
    recipes = [plain, replace(plain, wit="2"), replace(plain, entry="2"), replace(plain, sdk={"_guest.py": "2"})]
    names = {recipe.artifact_id() for recipe in recipes}
    monkeypatch.setattr(build, "CONFIG_VERSION", "another")
    names.add(plain.artifact_id())
    assert len(names) == 5
    assert sources_json({"b": "2", "a": "1"}) == sources_json({"a": "1", "b": "2"})


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "artifact.key"
    assert load_key(path) == load_key(path)
    assert len(load_key(path)) == build.KEY_BYTES
    assert path.stat().st_mode & 0o077 == 0


def test_a_failing_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        build._write_whole(tmp_path / "a.cwasm", b"half")
    assert list(tmp_path.iterdir()) == []


def test_an_apps_import_error_is_told(tmp_path: Path, artifact_key: bytes) -> None:
    """The developer reads their own mistake, not ours."""
    with pytest.raises(jail.StepFailed, match="ZeroDivisionError"):
        build_snapshot({"app.py": "1 / 0"}, "app:app", [], tmp_path, artifact_key)
    assert list(tmp_path.glob("*.cwasm")) == []


def test_a_step_has_no_network(tmp_path: Path) -> None:
    with pytest.raises(jail.StepFailed, match="PermissionError"):
        step("import socket; socket.socket()", tmp_path)


def test_a_step_sees_none_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAJLIS_SECRET", "42")
    step("import os; assert 'MAJLIS_SECRET' not in os.environ", tmp_path)


def test_a_step_reads_no_file_of_the_host(tmp_path: Path) -> None:
    """Its database and keys lie beside it, under the same user."""
    secret = tmp_path / "wallet.db"
    secret.write_text("money")
    workdir = tmp_path / "inside"
    workdir.mkdir()
    with pytest.raises(jail.StepFailed, match="PermissionError"):
        step(f"open({str(secret)!r}).read()", workdir)


def test_a_step_writes_only_in_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    workdir = tmp_path / "inside"
    workdir.mkdir()
    step("open('here', 'w').write('x')", workdir)
    assert (workdir / "here").exists()
    with pytest.raises(jail.StepFailed, match="PermissionError"):
        step(f"open({str(outside)!r}, 'w').write('x')", workdir)
    assert not outside.exists()


def test_a_step_that_sleeps_is_killed(tmp_path: Path) -> None:
    with pytest.raises(jail.StepFailed, match="longer than"):
        step("import os, time; open(str(os.getpid()), 'w'); time.sleep(600)", tmp_path, wall_s=1.5)
    (started,) = [path.name for path in tmp_path.iterdir() if path.name.isdigit()]
    assert not Path(f"/proc/{started}").exists()


def test_a_step_that_eats_memory_fails(tmp_path: Path) -> None:
    with pytest.raises(jail.StepFailed, match="MemoryError"):
        step("x = bytearray(4 << 30)", tmp_path)
