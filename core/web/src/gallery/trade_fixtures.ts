/** Screens as apps of trade draw them: a menu and its bill, an order on its way, a day and a time, ways to choose. */
import { instant, later, today } from "../kit/days";
import type { Json } from "../wire/frames";
import { node, pressed, type Tree } from "./fixtures";

const both = (ar: string, en: string): Json => ({ $both: { ar, en } });
const sar = (minor: number): Json => ({ currency_code: "SAR", amount_minor: minor });
const price = (minor: number): Json => ({ $money: sar(minor) });
const screen = (ar: string, en: string, ...children: Tree[]): Tree => node("Screen", { title: both(ar, en) }, ...children);
const changed = (tree: Tree): Tree => pressed(tree, "change");
const NOW = Date.now();
const MINUTE_MS = 60_000;

const dish = (rice: string, top: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#f3e3cc"/><ellipse cx="80" cy="52" rx="58" ry="26" fill="#8a5a34"/><ellipse cx="80" cy="48" rx="54" ry="23" fill="#fffaf2"/><ellipse cx="80" cy="45" rx="43" ry="17" fill="${rice}"/><circle cx="66" cy="40" r="9" fill="${top}"/><circle cx="88" cy="38" r="10" fill="${top}"/><circle cx="99" cy="47" r="7" fill="#c8482d"/><circle cx="76" cy="50" r="5" fill="#5b7d3a"/></svg>`;

export const PICTURES: Record<string, string> = {
  "assets/kabsa.svg": dish("#e8a33c", "#9c5a2b"),
  "assets/saleeg.svg": dish("#fbf1dc", "#c98d4f"),
  "assets/salad.svg": dish("#7fa650", "#c8482d"),
};

const menu: [string, string, string, string, number, string][] = [
  ["كبسة دجاج", "Chicken kabsa", "رز بسمتي وزبيب ولوز", "Basmati, raisins and almonds", 2850, "kabsa"],
  ["سليق طائفي باللحم", "Taif saleeg with lamb", "رز مطبوخ بالحليب", "Rice cooked in milk", 4600, "saleeg"],
  ["سلطة اليوم", "Salad of the day", "خضار من مزارع الخرج", "Vegetables from Al-Kharj", 1200, "gone"],
];

const order = screen(
  "مطعم الديوان",
  "Al-Diwan Restaurant",
  pressed(
    node(
      "Card",
      { title: both("مطعم الديوان", "Al-Diwan Restaurant"), subtitle: both("مأكولات نجدية · 25–35 دقيقة", "Najdi food · 25–35 minutes"), badge: both("مفتوح", "Open"), tone: "good", image: "assets/kabsa.svg" },
      node("Stars", { value: 4.6, count: 1284, label: both("تقييم المطعم", "Rating of the restaurant") }),
    ),
  ),
  changed(
    node("Choice", {
      name: "section",
      label: both("أقسام القائمة", "Sections of the menu"),
      display: "tabs",
      value: "rice",
      options: [
        { id: "rice", text: both("الأرز", "Rice") },
        { id: "grill", text: both("المشاوي", "Grills") },
        { id: "salads", text: both("السلطات", "Salads") },
        { id: "sweets", text: both("الحلويات", "Sweets") },
        { id: "drinks", text: both("المشروبات الباردة", "Cold drinks") },
      ],
    }),
  ),
  node(
    "List",
    { label: both("القائمة", "Menu") },
    ...menu.map(([ar, en, subAr, subEn, minor, file]) =>
      pressed(node("Item", { title: both(ar, en), subtitle: both(subAr, subEn), trailing: price(minor), image: `assets/${file}.svg` })),
    ),
  ),
  pressed(node("Image", { src: "assets/saleeg.svg", label: both("طبق سليق", "A plate of saleeg"), ratio: "photo" })),
  node("Row", {}, node("Image", { src: "assets/salad.svg", label: both("سلطة", "Salad"), ratio: "square" }), node("Image", { src: "assets/gone.svg", label: both("صورة غائبة", "A picture that is gone"), ratio: "square" })),
  node("Summary", {
    lines: [
      { text: both("كبسة دجاج", "Chicken kabsa"), amount: sar(5700), quantity: 2 },
      { text: both("سليق طائفي باللحم مع مرق إضافي", "Taif saleeg with lamb and more broth"), amount: sar(4600) },
      { text: both("التوصيل", "Delivery"), amount: sar(1000), kind: "fee" },
      { text: both("خصم أول طلب", "First order"), amount: sar(-1500), kind: "discount" },
      { text: both("إكرامية المندوب", "Tip"), amount: sar(500), kind: "tip" },
    ],
    total: sar(10300),
  }),
  node("Card", { title: both("فاتورتك", "Your bill") }, node("Summary", { lines: [{ text: both("سلطة", "Salad"), amount: sar(1200) }], total: sar(1200) })),
);

const way = screen(
  "طلبك في الطريق",
  "On its way",
  node(
    "Card",
    {},
    node("Tracker", {
      label: both("مراحل الطلب", "Steps of the order"),
      current: 2,
      steps: [
        { id: "placed", text: both("استلمنا طلبك", "We have your order"), at: NOW - 22 * MINUTE_MS },
        { id: "cooked", text: both("جهّزه المطبخ", "Cooked"), at: NOW - 6 * MINUTE_MS },
        { id: "way", text: both("المندوب في الطريق إليك", "The courier is on the way"), at: NOW - 2 * MINUTE_MS },
        { id: "door", text: both("عند بابك", "At your door") },
      ],
    }),
  ),
  node("Card", {}, pressed(node("Countdown", { until: NOW + 25 * MINUTE_MS - 300, label: both("يصل خلال", "Arrives in"), style: "ring" }), "expire")),
  node("Countdown", { until: NOW + 89 * MINUTE_MS - 300, label: both("نحجز لك المقعد", "We hold your seat for") }),
  node("Countdown", { until: NOW + 74 * 60 * MINUTE_MS, label: both("ينتهي العرض بعد", "The offer ends in"), tone: "warn" }),
  node("Countdown", { until: NOW - MINUTE_MS, label: both("قبول الطلب", "Accept the ride") }),
  node(
    "Column",
    { gap: "s", label: both("المحادثة", "Talk") },
    node("Message", { by: "سعود القحطاني", text: "السلام عليكم، أنا عند بوابة المجمع", at: NOW - 5 * MINUTE_MS }),
    node("Message", { text: "وعليكم السلام، العمارة B الدور الثالث", at: NOW - 4 * MINUTE_MS, mine: true }),
    node("Message", { by: "Saud", text: "تمام 👍", at: NOW - 3 * MINUTE_MS }),
  ),
  node(
    "Row",
    { gap: "m" },
    node("Stat", { value: price(48250), label: both("أرباح اليوم", "Earned today"), hint: both("14 مشوارًا", "14 rides") }),
    node("Stat", { value: { $number: 4.9 }, label: both("تقييمك", "Your rating"), tone: "good" }),
    node("Stat", { value: { $duration: 6 * 3600 + 1200 }, label: both("وقت العمل", "On duty") }),
    node("Stat", { value: { $number: 3 }, label: both("رحلات ملغاة", "Cancelled"), tone: "bad", hint: both("هذا الأسبوع", "this week") }),
  ),
  changed(node("Rating", { name: "stars", label: both("كيف كان المندوب؟", "How was the courier?"), value: 4 })),
  changed(node("Rating", { name: "food", label: both("وكيف كان الطعام؟", "And the food?") })),
);

const DAY_MS = 86_400_000;
/** Ten in the morning in Riyadh, of the day after so many. */
const morning = (days: number): number => instant(later(today(), days)) + 7 * 3_600_000;
const slots: Json = [0, 1, 2, 3, 5, 6, 7].flatMap((day) =>
  Array.from({ length: day === 2 ? 3 : 7 }, (_, n) => ({
    id: `d${day}-${n}`,
    at: morning(day + 1) + n * 45 * MINUTE_MS,
    ...(day === 2 || n % 4 === 1 ? { left: 0 } : n % 4 === 2 ? { left: 2 } : {}),
    ...(n === 5 ? { disabled: true } : {}),
  })),
);

const booking = screen(
  "عيادة النخيل",
  "Al-Nakheel Clinic",
  changed(node("DatePicker", { name: "day", label: both("اليوم", "Day"), min: today(), max: later(today(), 60), closed: Array.from({ length: 8 }, (_, n) => later(today(), 3 + 7 * n)) })),
  changed(node("DatePicker", { name: "birth", label: both("تاريخ آخر زيارة", "Last visit"), min: "2020-01-01", max: today(), value: "2026-11-03", calendar: "hijri" })),
  changed(node("TimeSlots", { name: "slot", label: both("الموعد", "Time"), zone: "Asia/Riyadh", slots, value: "d1-0" })),
  changed(
    node("TimeSlots", {
      name: "far",
      label: both("استشارة من القاهرة", "A consultation from Cairo"),
      zone: "Africa/Cairo",
      slots: [0, 1, 2].map((n) => ({ id: `c${n}`, at: Date.UTC(2026, 11, 1, 8) + n * DAY_MS / 48 })),
    }),
  ),
  changed(node("TimeSlots", { name: "none", label: both("قائمة المساء", "Evening"), zone: "Asia/Riyadh", slots: [] })),
);

const classes: Json = [
  { id: "eco", text: both("اقتصادي", "Economy"), hint: both("18 ريالًا · 4 دقائق", "18 SAR · 4 min") },
  { id: "family", text: both("عائلي", "Family"), hint: both("27 ريالًا · 6 دقائق", "27 SAR · 6 min") },
  { id: "lux", text: both("فاخر", "Premium"), hint: both("44 ريالًا · 9 دقائق", "44 SAR · 9 min") },
  { id: "van", text: both("حافلة صغيرة بستة مقاعد", "Van with six seats"), hint: both("52 ريالًا", "52 SAR") },
];

const choices = screen(
  "اختر سيارتك",
  "Choose a car",
  node("Choice", { name: "class", label: both("فئة السيارة", "Class"), options: classes, value: "family", display: "cards" }),
  node("Choice", { name: "extras", label: both("إضافات", "Extras"), options: classes, values: ["eco"], multi: true, display: "cards" }),
  node("Choice", { name: "branch", label: both("الفرع", "Branch"), options: classes, value: "lux", display: "dropdown" }),
  node("Choice", { name: "none", label: both("فرع لم يُختر بعد", "A branch that is not chosen yet"), options: classes, display: "dropdown" }),
  node("Form", { name: "f" }, node("Choice", { name: "size", label: both("الحجم", "Size"), options: classes, value: "eco", display: "tabs" })),
);

export const TRADE_STORIES: Record<string, Tree> = { order, way, booking, choices };
