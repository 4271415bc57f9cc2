"""The door for a bank's notices: bytes and signature as they came, from anybody, no more than so many and so large."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.gateway.app import build_gateway
from core.gateway.bank_door import BODY_BYTES_MAX, NOTICES_BURST, NOTICES_PER_S
from core.kit.clock import ManualClock
from core.kit.config import Config
from core.kit.errors import DomainError, PermissionDenied
from core.kit.rpc import Call, Chain
from core.kit.tokens import AccessVerifier
from majlis.wallet.v1 import bank_service_pb2 as pb
from tests.support.access_tokens import TokenMaker
from tests.support.gateway import FakeIdentity, served

SIGNATURE = "t=1800000000,v1=" + "ab" * 32


@dataclass
class Wallet:
    """Keeps what it gets."""

    got: list[tuple[bytes, str, str]] = field(default_factory=list)
    refuses: DomainError | None = None

    async def receive_bank_notice(
        self, request: pb.ReceiveBankNoticeRequest, call: Call
    ) -> pb.ReceiveBankNoticeResponse:
        if self.refuses is not None:
            raise self.refuses
        self.got.append((request.body, request.signature, call.caller.service))
        return pb.ReceiveBankNoticeResponse()

    def __getattr__(self, name: str) -> Any:
        return None


@dataclass
class Door:
    """The gateway before that wallet."""

    http: httpx.AsyncClient
    wallet: Wallet
    clock: ManualClock

    async def post(self, body: bytes = b"{}", signature: str | None = SIGNATURE, **headers: str) -> httpx.Response:
        given = {} if signature is None else {"majlis-bank-signature": signature}
        return await self.http.post("/hooks/bank", content=body, headers=given | headers)


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    clock, wallet = ManualClock(), Wallet()
    tokens = TokenMaker(clock)
    chain = Chain(clock=clock)
    chain.serve("majlis.wallet.v1.BankService", wallet)
    chain.serve("majlis.identity.v1.IdentityService", FakeIdentity(clock, tokens))
    verifier = AccessVerifier(jwks=tokens.jwks, clock=clock)
    app = build_gateway(
        config=Config(http_port=0), channel=chain, verifier=verifier, clock=clock, web_dist=tmp_path, probes={}
    )
    async with served(app) as (_, http):
        yield Door(http, wallet, clock)


@pytest.mark.parametrize("body", [b'{ "a":1 }\r\n', '{"why":"قُبل"}'.encode(), bytes(range(256)), b"x" * BODY_BYTES_MAX])
async def test_a_notice_reaches_the_wallet_byte_for_byte(door: Door, body: bytes) -> None:
    """A signature is over bytes: a gateway that reads and writes anew breaks every one of them."""
    answer = await door.post(body, **{"content-type": "application/json; charset=utf-16"})
    assert (answer.status_code, answer.text) == (200, "{}")
    assert door.wallet.got == [(body, SIGNATURE, "gateway")]


async def test_it_comes_by_any_name_and_from_any_page(door: Door) -> None:
    """What makes it the bank's is its signature; a cookie or token beside it changes nothing."""
    more = {"host": "10.1.2.3:9", "origin": "https://evil.example", "cookie": "majlis_refresh=x", "authorization": "x"}
    assert (await door.post(**more)).status_code == 200


@pytest.mark.parametrize("signature", [None, "", "x" * 257])
async def test_without_a_signature_the_wallet_is_not_asked(door: Door, signature: str | None) -> None:
    answer = await door.post(signature=signature)
    assert answer.status_code == 400
    assert door.wallet.got == []


async def test_two_signatures_are_none(door: Door) -> None:
    twice = [("majlis-bank-signature", SIGNATURE), ("majlis-bank-signature", SIGNATURE)]
    assert (await door.http.post("/hooks/bank", content=b"{}", headers=twice)).status_code == 400


async def test_a_body_over_its_limit_is_not_read(door: Door) -> None:
    answer = await door.post(b"x" * (BODY_BYTES_MAX + 1))
    assert (answer.status_code, answer.json()["code"]) == (429, "resource_exhausted")
    assert door.wallet.got == []
    assert (await door.post()).status_code == 200


async def test_what_the_wallet_refuses_is_told_to_the_sender(door: Door) -> None:
    door.wallet.refuses = PermissionDenied("this is not a notice of our bank")
    answer = await door.post()
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


async def test_a_flood_is_turned_away_and_the_bank_may_come_again(door: Door) -> None:
    """Anybody can knock, so all knocks together have a limit; the wallet's writer is not theirs to fill."""
    for _ in range(NOTICES_BURST):
        assert (await door.post()).status_code == 200
    refused = await door.post()
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    door.clock.advance(timedelta(seconds=1))
    answers = [(await door.post()).status_code for _ in range(NOTICES_PER_S + 1)]
    assert answers == [200] * NOTICES_PER_S + [429]


async def test_nothing_is_there_to_be_read(door: Door) -> None:
    assert (await door.http.get("/hooks/bank")).status_code == 405
    assert (await door.http.put("/hooks/bank", content=b"{}")).status_code == 405
    assert door.wallet.got == []


async def test_the_rpc_itself_is_not_on_the_web(door: Door) -> None:
    answer = await door.http.post(
        "/majlis.wallet.v1.BankService/ReceiveBankNotice", content=b"{}", headers={"host": "localhost"}
    )
    assert answer.status_code == 404
