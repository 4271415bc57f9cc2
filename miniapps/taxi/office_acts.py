"""What the company's owner does: publishes the tariff, invites and suspends drivers, answers problems."""

from __future__ import annotations

from typing import Any

import people
from base import State, app
from driver_acts import western
from people import Car, Invite
from tariff import CarClass, Rate, Tariff

from miniapp import Refuse, appdata, errors, goto, messages, money, now, t, toast, user

# The scene "begin with examples" sets: one car of each class, each with an invitation for whoever shall drive it.
EXAMPLES = (
    Car("تويوتا كامري بيضاء", "ح ب ر 4821", CarClass.ECONOMY),
    Car("هيونداي سوناتا فضية", "د ك ل 1937", CarClass.ECONOMY),
    Car("لكزس سوداء", "س ع د 7070", CarClass.COMFORT),
    Car("هيونداي ستاريا بيضاء", "ن ق ل 6604", CarClass.FAMILY),
)


def check_owner() -> None:
    if not user.is_owner:
        raise Refuse(t("owner-only"))


@app.action
def start_with_examples(state: State) -> Any:
    """A company in one tap: the tariff is published, and four cars wait for their drivers."""
    check_owner()
    if people.tariff() is None:
        publish(Tariff())
    if not people.waiting_invites():
        for car in EXAMPLES:
            people.make_invite(car, now())
    state.side = "office"
    return goto("/office/drivers"), toast(t("examples-ready"), tone="good")


def publish(kept: Tariff) -> None:
    appdata.shared.put("tariff", kept)
    appdata.refresh("tariff")


@app.action
def save_tariff(fields: dict[str, Any]) -> Any:
    """New prices; rides that were ordered keep theirs."""
    check_owner()
    before = people.tariff() or Tariff()
    code = before.currency_code
    kept = Tariff(
        rates={car.value: _rate(fields, car.value, code) for car in CarClass},
        currency_code=code,
        booking_minor=_minor(fields, "booking", code),
        night_percent=_whole(fields, "night_percent"),
        night_from=_whole(fields, "night_from"),
        night_to=_whole(fields, "night_to"),
        airport_minor=_minor(fields, "airport", code),
        cancel_minor=_minor(fields, "cancel", code),
        no_show_minor=_minor(fields, "no_show", code),
        driver_percent=_whole(fields, "driver_percent"),
        zone=before.zone,
        version=before.version + 1,
    )
    why = kept.wrong()
    if why is not None:
        raise Refuse(t(why))
    publish(kept)
    return goto("/office"), toast(t("tariff-published"), tone="good")


def _rate(fields: dict[str, Any], car: str, code: str) -> Rate:
    return Rate(*(_minor(fields, f"{car}_{part}", code) for part in ("base", "km", "minute", "minimum")))


def _minor(fields: dict[str, Any], name: str, code: str) -> int:
    """An amount as people type it, in their digits, with a point, a comma or the Arabic one."""
    typed = str(fields.get(name, "")).strip()
    plain = "".join(western(sign) or sign for sign in typed.replace("٫", ".").replace(",", "."))
    try:
        return money(plain, code).amount_minor
    except ValueError:
        raise Refuse(t("amount-wrong", typed=typed or "…")) from None


def _whole(fields: dict[str, Any], name: str) -> int:
    try:
        return int(fields.get(name, 0))
    except ValueError:
        raise Refuse(t("amount-wrong", typed=str(fields.get(name)))) from None


@app.action
def invite_driver(model: str = "", plate: str = "", car: CarClass = CarClass.ECONOMY) -> Any:
    """A way in for one driver."""
    check_owner()
    if len(people.waiting_invites()) >= people.INVITES_MAX:
        raise Refuse(t("invites-many", most=people.INVITES_MAX))
    made = people.make_invite(Car(" ".join(model.split())[:40], " ".join(plate.split())[:12], car), now())
    return goto("/office/invite", code=made.code)


@app.action
def share_invite(code: str) -> None:
    check_owner()
    asked = people.open_invite(code)
    arabic = user.lang == "ar"
    try:
        messages.offer_card(
            f"invite-{asked.code}", title="دعوة لقيادة تكسي" if arabic else "An invitation to drive",
            text=asked.car.model, path=asked.path,
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("cards-denied")) from None


@app.action
def withdraw_invite(code: str) -> Any:
    check_owner()
    asked: Invite | None = people.invite(code)
    if asked is not None and asked.used_by is None:
        asked.withdrawn = True
        appdata.shared.put(f"invite/{asked.code}", asked)
        appdata.refresh("invites")
    return goto("/office/drivers"), toast(t("invite-withdrawn"))


@app.action
def suspend(driver: str, on: bool) -> Any:
    """No requests while it lasts; a ride under way is driven to its end."""
    check_owner()
    found = people.driver(driver)
    if found is None:
        return None
    found.suspended = on
    if on:
        found.on_duty = False
    people.becomes_free(found, now())
    people.save_driver(found)
    return toast(t("driver-suspended") if on else t("driver-back"))
