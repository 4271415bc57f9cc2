"""The command: a first app runs in minutes, errors read like a compiler's, programs get JSON, secrets stay put."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from majlis_devkit import build, keys, package
from majlis_devkit.build import Artifact, Recipe
from majlis_devkit.cli import account, author
from majlis_devkit.cli.main import app
from majlis_devkit.cli.output import Exit
from majlis_devkit.engine import Engine
from majlis_devkit.host_api import HostApi, HostUnreachable, Login, NotLoggedIn, load_login
from majlis_devkit.sandbox import LocalSandbox, open_sandbox
from tests.support.artifacts import cache_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MAJLIS_HOME", str(folder))
    monkeypatch.delenv("MAJLIS_URL", raising=False)
    monkeypatch.delenv("MAJLIS_LANG", raising=False)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def answer(*arguments: str, code: int = Exit.FINE) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == code, result.output
    read: dict[str, Any] = json.loads(result.stdout)
    return read


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    folder = tmp_path / "tea"
    assert answer("new", str(folder))["app_id"] == "org.example.tea"
    return folder


@pytest.fixture
def sandbox(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(author, "open_sandbox", lambda **_: LocalSandbox(engine))


@pytest.mark.usefixtures("sandbox")
def test_a_new_app_passes_every_check_in_the_real_sandbox(tea: Path) -> None:
    assert answer("check", str(tea)) == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("folder", "title"),
    [
        ("shopping", "Shopping"),
        ("my-shop_list", "My shop list"),
        ("سوق", "سوق"),
        ('a"b\\{c', "A b c"),
        ("x" * 60, "X" + "x" * 39),
    ],
)
def test_a_new_app_is_called_what_its_folder_is(tmp_path: Path, folder: str, title: str) -> None:
    answer("new", str(tmp_path / folder))
    manifest = json.loads((tmp_path / folder / "manifest.json").read_text("utf-8"))
    assert manifest["majlis_names"] == {"ar": title, "en": title}
    for language in ("ar", "en"):
        assert f"title = {title}\n" in (tmp_path / folder / "texts" / f"{language}.ftl").read_text("utf-8")
    assert 'App("tea")' not in (tmp_path / folder / "app.py").read_text("utf-8")
    assert answer("check", str(tmp_path / folder), "--no-sandbox") == {"ok": True, "findings": []}


def test_a_new_apps_own_tests_pass_natively_and_in_the_sandbox(
    tea: Path, home: Path, runner_artifact: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways give the same verdict on the same tests, or the simulator would lie."""
    monkeypatch.setenv("MAJLIS_ARTIFACT_CACHE", str(cache_folder()))
    home.mkdir()
    shutil.copy(cache_folder() / "tests.key", home / "artifact.key")
    native, real = answer("test", str(tea)), answer("test", str(tea), "--sandbox")
    assert (native["tests"], native["failures"], native["errors"]) == (3, 0, 0)
    assert (real["tests"], real["failures"], real["errors"]) == (3, 0, 0)
    (tea / "tests" / "test_more.py").write_text("def test_no():\n    assert False\n", "utf-8")
    assert answer("test", str(tea), code=Exit.FOUND)["failures"] == 1


def test_a_finding_reads_like_a_compilers(tea: Path) -> None:
    source = tea / "app.py"
    source.write_text("import socket\n" + source.read_text("utf-8"), "utf-8")
    result = run("check", str(tea), "--no-sandbox")
    assert result.exit_code == Exit.FOUND
    for part in ("error[E403]", "--> app.py:1", "1 | import socket", "fix:", "majlis explain E403"):
        assert part in result.stdout


def test_explain_works_offline_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("explain", "e311")["code"] == "E311"
    assert "‹scope›" in run("explain", "E311").stdout
    assert "E311" in answer("explain")["codes"]
    assert answer("explain", "E999", code=Exit.USAGE)["reason"] == "UNKNOWN_CODE"
    english = run("explain", "E312").stdout
    monkeypatch.setenv("MAJLIS_LANG", "ar")
    assert run("explain", "E312").stdout != english


def test_the_key_is_private_shown_by_half_and_never_overwritten(home: Path) -> None:
    assert answer("keys", "show", code=Exit.FOLDER)["reason"] == "KEY_MISSING"
    made = answer("keys", "new")
    path = Path(made["path"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert answer("keys", "show")["public_key"] == made["public_key"]
    assert "PRIVATE" not in run("keys", "show").stdout
    assert answer("keys", "new", code=Exit.FOLDER)["reason"] == "EXISTS"
    assert answer("keys", "new", "--replace")["key_id"] != made["key_id"]
    path.chmod(0o644)
    assert answer("keys", "show", code=Exit.FOLDER)["reason"] == "KEY_UNUSABLE"


def test_build_writes_a_signed_package_that_checks_again(tea: Path, tmp_path: Path) -> None:
    out = tmp_path / "tea.ma"
    assert answer("build", str(tea), "--out", str(out), code=Exit.FOLDER)["reason"] == "KEY_MISSING"
    key_id = answer("keys", "new")["key_id"]
    built = answer("build", str(tea), "--out", str(out))
    assert (built["key_id"], built["scopes"]) == (key_id, ["profile.name"])
    assert "tests/test_app.py" not in built["files"]
    first = out.read_bytes()
    assert answer("check", str(out), "--no-sandbox")["ok"]
    answer("build", str(tea), "--out", str(out))
    assert out.read_bytes() == first


def test_build_prints_the_hash_of_the_file_and_names_its_digest_apart(tea: Path, tmp_path: Path) -> None:
    """The review page shows the hash of the bytes sent; the digest that is signed is another number."""
    out = tmp_path / "tea.ma"
    answer("keys", "new")
    built = answer("build", str(tea), "--out", str(out))
    assert built["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert built["digest"] == package.read(out.read_bytes()).digest != built["sha256"]
    lines = [line.split() for line in run("build", str(tea), "--out", str(out)).stdout.splitlines()]
    assert ["sha256", "of", "the", "file", built["sha256"]] in lines
    assert ["sources", "digest", built["digest"]] in lines


def test_the_first_check_says_up_front_that_it_takes_a_while(
    tea: Path, tmp_path: Path, runner_artifact: Artifact, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setenv("MAJLIS_ARTIFACT_CACHE", str(tmp_path / "cache"))

    def bake(recipe: Recipe, progress: build.Progress) -> bytes:
        said.append("baked")
        return runner_artifact.path.read_bytes()

    monkeypatch.setattr(build, "_bake", bake)
    open_sandbox(progress=said.append)
    assert "first time only, about a minute" in said[0]
    assert said[1:] == ["baked"]
    open_sandbox(progress=said.append)
    assert len(said) == 2


def test_what_is_no_app_is_said_in_one_line(tmp_path: Path) -> None:
    assert answer("check", str(tmp_path), code=Exit.FOLDER)["reason"] == "NOT_A_MINI_APP"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    assert answer("new", str(tmp_path / "full"), code=Exit.FOLDER)["reason"] == "EXISTS"


def test_links_are_not_followed_out_of_the_folder(tea: Path) -> None:
    (tea / "secret.py").symlink_to("/etc/passwd")
    assert answer("check", str(tea), "--no-sandbox", code=Exit.FOLDER)["reason"] == "NOT_A_MINI_APP"


# --- the host ---


class FakeGateway:
    """Answers as the gateway does; what it was sent is kept."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, Any], httpx.Headers]] = []
        self.valid = "access-1"
        self.state_now = "VERSION_STATE_CHECKING"
        self.suspension: dict[str, Any] = {}
        self.refuse: dict[str, tuple[int, str, str]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition("/")[2]
        self.requests.append((method, json.loads(request.content), request.headers))
        if method in self.refuse:
            return self._error(*self.refuse[method])
        if method == "LogIn":
            return self._signed_in("access-1", "refresh-1")
        if method == "RefreshSession":
            if "cookie" in request.headers or json.loads(request.content) != {"refresh_token": "refresh-1"}:
                return self._error(401, "unauthenticated", "SESSION_EXPIRED")
            self.valid = "access-2"
            return self._signed_in("access-2", "refresh-2")
        if request.headers.get("authorization") != f"Bearer {self.valid}":
            return self._error(401, "unauthenticated", "UNAUTHENTICATED")
        if method == "GetVersion":
            assert json.loads(request.content) == {"version_id": "ver_1"}
            found = {"version_id": "ver_1", "state": self.state_now, "suspension": self.suspension}
            return httpx.Response(200, json={"version": found})
        version = {"version_id": "ver_1", "app_id": "org.example.tea", "name": "0.1.0"}
        version["state"] = "VERSION_STATE_IN_REVIEW"
        return httpx.Response(200, json={"version": version, "versions": [version], "key_id": "key_1"})

    def _signed_in(self, access: str, refresh: str) -> httpx.Response:
        cookie = f"majlis_refresh={refresh}; HttpOnly; SameSite=Strict; Path=/"
        return httpx.Response(200, json={"signed_in": {"access_token": access}}, headers={"set-cookie": cookie})

    def _error(self, status: int, code: str, reason: str) -> httpx.Response:
        debug = {"reason": reason, "domain": "majlis", "metadata": {"app_id": "org.example.tea", "code": "1"}}
        detail = {"type": "google.rpc.ErrorInfo", "value": "", "debug": debug}
        return httpx.Response(status, json={"code": code, "message": "no", "details": [detail]})


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> FakeGateway:
    fake = FakeGateway()
    real = HostApi

    def api(url: str, login: Login | None = None) -> HostApi:
        return real(url, login, transport=httpx.MockTransport(fake))

    monkeypatch.setattr(account, "HostApi", api)
    return fake


def log_in() -> None:
    answer("login", "--username", "layla", "--password", "secret", "--host", "http://localhost:8000")


def test_login_is_kept_private(gateway: FakeGateway, home: Path) -> None:
    log_in()
    assert stat.S_IMODE((home / "login.json").stat().st_mode) == 0o600
    assert load_login() == Login("http://localhost:8000", "layla", "access-1", "refresh-1")
    assert "secret" not in (home / "login.json").read_text("utf-8")


def test_submit_sends_the_signed_package_once(gateway: FakeGateway, tea: Path) -> None:
    """The request id comes from the content, so sending again after a lost answer changes nothing."""
    log_in()
    answer("keys", "new")
    sent = answer("submit", str(tea), "--note", "first one")
    assert sent["version"]["version_id"] == "ver_1"
    answer("submit", str(tea), "--note", "first one")
    bodies = [body for method, body, _ in gateway.requests if method == "SubmitVersion"]
    assert bodies[0] == bodies[1]
    assert package.read(base64.b64decode(bodies[0]["package"])).developer is not None
    assert bodies[0]["note"] == "first one"


def test_a_package_sent_again_shows_where_it_stands_now(gateway: FakeGateway, tea: Path) -> None:
    """The kept answer to the same request is of the day it was first sent."""
    log_in()
    answer("keys", "new")
    assert answer("submit", str(tea))["version"]["state"] == "VERSION_STATE_CHECKING"
    gateway.state_now = "VERSION_STATE_PUBLISHED"
    assert answer("submit", str(tea))["version"]["state"] == "VERSION_STATE_PUBLISHED"
    assert "published" in run("submit", str(tea)).stdout


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("localhost:8300", "http://localhost:8300"),
        ("localhost", "http://localhost"),
        ("operator.localhost:8300/", "http://operator.localhost:8300"),
        ("127.0.0.1:8300", "http://127.0.0.1:8300"),
        ("[::1]:8300", "http://[::1]:8300"),
        ("https://majlis.example", "https://majlis.example"),
    ],
)
def test_a_host_on_this_machine_needs_no_scheme(gateway: FakeGateway, given: str, url: str) -> None:
    answered = answer("login", "--username", "layla", "--password", "secret", "--host", given)
    login = load_login()
    assert (answered["host"], login and login.url) == (url, url)


@pytest.mark.parametrize(
    "given", ["majlis.example", "majlis.example:443", "ftp://localhost", "http://", "localhost:http"]
)
def test_an_address_that_is_none_is_said_before_anything_is_sent(gateway: FakeGateway, given: str) -> None:
    refused = answer("login", "--username", "layla", "--password", "secret", "--host", given, code=Exit.USAGE)
    assert (refused["reason"], gateway.requests) == ("HOST_INVALID", [])
    assert given in refused["message"]


def test_an_ended_access_token_is_renewed_once_and_kept(gateway: FakeGateway) -> None:
    log_in()
    gateway.valid = "another"
    assert answer("status")["versions"][0]["state"] == "VERSION_STATE_IN_REVIEW"
    assert load_login() == Login("http://localhost:8000", "layla", "access-2", "refresh-2")
    gateway.valid = "gone"
    assert answer("status", code=Exit.REFUSED)["reason"] == "NOT_LOGGED_IN"


def test_a_developer_reads_why_the_host_switched_their_app_off(gateway: FakeGateway) -> None:
    """How often, for how many, what ran: enough to begin to look."""
    log_in()
    counts = [{"reason": "APP_OUT_OF_FUEL", "count": 41}, {"reason": "APP_OUT_OF_MEMORY", "count": 2}]
    last = {"last_event": "action split[red]", "last_detail": "it spun", "last_incident": "5f0c"}
    gateway.state_now = "VERSION_STATE_SUSPENDED"
    gateway.suspension = {"traps": {"counts": counts, "people": 6, "people_served": 8, "window_s": 600, **last}}
    result = run("status", "ver_1")
    said = result.stdout
    assert result.exit_code == Exit.FOUND
    assert "suspended" in said
    assert "6 of 8 people in 10 minutes: APP_OUT_OF_FUEL × 41, APP_OUT_OF_MEMORY × 2" in " ".join(said.split())
    assert "action split[red]: it spun (incident 5f0c)" in said


def test_registering_a_key_makes_a_developer(gateway: FakeGateway) -> None:
    log_in()
    public = answer("keys", "new")["public_key"]
    assert answer("keys", "register")["key_id"] == "key_1"
    methods = [method for method, _, _ in gateway.requests]
    assert methods[1:] == ["BecomeDeveloper", "RefreshSession", "RegisterDeveloperKey"]
    assert base64.b64decode(gateway.requests[-1][1]["public_key"]).hex() == public


def test_the_private_key_and_refresh_token_go_nowhere_else(gateway: FakeGateway, tea: Path) -> None:
    log_in()
    answer("keys", "new")
    answer("submit", str(tea))
    secret = keys.load_key(keys.key_path()).private_bytes_raw()
    for method, body, headers in gateway.requests:
        assert "cookie" not in headers, method
        sent = base64.b64decode(body.get("package", ""))
        assert secret not in sent
        assert "refresh-1" not in json.dumps(body)


def test_a_refusal_is_its_reason_and_a_hint(gateway: FakeGateway, tea: Path) -> None:
    log_in()
    answer("keys", "new")
    gateway.refuse["SubmitVersion"] = (412, "failed_precondition", "VERSION_NOT_NEWER")
    refused = answer("submit", str(tea), code=Exit.REFUSED)
    assert (refused["reason"], refused["metadata"]["code"]) == ("VERSION_NOT_NEWER", "1")
    assert "raise version.code" in run("submit", str(tea)).output


def test_nobody_home_and_nobody_logged_in_are_different(tea: Path) -> None:
    assert answer("status", code=Exit.REFUSED)["reason"] == "NOT_LOGGED_IN"
    with pytest.raises(NotLoggedIn):
        HostApi("http://localhost:1").call("x/Y", {})

    def dead(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    for handler in (dead, lambda _: httpx.Response(502, text="<html>"), lambda _: httpx.Response(200, text="hi")):
        api = HostApi("http://host", Login("http://host", "l", "a", "r"), transport=httpx.MockTransport(handler))
        with pytest.raises(HostUnreachable):
            api.call("majlis.apps.v1.AppsService/ListVersions", {})


def test_a_login_is_only_sent_to_its_own_host(gateway: FakeGateway) -> None:
    log_in()
    assert answer("status", "--host", "http://evil.example", code=Exit.REFUSED)["reason"] == "NOT_LOGGED_IN"
    assert [method for method, _, _ in gateway.requests] == ["LogIn"]
