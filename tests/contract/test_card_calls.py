"""Cards as a guest asks for them: people by the app's own names for them, and nothing told that would tell more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.kit.caller import Caller
from core.sandbox.buffer import EventBuffer
from core.sandbox.event_runner import LaunchGrants
from core.sandbox.host_calls import APPDATA, EventContext, HostCalls
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from tests.support.apps_desk import APP_ID
from tests.support.cards_desk import SCOPE, CardsDesk

MESSAGES, IDENTITY = "majlis.messaging.v1.MessagesService", "majlis.identity.v1.IdentityService"
CARD = {"card_key": "order-17", "title": "Your car is near", "text": "", "path": "/order?id=17"}


class Guest:
    """An app's event for somebody (None: for the app itself); `said` is everything the app was told."""

    def __init__(self, cards: CardsDesk, person: Caller | None, *, read_only: bool = False) -> None:
        self._calls = HostCalls(
            channel=cards.chain, services=(APPDATA, IDENTITY, MESSAGES), subjects=cards.identity.subjects
        )
        user_id = person.user_id if person else ""
        grants = LaunchGrants(AppsServiceClient(cards.chain), APP_ID, user_id, (SCOPE,))
        self.context = EventContext(APP_ID, user_id, EventBuffer(now_ms=1), grants, read_only=read_only)
        self.said = ""

    async def call(self, method: str = "SendCard", **more: Any) -> str:
        """Empty where the host took it, else the reason."""
        answer = await self._calls.bound(self.context)("messages-send", method, json.dumps(CARD | more))
        self.said += answer
        return str(json.loads(answer).get("error", {}).get("reason", ""))


async def subject(cards: CardsDesk, person: Caller, app_id: str = APP_ID) -> str:
    """The app's own name for the person, who has opened it."""
    return (await cards.identity.subjects.subjects(app_id, {person.user_id}))[person.user_id]


async def test_an_app_names_people_by_its_own_names_and_learns_no_other(cards: CardsDesk) -> None:
    """Neither the person's id nor their conversation's is in anything it is told, whatever comes of the card."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.allow(layla, omar)
    guest = Guest(cards, layla)
    assert await guest.call(user_id=await subject(cards, omar)) == ""
    await cards.event(layla, *guest.context.buffer.writes())
    await cards.deliver()
    (card,) = await cards.cards(omar)
    assert card.title == "Your car is near"
    assert json.loads(guest.said) == {"ok": {}}


async def test_an_app_cannot_name_a_stranger(cards: CardsDesk) -> None:
    """Another app's name for somebody, their user id and nonsense are one answer."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    elsewhere = await subject(cards, omar, "org.example.other")
    answers = set()
    for name in (elsewhere, omar.user_id, "nobody"):
        guest = Guest(cards, layla)
        assert await guest.call(user_id=name) == "INVALID_ARGUMENT"
        assert guest.context.buffer.writes() == []
        answers.add(guest.said)
    assert len(answers) == 1


async def test_whether_somebody_else_allows_it_is_not_told(cards: CardsDesk) -> None:
    """The app is answered alike; only what arrives differs."""
    layla, omar, salma = [await cards.person(name) for name in ("layla", "omar", "salma")]
    await cards.allow(layla, omar)
    guests = []
    for other in (omar, salma):
        guest = Guest(cards, layla)
        await guest.call(user_id=await subject(cards, other))
        await cards.event(layla, *guest.context.buffer.writes())
        guests.append(guest.said)
    await cards.deliver()
    assert guests[0] == guests[1]
    assert [len(await cards.cards(each)) for each in (omar, salma)] == [1, 0]


@pytest.mark.parametrize("method", ["SendCard", "OfferCard"])
async def test_who_was_never_asked_is_asked_first(cards: CardsDesk, method: str) -> None:
    layla = await cards.person("layla")
    guest = Guest(cards, layla)
    assert await guest.call(method) == "CONSENT_REQUIRED"
    assert (guest.context.consent_scope, guest.context.buffer.writes()) == (SCOPE, [])
    await cards.forbid(layla)
    assert await Guest(cards, layla).call(method) == "SCOPE_DENIED"
    await cards.allow(layla)
    assert await Guest(cards, layla).call(method) == ""


async def test_an_app_by_itself_sends_to_whom_it_names_and_offers_nothing(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    assert await Guest(cards, None).call(user_id=await subject(cards, layla)) == ""
    assert await Guest(cards, None).call("UpdateCard") == ""
    for method in ("SendCard", "OfferCard"):
        assert await Guest(cards, None).call(method) == "SCOPE_DENIED"


async def test_a_screen_sends_nothing(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    for method in ("SendCard", "UpdateCard", "OfferCard"):
        assert await Guest(cards, layla, read_only=True).call(method) == "READ_ONLY"


@pytest.mark.parametrize(
    ("field", "fits", "too_long"),
    [
        ("card_key", "k" * 64, "k" * 65),
        ("title", "ع" * 64, "ع" * 65),
        ("text", "🎈" * 256, "🎈" * 257),
        ("path", "/" + "p" * 511, "/" + "p" * 512),
    ],
    ids=["card_key", "title", "text", "path"],
)
async def test_every_field_has_a_limit(cards: CardsDesk, field: str, fits: str, too_long: str) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    guest = Guest(cards, layla)
    assert await guest.call(**{field: fits}) == ""
    assert await guest.call(**{field: too_long}) == "INVALID_ARGUMENT"
    refusal = json.loads(guest.said.removeprefix('{"ok":{}}'))
    assert refusal["error"]["metadata"]["field"] == field


@pytest.mark.parametrize(
    "path", ["poll", "https://elsewhere.example/", "/\u0007", "/?" + "&".join(f"p{n}=1" for n in range(200))],
    ids=["no-slash", "elsewhere", "control", "parameters"],
)  # fmt: skip
async def test_a_card_leads_into_its_own_app_only(cards: CardsDesk, path: str) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    assert await Guest(cards, layla).call(path=path) == "INVALID_ARGUMENT"
