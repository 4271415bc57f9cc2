"""A new card is told of once, as its person's settings say; a change of it never is."""

from __future__ import annotations

from datetime import timedelta

from core.kit.caller import Caller
from core.messaging.notifications.tables import told as table
from majlis.messaging.v1 import notifications_service_pb2 as pb
from majlis.messaging.v1.notifications_service_rpc import NotificationsServiceClient
from tests.support.apps_desk import APP_ID
from tests.support.cards_desk import CardsDesk


async def told(cards: CardsDesk, person: Caller) -> list[tuple[int, int]]:
    """(newest update, how many it stands for) of what the person is to be told."""
    await cards.messaging._trail.catch_up()
    mine = table.select().where(table.c.user_id == person.user_id)
    return await cards.read(lambda tx: [(row.seq, row.count) for row in tx.execute(mine)])


async def test_a_new_card_is_told_of_and_its_change_is_not(cards: CardsDesk) -> None:
    """An app that moves its car every second must not ring every second."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="Your car is near")
    assert await told(cards, layla) == [(1, 1)]
    cards.clock.advance(timedelta(seconds=5))
    await cards.send(layla, title="Your car is here")
    assert [card.revision for card in await cards.cards(layla)] == [2]
    assert await told(cards, layla) == [(1, 1)]


async def test_an_app_whose_cards_are_off_is_never_told_of(cards: CardsDesk) -> None:
    """The card is there to be read; nothing the app does makes it ring."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    off = pb.NotificationRule(
        kind=pb.NOTIFICATION_KIND_CARD, scope=pb.NOTIFICATION_SCOPE_APP, scope_id=APP_ID,
        setting=pb.NOTIFICATION_SETTING_OFF,
    )  # fmt: skip
    client = NotificationsServiceClient(cards.chain)
    await client.set_notification_rule(pb.SetNotificationRuleRequest(rule=off), caller=layla)
    await cards.send(layla)
    assert len(await cards.cards(layla)) == 1
    assert await told(cards, layla) == []
