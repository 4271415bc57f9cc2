"""A ride from beginning to end, seen from both sides."""

from __future__ import annotations

from typing import Any

from miniapp import money, t


def test_a_ride_is_ordered_driven_and_paid(company: Any) -> None:
    """The whole of it: what was put aside is taken when they are there, and the driver has their part."""
    company.has("layla", 10_000)
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    layla.see(t("stage-searching"))
    assert company.order("layla").state == "HELD"
    khalid.goto("/")
    khalid.see(t("new-request"))
    khalid.tap("accept")
    layla.see("Khalid", t("driver-comes"), t("your-code"))
    khalid.tap("arrived")
    layla.see(t("driver-there"))
    khalid.type("code", company.ride("layla")["code"])
    khalid.tap("start-ride")
    layla.see(t("stage-riding"))
    khalid.tap("finish")
    layla.see(t("stage-finished"), t("how-was", name="Khalid"))
    company.settles()
    ride, order = company.ride("layla"), company.order("layla")
    assert (order.state, order.paid) == ("PAID", ride["hold_minor"])
    assert company.left("layla") == 10_000 - order.paid
    assert order.shares == {"khalid": order.paid * 80 // 100}
    khalid.see(t("you-earned"))
    khalid.goto("/earnings")
    khalid.see(money(f"{order.paid * 80 // 100 / 100:.2f}", "SAR"))
