"""Cards when something is wrong: a copy that cannot be shown holds up no other, a clock set back mixes up nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.appdata.service import AppdataService
from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.ids import IdMaker
from core.messaging.cards import service
from core.messaging.cards.tables import copies
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from tests.support.cards_desk import CardsDesk, offer_write, send_write, update_write

BROKEN = '{"title":'


async def _break(cards: CardsDesk, person: Caller) -> None:
    """What waits for this person's copy is nothing that can be shown."""
    mine = copies.c.user_id == person.user_id
    await cards.database.write(lambda tx: tx.execute(copies.update().where(mine).values(waiting_json=BROKEN)))


async def _two_wait(cards: CardsDesk) -> tuple[Caller, Caller]:
    """A change of each of two people's cards waits for its second; the first of them is broken."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.allow(layla, omar)
    for title in ("Your car is near", "Your car is here"):
        await cards.send(layla, title=title)
        await cards.send(omar, title=title)
    await _break(cards, layla)
    return layla, omar


async def test_a_copy_that_cannot_be_shown_holds_up_no_other(
    cards: CardsDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """One row nobody can read must not be the end of every app's cards; it is told to the operator and waits."""
    layla, omar = await _two_wait(cards)
    await cards.pass_second()
    assert [card.title for card in await cards.cards(omar)] == ["Your car is here"]
    assert [card.title for card in await cards.cards(layla)] == ["Your car is near"]
    assert await cards.service.show_due() == 0  # It backs off.
    written = "".join(capsys.readouterr())
    assert "card not changed" in written
    assert "Your car" not in written


async def test_a_copy_that_could_not_be_shown_has_its_turn_again(cards: CardsDesk) -> None:
    """Once what was wrong is mended nothing else has to happen; and what is newer is not held back by it."""
    layla, _ = await _two_wait(cards)
    await cards.pass_second()
    good = sa.select(copies.c.waiting_json).where(copies.c.user_id == layla.user_id)
    assert await cards.database.read(lambda tx: tx.execute(good).scalar_one()) == BROKEN
    cards.clock.advance(timedelta(seconds=service.TROUBLED_AGAIN_S - 1))
    assert await cards.service.show_due() == 0
    cards.clock.advance(timedelta(seconds=1))
    assert await cards.service.show_due() == 1  # And it backs off again.
    await cards.send(layla, title="Your car has left")
    await cards.pass_second()
    assert [card.title for card in await cards.cards(layla)] == ["Your car has left"]


def _restarted(cards: CardsDesk, back: timedelta) -> None:
    """The process starts again on a machine whose clock was set back."""
    cards.clock.advance(-back)
    again = AppdataService(
        db=cards.database, clock=cards.clock, ids=IdMaker(cards.clock), bus=InProcessBus(), page_token_key=b"k" * 32
    )
    cards.chain.serve("majlis.appdata.v1.AppdataService", again)
    cards.appdata = AppdataServiceClient(cards.chain)


@pytest.mark.parametrize("how", ["send", "update"])
async def test_a_clock_set_back_holds_no_change_of_a_card_up(cards: CardsDesk, how: str) -> None:
    """The order of commits says which card is newer, whatever any clock of any machine says."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="Your car is near")
    _restarted(cards, timedelta(hours=3))
    write = {"send": send_write, "update": update_write}[how]
    await cards.event(layla, write(title="Your car is here"))
    await cards.deliver()
    await cards.pass_second()
    assert [card.title for card in await cards.cards(layla)] == ["Your car is here"]


async def test_a_clock_set_back_keeps_no_offer_from_replacing_the_last(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.event(layla, offer_write("order-17", title="Your car is near"))
    await cards.deliver()
    _restarted(cards, timedelta(minutes=3))
    await cards.event(layla, offer_write("order-18", title="Your car is here"))
    await cards.deliver()
    assert [offer.card.title for offer in await cards.offers(layla)][-1] == "Your car is here"


async def test_two_cards_of_a_moment_are_told_apart_on_every_process(cards: CardsDesk) -> None:
    """One machine's clock runs ahead of the other's: the one behind commits later and shows later."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="0")
    for number in range(1, 6):
        _restarted(cards, timedelta(seconds=number % 2))
        await cards.send(layla, title=str(number))
        cards.clock.advance(timedelta(seconds=2))
        await cards.service.show_due()
        assert [card.title for card in await cards.cards(layla)] == [str(number)]
