"""The words a made city is named with, Arabic and English beside each other. Pure."""

from __future__ import annotations

Pair = tuple[str, str]

CITY: Pair = ("مدينة النخيل", "Palm City")
MADE: Pair = ("مدينة مولَّدة، لا وجود لها", "A made city; it is nowhere")
RINGS: tuple[Pair, ...] = (
    ("دوّار السوق", "Market Circle"), ("الدائري الأول", "First Ring Road"), ("الدائري الثاني", "Second Ring Road"),
    ("الدائري الثالث", "Third Ring Road"), ("الدائري الرابع", "Fourth Ring Road"),
    ("الدائري الخامس", "Fifth Ring Road"), ("الدائري السادس", "Sixth Ring Road"),
    ("الدائري الخارجي", "Outer Ring Road"),
)  # fmt: skip
RADIALS: tuple[Pair, ...] = (
    ("طريق الشمال", "North Road"), ("شارع الخوارزمي", "Al-Khwarizmi Street"), ("شارع الرازي", "Al-Razi Street"),
    ("طريق البحر", "Sea Road"), ("شارع ابن سينا", "Ibn Sina Street"), ("شارع الفارابي", "Al-Farabi Street"),
    ("طريق المشرق", "East Road"), ("شارع ابن الهيثم", "Ibn Al-Haytham Street"), ("شارع الإدريسي", "Al-Idrisi Street"),
    ("طريق الواحة", "Oasis Road"), ("شارع ابن بطوطة", "Ibn Battuta Street"), ("شارع الجاحظ", "Al-Jahiz Street"),
    ("طريق الجنوب", "South Road"), ("شارع المتنبي", "Al-Mutanabbi Street"), ("شارع الخنساء", "Al-Khansa Street"),
    ("طريق الجبل", "Mountain Road"), ("شارع ابن رشد", "Ibn Rushd Street"), ("شارع الكندي", "Al-Kindi Street"),
    ("طريق المغرب", "West Road"), ("شارع الزهراوي", "Al-Zahrawi Street"), ("شارع البيروني", "Al-Biruni Street"),
    ("طريق القوافل", "Caravan Road"), ("شارع ابن خلدون", "Ibn Khaldun Street"),
    ("شارع فاطمة الفهرية", "Fatima Al-Fihri Street"),
)  # fmt: skip
LANES: tuple[Pair, ...] = (
    ("الياسمين", "Jasmine"), ("الريحان", "Basil"), ("النرجس", "Narcissus"), ("الورد", "Rose"), ("السدر", "Sidr"),
    ("الزيتون", "Olive"), ("الرمان", "Pomegranate"), ("التين", "Fig"), ("اللوز", "Almond"), ("الزعفران", "Saffron"),
    ("الحناء", "Henna"), ("العنبر", "Amber"), ("اللؤلؤ", "Pearl"), ("المرجان", "Coral"), ("الفيروز", "Turquoise"),
    ("العقيق", "Agate"), ("الصقر", "Falcon"), ("الغزال", "Gazelle"), ("الهدهد", "Hoopoe"), ("اليمام", "Dove"),
    ("الفجر", "Dawn"), ("الضحى", "Forenoon"), ("الغروب", "Sunset"), ("القمر", "Moon"), ("الثريا", "Pleiades"),
    ("سهيل", "Canopus"), ("النسيم", "Breeze"), ("الندى", "Dew"), ("الغدير", "Brook"), ("الربيع", "Spring"),
    ("البخور", "Incense"), ("الهيل", "Cardamom"), ("القرنفل", "Clove"), ("النعناع", "Mint"), ("الكرم", "Vine"),
    ("السنديان", "Oak"), ("الصنوبر", "Pine"), ("الأرز", "Cedar"), ("العرعر", "Juniper"), ("الخزامى", "Lavender"),
)  # fmt: skip
DISTRICTS: tuple[Pair, ...] = (
    ("حي السوق القديم", "Old Market"), ("حي المنارة", "Lighthouse"), ("حي القلعة", "Citadel"),
    ("حي البساتين", "Orchards"), ("حي الصفا", "Safa"), ("حي الروضة", "Rawda"), ("حي النزهة", "Nuzha"),
    ("حي الورود", "Roses"), ("حي الشاطئ", "Beach"), ("حي المرسى", "Harbour"), ("حي التلال", "Hills"),
    ("حي الواحة", "Oasis"), ("حي السلام", "Salam"), ("حي الفنون", "Arts"), ("حي الجامعة", "University"),
    ("حي المطار", "Airport"), ("حي الحرفيين", "Craftsmen"), ("حي النخيل", "Palms"), ("حي الينابيع", "Springs"),
    ("حي السدرة", "Sidra"), ("حي الربوة", "Rabwa"), ("حي الغدير", "Ghadeer"), ("حي المروج", "Meadows"),
    ("حي الياقوت", "Ruby"), ("حي الأفق", "Horizon"),
)  # fmt: skip
PARKS: tuple[Pair, ...] = (
    ("حديقة الأندلس", "Andalus Park"), ("حديقة الطيور", "Bird Park"), ("حديقة الساعة", "Clock Park"),
    ("منتزه الوادي", "Wadi Park"), ("حديقة الأطفال", "Children's Park"), ("حديقة الزهور", "Flower Park"),
)  # fmt: skip
WADI: Pair = ("وادي النخيل", "Palm Wadi")
NAMES: tuple[Pair, ...] = (
    ("النخيل", "Palm"), ("الديوان", "Diwan"), ("الأصيل", "Aseel"), ("البيت", "House"), ("القصر", "Palace"),
    ("الشام", "Sham"), ("الأندلس", "Andalus"), ("بغداد", "Baghdad"), ("صنعاء", "Sanaa"), ("القاهرة", "Cairo"),
    ("مراكش", "Marrakesh"), ("الحجاز", "Hijaz"), ("نجد", "Najd"), ("البحر", "Sea"), ("الجسر", "Bridge"),
    ("الميدان", "Square"), ("الحارة", "Alley"), ("الركن", "Corner"), ("النجمة", "Star"), ("الهلال", "Crescent"),
    ("الشروق", "Sunrise"), ("الأمل", "Hope"), ("الوفاء", "Wafaa"), ("السعادة", "Joy"), ("الصفوة", "Safwa"),
    ("الواحة", "Oasis"), ("الريف", "Country"), ("المدينة", "City"), ("اليسر", "Yusr"), ("التقوى", "Taqwa"),
)  # fmt: skip
KINDS: dict[str, Pair] = {
    "restaurant": ("مطعم", "Restaurant"), "cafe": ("مقهى", "Café"), "mosque": ("مسجد", "Mosque"),
    "pharmacy": ("صيدلية", "Pharmacy"), "clinic": ("عيادة", "Clinic"), "barber": ("حلاق", "Barber"),
    "supermarket": ("أسواق", "Supermarket"), "mall": ("مجمّع", "Mall"), "school": ("مدرسة", "School"),
    "university": ("جامعة", "University"), "hotel": ("فندق", "Hotel"), "field": ("ملعب", "Football Field"),
    "petrol": ("محطة وقود", "Petrol Station"), "bank": ("بنك", "Bank"), "museum": ("متحف", "Museum"),
    "library": ("مكتبة", "Library"), "station": ("محطة", "Station"), "airport": ("مطار", "Airport"),
}  # fmt: skip
