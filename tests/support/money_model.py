"""What should become of money between people, in as few words as it can be said: no ledger, no hold, no database.

Everybody has so much. A payment takes it aside and ends once: paid, taken back, declined, or returned when its time is
over. Time is in seconds from the start. A test asks the model first what a step should answer and then the wallet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DAY_S, WEEK_S = 24 * 3600, 7 * 24 * 3600
SETTLED, CLOSED = "PAYMENT_SETTLED", "MONEY_REQUEST_CLOSED"


@dataclass
class Payment:
    """`ended` is empty while nobody and nothing ended it; `aside` as long as the money is not with either."""

    payer: str
    payee: str
    amount: int
    settles: bool
    made_s: int
    ended: str = ""
    aside: bool = True

    def state(self, now_s: int) -> str:
        lasts_s = 25 * 3600 if self.settles else DAY_S
        return self.ended or ("returned" if now_s >= self.made_s + lasts_s else "waiting")


@dataclass
class Asked:
    """Who asks is the payee."""

    payee: str
    payer: str
    amount: int
    made_s: int
    split: int | None = None
    paid_by: Payment | None = None
    closed: str = ""

    def state(self, now_s: int) -> str:
        if self.paid_by is not None and self.paid_by.state(now_s) in ("waiting", "paid"):
            return "paid"
        return self.closed or ("expired" if now_s >= self.made_s + WEEK_S else "open")


@dataclass
class Model:
    """`contacts` are pairs in both orders."""

    money: dict[str, int]
    contacts: set[tuple[str, str]]
    now_s: int = 0
    payments: list[Payment] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    splits: list[bool] = field(default_factory=list)  # Whether each is closed.

    def aside(self, person: str) -> int:
        return sum(each.amount for each in self.payments if each.payer == person and each.aside)

    def pay(self, payer: str, payee: str, amount: int, asked: Asked | None = None) -> str:
        """Empty where it is made, else why not; as everywhere here."""
        if asked is not None and asked.state(self.now_s) != "open":
            return CLOSED
        if self.money[payer] - self.aside(payer) < amount:
            return "INSUFFICIENT_FUNDS"
        settles = asked is not None or (payer, payee) in self.contacts
        self.payments.append(Payment(payer, payee, amount, settles, self.now_s))
        if asked is not None:
            asked.paid_by = self.payments[-1]
        return ""

    def step(self, payment: Payment, person: str, wanted: str) -> str:
        """taken_back by the payer; paid or declined by the payee."""
        if person != (payment.payer if wanted == "taken_back" else payment.payee):
            return "PAYMENT_NOT_FOUND"
        state = payment.state(self.now_s)
        if state not in ("waiting", wanted):
            return SETTLED
        too_early = wanted == "paid" and payment.settles and self.now_s < payment.made_s + 10
        if state == "waiting" and not too_early:
            self.end(payment, wanted)
        return ""

    def end(self, payment: Payment, how: str) -> None:
        """It ends so, once."""
        assert not payment.ended
        payment.ended, payment.aside = how, False
        if how == "paid":
            self.money[payment.payer] -= payment.amount
            self.money[payment.payee] += payment.amount

    def sweep(self) -> None:
        """What happens by itself."""
        for each in self.payments:
            if each.aside and each.state(self.now_s) == "returned":
                self.end(each, "returned")
            elif each.aside and each.settles and self.now_s >= each.made_s + 10:
                self.end(each, "paid")

    def ask(self, payee: str, payer: str, amount: int) -> str:
        if (payee, payer) not in self.contacts:
            return "PAYEE_NOT_CONTACT"
        self.asked.append(Asked(payee, payer, amount, self.now_s))
        return ""

    def close(self, asked: Asked, person: str, wanted: str) -> str:
        """declined by who was asked, cancelled by who asked."""
        if person != (asked.payer if wanted == "declined" else asked.payee):
            return "MONEY_REQUEST_NOT_FOUND"
        state = asked.state(self.now_s)
        if state not in ("open", wanted):
            return CLOSED
        asked.closed = wanted
        return ""

    def split(self, owner: str, others: list[str], total: int, owner_shares: bool) -> None:
        """The same for each; of what does not divide the first have one more, the owner before all."""
        people = [*([owner] if owner_shares else []), *others]
        self.splits.append(False)
        for place, person in enumerate(people):
            amount = total // len(people) + (place < total % len(people))
            if person != owner:
                self.asked.append(Asked(owner, person, amount, self.now_s, split=len(self.splits) - 1))

    def close_split(self, number: int) -> None:
        if not self.splits[number]:
            self.splits[number] = True
            for each in self.asked:
                if each.split == number and not each.closed and self.now_s < each.made_s + WEEK_S:
                    each.closed = "cancelled"
