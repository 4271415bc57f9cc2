"""Six kitchens as a city might have them, for who begins with examples. Prices are in halalas."""

from __future__ import annotations

from model import Choice, Dish, Menu, Options, Section

from miniapp import Text

SIZES = Options(
    "size", Text("الحجم", "Size"),
    [Choice("one", Text("نفر", "For one")), Choice("two", Text("نفران", "For two"), 2_400)], 1, 1,
)  # fmt: skip
BREAD = Options(
    "bread", Text("الخبز", "Bread"),
    [Choice("saj", Text("صاج", "Saj")), Choice("pita", Text("خبز عربي", "Pita")),
     Choice("plate", Text("صحن بلا خبز", "On a plate"), 300)], 1, 1,
)  # fmt: skip
EXTRAS = Options(
    "extra", Text("إضافات", "Extras"),
    [Choice("garlic", Text("ثومية", "Garlic sauce"), 200), Choice("pickle", Text("مخلل", "Pickles"), 100),
     Choice("fries", Text("بطاطس", "Fries"), 400)], 0, 3,
)  # fmt: skip
SUGAR = Options(
    "sugar", Text("السكر", "Sugar"),
    [Choice("none", Text("بلا سكر", "None")), Choice("some", Text("وسط", "Medium")),
     Choice("much", Text("زيادة", "Sweet"))], 1, 1,
)  # fmt: skip


def _dish(
    dish_id: str, section: str, names: tuple[str, str], price: int, about: tuple[str, str], picture: str,
    allergens: str = "", *options: Options,
) -> Dish:  # fmt: skip
    return Dish(
        dish_id, section, Text(*names), price, Text(*about), picture, allergens.split(), list(options)
    )  # fmt: skip


MAIN, SIDE, DRINK, SWEET = (
    Section("main", Text("الأطباق الرئيسة", "Mains")), Section("side", Text("مقبلات", "Starters")),
    Section("drink", Text("مشروبات", "Drinks")), Section("sweet", Text("حلويات", "Sweets")),
)  # fmt: skip

NAJD = Menu([MAIN, SIDE, DRINK], [
    _dish("kabsa", "main", ("كبسة لحم نعيمي", "Lamb kabsa"), 4_200,
          ("أرز بسمتي بالبهارات مع لحم نعيمي ولوز محمص", "Spiced basmati with lamb and toasted almonds"), "kabsa",
          "nuts", SIZES),
    _dish("mandi", "main", ("مندي دجاج", "Chicken mandi"), 2_800,
          ("نصف دجاجة من التنّور على أرز مدخّن", "Half a chicken from the pit oven on smoked rice"), "mandi", "", SIZES),
    _dish("jareesh", "main", ("جريش", "Jareesh"), 2_200,
          ("قمح مجروش باللبن والبصل المحموس", "Crushed wheat with yoghurt and browned onion"), "soup", "gluten milk"),
    _dish("salad", "side", ("سلطة حارّة", "Spicy salad"), 800,
          ("طماطم وفلفل وكزبرة", "Tomato, chilli and coriander"), "fattoush"),
    _dish("laban", "drink", ("لبن عيران", "Ayran"), 500, ("بارد ومملّح", "Cold and salted"), "juice", "milk"),
])  # fmt: skip

SHAM = Menu([MAIN, SIDE, SWEET], [
    _dish("shawarma", "main", ("شاورما دجاج", "Chicken shawarma"), 1_400,
          ("دجاج متبّل على السيخ مع ثومية ومخلل", "Marinated chicken with garlic sauce and pickles"), "shawarma",
          "gluten egg", BREAD, EXTRAS),
    _dish("mixed", "main", ("مشاوي مشكّلة", "Mixed grill"), 5_200,
          ("كباب وشيش طاووق وريش على الفحم", "Kebab, shish tawook and chops over charcoal"), "grill", "", EXTRAS),
    _dish("hummus", "side", ("حمّص بالطحينة", "Hummus"), 1_200,
          ("بزيت الزيتون والكمّون", "With olive oil and cumin"), "hummus", "sesame"),
    _dish("fattoush", "side", ("فتّوش", "Fattoush"), 1_400,
          ("خضار وسماق وخبز محمّص", "Greens, sumac and toasted bread"), "fattoush", "gluten"),
    _dish("kunafa", "sweet", ("كنافة نابلسية", "Nabulsi kunafa"), 1_800,
          ("جبن ساخن وقطر وفستق", "Hot cheese, syrup and pistachio"), "kunafa", "gluten milk nuts"),
])  # fmt: skip

NILE = Menu([MAIN, SIDE, DRINK], [
    _dish("koshari", "main", ("كشري", "Koshari"), 1_600,
          ("أرز وعدس ومكرونة وصلصة ودقّة", "Rice, lentils, pasta, tomato sauce and garlic vinegar"), "koshari", "gluten",
          Options("size", Text("الحجم", "Size"), [Choice("m", Text("وسط", "Medium")),
                  Choice("l", Text("كبير", "Large"), 600)], 1, 1)),
    _dish("foul", "main", ("فول مدمّس", "Foul medames"), 1_000,
          ("بزيت حار وليمون وخبز بلدي", "With spiced oil, lemon and baladi bread"), "foul", "gluten"),
    _dish("taameya", "main", ("طعمية", "Falafel"), 900,
          ("ست حبات من الفول الأخضر بالسمسم", "Six of broad beans with sesame"), "falafel", "sesame"),
    _dish("karkade", "drink", ("كركديه", "Hibiscus"), 700, ("بارد أو ساخن", "Cold or hot"), "juice", "", SUGAR),
])  # fmt: skip

GULF = Menu([MAIN, SIDE], [
    _dish("hamour", "main", ("هامور مشوي", "Grilled hamour"), 6_500,
          ("سمكة كاملة بالليمون والكمّون", "A whole fish with lemon and cumin"), "fish", "fish"),
    _dish("sayadieh", "main", ("صيّادية", "Sayadieh"), 4_800,
          ("سمك على أرز بني بالبصل المكرمل", "Fish on brown rice with caramelised onion"), "fish", "fish", SIZES),
    _dish("soup", "side", ("شوربة عدس", "Lentil soup"), 1_100,
          ("بالليمون والخبز المحمّص", "With lemon and croutons"), "soup", "gluten"),
])  # fmt: skip

OVEN = Menu([MAIN, DRINK], [
    _dish("zaatar", "main", ("منقوشة زعتر", "Zaatar manakish"), 700,
          ("من الفرن بزيت الزيتون", "From the oven with olive oil"), "manakish", "gluten sesame"),
    _dish("cheese", "main", ("منقوشة جبن", "Cheese manakish"), 900,
          ("جبن عكّاوي", "Akkawi cheese"), "manakish", "gluten milk"),
    _dish("burger", "main", ("برجر لحم", "Beef burger"), 2_600,
          ("لحم طازج وجبن شيدر وصلصة البيت", "Fresh beef, cheddar and house sauce"), "burger", "gluten milk egg sesame",
          EXTRAS),
    _dish("tea", "drink", ("شاي كرك", "Karak tea"), 600, ("بالهيل والحليب", "With cardamom and milk"), "coffee", "milk",
          SUGAR),
])  # fmt: skip

CAFE = Menu([DRINK, SWEET], [
    _dish("arabic", "drink", ("دلّة قهوة عربية", "Pot of Arabic coffee"), 1_800,
          ("مع التمر، لأربعة", "With dates, for four"), "coffee"),
    _dish("flat", "drink", ("قهوة بالحليب", "Flat white"), 1_500, ("حبوب يمنية", "Yemeni beans"), "coffee", "milk",
          SUGAR),
    _dish("mango", "drink", ("عصير مانجو", "Mango juice"), 1_300, ("طازج بلا سكر", "Fresh, no sugar"), "juice"),
    _dish("basbousa", "sweet", ("كنافة بالقشطة", "Kunafa with cream"), 1_700,
          ("تُخبز كل ساعة", "Baked every hour"), "kunafa", "gluten milk nuts"),
])  # fmt: skip
