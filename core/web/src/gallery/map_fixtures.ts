/** A small town for the gallery: three rings, eight ways out, a park, a stream; and what the host answers about it. */
import type { Json } from "../wire/frames";
import type { Tree } from "./fixtures";

const CENTER = { lat_e7: 245_000_000, lng_e7: 470_000_000 };
const RINGS = [300, 700, 1_200, 1_800];
const WAYS = 8;
const NAMES: [string, string][] = [
  ["طريق الشمال", "North Road"], ["شارع ابن سينا", "Ibn Sina Street"], ["طريق المشرق", "East Road"], ["شارع الإدريسي", "Al-Idrisi Street"],
  ["طريق الجنوب", "South Road"], ["شارع الكندي", "Al-Kindi Street"], ["طريق المغرب", "West Road"], ["شارع البيروني", "Al-Biruni Street"],
];
const CIRCLES: [string, string, string][] = [
  ["street", "دوّار السوق", "Market Circle"], ["main", "الدائري الأول", "First Ring Road"],
  ["street", "الدائري الثاني", "Second Ring Road"], ["highway", "الدائري الخارجي", "Outer Ring Road"],
];
const PLACES: [string, string, string, number, number][] = [
  ["restaurant", "مطعم النخيل", "Palm Restaurant", 180, 260], ["cafe", "مقهى الديوان", "Diwan Café", -160, 210],
  ["mosque", "مسجد الروضة", "Rawda Mosque", -330, -90], ["pharmacy", "صيدلية الشفاء", "Shifa Pharmacy", 120, -260],
  ["mall", "مركز الواحة", "Oasis Mall", 560, 120], ["station", "محطة القطار", "Railway Station", -620, 420],
  ["school", "مدرسة الأمل", "Amal School", 420, -520], ["airport", "المطار", "Airport", 1_400, 900],
];

const at = (metres: number, turn: number): [number, number] => [Math.round(metres * Math.sin(turn)), Math.round(metres * Math.cos(turn))];
const circle = (metres: number): number[] => Array.from({ length: 33 }, (_, step) => at(metres, (step / 32) * 2 * Math.PI)).flat();

const MAP = JSON.stringify({
  center: [CENTER.lat_e7, CENTER.lng_e7],
  streets: [
    ...RINGS.map((metres, n) => [...(CIRCLES[n] ?? []), [circle(metres)]]),
    ...NAMES.map(([ar, en], n) => [n % 2 ? "street" : "main", ar, en, [RINGS.flatMap((metres) => at(metres, (n / WAYS) * 2 * Math.PI))]]),
  ],
  areas: [
    ["market", "حي السوق القديم", "Old Market", circle(300)],
    ["district", "حي المنارة", "Lighthouse", circle(1_800)],
    ["park", "حديقة الطيور", "Bird Park", [760, 250, 1_080, 400, 980, 640, 700, 520]],
    ["water", "وادي النخيل", "Palm Wadi", [-2_000, -900, 0, -820, 2_000, -960, 2_000, -1_060, 0, -920, -2_000, -1_000]],
  ],
  places: PLACES.map(([kind, ar, en, east, north]) => [kind, ar, en, [east, north]]),
});

const E7_PER_METRE = 1e7 / 111_320;
/** So many metres east and north of the middle. */
export const point = (east: number, north: number): { lat_e7: number; lng_e7: number } => ({
  lat_e7: CENTER.lat_e7 + Math.round(north * E7_PER_METRE),
  lng_e7: CENTER.lng_e7 + Math.round((east * E7_PER_METRE) / Math.cos((CENTER.lat_e7 / 1e7) * (Math.PI / 180))),
});

const address = { text_ar: "12 شارع ابن سينا، حي المنارة", text_en: "12 Ibn Sina Street, Lighthouse" };
const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** What the host says of the town; null for what is not about places. */
export function aboutTown(method: string, request: object): Json | null {
  const rpc = method.startsWith("places.v1.") ? method.split("/")[1] : "";
  if (rpc === "GetCity") return { name_ar: "بلدة المعرض", name_en: "Gallery Town", center: CENTER, made_from_ar: "بلدة مولَّدة، لا وجود لها", made_from_en: "A made town; it is nowhere", map_version: "gallery" };
  if (rpc === "GetMap") return { map_version: "gallery", map_json: base64(MAP) };
  if (rpc === "GetAddress") return { address };
  if (rpc === "ListSavedPlaces") return { places: [{ name: "home", icon: "home", point: point(-200, 600), address }, { name: "بيت خالتي", point: point(500, 300), address }] };
  if (rpc !== "FindPlaces") return rpc ? {} : null;
  const query = String((request as { query?: string }).query ?? "");
  const found = PLACES.filter(([, ar, en]) => ar.includes(query) || en.toLowerCase().includes(query.toLowerCase()));
  return {
    places: found.map(([kind, name_ar, name_en, east, north]) => ({
      place_id: `plc_${kind}`, kind: `PLACE_KIND_${kind.toUpperCase()}`, name_ar, name_en, point: point(east, north), address, away_m: Math.round(Math.hypot(east, north)),
    })),
  };
}

const quarter = (metres: number, from: number, to: number): [number, number][] =>
  Array.from({ length: 9 }, (_, step) => at(metres, from + ((to - from) * step) / 8));
export const ROUTE: number[] = [...quarter(300, -Math.PI / 2, 0), ...quarter(700, 0, Math.PI / 2)].flatMap(([east, north]) => {
  const { lat_e7, lng_e7 } = point(east, north);
  return [lat_e7, lng_e7];
});

const CHOSEN = { point: point(180, 260), name_ar: "مطعم النخيل", name_en: "Palm Restaurant", ...{ address_ar: address.text_ar, address_en: address.text_en }, kind: "restaurant", place_id: "plc_restaurant" };

/** A map with every mark, one that is small, pickers with and without a value, a code and a way to read one. */
export const PLACES_STORY: Tree = {
  type: "Screen",
  props: { title: { $t: "title" } },
  children: [
    {
      type: "Map",
      on: ["press", "marker"],
      props: {
        label: { $t: "title" },
        height: "l",
        route: ROUTE,
        markers: [
          { id: "from", kind: "from", point: point(-330, 0), text: { $t: "option-a" } },
          { id: "to", kind: "to", point: point(700, 0), text: { $t: "label" } },
          { id: "car", kind: "car", point: point(-300, 0), text: "أحمد", live: "ride/1" },
          { id: "shop", kind: "shop", point: point(180, 260), tone: "warn" },
          { id: "door", kind: "door", point: point(420, -420), tone: "good" },
          { id: "pin", kind: "pin", point: point(-160, 520), tone: "bad" },
          { id: "me", kind: "me", point: point(-100, -500) },
        ],
      },
    },
    { type: "Map", props: { label: { $t: "label" }, height: "s", center: point(560, 120) } },
    { type: "Map", props: { label: { $t: "label" }, height: "s", markers: [{ id: "far", point: { lat_e7: 0, lng_e7: 0 }, text: { $t: "option-b" } }] } },
    { type: "PlacePicker", props: { name: "from", label: { $t: "label" } } },
    { type: "PlacePicker", props: { name: "to", label: { $t: "title" }, value: CHOSEN, near: point(0, 0) } },
    { type: "PlacePicker", props: { name: "off", label: { $t: "title" }, placeholder: { $t: "hint" }, disabled: true } },
    { type: "QR", props: { payload: "majlis:1042", label: { $t: "label" }, caption: { $t: "hint" } } },
    { type: "Scan", on: ["scan"], props: { text: { $t: "action" } } },
  ],
};
