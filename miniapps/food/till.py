"""The order's money: what it means to take and give back, and the step that brings the wallet there.

Wallet calls act at once and stay done though an event fails, while an order's document is decided by whoever commits
first. So nobody who decides touches the wallet: they write what shall become of each part (`goal`), and the timer
`settle/<order>`, which one event at a time runs, reads what the wallet says and does what is missing. Whatever it did
before it was interrupted it finds done. Refunds are meant as a sum in all, so that one is never given twice.
"""

from __future__ import annotations

from datetime import timedelta

import rules
import store
from model import Line, Order, Part

from miniapp import Text, appdata, errors, text, wallet

HOLD_FOR = timedelta(hours=5)
PAY_WITHIN = timedelta(minutes=10)
TRY_AGAIN = timedelta(minutes=2)
_NAME_CHARS = 80


def ask(order: Order, part: Part, lines: list[Line], name: str) -> wallet.Order:
    """The wallet's order for one payer, the user of this event; the sheet shows every dish."""
    asked = wallet.order(
        f"{order.id}.{name}",
        title=text(f"طعام من {order.place_name.ar}"[:_NAME_CHARS], f"Food from {order.place_name.en}"[:_NAME_CHARS]),
        lines=_sheet_lines(order, part, lines),
        hold=True,
        may_tip=True,
        expires_in=PAY_WITHIN,
        hold_for=HOLD_FOR,
    )
    part.wallet, part.seen = asked.id, asked.state
    return asked


def _sheet_lines(order: Order, part: Part, lines: list[Line]) -> list[wallet.Line]:
    """All dishes and fees where one pays it all; else this payer's dishes and what their part has besides."""
    rows = [wallet.line(title_of(line), rules.sar(line.price_minor), line.quantity) for line in lines]
    rest = part.minor - sum(line.sum_minor for line in lines)
    if order.group or not rows:
        shared = text("نصيبك من الرسوم والمشترك", "Your part of fees and what is shared")
        return [*rows, wallet.fee(shared, rules.sar(rest))] if rest else rows
    fees = [
        (text("التوصيل", "Delivery"), order.delivery_minor), (text("رسوم الخدمة", "Service fee"), order.service_minor)
    ]  # fmt: skip
    return [*rows, *(wallet.fee(title, rules.sar(minor)) for title, minor in fees if minor)]


def title_of(line: Line) -> Text:
    """The dish with its options, short enough for the sheet."""
    chosen = line.chosen
    ar = f"{line.name.ar} ({chosen.ar})" if chosen.ar else line.name.ar
    en = f"{line.name.en} ({chosen.en})" if chosen.en else line.name.en
    return text(ar[:_NAME_CHARS], en[:_NAME_CHARS])


def see(part: Part, truth: wallet.Order) -> None:
    """Write down what the wallet says."""
    part.seen = truth.state
    part.paid_minor, part.refunded_minor = truth.paid.amount_minor, truth.refunded.amount_minor
    part.tip_minor = truth.tip.amount_minor


def part_of(order: Order, wallet_id: str) -> Part | None:
    return next((part for part in order.payments if part.wallet == wallet_id), None)


def soon(order: Order) -> None:
    """Have the money brought to where the order means it, by an event of its own."""
    appdata.set_timer(f"settle/{order.id}", after=store.AT_ONCE, payload={"order": order.id})


def settle(order: Order) -> bool:
    """Bring every payment to its goal; whether all are there. Called by the timer only."""
    done = True
    for part in order.payments:
        if part.wallet and not _is_there(part):
            try:
                _bring(order, part)
            except errors.HostError:
                pass  # The wallet could not, or was not there: asked again, and the owner sees it.
        done = done and part.settled
    return done


def _is_there(part: Part) -> bool:
    return part.settled and part.goal != "hold"


def _bring(order: Order, part: Part) -> None:
    truth = wallet.get(part.wallet)
    if part.goal == "void" and truth.state in ("open", "held"):
        truth = wallet.void(part.wallet)
    elif part.goal == "take" and truth.state == "held":
        truth = _capture(order, part)
    if part.goal == "take" and truth.state == "paid":
        missing = part.refund_minor - truth.refunded.amount_minor
        if missing > 0:
            truth = wallet.refund(part.wallet, rules.sar(min(missing, truth.kept.amount_minor)))
    see(part, truth)


def _capture(order: Order, part: Part) -> wallet.Order:
    """Take it with its shares; who cannot be paid any more is left out, and their share waits with the developer."""
    wanted = [(order.courier, part.courier_minor), (order.payee, part.kitchen_minor)]
    if order.courier == order.payee:
        wanted = [(order.courier, part.courier_minor + part.kitchen_minor)]
    shares = [wallet.share(payee, rules.sar(minor)) for payee, minor in wanted if payee and minor]
    try:
        return wallet.capture(part.wallet, rules.sar(part.take_minor), shares=shares)
    except errors.PayeeNotEnrolled:
        part.kitchen_minor = part.courier_minor = 0
        return wallet.capture(part.wallet, rules.sar(part.take_minor), name="unshared")
