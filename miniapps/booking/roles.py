"""Who may do what: the app's owner lets providers in, a provider lets staff in, and people see what is theirs."""

from __future__ import annotations

import secrets
from datetime import timedelta

import books
from model import Invite, Member, Place

from miniapp import Refuse, appdata, errors, now, profile, t, user, wallet

INVITE_FOR = timedelta(days=7)
INVITES_MAX = 30
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # None that look alike.


def runs(place: Place) -> bool:
    return place.owner == user.id


def works_at(place: Place) -> bool:
    return runs(place) or any(one.user == user.id for one in place.people)


def place_i_run(place_id: str) -> Place:
    found = books.need_place(place_id)
    if not runs(found):
        raise Refuse(t("not-your-place"))
    return found


def place_i_work_at(place_id: str) -> Place:
    found = books.need_place(place_id)
    if not works_at(found):
        raise Refuse(t("not-your-place"))
    return found


def my_places(member: Member | None) -> list[Place]:
    """Where I run something or work: read by their keys, so that the list of all places is not."""
    if member is None:
        return []
    found = appdata.shared.get_many([f"place/{one}" for one in member.places], Place)
    return [place for place in found.values() if works_at(place)]


def my_name() -> str:
    try:
        return profile.name()[:40]
    except errors.ScopeDenied:
        raise Refuse(t("name-needed")) from None


def provider() -> Member:
    """The user, if they may have places; the app's owner always may."""
    member = books.member(user.id)
    if member is not None and member.provider:
        return member
    if not user.is_owner:
        raise Refuse(t("not-a-provider"))
    return member or Member(user.id, my_name(), now(), provider=True)


def enroll() -> bool:
    """Whether deposits can be theirs: the host asks the first time."""
    try:
        wallet.enroll()
    except errors.ScopeDenied:
        return False
    return True


# --- ways in ---


def invite(made: Invite) -> Invite:
    mine = [one for one in open_invites() if one.made_by == made.made_by]
    if len(mine) >= INVITES_MAX:
        raise Refuse(t("invites-full", count=INVITES_MAX))
    appdata.shared.put(f"invite/{made.code}", made)
    appdata.refresh("owner")
    return made


def new_invite(role: str, place: Place | None = None, person: str = "") -> Invite:
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    until = now() + INVITE_FOR
    if role == "provider" or place is None:
        return Invite(code, "provider", user.id, until)
    found = place.person(person)
    if found is None:
        raise Refuse(t("person-gone"))
    return Invite(code, "staff", user.id, until, place.id, person, place.name, found.name)


def find_invite(code: str) -> Invite | None:
    tidy = code.strip().upper().replace("-", "").replace(" ", "")
    return appdata.shared.get(f"invite/{tidy}", Invite, default=None) if 1 <= len(tidy) <= 16 else None


def open_invites() -> list[Invite]:
    found = [one.value for one in appdata.shared.query("invite/", Invite, limit=200)]
    return [one for one in found if one.is_open(now())]


def why_not(found: Invite | None) -> str | None:
    """Why this lets nobody in, as the key of a text."""
    if found is None:
        return "invite-unknown"
    if found.used_by is not None:
        return "invite-used"
    if found.withdrawn:
        return "invite-withdrawn"
    return None if found.is_open(now()) else "invite-over"


def withdraw(code: str) -> None:
    found = find_invite(code)
    if found is None or not (found.made_by == user.id or user.is_owner):
        raise Refuse(t("invite-unknown"))
    found.withdrawn = True
    appdata.shared.put(f"invite/{found.code}", found)
    appdata.refresh("owner")


def join(code: str) -> Invite:
    """Use an invitation: once, by one person."""
    found = find_invite(code)
    why = why_not(found)
    if found is None or why is not None:
        raise Refuse(t(why or "invite-unknown"))
    member = books.member(user.id) or Member(user.id, my_name(), now())
    if found.role == "provider":
        member.provider, member.payee = True, enroll()
        take_over_money(member)
    else:
        works_as(found, member)
    found.used_by = user.id
    appdata.shared.put(f"invite/{found.code}", found)
    books.save_member(member)
    return found


def works_as(found: Invite, member: Member) -> None:
    place = books.need_place(found.place)
    person = place.person(found.person)
    if person is None or person.user is not None:
        raise Refuse(t("person-gone"))
    person.user = user.id
    books.save_place(place)
    if place.id not in member.places:
        member.places.append(place.id)


def take_over_money(member: Member) -> None:
    """Their places pay them from now on, or ask for no deposit."""
    for place in my_places(member):
        if runs(place) and member.payee and place.payee is None:
            place.payee = user.id
            books.save_place(place)
