"""Bank, put together: with the provider that the settings name, or with none."""

from __future__ import annotations

from core.kit.secret_files import load_or_make_secret
from wallet.bank.asking import Asking
from wallet.bank.http_bank import HttpBank
from wallet.bank.provider import PaymentProvider
from wallet.bank.reconciling import Reconciling
from wallet.bank.service import Bank, BankService
from wallet.house import House, Part

SERVICE = "majlis.wallet.v1.BankService"
URL = "bank_url"  # Of the house's settings: MAJLIS_BANK_URL.


def build(house: House) -> Part:
    """The verbs of bank in this house."""
    url = house.settings.get(URL, "")
    return assembled(house, HttpBank(url, api_key=_secret(house, "api.key")) if url else None)


def assembled(house: House, provider: PaymentProvider | None) -> Part:
    """The same with any provider."""
    if provider is None:
        service = BankService(
            desk=house.desk, effects=house.effects, guard=house.guard, clock=house.clock, bank=None
        )  # fmt: skip
        return Part(services={SERVICE: service})
    reconciling = Reconciling(desk=house.desk, guard=house.guard, provider=provider, clock=house.clock)
    bank = Bank(
        asking=Asking(desk=house.desk, guard=house.guard, effects=house.effects, provider=provider),
        reconciling=reconciling, notice_key=_secret(house, "notices.key").encode(),
    )  # fmt: skip
    service = BankService(desk=house.desk, effects=house.effects, guard=house.guard, clock=house.clock, bank=bank)
    return Part(services={SERVICE: service}, standing={"compare the bank's books": reconciling.run})


def _secret(house: House, name: str) -> str:
    """What both sides of the line to the bank know."""
    return load_or_make_secret(house.data_dir / "bank" / name)
