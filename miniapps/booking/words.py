"""Days and moments in words, on the place's own clock: a guest elsewhere must read what the door says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from miniapp import Text, hijri, text, zones

_DAYS = (
    text("الاثنين", "Monday"), text("الثلاثاء", "Tuesday"), text("الأربعاء", "Wednesday"), text("الخميس", "Thursday"),
    text("الجمعة", "Friday"), text("السبت", "Saturday"), text("الأحد", "Sunday"),
)  # fmt: skip
_MONTHS = (
    text("يناير", "January"), text("فبراير", "February"), text("مارس", "March"), text("أبريل", "April"),
    text("مايو", "May"), text("يونيو", "June"), text("يوليو", "July"), text("أغسطس", "August"),
    text("سبتمبر", "September"), text("أكتوبر", "October"), text("نوفمبر", "November"), text("ديسمبر", "December"),
)  # fmt: skip
HIJRI_MONTHS = (
    text("محرم", "Muharram"), text("صفر", "Safar"), text("ربيع الأول", "Rabi al-Awwal"),
    text("ربيع الآخر", "Rabi al-Thani"), text("جمادى الأولى", "Jumada al-Ula"),
    text("جمادى الآخرة", "Jumada al-Akhira"), text("رجب", "Rajab"), text("شعبان", "Shaaban"),
    text("رمضان", "Ramadan"), text("شوال", "Shawwal"), text("ذو القعدة", "Dhu al-Qada"),
    text("ذو الحجة", "Dhu al-Hijja"),
)  # fmt: skip
_OPENS, _CLOSES = "\u2068", "\u2069"  # So that a time keeps its order within the other direction.


def weekday(day: int) -> Text:
    """Monday is 0."""
    return _DAYS[day]


def month(number: int, calendar: str = "gregorian") -> Text:
    return (HIJRI_MONTHS if calendar == "hijri" else _MONTHS)[number - 1]


def day(of: date) -> Text:
    """الأحد 23 نوفمبر"""
    name, its_month = _DAYS[of.weekday()], _MONTHS[of.month - 1]
    return text(f"{name.ar} {of.day} {its_month.ar}", f"{name.en}, {of.day} {its_month.en}")


def hijri_day(of: date) -> Text:
    """23 رمضان 1447"""
    there = hijri.of(of)
    its_month = HIJRI_MONTHS[there.month - 1]
    return text(f"{there.day} {its_month.ar} {there.year} هـ", f"{there.day} {its_month.en} {there.year} AH")


def minute(of_day: int) -> Text:
    """A minute of the wall clock; 1500 is one in the morning."""
    hour, past = of_day // 60 % 24, of_day % 60
    digits = f"{_OPENS}{hour % 12 or 12}:{past:02d}{_CLOSES}"
    return text(f"{digits} {'م' if hour >= 12 else 'ص'}", f"{digits} {'pm' if hour >= 12 else 'am'}")


def clock(at: datetime, zone: str) -> Text:
    there = at.astimezone(zones.zone(zone))
    return minute(there.hour * 60 + there.minute)


def moment(at: datetime, zone: str) -> Text:
    """الأحد 23 نوفمبر، 4:30 م"""
    its_day, its_clock = day(at.astimezone(zones.zone(zone)).date()), clock(at, zone)
    return text(f"{its_day.ar}، {its_clock.ar}", f"{its_day.en}, {its_clock.en}")


def near(of: date, today: date) -> Text:
    """اليوم، غدًا, or the day in words."""
    if of == today:
        return text("اليوم", "Today")
    return text("غدًا", "Tomorrow") if of == today + timedelta(days=1) else day(of)
