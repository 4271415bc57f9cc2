"""Four places as they might be in Riyadh: a clinic, a barber, a restaurant, a football field."""

from __future__ import annotations

from datetime import datetime

from model import CURRENCY, Holiday, Kind, Person, Place, Rules, Service, Span

from miniapp import Money, text

_EID = Holiday(text("عيد الفطر", "Eid al-Fitr"), "hijri", 10, 1, 3)
_ADHA = Holiday(text("عيد الأضحى", "Eid al-Adha"), "hijri", 12, 10, 4)
_NATIONAL = Holiday(text("اليوم الوطني", "National Day"), "gregorian", 9, 23)


def places(owner: str, at: datetime, payee: str | None) -> list[Place]:
    made = [_clinic(owner, at), _barber(owner, at), _restaurant(owner, at), _field(owner, at)]
    for place in made:
        place.payee = payee
        place.holidays = [_EID, _ADHA] if place.kind in (Kind.TABLE, Kind.FIELD) else [_EID, _ADHA, _NATIONAL]
    return made


def _sar(whole: int) -> Money:
    return Money(whole * 100, CURRENCY)


def _week(*spans: tuple[int, int], friday: tuple[tuple[int, int], ...] = ()) -> list[list[Span]]:
    """Hours of every day, in whole hours; those of Friday apart."""
    return [[Span(opens * 60, closes * 60) for opens, closes in (friday if day == 4 else spans)] for day in range(7)]


def _clinic(owner: str, at: datetime) -> Place:
    return Place(
        "shifa", Kind.CLINIC, text("عيادات الشفاء", "Al Shifa Clinics"), owner, at,
        about=text("أسنان وجلدية وأطفال، بمواعيد دقيقة وبلا انتظار طويل.", "Teeth, skin and children, on time."),
        area=text("حي العليا، شارع التحلية", "Olaya, Tahlia Street"),
        hours=_week((9, 13), (16, 21)),
        rules=Rules(step=30, free_hours=12, late_percent=50, grace_minutes=15),
        services=[
            Service("checkup", text("كشف أسنان", "Dental check-up"), 30, 10, _sar(150), _sar(50)),
            Service("cleaning", text("تنظيف وتلميع", "Cleaning and polishing"), 60, 10, _sar(300), _sar(100)),
            Service("skin", text("استشارة جلدية", "Skin consultation"), 30, 0, _sar(200), _sar(50)),
            Service("child", text("كشف أطفال", "Child check-up"), 30, 0, _sar(120)),
        ],
        people=[
            Person("noura", text("د. نورة العتيبي", "Dr Noura Al-Otaibi"), ["checkup", "cleaning"]),
            Person("sami", text("د. سامي الحربي", "Dr Sami Al-Harbi"), ["checkup"]),
            Person("huda", text("د. هدى القحطاني", "Dr Huda Al-Qahtani"), ["skin", "child"]),
        ],
    )  # fmt: skip


def _barber(owner: str, at: datetime) -> Place:
    return Place(
        "anaqa", Kind.BARBER, text("صالون الأناقة", "Al Anaqa Barbers"), owner, at,
        about=text("حلاقة رجالية وعناية باللحية، وفناجين قهوة بلا حساب.", "Haircuts, beards, and coffee on the house."),
        area=text("حي الملز، شارع الجامعة", "Malaz, University Street"),
        hours=_week((12, 24), friday=((14, 25),)),
        rules=Rules(step=30, free_hours=2, late_percent=50, grace_minutes=10),
        services=[
            Service("hair", text("قص شعر", "Haircut"), 30, 0, _sar(40)),
            Service("beard", text("تحديد لحية", "Beard trim"), 30, 0, _sar(25)),
            Service("groom", text("باقة العريس", "The groom's package"), 120, 30, _sar(350), _sar(100)),
        ],
        people=[
            Person("abusalem", text("أبو سالم", "Abu Salem"), ["hair", "beard", "groom"]),
            Person("yusuf", text("يوسف", "Yusuf"), ["hair", "beard"]),
            Person("karim", text("كريم", "Karim"), ["hair", "beard"]),
        ],
    )  # fmt: skip


def _restaurant(owner: str, at: datetime) -> Place:
    return Place(
        "diwan", Kind.TABLE, text("مطعم ديوان نجد", "Diwan Najd"), owner, at,
        about=text("جريش وقرصان ومندي، في مجالس هادئة.", "Jareesh, qursan and mandi, in quiet rooms."),
        area=text("حي السفارات، الساحة الكبرى", "Diplomatic Quarter, the main square"),
        hours=_week((13, 16), (19, 25)),
        rules=Rules(step=30, free_hours=4, late_percent=50, grace_minutes=20),
        services=[
            Service("table", text("طاولة", "A table"), 90, 15, _sar(0), _sar(20), by_party=True),
        ],
        people=[
            *[
                Person(f"t{at + 1}", text(f"طاولة {at + 1}", f"Table {at + 1}"), ["table"], seats)
                for at, seats in enumerate((2, 2, 4, 4, 6))
            ],
            Person("majlis", text("المجلس الكبير", "The great room"), ["table"], 12),
        ],
    )  # fmt: skip


def _field(owner: str, at: datetime) -> Place:
    return Place(
        "abtal", Kind.FIELD, text("ملاعب الأبطال", "Al Abtal Fields"), owner, at,
        about=text("عشب صناعي وإضاءة كاملة، حتى الثانية ليلًا.", "Artificial turf under light, until two at night."),
        area=text("حي النرجس، طريق أنس بن مالك", "Narjis, Anas ibn Malik Road"),
        hours=_week((16, 26)),
        rules=Rules(step=60, free_hours=6, late_percent=100, grace_minutes=15),
        services=[
            Service("five", text("ملعب خماسي، ساعة", "Five-a-side, one hour"), 60, 0, _sar(180), _sar(60)),
            Service("seven", text("ملعب سباعي، ساعة ونصف", "Seven-a-side, 90 minutes"), 90, 30, _sar(300), _sar(90)),
            Service(
                "open", text("لعب مفتوح، بالفرد", "Open play, by the person"), 60, 0, _sar(25), _sar(25), together=True
            ),
        ],
        people=[
            Person("a", text("الملعب أ", "Field A"), ["five", "open"], 10),
            Person("b", text("الملعب ب", "Field B"), ["five"], 10),
            Person("big", text("الملعب الكبير", "The big field"), ["seven"], 14),
        ],
    )  # fmt: skip
