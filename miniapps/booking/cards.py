"""What guests are told in their chat: one card for each booking, which changes as the booking does."""

from __future__ import annotations

from datetime import date

import words
from model import Booking, Place

from miniapp import Text, errors, limits, messages, text, user

_SAY = {
    "booked": text("✅ حجزك مؤكد", "✅ Your booking stands"),
    "moved": text("🔁 تغيّر موعدك", "🔁 Your booking was moved"),
    "soon": text("⏰ موعدك غدًا", "⏰ Your booking is tomorrow"),
    "near": text("⏰ موعدك بعد ساعتين", "⏰ Your booking is in two hours"),
    "offered": text("🎉 تفرّغ موعد لك، أجب خلال عشر دقائق", "🎉 A time is free for you; answer within ten minutes"),
    "passed": text("انتهت مهلة الموعد المعروض", "The offer is over"),
    "lapsed": text("لم يكتمل الحجز، ولم يُخصم شيء", "The booking was not completed; nothing was taken"),
    "cancelled": text("❌ أُلغي الحجز", "❌ The booking was cancelled"),
    "cancelled-by-place": text(
        "❌ ألغى المكان حجزك، ويعود إليك عربونك كاملًا", "❌ The place cancelled; your whole deposit comes back"
    ),
    "missed": text("سُجّل أنك لم تحضر", "You were marked as not having come"),
    "arrived": text("أهلًا بك، سُجّل حضورك", "Welcome, you are checked in"),
    "done": text("شكرًا لزيارتك. كيف كانت؟", "Thank you for coming. How was it?"),
    "closed": text("أُغلق الحجز، ويعود إليك عربونك", "The booking was closed; your deposit comes back"),
}


_IN_LINE = text("⏳ أنت في قائمة الانتظار", "⏳ You are on the waiting list")


def tell(booking: Booking, what: str) -> None:
    """Show the guest how it stands, if they want messages; whoever did not allow them gets none."""
    if not booking.remind:
        return
    title = pick(booking.place_name, booking.lang)[: limits.CARD_TITLE_CHARS_MAX]
    say = pick(_SAY[what], booking.lang)
    messages.send_card(
        f"booking-{booking.id}",
        title=title,
        text=f"{say}\n{pick(booking.service_name, booking.lang)} · {when(booking)}"[: limits.CARD_TEXT_CHARS_MAX],
        path=f"/booking?id={booking.id}",
        to=booking.guest,
    )


def ask_for_messages(booking: Booking) -> bool:
    """Whether the user allows messages; the host asks them the first time, with this booking as the first."""
    try:
        messages.send_card(
            f"booking-{booking.id}",
            title=pick(booking.place_name, booking.lang)[: limits.CARD_TITLE_CHARS_MAX],
            text=f"{pick(booking.service_name, booking.lang)} · {when(booking)}"[: limits.CARD_TEXT_CHARS_MAX],
            path=f"/booking?id={booking.id}",
        )
    except errors.ScopeDenied:
        return False
    return True


def tell_waiting(place: Place, day: date) -> None:
    """That they stand in line; the offer comes the same way, so the host asks now."""
    try:
        messages.send_card(
            f"wait-{place.id}-{day.isoformat()}",
            title=pick(place.name, user.lang)[: limits.CARD_TITLE_CHARS_MAX],
            text=f"{pick(_IN_LINE, user.lang)} · {pick(words.day(day), user.lang)}",
            path="/mine",
        )
    except errors.ScopeDenied:
        return


def when(booking: Booking) -> str:
    """The moment on the place's own clock: cards are plain text."""
    return pick(words.moment(booking.start, booking.zone), booking.lang)


def pick(both: Text, lang: str) -> str:
    return both.en if lang == "en" else both.ar
