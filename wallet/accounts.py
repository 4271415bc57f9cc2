"""Whose an account is, what it is for, and what is in it: pure.

One account for each owner, currency and use. People, apps and the platform's fees can spend what they have and no more;
clearing, test bank and control stand for the world outside and may be below zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from core.kit.money import NUMERIC
from wallet.account_actions import CONTROL_OWNER
from wallet.records import DEBITS_MUST_NOT_EXCEED_CREDITS, Account, NewAccount
from wallet.text_ids import account_id

CURRENCIES = {number: code for code, number in NUMERIC.items()}  # ISO 4217 number → code.


class Use(IntEnum):
    """What an account is for: the ledger's `code` of accounts."""

    WALLET = 1
    FEES = 2
    CLEARING = 3
    TEST_BANK = 4
    CONTROL = 5
    ORDERS = 6
    RED_PACKETS = 7
    MANDATE_LIMIT = 8  # Counted in a limit ledger: what a mandate may still take.
    MANDATE_SPENT = 9  # The other side of it.


class Purpose(IntEnum):
    """What the wallet's own transfers are for: the ledger's `code` of transfers. Services number theirs from 100."""

    FREEZE = 1
    TEST_MONEY = 2
    PAYMENT = 10
    RED_PACKET = 20
    RED_PACKET_SHARE = 21
    RED_PACKET_REFUND = 22
    ORDER = 30
    ORDER_SHARE = 31
    ORDER_FEE = 32
    ORDER_TIP = 33
    REFUND = 34
    STAND_IN = 35  # An app gives back what a payee of its orders could not.
    DEBT = 36  # The payee's share of a later order pays the app for that.
    MANDATE = 40
    MANDATE_LIMIT = 41
    TOP_UP = 50
    PAY_OUT = 51
    WITHDRAWAL = 60


PLATFORM = {
    "fees": Use.FEES,
    "clearing": Use.CLEARING,
    "test-bank": Use.TEST_BANK,
    CONTROL_OWNER.partition("/")[2]: Use.CONTROL,
    "orders": Use.ORDERS,
    "red-packets": Use.RED_PACKETS,
}
_LIMITED = {Use.WALLET, Use.FEES, Use.ORDERS, Use.RED_PACKETS, Use.MANDATE_LIMIT}
LIMIT_LEDGERS = 10_000  # A currency's limits are counted in the ledger of its number and this: no money is in there.


def owner_of_user(user_id: str) -> str:
    return f"user/{user_id}"


def owner_of_app(app_id: str) -> str:
    return f"app/{app_id}"


def new_account(owner: str, currency_code: str) -> NewAccount:
    """What to ask the ledger for; ValueError for a currency there is none of."""
    ledger = NUMERIC.get(currency_code)
    if ledger is None:
        raise ValueError("is not a currency of ISO 4217 with a minor unit")
    kind, _, name = owner.partition("/")
    use = PLATFORM[name] if kind == "platform" else Use.WALLET
    flags = DEBITS_MUST_NOT_EXCEED_CREDITS if use in _LIMITED else 0
    return NewAccount(account_id(owner, ledger, use), ledger, use, flags, owner)


def new_limit_account(owner: str, currency_code: str, use: Use) -> NewAccount:
    """An account that counts a limit, in the currency's limit ledger; ValueError for a currency there is none of."""
    money = new_account(owner, currency_code)
    ledger = money.ledger + LIMIT_LEDGERS
    flags = DEBITS_MUST_NOT_EXCEED_CREDITS if use in _LIMITED else 0
    return NewAccount(account_id(owner, ledger, use), ledger, use, flags, owner)


@dataclass(frozen=True, slots=True)
class Balance:
    """What is in an account, in whole minor units."""

    total_minor: int
    held_minor: int
    incoming_pending_minor: int = 0

    @property
    def available_minor(self) -> int:
        return self.total_minor - self.held_minor


def balance_of(account: Account) -> Balance:
    """As of now."""
    return Balance(
        account.credits_posted - account.debits_posted, account.debits_pending, account.credits_pending
    )  # fmt: skip
