"""Carries out what was decided about a deposit: the decision is written first, and money follows in its own event.

So whatever is interrupted or comes twice: the booking says what the place is to have (`keep`), the wallet says what is
true, and `settle` brings the one to the other, as often as it is asked.
"""

from __future__ import annotations

from datetime import timedelta

import books
import deposits
from model import Booking, Place

from miniapp import appdata, errors, text, wallet

TRIES_MAX = 50
AGAIN_IN = timedelta(hours=1)
_NAME = "deposit-"


def ask(booking: Booking, place: Place) -> wallet.Order:
    """An order for the deposit; the one before it, if any, is no longer the booking's."""
    booking.orders += 1
    what = booking.service_name
    booking.order = ""
    order = wallet.order(
        f"{_NAME}{booking.id}-{booking.orders}",
        title=text(f"عربون: {what.ar}", f"Deposit: {what.en}"),
        lines=[wallet.line(text(f"عربون {what.ar}", f"Deposit, {what.en}"), booking.deposit)],
        splits=[wallet.split(place.payee, 100 - deposits.COMMISSION_PERCENT)] if place.payee else [],
        hold=True,
        expires_in=deposits.PAY_IN,
        hold_for=deposits.HOLD_FOR,
    )
    booking.order = order.id
    return order


def booking_of(order: wallet.Order) -> Booking | None:
    """The booking an order was asked for, by its name."""
    booking_id = order.name.removeprefix(_NAME).rpartition("-")[0]
    return books.booking(booking_id) if order.name.startswith(_NAME) else None


def decide(booking: Booking) -> None:
    """Have what `keep` says done, soon and until it is."""
    booking.settled = booking.order is None
    booking.tries = 0
    if not booking.settled:
        settle_later(booking, timedelta())


def settle_later(booking: Booking, after: timedelta) -> None:
    appdata.set_timer(f"settle/{booking.id}", after=after, payload={"booking": booking.id})


def settle(booking: Booking) -> None:
    """Bring the wallet to what was decided, and note what is true then. The caller saves the booking."""
    if booking.order is None or booking.keep is None:
        booking.settled = True
        return
    order = wallet.get(booking.order)
    for _ in range(3):  # The payer may answer at the same moment; then it is looked at once more.
        step = deposits.next_step(order, booking.keep)
        if step.do == "nothing":
            break
        try:
            order = carry_out(order, step, booking)
        except (errors.OrderNotHeld, errors.OrderNotPaid, errors.RefundExceedsPaid):
            order = wallet.get(booking.order)
        except (errors.InsufficientFunds, errors.AccountFrozen):
            break  # The app has it no more, for now.
    note(booking, order)
    if not booking.settled:
        booking.tries += 1
        if booking.tries < TRIES_MAX:
            settle_later(booking, AGAIN_IN)


def carry_out(order: wallet.Order, step: deposits.Step, booking: Booking) -> wallet.Order:
    if step.do == "void":
        return wallet.void(order)
    if step.do == "capture":
        return wallet.capture(order, step.amount)
    back = step.amount.amount_minor if step.amount else 0
    return wallet.refund(order, step.amount, name=f"back-{booking.id}-{order.refunded.amount_minor}-{back}")


def note(booking: Booking, order: wallet.Order) -> None:
    """What the wallet says, in the booking."""
    booking.kept = order.kept
    booking.hold_until = order.hold_expires_at
    if booking.keep is not None:
        booking.settled = deposits.next_step(order, booking.keep).do == "nothing"
