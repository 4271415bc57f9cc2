"""Mandates of the fake wallet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from miniapp.testing._refused import Refused

if TYPE_CHECKING:
    from miniapp.testing._fake_wallet import FakeWallet


PROPOSED_FOR_S, PROPOSED_MAX = 24 * 3600, 20


@dataclass
class FakeMandate:
    """One mandate as the fake keeps it."""

    id: str
    payer: str
    session: str
    asked: dict[str, Any]
    currency: str
    most: int
    created: int
    expires: int
    state: str = "PROPOSED"
    charges: list[tuple[int, int]] = field(default_factory=list)  # (how much, when)

    def spent(self, now_ms: int) -> int:
        """In the window that ends now."""
        since = now_ms - int(self.asked["window_s"]) * 1000
        return sum(amount for amount, when in self.charges if when > since)


class Mandates:
    """By id."""

    def __init__(self, wallet: FakeWallet) -> None:
        self._wallet = wallet
        self.by_id: dict[str, FakeMandate] = {}

    # --- the app's ---

    def propose(self, request: dict[str, Any], *, user: str | None, session: str, now_ms: int) -> dict[str, Any]:
        most = int(request["max"].get("amount_minor") or 0)
        payer = self._wallet.person(user)
        if most <= 0:
            raise _not_above_zero("max")
        waiting = [one for one in self.by_id.values() if one.payer == payer and one.state == "PROPOSED"]
        if sum(one.expires > now_ms for one in waiting) >= PROPOSED_MAX:
            raise Refused("RESOURCE_EXHAUSTED", "too many mandates wait for this payer", mandates_max=str(PROPOSED_MAX))
        made = FakeMandate(
            f"man_{len(self.by_id) + 1:026d}", payer, session, request, request["max"]["currency_code"], most, now_ms,
            now_ms + PROPOSED_FOR_S * 1000,
        )  # fmt: skip
        self.by_id[made.id] = made
        return {"mandate": self.told(made.id, now_ms)}

    def read(self, request: dict[str, Any], *, now_ms: int, **_: Any) -> dict[str, Any]:
        return {"mandate": self.told(self._of(request["mandate_id"], now_ms).id, now_ms)}

    def charge(self, request: dict[str, Any], *, now_ms: int, **_: Any) -> dict[str, Any]:
        amount = int(request["amount"].get("amount_minor") or 0)
        if amount <= 0:
            raise _not_above_zero("amount")
        mandate = self._of(request["mandate_id"], now_ms)
        if mandate.state != "ACTIVE":
            facts = {"mandate_id": mandate.id, "state": mandate.state.lower()}
            raise Refused("MANDATE_NOT_ACTIVE", "nothing may be taken", **facts)
        if request["amount"]["currency_code"] != mandate.currency:
            path, why = "amount.currency_code", "is not the mandate's"
            raise Refused("INVALID_ARGUMENT", f"{path}: {why}", field=path, why=why)
        left = mandate.most - mandate.spent(now_ms)
        if amount > left:
            facts = {"requested_minor": str(amount), "left_minor": str(left)}
            raise Refused("MANDATE_EXCEEDED", "not so much is left in this window", **facts)
        self._wallet.take(mandate.payer, mandate.currency, amount)
        mandate.charges.append((amount, now_ms))
        return {"mandate": self.told(mandate.id, now_ms), "transfer_id": f"xfer_{len(mandate.charges):032d}"}

    # --- the payer's ---

    def answer(self, mandate_id: str, user: str, now_ms: int, *, yes: bool) -> None:
        """The person's yes or no. MANDATE_NOT_FOUND, MANDATE_NOT_PROPOSED."""
        mandate = self._of_payer(mandate_id, user, now_ms)
        if mandate.state == "DECLINED" and not yes:
            return
        if mandate.state != "PROPOSED":
            raise Refused("MANDATE_NOT_PROPOSED", "the mandate does not wait any more", mandate_id=mandate_id)
        mandate.state = "ACTIVE" if yes else "DECLINED"
        if yes:
            mandate.expires = now_ms + int(mandate.asked["expires_in_s"]) * 1000
        self._wallet.news.append((mandate.id, mandate.session))

    def revoke(self, mandate_id: str, user: str, now_ms: int) -> None:
        """They end it at once; one that has ended stays as it is. MANDATE_NOT_FOUND."""
        mandate = self._of_payer(mandate_id, user, now_ms)
        if mandate.state in ("PROPOSED", "ACTIVE"):
            mandate.state = "REVOKED"
            self._wallet.news.append((mandate.id, mandate.session))

    # --- as it stands ---

    def told(self, mandate_id: str, now_ms: int) -> dict[str, Any]:
        """The host's JSON of it."""
        from miniapp.testing._fake_wallet import plain

        mandate = self.by_id[mandate_id]
        self._end(mandate, now_ms)
        return plain(
            {
                "mandate_id": mandate.id, "payer_user_id": mandate.payer, "title_ar": mandate.asked["title_ar"],
                "title_en": mandate.asked["title_en"], "window_s": int(mandate.asked["window_s"]),
                "max": {"currency_code": mandate.currency, "amount_minor": str(mandate.most)},
                "spent_minor": str(mandate.spent(now_ms)), "state": f"MANDATE_STATE_{mandate.state}",
                "created_at_ms": str(mandate.created), "expires_at_ms": str(mandate.expires),
            }
        )  # fmt: skip

    def sweep(self, now_ms: int) -> None:
        """End those whose time is over."""
        for mandate in self.by_id.values():
            self._end(mandate, now_ms)

    def _end(self, mandate: FakeMandate, now_ms: int) -> None:
        if mandate.state in ("PROPOSED", "ACTIVE") and mandate.expires <= now_ms:
            mandate.state = "EXPIRED"
            self._wallet.news.append((mandate.id, mandate.session))

    def _of(self, mandate_id: str, now_ms: int) -> FakeMandate:
        mandate = self.by_id.get(mandate_id)
        if mandate is None:
            raise Refused("MANDATE_NOT_FOUND", "there is no such mandate", mandate_id=mandate_id)
        self._end(mandate, now_ms)
        return mandate

    def _of_payer(self, mandate_id: str, user: str, now_ms: int) -> FakeMandate:
        mandate = self._of(mandate_id, now_ms)
        if mandate.payer != user:
            raise Refused("MANDATE_NOT_FOUND", "there is no such mandate", mandate_id=mandate_id)
        return mandate


def _not_above_zero(member: str) -> Refused:
    path, why = f"{member}.amount_minor", "must be above zero"
    return Refused("INVALID_ARGUMENT", f"{path}: {why}", field=path, why=why)
