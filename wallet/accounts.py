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


class Purpose(IntEnum):
    """What the wallet's own transfers are for: the ledger's `code` of transfers. Services number theirs from 100."""

    FREEZE = 1
    TEST_MONEY = 2


PLATFORM = {
    "fees": Use.FEES,
    "clearing": Use.CLEARING,
    "test-bank": Use.TEST_BANK,
    CONTROL_OWNER.partition("/")[2]: Use.CONTROL,
}
_LIMITED = {Use.WALLET, Use.FEES}


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
