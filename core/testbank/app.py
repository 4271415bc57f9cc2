"""The test bank's HTTP: /v1 for its customers' programs, /test for whoever wants it to misbehave."""

from __future__ import annotations

import hmac
import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

from sanic import HTTPResponse, Request, Sanic, empty, json
from sanic.exceptions import SanicException

from core.kit.money import EXPONENTS
from core.testbank.books import Books, ReferenceReused
from core.testbank.conduct import Conduct
from core.testbank.courier import Courier
from core.testbank.own_clock import OwnClock

BODY_BYTES_MAX = 64 * 1024
AMOUNT_MINOR_MAX = 10**15
KINDS = ("top_up", "pay_out")
STATES = ("done", "failed", "returned")
_apps = itertools.count(1)  # Sanic wants a new name for each app of a process.


def build_app(*, books: Books, courier: Courier, clock: OwnClock, api_key: str) -> Sanic[Any, Any]:
    """Every route asks for the key."""
    app: Sanic[Any, Any] = Sanic(f"majlis_testbank_{next(_apps)}", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=BODY_BYTES_MAX, ACCESS_LOG=False, MOTD=False, TOUCHUP=False, FALLBACK_ERROR_FORMAT="json"
    )  # fmt: skip

    @app.on_request
    async def check_key(request: Request) -> HTTPResponse | None:
        given = request.headers.get("authorization", "").encode()
        return None if hmac.compare_digest(given, f"Bearer {api_key}".encode()) else json({"error": "KEY"}, 401)

    _serve_customers(app, books, courier)
    _serve_tests(app, books, courier, clock)
    return app


def _serve_customers(app: Sanic[Any, Any], books: Books, courier: Courier) -> None:
    @app.put("/v1/transfers/<reference:str>")
    async def ask(request: Request, reference: str) -> HTTPResponse:
        kind, amount_minor, currency_code = _asked(request.json, reference)
        try:
            entry, conduct = await books.ask(reference, kind, amount_minor, currency_code)
        except ReferenceReused as reused:
            return json(reused.entry, 409)
        courier.wake()
        if conduct.answers != "given":
            return json({"error": "AWAY"}, 503)
        return json(entry)

    @app.get("/v1/transfers/<reference:str>")
    async def look_up(request: Request, reference: str) -> HTTPResponse:
        entry = await books.look_up(reference)
        return json({"error": "NOT_FOUND"}, 404) if entry is None else json(entry)

    @app.get("/v1/statement/<day:str>")
    async def statement(request: Request, day: str) -> HTTPResponse:
        try:
            wanted = date.fromisoformat(day)
        except ValueError:
            return json({"error": "DAY"}, 400)
        return json(await books.statement(wanted, request.args.get("after") or ""))


def _serve_tests(app: Sanic[Any, Any], books: Books, courier: Courier, clock: OwnClock) -> None:
    async def conduct(said: dict[str, Any]) -> None:
        books.conducts = [Conduct.of(each) for each in said["next"]]

    async def notify(said: dict[str, Any]) -> None:
        courier.notify = str(said["url"])

    async def turn(said: dict[str, Any]) -> None:
        clock.turn_to(datetime.fromtimestamp(int(said["now_ms"]) / 1000, UTC))

    async def release(said: dict[str, Any]) -> None:
        await books.release(str(said.get("reference", "")))

    async def forget(said: dict[str, Any]) -> None:
        await books.forget(str(said.get("reference", "")))

    async def say(said: dict[str, Any]) -> None:
        if said["state"] not in STATES:
            raise ValueError("no such state")
        await books.say(str(said["reference"]), said["state"], str(said.get("why", "")))

    def serve(path: str, act: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        async def answer(request: Request) -> HTTPResponse:
            try:
                await act(request.json)
            except (KeyError, TypeError, ValueError) as error:
                return json({"error": str(error)}, 400)
            courier.wake()
            return empty()

        app.add_route(answer, f"/test/{path}", methods=["POST"], name=path)

    for act in (conduct, notify, turn, release, forget, say):
        serve(act.__name__, act)


def _asked(said: Any, reference: str) -> tuple[str, int, str]:
    try:
        kind, amount_minor, currency_code = said["kind"], said["amount_minor"], said["currency_code"]
    except (KeyError, TypeError):
        raise SanicException("kind, amount_minor and currency_code are asked for", 400) from None
    is_amount = type(amount_minor) is int and 1 <= amount_minor <= AMOUNT_MINOR_MAX
    if kind not in KINDS or not is_amount or currency_code not in EXPONENTS or not 1 <= len(reference) <= 64:
        raise SanicException("this cannot be asked of a bank", 400)
    return kind, amount_minor, currency_code
