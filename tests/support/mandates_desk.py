"""What tests of mandates do all the time: an app proposes one, its payer approves it, the app takes."""

from __future__ import annotations

import json
from typing import Any

from core.kit.caller import Caller
from majlis.wallet.v1 import mandates_service_pb2 as pb
from tests.support.chat_desk import request_id
from tests.support.identity import PASSWORD
from tests.support.money_desk import MoneyDesk, approval, sar
from tests.support.shop import APP, Sandbox
from wallet.accounts import Use, balance_of, new_limit_account
from wallet.mandates.acts import MandateActs
from wallet.mandates.expiry import MandateExpiry
from wallet.store import account

HOUR_S, DAY_S = 3_600, 86_400


class Subscriptions:
    """`money` is the desk; what apps were told of their mandates is in `told`."""

    def __init__(self, money: MoneyDesk) -> None:
        self.money = money
        self.mandates = money.mandates
        self.sandbox = Sandbox()
        money.chain.serve("majlis.sandbox.v1.SandboxService", self.sandbox)
        house = money.verbs.house
        acts = MandateActs(effects=house.effects, guard=house.guard)
        self.expiry = MandateExpiry(desk=house.desk, effects=house.effects, acts=acts, clock=house.clock)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(each.payment_json)["mandate"] for each in self.sandbox.heard]

    def app(self, person: Caller | None = None, app_id: str = APP) -> Caller:
        """The app working for somebody, or by itself."""
        return Caller.app(app_id, user_id=person.user_id if person else "", scopes=frozenset({"wallet.mandate"}))

    async def propose(
        self, person: Caller, max_minor: int = 10_000, *, app_id: str = APP, **more: Any
    ) -> pb.Mandate:  # fmt: skip
        fields = {
            "request_id": request_id(), "title_ar": "اشتراك", "title_en": "Subscription", "max": sar(max_minor),
            "window_s": HOUR_S, "expires_in_s": 30 * DAY_S,
        }  # fmt: skip
        request = pb.ProposeMandateRequest(**(fields | more))
        return (await self.mandates.propose_mandate(request, caller=self.app(person, app_id))).mandate

    async def approve(self, person: Caller, mandate: pb.Mandate, **more: Any) -> pb.Mandate:
        fields = {"request_id": request_id(), "approval": approval(password=PASSWORD)} | more
        request = pb.ApproveMandateRequest(mandate_id=mandate.mandate_id, **fields)
        return (await self.mandates.approve_mandate(request, caller=person)).mandate

    async def active(self, person: Caller, max_minor: int = 10_000, **more: Any) -> pb.Mandate:
        """Proposed and approved."""
        return await self.approve(person, await self.propose(person, max_minor, **more))

    async def charge(self, mandate: pb.Mandate, amount_minor: int, **more: Any) -> pb.ChargeMandateResponse:
        caller = more.pop("caller", self.app())
        fields = {
            "request_id": request_id(), "amount": sar(amount_minor),
            "title_ar": "عدد اليوم", "title_en": "Today's issue",
        }  # fmt: skip
        request = pb.ChargeMandateRequest(mandate_id=mandate.mandate_id, **(fields | more))
        return await self.mandates.charge_mandate(request, caller=caller)

    async def get(self, mandate: pb.Mandate, caller: Caller | None = None) -> pb.Mandate:
        request = pb.GetMandateRequest(mandate_id=mandate.mandate_id)
        return (await self.mandates.get_mandate(request, caller=caller or self.app())).mandate

    async def revoke(self, person: Caller, mandate: pb.Mandate) -> pb.Mandate:
        request = pb.RevokeMandateRequest(mandate_id=mandate.mandate_id)
        return (await self.mandates.revoke_mandate(request, caller=person)).mandate

    async def decline(self, person: Caller, mandate: pb.Mandate) -> pb.Mandate:
        request = pb.DeclineMandateRequest(mandate_id=mandate.mandate_id)
        return (await self.mandates.decline_mandate(request, caller=person)).mandate

    async def standings(self, person: Caller) -> list[pb.AppStanding]:
        answered = await self.mandates.list_app_standings(pb.ListAppStandingsRequest(), caller=person)
        return list(answered.standings)

    async def left_in_ledger(self, mandate: pb.Mandate) -> int:
        """What the ledger itself would still let out."""
        asked = new_limit_account(f"mandate/{mandate.mandate_id}", "SAR", Use.MANDATE_LIMIT)
        found = await self.money.in_ledger(lambda tx: account(tx, asked.id))
        return 0 if found is None else balance_of(found).available_minor
