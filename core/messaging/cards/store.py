"""Rows of cards. Everything takes the caller's transaction; nothing decides who may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.kit.db import Transaction, insert_new
from core.messaging.cards.tables import copies, deliveries, offers


@dataclass(frozen=True, slots=True)
class Copy:
    """One message that shows a card."""

    conversation_id: str
    seq: int
    app_id: str
    card_key: str
    user_id: str
    shared: bool
    made_id: str
    waiting_json: str
    due_at_ms: int
    changed_at_ms: int
    created_at_ms: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A card somebody was asked to share."""

    offer_id: str
    user_id: str
    app_id: str
    card_json: str
    made_id: str
    shared: bool
    created_at_ms: int


_COPY = sa.select(*(copies.c[name] for name in Copy.__dataclass_fields__))
_OFFER = sa.select(*(offers.c[name] for name in Offer.__dataclass_fields__))
_CARD = sa.and_(copies.c.app_id == sa.bindparam("app"), copies.c.card_key == sa.bindparam("key"))
_OF_CARD = (
    _COPY.where(_CARD).order_by(copies.c.created_at_ms.desc(), copies.c.conversation_id, copies.c.seq)
    .limit(sa.bindparam("most"))
)  # fmt: skip
_SENT = _COPY.where(_CARD, copies.c.user_id == sa.bindparam("who"), sa.not_(copies.c.shared))
_SENT_SINCE = sa.select(sa.func.count()).where(
    copies.c.app_id == sa.bindparam("app"), copies.c.user_id == sa.bindparam("who"), sa.not_(copies.c.shared),
    copies.c.created_at_ms > sa.bindparam("since"),
)  # fmt: skip
# The condition in the words of the partial index, or SQLite does not take it.
_WAITS = sa.literal_column("messaging_card_copies.due_at_ms") > sa.literal_column("0")
_DUE = (
    _COPY.where(_WAITS, copies.c.due_at_ms <= sa.bindparam("now"))
    .order_by(copies.c.due_at_ms, copies.c.conversation_id, copies.c.seq).limit(sa.bindparam("most"))
)  # fmt: skip
_NEXT_DUE = sa.select(sa.func.min(copies.c.due_at_ms)).where(_WAITS)
_this = sa.and_(copies.c.conversation_id == sa.bindparam("of"), copies.c.seq == sa.bindparam("at"))
_WAIT = (
    copies.update().where(_this, copies.c.made_id < sa.bindparam("made"))
    .values(made_id=sa.bindparam("made"), waiting_json=sa.bindparam("card"), due_at_ms=sa.bindparam("due"))
)  # fmt: skip
_DUE_OF = _COPY.where(_this, _WAITS, copies.c.due_at_ms <= sa.bindparam("now"))
_PUT_OFF = copies.update().where(_this, copies.c.made_id == sa.bindparam("made")).values(due_at_ms=sa.bindparam("due"))
_SETTLE = copies.update().where(_this).values(waiting_json="", due_at_ms=0, changed_at_ms=sa.bindparam("now"))
_THESE = sa.and_(copies.c.conversation_id == sa.bindparam("of"), copies.c.seq.in_(sa.bindparam("seqs", expanding=True)))
_SHARERS = sa.select(copies.c.user_id, copies.c.app_id).where(_THESE, copies.c.shared)
_FORGET = copies.delete().where(_THESE)
_FORGET_SHARED = offers.delete().where(
    offers.c.user_id == sa.bindparam("who"), offers.c.app_id == sa.bindparam("app"), offers.c.shared
)
_OUTCOME = sa.select(deliveries.c.reason).where(deliveries.c.delivery_id == sa.bindparam("id"))


def outcome(tx: Transaction, delivery_id: str) -> str | None:
    """What came of a delivery: empty, or the reason it was refused for; None where it is new."""
    return tx.execute(_OUTCOME, {"id": delivery_id}).scalar_one_or_none()


def record(tx: Transaction, delivery_id: str, reason: str, *, now_ms: int) -> None:
    """This delivery is carried out, or refused for good."""
    insert_new(tx, deliveries, {"delivery_id": delivery_id, "reason": reason, "delivered_at_ms": now_ms})


def copies_of(tx: Transaction, app_id: str, card_key: str, *, most: int) -> list[Copy]:
    """Where the app's card is shown, the newest first."""
    return [Copy(*row) for row in tx.execute(_OF_CARD, {"app": app_id, "key": card_key, "most": most})]


def sent_to(tx: Transaction, app_id: str, card_key: str, user_id: str) -> Copy | None:
    """The copy in the person's own conversation with the app."""
    row = tx.execute(_SENT, {"app": app_id, "key": card_key, "who": user_id}).one_or_none()
    return None if row is None else Copy(*row)


def sent_since(tx: Transaction, app_id: str, user_id: str, since_ms: int) -> int:
    """How many new cards the app has sent the person after that moment."""
    count: int = tx.execute(_SENT_SINCE, {"app": app_id, "who": user_id, "since": since_ms}).scalar_one()
    return count


def add(tx: Transaction, copy: Copy) -> None:
    """A message shows a card from now on."""
    row = {name: getattr(copy, name) for name in Copy.__dataclass_fields__}
    tx.execute(copies.insert(), row)


def wait(tx: Transaction, copy: Copy, *, made_id: str, card_json: str, due_at_ms: int) -> None:
    """Have it show this once it is due, unless what it shows or waits for was made later."""
    tx.execute(
        _WAIT,
        {"of": copy.conversation_id, "at": copy.seq, "made": made_id, "card": card_json, "due": due_at_ms},
    )


def due(tx: Transaction, *, now_ms: int, most: int) -> list[Copy]:
    """Copies whose change is due, the longest due first."""
    return [Copy(*row) for row in tx.execute(_DUE, {"now": now_ms, "most": most})]


def due_of(tx: Transaction, copy: Copy, *, now_ms: int) -> list[Copy]:
    """This copy as it is now, where its change is due; else none."""
    return [Copy(*row) for row in tx.execute(_DUE_OF, {"of": copy.conversation_id, "at": copy.seq, "now": now_ms})]


def put_off(tx: Transaction, copy: Copy, *, due_at_ms: int) -> None:
    """Have it wait until then, unless something newer waits meanwhile."""
    tx.execute(_PUT_OFF, {"of": copy.conversation_id, "at": copy.seq, "made": copy.made_id, "due": due_at_ms})


def next_due_ms(tx: Transaction) -> int | None:
    """When the next change is due, if any waits."""
    due_at_ms: int | None = tx.execute(_NEXT_DUE).scalar_one()
    return due_at_ms


def settle(tx: Transaction, copy: Copy, *, changed_at_ms: int) -> None:
    """Nothing waits any more."""
    tx.execute(_SETTLE, {"of": copy.conversation_id, "at": copy.seq, "now": changed_at_ms})


def forget(tx: Transaction, conversation_id: str, seqs: Sequence[int]) -> None:
    """These messages show no card any more: they were taken back."""
    these = {"of": conversation_id, "seqs": list(seqs)}
    for user_id, app_id in tx.execute(_SHARERS, these).all():
        tx.execute(_FORGET_SHARED, {"who": user_id, "app": app_id})  # It says what the message said.
    tx.execute(_FORGET, these)


def put_offer(tx: Transaction, offer: Offer) -> bool:
    """Keep it in place of the app's last to this person; False where the last was made later."""
    mine = sa.and_(offers.c.user_id == offer.user_id, offers.c.app_id == offer.app_id)
    if tx.execute(sa.select(offers.c.made_id).where(mine, offers.c.made_id >= offer.made_id)).first() is not None:
        return False
    tx.execute(offers.delete().where(mine))
    tx.execute(offers.insert(), {name: getattr(offer, name) for name in Offer.__dataclass_fields__})
    return True


def offer(tx: Transaction, offer_id: str, *, since_ms: int) -> Offer | None:
    """The offer, unless it is from before that moment."""
    row = tx.execute(_OFFER.where(offers.c.offer_id == offer_id, offers.c.created_at_ms > since_ms)).one_or_none()
    return None if row is None else Offer(*row)


def offer_to(tx: Transaction, user_id: str, app_id: str) -> Offer | None:
    """What the app offered the person last, unless it was shared."""
    mine = _OFFER.where(offers.c.user_id == user_id, offers.c.app_id == app_id, sa.not_(offers.c.shared))
    row = tx.execute(mine).one_or_none()
    return None if row is None else Offer(*row)


def mark_shared(tx: Transaction, offer_id: str) -> None:
    """It was shared; other devices need not ask any more."""
    tx.execute(offers.update().where(offers.c.offer_id == offer_id).values(shared=True))


def forget_offers(tx: Transaction, before_ms: int, *, most: int) -> int:
    """Remove old offers; how many."""
    old = sa.select(offers.c.offer_id).where(offers.c.created_at_ms <= before_ms).limit(most)
    return tx.execute(offers.delete().where(offers.c.offer_id.in_(old.scalar_subquery()))).rowcount
