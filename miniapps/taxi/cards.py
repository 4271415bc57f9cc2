"""What people are told in their chats. Plain words, in the language of whoever gets them; first names only.

The trip somebody shares is one card that follows the ride; the others come only to who asked for them.
"""

from __future__ import annotations

from rides import Ride, Stage, Who

from miniapp import Text, messages, text

APP_NAME = text("تكسي", "Taxi")
_STAGES = {
    Stage.SEARCHING: text("نبحث عن سائق قريب", "Looking for a driver nearby"),
    Stage.ACCEPTED: text("السائق في الطريق", "The driver is on the way"),
    Stage.ARRIVED: text("السائق وصل", "The driver is there"),
    Stage.RIDING: text("الرحلة جارية", "On the ride"),
    Stage.FINISHED: text("انتهت الرحلة بسلام", "The ride has ended safely"),
    Stage.CANCELLED: text("أُلغيت الرحلة", "The ride was cancelled"),
    Stage.UNSERVED: text("لم نجد سائقًا، وأُعيد المبلغ المحجوز", "No driver was found; what was held is released"),
}
READY_WORDS = {
    "here": text("أنا عند المكان", "I am at the spot"),
    "minute": text("دقيقة واحدة من فضلك", "One minute, please"),
    "where": text("أين أنت؟", "Where are you?"),
    "thanks": text("شكرًا لك", "Thank you"),
}


def _said(words: Text, lang: str) -> str:
    return words.ar if lang == "ar" else words.en


def trip_card(ride: Ride) -> dict[str, str]:
    """The shared trip: where to and how far it is, and its path, which only who has the card knows."""
    name = ride.rider_name or _said(APP_NAME, ride.rider_lang)
    to = _said(ride.end.text, ride.rider_lang)
    stage = _said(_STAGES.get(ride.stage, APP_NAME), ride.rider_lang)
    return {
        "key": f"trip-{ride.id}",
        "title": f"{name} ← {to}"[:64] if ride.rider_lang == "ar" else f"{name} → {to}"[:64],
        "text": stage if ride.face is None else f"{stage} · {ride.face.car} {ride.face.plate}"[:256],
        "path": f"/trip?id={ride.id}&key={ride.share_key}",
    }


def update_trip(ride: Ride) -> None:
    """The shared card follows the ride; nothing happens where nobody shared it."""
    if ride.shared and ride.stage in _STAGES:
        messages.update_card(**trip_card(ride))


def to_rider(ride: Ride) -> None:
    """How their ride stands, where they asked to be told."""
    if ride.wants_cards and ride.stage in _STAGES:
        words = _said(_STAGES[ride.stage], ride.rider_lang)
        car = f"{ride.face.car} {ride.face.plate}" if ride.face else ""
        messages.send_card(
            f"{ride.stage.value}-{ride.id}", title=words, text=car, path=f"/ride?id={ride.id}", to=ride.rider
        )


def receipt(ride: Ride) -> None:
    """What they paid, where they asked to be told."""
    if ride.wants_cards and ride.taken_minor:
        title = _said(text("إيصال رحلتك", "Your receipt"), ride.rider_lang)
        end = _said(ride.end.text, ride.rider_lang)
        messages.send_card(
            f"receipt-{ride.id}", title=title, text=f"{ride.money(ride.taken_minor)} · {end}"[:256],
            path=f"/ride?id={ride.id}", to=ride.rider,
        )  # fmt: skip


def to_asked(ride: Ride) -> None:
    """A request, to drivers who want them in chat. Who does not allow it gets nothing, and is asked on screen."""
    for driver in ride.asking:
        messages.send_card(
            f"request-{ride.id}", title="طلب رحلة جديد · New ride", text=f"{ride.start.address_ar}"[:256],
            path="/", to=driver,
        )  # fmt: skip


def said(ride: Ride, by: Who, words: str | Text) -> None:
    """A line of the talk, to the other one."""
    words = words if isinstance(words, str) else _said(words, ride.rider_lang)
    to = ride.driver if by is Who.RIDER else ride.rider
    name = ride.rider_name if by is Who.RIDER else (ride.face.name if ride.face else "")
    if to is not None:
        title = f"{name or 'تكسي'}: {words}"
        messages.send_card(f"talk-{ride.id}", title=title[:64], text=words[:256], path=f"/talk?id={ride.id}", to=to)
