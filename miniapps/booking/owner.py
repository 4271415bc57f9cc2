"""Ways in: the app's owner invites providers and may begin with examples; a provider invites staff."""

from __future__ import annotations

from typing import Any

import books
import examples
import roles
from actions import app

from miniapp import Goto, Refuse, errors, goto, messages, now, t, toast, user


@app.action
def start_with_examples() -> Any:
    """Four places as they might be, all the owner's own; a second tap adds nothing."""
    member = roles.provider()
    member.payee = member.payee or roles.enroll()
    for place in examples.places(user.id, now(), payee=user.id if member.payee else None):
        if books.place(place.id) is None:
            books.save_place(place)
        if place.id not in member.places:
            member.places.append(place.id)
    books.save_member(member)
    return goto("/"), toast(t("examples-made"), tone="good")


@app.action
def invite_provider() -> Goto:
    if not user.is_owner:
        raise Refuse(t("not-the-owner"))
    return goto("/invite", code=roles.invite(roles.new_invite("provider")).code)


@app.action
def invite_staff(place: str, person: str) -> Goto:
    found = roles.place_i_run(place)
    return goto("/invite", code=roles.invite(roles.new_invite("staff", found, person)).code)


@app.action
def share_invite(code: str) -> None:
    """The host asks where to; whoever taps the card first is in."""
    found = roles.find_invite(code)
    if found is None or found.made_by != user.id or roles.why_not(found):
        raise Refuse(t("invite-over"))
    arabic = user.lang != "en"
    try:
        messages.offer_card(
            f"invite-{found.code}",
            title="دعوة للعمل في «حجوزات»" if arabic else "An invitation to work in Bookings",
            text=found.place_name.ar if arabic else found.place_name.en,
            path=f"/join?code={found.code}",
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("messages-denied")) from None


@app.action
def withdraw_invite(code: str) -> Any:
    roles.withdraw(code)
    return toast(t("invite-taken-back"))


@app.action
def type_code(code: str) -> Goto:
    return goto("/join", code=code.strip()[:16])


@app.action
def scan_invite(value: str) -> Goto:
    return goto("/join", code=value.rpartition("=")[2].strip()[:16])


@app.action
def join(code: str) -> Any:
    found = roles.join(code)
    return goto("/work"), toast(t("joined-provider") if found.role == "provider" else t("joined-staff"), tone="good")


@app.action
def dismiss(member: str) -> Any:
    """Somebody may have no new places any more; what they have stays theirs until it is closed."""
    if not user.is_owner:
        raise Refuse(t("not-the-owner"))
    found = books.member(member)
    if found is None or found.id == user.id:
        raise Refuse(t("person-gone"))
    found.provider = False
    books.save_member(found)
    for place in [books.place(one) for one in found.places]:
        if place is not None and place.owner == found.id:
            place.paused = True
            books.save_place(place)
    return toast(t("dismissed"))


@app.action
def let_staff_go(place: str, person: str) -> Any:
    """They work here no more: the person stays, whoever it was loses sight of it."""
    found = roles.place_i_run(place)
    known = found.person(person)
    if known is None or known.user is None:
        raise Refuse(t("person-gone"))
    member = books.member(known.user)
    left, known.user = known.user, None
    if member is not None and all(one.user != left for one in found.people):
        member.places = [one for one in member.places if one != place]
        books.save_member(member)
    books.save_place(found)
    return toast(t("staff-left"))
