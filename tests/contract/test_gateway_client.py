"""The web client's files, the headers around them, and the signs of life."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.kit.errors import ServiceUnavailable
from tests.support.gateway import Gate, running_gate

BIG_SCRIPT = "console.log('مرحبا');\n" * 200


def build(dist: Path, script: str = BIG_SCRIPT, name: str = "host-AAAA.js") -> None:
    """What the client's build leaves: hashed assets, a page an entry, and the manifest last."""
    (dist / "assets").mkdir(parents=True, exist_ok=True)
    (dist / "assets" / name).write_text(script)
    (dist / "assets" / "plex-BBBB.woff2").write_bytes(b"wOF2" + bytes(range(256)))
    (dist / "index.html").write_text(f"<!doctype html><p>users <script src=/assets/{name}></script>")
    (dist / "operator.html").write_text("<!doctype html><p>operators")
    (dist / "secret.txt").write_text("not in the manifest")
    entries = {"host": {"html": "index.html"}, "operator": {"html": "operator.html"}}
    files = [f"/assets/{name}", "/assets/plex-BBBB.woff2"]
    (dist / "manifest.json").write_text(json.dumps({"entries": entries, "files": files}))


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    build(tmp_path)
    async with running_gate(tmp_path) as made:
        yield made


async def test_each_origin_gets_its_own_page_on_every_path(gate: Gate) -> None:
    for path in ("/", "/apps", "/apps/org.majlis.polls/poll?id=12", "/settings/devices"):
        users, operators = await gate.get(path), await gate.get(path, host="operator.localhost")
        assert users.headers["content-type"] == "text/html; charset=utf-8"
        assert "users" in users.text
        assert "operators" in operators.text
        assert users.headers["cache-control"] == operators.headers["cache-control"] == "no-cache"


async def test_hashed_assets_are_kept_for_ever_and_compressed(gate: Gate) -> None:
    response = await gate.get("/assets/host-AAAA.js", accept_encoding="gzip")
    assert response.text == BIG_SCRIPT
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) < len(gzip.compress(BIG_SCRIPT.encode())) + 100
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["vary"] == "accept-encoding"
    plain = await gate.get("/assets/host-AAAA.js", accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    assert plain.text == BIG_SCRIPT
    assert (await gate.get("/assets/plex-BBBB.woff2")).headers["content-type"] == "font/woff2"


async def test_a_head_request_has_the_headers_and_no_body(gate: Gate) -> None:
    response = await gate.http.head("/", headers={"host": "localhost"})
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/secret.txt", "/manifest.json", "/index.html", "/favicon.ico", "/assets/none.js", "/assets/", "/.env",
        "/assets/../secret.txt", "/assets/%2e%2e/secret.txt", "/assets/..%2fsecret.txt", "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd", "/assets//etc/passwd", "/assets/host-AAAA.js%00.html",
    ],
)  # fmt: skip
async def test_nothing_but_the_manifests_files_can_be_reached(gate: Gate, path: str) -> None:
    response = await gate.get(path)
    assert "not in the manifest" not in response.text
    assert "root:" not in response.text
    assert response.status_code in (200, 400, 404)
    assert response.status_code != 200 or "users" in response.text


async def test_an_rpcs_address_is_no_page(gate: Gate) -> None:
    response = await gate.get("/majlis.identity.v1.IdentityService/GetMe")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("path", ["/", "/assets/host-AAAA.js", "/assets/none.js", "/healthz", "/metrics"])
async def test_every_answer_carries_the_security_headers(gate: Gate, path: str) -> None:
    headers = (await gate.get(path)).headers
    policy = dict(rule.partition(" ")[::2] for rule in headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'self'", "img-src": "'self' blob: data:", "media-src": "'self' blob:", "connect-src": "'self'",
        "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'",
    }  # fmt: skip
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=(self)" in headers["permissions-policy"]
    assert "server" not in headers


async def test_refusals_carry_the_security_headers_too(gate: Gate) -> None:
    for response in (
        await gate.rpc("identity.v1.IdentityService/Nowhere"),
        await gate.http.get("/", headers={"host": "evil.example"}),
        await gate.http.delete("/", headers={"host": "localhost"}),
    ):
        assert response.status_code >= 400
        assert "default-src 'self'" in response.headers["content-security-policy"]


async def test_a_client_that_is_not_built_says_how_and_appears_once_it_is(tmp_path: Path) -> None:
    async with running_gate(tmp_path) as gate:
        response = await gate.get("/")
        assert "make web" in response.text
        assert response.headers["cache-control"] == "no-store"
        assert (await gate.get("/assets/host-AAAA.js")).status_code == 404
        build(tmp_path)
        assert "users" in (await gate.get("/")).text
        await asyncio.sleep(0.02)
        build(tmp_path, "1", "host-CCCC.js")
        assert "host-CCCC" in (await gate.get("/")).text
        assert (await gate.get("/assets/host-CCCC.js")).text == "1"


# Signs of life.


async def test_alive_is_not_ready(gate: Gate) -> None:
    async def broken() -> None:
        raise ServiceUnavailable("no worker answers")

    async def faulty() -> None:
        raise KeyError("password=hunter2")

    async def well() -> None:
        return None

    gate.probes["database"] = well
    response = await gate.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "probes": {"database": {"ok": True}}})
    gate.probes.update(sandbox=broken, bus=faulty)
    response = await gate.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "probes": {
            "database": {"ok": True},
            "sandbox": {"ok": False, "why": "SERVICE_UNAVAILABLE"},
            "bus": {"ok": False, "why": "KeyError"},
        },
    }
    assert (await gate.get("/healthz")).status_code == 200


async def test_a_probe_that_hangs_is_not_well(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.gateway.readiness.PROBE_WITHIN_S", 0.05)

    async def hangs() -> Any:
        await asyncio.sleep(30)

    gate.probes["sandbox"] = hangs
    assert (await gate.get("/readyz")).json()["probes"]["sandbox"] == {"ok": False, "why": "TimeoutError"}


async def test_machines_that_know_only_an_address_may_ask_whether_we_live(gate: Gate) -> None:
    for path in ("/healthz", "/readyz"):
        assert (await gate.http.get(path, headers={"host": "10.0.0.9:8000"})).status_code == 200


async def test_metrics_are_for_this_machine_only(gate: Gate) -> None:
    response = await gate.get("/metrics")
    assert response.status_code == 200
    assert "gateway_sockets" in response.text
    assert "rpc_seconds" in response.text
    for name in ("x_forwarded_for", "forwarded"):
        assert (await gate.get("/metrics", **{name: "for=203.0.113.7"})).status_code == 404
    assert (await gate.http.get("/metrics", headers={"host": "evil.example"})).status_code == 421
