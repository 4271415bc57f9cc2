"""Orders of the fake wallet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from miniapp.testing._refused import Refused

if TYPE_CHECKING:
    from miniapp.testing._fake_wallet import FakeWallet

EXPIRES_IN_S, HOLD_FOR_S = 15 * 60, 7 * 24 * 3600  # Where the app does not say.
TIP_TIMES_MAX, REFUNDS_MAX, OPEN_MAX, SPLIT_WHOLE = 2, 50, 100, 10_000


@dataclass
class FakeOrder:
    """One order as the fake keeps it; `asked` is the app's own request."""

    id: str
    payer: str
    session: str
    asked: dict[str, Any]
    currency: str
    total: int
    created: int
    expires: int
    state: str = "OPEN"
    tip: int = 0
    paid: int = 0
    refunds: list[tuple[int, int]] = field(default_factory=list)  # (how much, when)
    hold_expires: int = 0
    settled: int = 0
    version: int = 1
    shares: dict[str, int] = field(default_factory=dict)  # Who got how much of it, named when it was captured.

    @property
    def refunded(self) -> int:
        return sum(amount for amount, _ in self.refunds)

    @property
    def due(self) -> int:
        return {"OPEN": self.expires, "HELD": self.hold_expires}.get(self.state, 0)

    def becomes(self, state: str, now_ms: int) -> None:
        self.state, self.version = state, self.version + 1
        self.settled = 0 if state == "HELD" else now_ms


class Orders:
    """By id, in the order they were made."""

    def __init__(self, wallet: FakeWallet) -> None:
        self._wallet = wallet
        self.by_id: dict[str, FakeOrder] = {}

    # --- the app's ---

    def create(self, request: dict[str, Any], *, user: str | None, session: str, now_ms: int) -> dict[str, Any]:
        payer = request.get("payer_user_id") or self._wallet.person(user)
        total, currency = int(request["total"].get("amount_minor") or 0), request["total"]["currency_code"]
        added = sum(int(line["quantity"]) * int(line.get("unit_minor") or 0) for line in request["lines"])
        if added != total:
            raise Refused("ORDER_TOTAL_WRONG", "the total is another", total_minor=str(added), currency_code=currency)
        if added <= 0:
            raise _invalid("total.amount_minor", "must be above zero")
        self._check_splits(request.get("splits") or [])
        waiting = [one for one in self.by_id.values() if one.payer == payer and one.state == "OPEN"]
        if sum(one.due > now_ms for one in waiting) >= OPEN_MAX:
            raise Refused("RESOURCE_EXHAUSTED", "too many orders wait for this payer", orders_max=str(OPEN_MAX))
        made = FakeOrder(
            f"ord_{len(self.by_id) + 1:026d}", payer, session, request, currency, total, now_ms,
            now_ms + (int(request.get("expires_in_s") or 0) or EXPIRES_IN_S) * 1000,
        )  # fmt: skip
        self.by_id[made.id] = made
        return {"order": self.told(made.id, now_ms)}

    def read(self, request: dict[str, Any], *, now_ms: int, **_: Any) -> dict[str, Any]:
        return {"order": self.told(self._of(request, now_ms).id, now_ms)}

    def page(self, request: dict[str, Any], *, user: str | None, now_ms: int, **_: Any) -> dict[str, Any]:
        payer = self._wallet.person(user)
        mine = [one.id for one in reversed(self.by_id.values()) if one.payer == payer]
        return {"orders": [self.told(one, now_ms) for one in mine[: int(request.get("page_size") or 0) or 50]]}

    def capture(self, request: dict[str, Any], *, now_ms: int, **_: Any) -> dict[str, Any]:
        order = self._of(request, now_ms)
        if order.state != "HELD":
            raise _not_held(order)
        taken = _amount(order, request, order.total)
        if taken > order.total:
            facts = {"requested_minor": str(taken), "held_minor": str(order.total)}
            raise Refused("CAPTURE_EXCEEDS_HOLD", "more than is held", **facts)
        self._check_shares(order, request.get("shares") or [], taken)
        tip = (2 * order.tip * taken + order.total - 1) // (2 * order.total)  # As much of it as of the total.
        self._wallet.put(order.payer, order.currency, order.total + order.tip - taken - tip)
        order.tip, order.paid = tip, taken + tip
        return self._changed(order, "PAID", now_ms)

    def void(self, request: dict[str, Any], *, now_ms: int, **_: Any) -> dict[str, Any]:
        order = self._of(request, now_ms)
        if order.state not in ("OPEN", "HELD"):
            raise _not_held(order)
        if order.state == "HELD":
            self._wallet.put(order.payer, order.currency, order.total + order.tip)
        return self._changed(order, "VOIDED", now_ms)

    def refund(self, request: dict[str, Any], *, now_ms: int, **_: Any) -> dict[str, Any]:
        order = self._of(request, now_ms)
        if order.state != "PAID":
            raise Refused("ORDER_NOT_PAID", "the order is not paid", order_id=order.id, state=order.state.lower())
        left = order.paid - order.refunded
        back = _amount(order, request, left) if left or "amount" in request else 0
        if back > left or not left:
            facts = {"requested_minor": str(back), "left_minor": str(left)}
            raise Refused("REFUND_EXCEEDS_PAID", "not so much is left", **facts)
        if len(order.refunds) >= REFUNDS_MAX:
            raise Refused("RESOURCE_EXHAUSTED", "this order was refunded too often", refunds_max=str(REFUNDS_MAX))
        order.refunds.append((back, now_ms))
        order.version += 1
        self._wallet.put(order.payer, order.currency, back)
        return self._told_of(order, now_ms)

    # --- the payer's ---

    def approve(self, order_id: str, user: str, tip_minor: int, now_ms: int) -> None:
        """Paid or held. ORDER_NOT_FOUND, ORDER_CLOSED, INVALID_ARGUMENT, INSUFFICIENT_FUNDS."""
        order = self._of_payer(order_id, user, now_ms)
        if order.state != "OPEN":
            raise _closed(order)
        if tip_minor and not order.asked.get("may_tip"):
            raise _invalid("tip_minor", "the order takes no tip")
        if not 0 <= tip_minor <= order.total * TIP_TIMES_MAX:
            raise _invalid("tip_minor", f"is more than {TIP_TIMES_MAX} times the total")
        self._wallet.take(user, order.currency, order.total + tip_minor)
        order.tip = tip_minor
        if order.asked.get("hold"):
            order.hold_expires = now_ms + (int(order.asked.get("hold_for_s") or 0) or HOLD_FOR_S) * 1000
            self._changed(order, "HELD", now_ms)
        else:
            order.paid = order.total + tip_minor
            self._changed(order, "PAID", now_ms)

    def decline(self, order_id: str, user: str, now_ms: int) -> None:
        """The payer's no. ORDER_NOT_FOUND, ORDER_CLOSED."""
        order = self._of_payer(order_id, user, now_ms)
        if order.state != "DECLINED":
            if order.state != "OPEN":
                raise _closed(order)
            self._changed(order, "DECLINED", now_ms)

    # --- as it stands ---

    def told(self, order_id: str, now_ms: int) -> dict[str, Any]:
        """The host's JSON of it."""
        from miniapp.testing._fake_wallet import plain

        order = self.by_id[order_id]
        self._end(order, now_ms)
        lines = [
            plain({**line, "unit_minor": str(line.get("unit_minor") or 0)}) | {"quantity": int(line["quantity"])}
            for line in order.asked["lines"]
        ]
        refunds = [
            {
                "refund_id": f"rfd_{at + 1:026d}", "amount": _money(amount, order.currency), "created_at_ms": str(when)
            }
            for at, (amount, when) in enumerate(order.refunds)
        ]  # fmt: skip
        kept = ("name", "title_ar", "title_en", "hold", "may_tip")
        return plain(
            {name: order.asked.get(name) for name in kept}
            | {
                "order_id": order.id, "payer_user_id": order.payer, "lines": lines, "refunds": refunds,
                "total": _money(order.total, order.currency), "state": f"ORDER_STATE_{order.state}",
                "splits": [dict(split) for split in order.asked.get("splits") or ()], "tip_minor": str(order.tip),
                "paid_minor": str(order.paid), "refunded_minor": str(order.refunded),
                "created_at_ms": str(order.created), "expires_at_ms": str(order.expires),
                "hold_expires_at_ms": str(order.hold_expires), "settled_at_ms": str(order.settled),
                "version": str(order.version),
            }
        )  # fmt: skip

    def sweep(self, now_ms: int) -> None:
        """End those whose time is over."""
        for order in self.by_id.values():
            self._end(order, now_ms)

    def _end(self, order: FakeOrder, now_ms: int) -> None:
        if 0 < order.due <= now_ms:
            if order.state == "HELD":
                self._wallet.put(order.payer, order.currency, order.total + order.tip)
            order.becomes("EXPIRED", order.due)
            self._wallet.news.append((order.id, order.session))

    def _changed(self, order: FakeOrder, state: str, now_ms: int) -> dict[str, Any]:
        order.becomes(state, now_ms)
        return self._told_of(order, now_ms)

    def _told_of(self, order: FakeOrder, now_ms: int) -> dict[str, Any]:
        self._wallet.news.append((order.id, order.session))
        return {"order": self.told(order.id, now_ms)}

    def _of(self, request: dict[str, Any], now_ms: int) -> FakeOrder:
        order = self.by_id.get(request["order_id"])
        if order is None:
            raise Refused("ORDER_NOT_FOUND", "there is no such order", order_id=request["order_id"])
        self._end(order, now_ms)
        return order

    def _of_payer(self, order_id: str, user: str, now_ms: int) -> FakeOrder:
        order = self._of({"order_id": order_id}, now_ms)
        if order.payer != user:
            raise Refused("ORDER_NOT_FOUND", "there is no such order", order_id=order_id)
        return order

    def _check_shares(self, order: FakeOrder, shares: list[dict[str, Any]], taken: int) -> None:
        if shares and order.asked.get("splits"):
            raise _invalid("shares", "are of orders without splits: the payer was shown those")
        payees = [share["payee_user_id"] for share in shares]
        for at, payee in enumerate(payees):
            if payee in payees[:at]:
                raise _invalid(f"shares[{at}].payee_user_id", "is named before")
        if sum(int(share["amount_minor"]) for share in shares) > taken:
            raise _invalid("shares", "are more than is taken")
        self._check_enrolled(payees)
        order.shares = {share["payee_user_id"]: int(share["amount_minor"]) for share in shares}

    def _check_splits(self, splits: list[dict[str, Any]]) -> None:
        payees = [split["payee_user_id"] for split in splits]
        for at, payee in enumerate(payees):
            if payee in payees[:at]:
                raise _invalid(f"splits[{at}].payee_user_id", "is named before")
        if sum(int(split["basis_points"]) for split in splits) > SPLIT_WHOLE:
            raise _invalid("splits", f"are more than {SPLIT_WHOLE} basis points together")
        self._check_enrolled(payees)

    def _check_enrolled(self, payees: list[str]) -> None:
        for at, payee in enumerate(payees):
            if payee not in self._wallet.enrolled:
                raise Refused("PAYEE_NOT_ENROLLED", "they are not enrolled with this app", position=str(at))


def _amount(order: FakeOrder, request: dict[str, Any], whole: int) -> int:
    amount = request.get("amount")
    if amount is None:
        return whole
    if amount["currency_code"] != order.currency:
        raise _invalid("amount.currency_code", "is not the order's")
    if int(amount.get("amount_minor") or 0) <= 0:
        raise _invalid("amount.amount_minor", "must be above zero")
    return int(amount["amount_minor"])


def _money(amount_minor: int, currency_code: str) -> dict[str, str]:
    return {"currency_code": currency_code, "amount_minor": str(amount_minor)}


def _invalid(field_path: str, why: str) -> Refused:
    return Refused("INVALID_ARGUMENT", f"{field_path}: {why}", field=field_path, why=why)


def _not_held(order: FakeOrder) -> Refused:
    return Refused("ORDER_NOT_HELD", "nothing is held for the order", order_id=order.id, state=order.state.lower())


def _closed(order: FakeOrder) -> Refused:
    return Refused("ORDER_CLOSED", "the order does not wait any more", order_id=order.id, state=order.state.lower())
