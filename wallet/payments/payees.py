"""Whom a payment would reach: somebody as the one who pays may know them, by id or by the code they showed."""

from __future__ import annotations

from dataclasses import dataclass

from core.kit.clock import Clock, to_ms
from core.kit.money import Money
from core.kit.tokens import load_or_make_key
from wallet.house import House
from wallet.payments import codes
from wallet.payments.codes import PayCode
from wallet.payments.errors import PayeeNameChanged, PayeeNotFound
from wallet.people import People

KEY = "pay-codes.key"  # In the data directory: it signs codes to be paid by.


@dataclass(frozen=True, slots=True)
class Payee:
    """Found. `settles` where the money is theirs without their yes: a contact, or who showed the payer a code."""

    user_id: str
    name: str
    is_contact: bool
    code: PayCode | None = None

    @property
    def settles(self) -> bool:
        return self.is_contact or self.code is not None


class Payees:
    """Asks identity anew each time: a name that money is approved for is the one that holds now."""

    def __init__(self, *, people: People, clock: Clock, house: House) -> None:
        self._people = people
        self._clock = clock
        self._key = load_or_make_key(house.data_dir / KEY)

    async def find(self, payer_user_id: str, user_id: str, pay_code: str = "") -> Payee:
        """Somebody of that id, or of that code. PAYEE_NOT_FOUND, PAY_CODE_INVALID, PAY_CODE_EXPIRED."""
        code = self._code(pay_code) if pay_code else None
        wanted = user_id if code is None else code.payee_user_id
        # Nobody pays themselves, and whom one blocks, or is blocked by, is nobody.
        known = (await self._people.reachable(payer_user_id, [wanted])).get(wanted)
        if known is None or wanted == payer_user_id:
            raise PayeeNotFound("there is nobody like that to pay")
        return Payee(wanted, known.name, known.is_contact, code)

    async def named(self, payer_user_id: str, user_id: str, name: str, pay_code: str = "") -> Payee:
        """The same, called so at this moment. PAYEE_NAME_CHANGED."""
        payee = await self.find(payer_user_id, user_id, pay_code)
        if payee.name != name:
            raise PayeeNameChanged("they call themselves otherwise now", name=payee.name)
        return payee

    def make_code(self, payee_user_id: str, amount: Money | None, note: str) -> tuple[str, int]:
        """A code to be paid by, and when it ends."""
        expires_at_ms = to_ms(self._clock.now()) + codes.LIFE_S * 1000
        currency_code, amount_minor = ("", 0) if amount is None else (amount.currency_code, amount.amount_minor)
        code = PayCode(payee_user_id, expires_at_ms, currency_code, amount_minor, note)
        return codes.signed(self._key, code), expires_at_ms

    def _code(self, text: str) -> PayCode:
        code = codes.read(self._key.public_key(), text)
        code.check_at(to_ms(self._clock.now()))
        return code
