"""What must become of orders and of everybody's money, in plain Python that shares nothing with the wallet.

Shares are exact fractions here, and what is given back is counted unit by unit. The model is told what was asked and
says what the answer must be: ok, or the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

OPEN, HELD, PAID, DECLINED, EXPIRED, VOIDED = "OPEN", "HELD", "PAID", "DECLINED", "EXPIRED", "VOIDED"
FEES = "fees"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, however often it is sent."""

    verb: str
    order: str
    amount_minor: int | None = None  # The tip, for an approval.
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An order as anybody must find it."""

    payer: str
    total_minor: int
    hold_s: int
    may_tip: bool
    splits: tuple[tuple[str, int], ...]
    ends_at_ms: int
    state: str = OPEN
    tip_minor: int = 0
    paid_minor: int = 0
    refunded_minor: int = 0
    version: int = 1
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class OrdersModel:
    """`has` is what each may spend, `held` what is put aside of theirs beside it. The app is called `app`."""

    now_ms: int
    has: dict[str, int]
    held: dict[str, int] = field(default_factory=dict)
    owes: dict[str, int] = field(default_factory=dict)  # Payees, to the app that gave back for them.
    orders: dict[str, Known] = field(default_factory=dict)

    def copy(self) -> OrdersModel:
        return replace(self, has=dict(self.has), held=dict(self.held), owes=dict(self.owes), orders=dict(self.orders))

    def turn_to(self, now_ms: int) -> None:
        """Time passes: what waited too long ends, and what was held goes back."""
        self.now_ms = now_ms
        for name, known in self.orders.items():
            if known.state in (OPEN, HELD) and known.ends_at_ms <= now_ms:
                self._end(name, EXPIRED)

    def ask(self, asked: Asked) -> str:
        """`ok`, with everything moved, or the reason, with nothing."""
        return str(getattr(self, asked.verb)(asked.order, asked.amount_minor))

    def approve(self, name: str, tip_minor: int | None) -> str:
        known, tip = self.orders[name], tip_minor or 0
        if known.state != OPEN:
            return "ORDER_CLOSED"
        if tip and (not known.may_tip or tip > 2 * known.total_minor):
            return "INVALID_ARGUMENT"
        whole = known.total_minor + tip
        if self.has[known.payer] < whole:
            return "INSUFFICIENT_FUNDS"
        self.has[known.payer] -= whole
        approved = replace(known, tip_minor=tip, version=known.version + 1)
        if known.hold_s:
            self.held[known.payer] = self.held.get(known.payer, 0) + whole
            self.orders[name] = replace(approved, state=HELD, ends_at_ms=self.now_ms + known.hold_s * 1000)
        else:
            self._pay(name, approved, known.total_minor)
        return "ok"

    def decline(self, name: str, _: int | None) -> str:
        if self.orders[name].state == DECLINED:
            return "ok"
        if self.orders[name].state != OPEN:
            return "ORDER_CLOSED"
        self._end(name, DECLINED)
        return "ok"

    def void(self, name: str, _: int | None) -> str:
        if self.orders[name].state not in (OPEN, HELD):
            return "ORDER_NOT_HELD"
        self._end(name, VOIDED)
        return "ok"

    def capture(self, name: str, amount_minor: int | None) -> str:
        known = self.orders[name]
        if known.state != HELD:
            return "ORDER_NOT_HELD"
        taken = known.total_minor if amount_minor is None else amount_minor
        if taken > known.total_minor:
            return "CAPTURE_EXCEEDS_HOLD"
        self._release(known)
        share = Fraction(known.tip_minor * taken, known.total_minor)
        tip = int(share) + (share - int(share) > Fraction(1, 2))
        self.has[known.payer] -= taken + tip
        self._pay(name, replace(known, version=known.version + 1, tip_minor=tip), taken)
        return "ok"

    def refund(self, name: str, amount_minor: int | None) -> str:
        known = self.orders[name]
        if known.state != PAID:
            return "ORDER_NOT_PAID"
        left = known.paid_minor - known.refunded_minor
        amount = left if amount_minor is None else amount_minor
        if not 0 < amount <= left:
            return "REFUND_EXCEEDS_PAID"
        amounts = [part for _, part in known.parts]
        before, after = given(amounts, known.refunded_minor), given(amounts, known.refunded_minor + amount)
        asked: dict[str, int] = {}
        for (owner, _), earlier, later in zip(known.parts, before, after, strict=True):
            assert later >= earlier
            asked[owner] = asked.get(owner, 0) + later - earlier
        short = {owner: back - self.has[owner] for owner, back in asked.items() if self.has[owner] < back}
        missing = sum(minor for owner, minor in short.items() if owner not in ("app", FEES))
        if FEES in short or self.has["app"] < asked.get("app", 0) + missing:
            return "INSUFFICIENT_FUNDS"
        for owner, back in asked.items():
            self.has[owner] -= back - short.get(owner, 0)
        self.has["app"] -= missing
        for owner, minor in short.items():
            self.owes[owner] = self.owes.get(owner, 0) + minor
        self.has[known.payer] += amount
        self.orders[name] = replace(known, refunded_minor=known.refunded_minor + amount, version=known.version + 1)
        return "ok"

    def _pay(self, name: str, known: Known, taken_minor: int) -> None:
        parts = divided(taken_minor, known.splits)
        parts.append((known.splits[0][0] if known.splits else "app", known.tip_minor))
        for at, (owner, part) in enumerate(parts):
            debt = min(part, self.owes.get(owner, 0)) if at < len(parts) - 1 else 0  # The last one is the tip.
            self.has[owner] += part - debt
            self.has["app"] += debt
            self.owes[owner] = self.owes.get(owner, 0) - debt
        paid = taken_minor + known.tip_minor
        self.orders[name] = replace(known, state=PAID, paid_minor=paid, parts=tuple(each for each in parts if each[1]))

    def _end(self, name: str, state: str) -> None:
        known = self.orders[name]
        if known.state == HELD:
            self._release(known)
        self.orders[name] = replace(known, state=state, version=known.version + 1)

    def _release(self, known: Known) -> None:
        whole = known.total_minor + known.tip_minor
        self.held[known.payer] -= whole
        self.has[known.payer] += whole


def divided(amount_minor: int, splits: tuple[tuple[str, int], ...]) -> list[tuple[str, int]]:
    """The app, the fee, the payees: exact shares cut to units, what is left given out by what was cut off."""
    weights = [("app", 10_000 - sum(points for _, points in splits)), *splits]
    exact = [Fraction(amount_minor * points, 10_000) for _, points in weights]
    units = [int(share) for share in exact]
    by_loss = sorted(range(len(units)), key=lambda at: exact[at] - units[at], reverse=True)  # A stable sort.
    for at in by_loss[: amount_minor - sum(units)]:
        units[at] += 1
    fee = units[0] // 100
    payees = [(owner, share) for (owner, _), share in zip(splits, units[1:], strict=True)]
    return [("app", units[0] - fee), (FEES, fee), *payees]


def given(parts: list[int], refunded_minor: int) -> list[int]:
    """Every unit of every part in the order in which they go back: its k-th unit by part / (2k - 1)."""
    units = [(Fraction(-part, 2 * unit - 1), at) for at, part in enumerate(parts) for unit in range(1, part + 1)]
    back = [0] * len(parts)
    for _, at in sorted(units)[:refunded_minor]:
        back[at] += 1
    return back
