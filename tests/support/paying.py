"""Somebody who pays in mini-apps through the web, as the host's own sheet does for them."""

from __future__ import annotations

from typing import Any

from tests.support.web_user import Refused, Screen, WebUser

TIPS, PASSWORD, PIN = "org.majlis.tips", "majlis-demo-2026", "493028"
GUARD, ORDERS, WALLET = (f"majlis.wallet.v1.{name}Service" for name in ("Guard", "Orders", "Wallet"))


class Payer(WebUser):
    """Somebody with a PIN, and the money the demo gave them."""

    async def ready(self, username: str) -> None:
        await self.log_in(username, PASSWORD)
        await self.call(GUARD, "SetPin", pin=PIN, password=PASSWORD)

    async def me(self) -> str:
        """The host's own id for them, which no app learns."""
        return str((await self.call("majlis.identity.v1.IdentityService", "GetMe"))["user"]["user_id"])

    async def press(self, screen: Screen, key: str, *, request_id: str = "") -> dict[str, Any]:
        """Tap a button; where the host asks for a scope, allow it and send the same tap again."""
        event, revision = {"id": f"s.k:{key}", "on": "press"}, screen.revision
        request_id = request_id or f"tap-{key}-{revision:04}"
        while True:
            try:
                return await self.send(screen, event, request_id=request_id, revision=revision)
            except Refused as refused:
                if refused.reason == "APP_TIMED_OUT":
                    continue  # On the runner, while the machine did something else: nothing was kept, it comes again.
                if refused.reason != "CONSENT_REQUIRED":
                    raise
                await self.allow(refused.metadata["app_id"], refused.metadata["scope"])

    async def approve(self, order_id: str, request_id: str = "yes-00001", **more: Any) -> dict[str, Any]:
        """Say yes on the sheet."""
        sheet = await self.call(ORDERS, "GetOrderSheet", order_id=order_id)
        answer = await self.call(
            ORDERS, "ApproveOrder", request_id=request_id, order_id=order_id, total=sheet["order"]["total"],
            approval={"pin": PIN}, **more,
        )  # fmt: skip
        order: dict[str, Any] = answer["order"]
        return order

    async def has(self) -> tuple[int, int]:
        """What they have to spend, and what is held of it."""
        (account,) = (await self.call(WALLET, "ListAccounts"))["accounts"]
        balance = account["balance"]
        return int(balance.get("available_minor", 0)), int(balance.get("held_minor", 0))


def word(screen: Screen, test_id: str) -> Any:
    """What a mini-app shows there; of money the minor units."""
    (text,) = [props["text"] for _, props, _ in screen.nodes.values() if props.get("test_id") == test_id]
    money = text.get("$money") if isinstance(text, dict) else None
    return int(money["amount_minor"]) if money else text
