"""What tests of payments do all the time: pay somebody, let time pass with everything that happens by itself in it."""

from __future__ import annotations

import json
import secrets
from typing import Any

from core.kit.caller import Caller
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import payments_service_pb2 as pb
from tests.support.money_desk import MoneyDesk, approval, sar
from wallet.payments.service import SERVICE, PaymentsService

NAMES = {"layla": "Layla", "omar": "Omar", "huda": "Huda", "salma": "Salma", "karim": "Karim", "mallory": "Mallory"}


def request_id() -> str:
    """One nobody used."""
    return secrets.token_hex(8)


async def two(money: MoneyDesk, *, contacts: bool = True) -> tuple[Caller, Caller]:
    """Layla with 1,000.00 SAR and Omar with none; contacts or not."""
    layla, omar = await money.rich("layla"), await money.rich("omar", 0)
    if contacts:
        await money.befriend(layla, omar)
    return layla, omar


async def name_of(money: MoneyDesk, person: Caller) -> str:
    """What they call themselves now."""
    return (await money.verbs.house.people.names([person.user_id]))[person.user_id]


async def pay(
    money: MoneyDesk, payer: Caller, payee: Caller, amount: int | money_pb2.Money = 4_000, **more: Any
) -> pb.Payment:
    """A payment that is made; so many halalas, or that amount."""
    more.setdefault("request_id", request_id())
    more.setdefault("payee_name", await name_of(money, payee))
    more.setdefault("approval", approval())
    request = pb.PayRequest(
        payee_user_id=payee.user_id, amount=sar(amount) if isinstance(amount, int) else amount, **more
    )
    return (await money.payments.pay(request, caller=payer)).payment


async def take_back(money: MoneyDesk, person: Caller, payment: pb.Payment) -> pb.Payment:
    request = pb.TakeBackPaymentRequest(payment_id=payment.payment_id)
    return (await money.payments.take_back_payment(request, caller=person)).payment


async def accept(money: MoneyDesk, person: Caller, payment: pb.Payment) -> pb.Payment:
    request = pb.AcceptPaymentRequest(payment_id=payment.payment_id)
    return (await money.payments.accept_payment(request, caller=person)).payment


async def decline(money: MoneyDesk, person: Caller, payment: pb.Payment) -> pb.Payment:
    request = pb.DeclinePaymentRequest(payment_id=payment.payment_id)
    return (await money.payments.decline_payment(request, caller=person)).payment


async def get(money: MoneyDesk, person: Caller, payment: pb.Payment) -> pb.Payment:
    """As it stands."""
    request = pb.GetPaymentRequest(payment_id=payment.payment_id)
    return (await money.payments.get_payment(request, caller=person)).payment


async def ask(
    money: MoneyDesk, payee: Caller, payer: Caller, amount: int | money_pb2.Money = 4_000, **more: Any
) -> pb.MoneyRequest:
    """A request for money: the first asks the second."""
    more.setdefault("request_id", request_id())
    request = pb.RequestMoneyRequest(
        payer_user_id=payer.user_id, amount=sar(amount) if isinstance(amount, int) else amount, **more
    )
    return (await money.payments.request_money(request, caller=payee)).money_request


async def pay_asked(money: MoneyDesk, payer: Caller, asked_id: str, **more: Any) -> pb.Payment:
    """What was asked is paid."""
    more.setdefault("request_id", request_id())
    request = pb.PayMoneyRequestRequest(money_request_id=asked_id, approval=approval(), **more)
    return (await money.payments.pay_money_request(request, caller=payer)).payment


async def asked_of(money: MoneyDesk, person: Caller, asked_id: str) -> pb.MoneyRequest:
    """A request as it stands."""
    request = pb.GetMoneyRequestRequest(money_request_id=asked_id)
    return (await money.payments.get_money_request(request, caller=person)).money_request


async def pass_by(money: MoneyDesk, seconds: float) -> None:
    """Time passes, and everything happens that then happens by itself."""
    money.later(seconds)
    await sweep(money)


async def sweep(money: MoneyDesk) -> None:
    """What is due now: holds over, payments settled, requests ended, others told."""
    await money.ledger.writer.expire_due()
    service = money.verbs.services[SERVICE]
    assert isinstance(service, PaymentsService)
    await service.dues.settle()
    await money.settle()


async def cards(money: MoneyDesk, conversation_id: str) -> list[dict[str, Any]]:
    """The wallet's cards in a conversation's log, one for each time one was shown or changed."""
    bodies = [json.loads(each.body_json) for each in await money.updates(conversation_id) if each.body_json]
    held = [body.get("message", body).get("wallet_card") for body in bodies]
    return [each for each in held if each]


def told(shown: list[dict[str, Any]], ref_id: str) -> list[str]:
    """The states a thing's card went through."""
    return [each["state"] for each in shown if each["ref_id"] == ref_id]
