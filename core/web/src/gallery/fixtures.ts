/** Trees that show every component in every look it has, with mixed-direction words where they hurt most. */
import type { FlatNode, Json, Nodes } from "../wire/frames";
import { PLACES_STORY } from "./map_fixtures";

export interface Tree {
  type: string;
  key?: string;
  props?: Record<string, Json>;
  on?: string[];
  children?: Tree[];
}

/** A nested tree as the flat nodes a host sends, with the same ids. */
export function flatten(tree: Tree, id = "s", nodes: Nodes = {}): Nodes {
  const kids = (tree.children ?? []).map((child, n) => `${id}.${child.key ? `k:${child.key}` : n}`);
  const props = { ...tree.props, ...(tree.on ? { on: tree.on } : {}) };
  nodes[id] = [tree.type, props, kids] as FlatNode;
  (tree.children ?? []).forEach((child, n) => flatten(child, kids[n], nodes));
  return nodes;
}

export const node = (type: string, props: Record<string, Json> = {}, ...children: Tree[]): Tree => ({ type, props, children });
export const pressed = (tree: Tree, ...on: string[]): Tree => ({ ...tree, on: on.length > 0 ? on : ["press"] });
export const screen = (...children: Tree[]): Tree => node("Screen", { title: { $t: "title" } }, ...children);

const HOUR_MS = 3_600_000;
const MOMENT_MS = Date.UTC(2026, 10, 21, 18, 30);
const TONES = ["neutral", "good", "warn", "bad", "brand"];

export const TEXTS: Record<"ar" | "en", string> = {
  ar: `title = معرض المكوّنات
long = اسم طويل جدًا لا يتسع له السطر الواحد في جوال صغير، وفيه English words ثم عودة إلى العربية
order = الطلب { $code } باسم { $name }، المجموع { $total }
votes = { $count ->
    [zero] لا أصوات
    [one] صوت واحد
    [two] صوتان
    [few] { $count } أصوات
    [many] { $count } صوتًا
   *[other] { $count } صوت
 }
label = الوصف
action = تنفيذ
option-a = الخيار الأول
option-b = الخيار الثاني، وهو أطول من سابقه بقليل
hint = سطر صغير يشرح
`,
  en: `title = Component gallery
long = A very long name that does not fit on one line of a small phone, with كلمات عربية and back to English
order = Order { $code } for { $name }, total { $total }
votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
 }
label = Label
action = Go ahead
option-a = The first option
option-b = The second option, somewhat longer than the first
hint = A small line that explains
`,
};

const order: Json = {
  $t: "order",
  args: {
    code: { $code: "#A-1042" },
    name: "Omar عمر",
    total: { $money: { currency_code: "SAR", amount_minor: 125050 } },
  },
};
const options: Json = [
  { id: "a", text: { $t: "option-a" }, hint: { $t: "hint" } },
  { id: "b", text: { $t: "option-b" } },
];

const words = screen(
  ...["title", "strong", "body", "caption"].map((style) => node("Text", { text: { $t: "long" }, style })),
  node("Text", { text: "SELECT 1; -- A-1042", style: "code" }),
  node("Text", { text: order }),
  ...TONES.map((tone) => node("Text", { text: { $t: "votes", args: { count: 11 } }, tone })),
  node("Text", { text: { $money: { currency_code: "KWD", amount_minor: 1250 } }, style: "strong" }),
  node("Text", { text: { $time: MOMENT_MS, style: "full" } }),
  node("Text", { text: { $time: MOMENT_MS, style: "short" } }),
  node("Text", { text: { $duration: 2 * 3600 + 300 } }),
  node("Text", { text: { $code: "+966 50 123 4567" } }),
  node("Text", { text: { $number: 1234567.5 }, live: "count" }),
  node("Row", { gap: "s", wrap: true }, ...TONES.map((tone) => node("Badge", { text: { $t: "votes", args: { count: 2 } }, tone }))),
  node("Row", {}, node("Avatar", { name: "ليلى السالم" }), node("Avatar", { name: "Omar Haddad" }), node("Text", { text: "Omar" })),
  node("Divider"),
  ...TONES.map((tone) => node("Banner", { tone, title: { $t: "title" }, text: { $t: "long" } })),
  node("Progress", { value: 0.4, label: { $t: "option-b" }, text: { $t: "votes", args: { count: 4 } } }),
  node("Progress", { value: 1, label: "Omar", tone: "good" }),
);

const layout = screen(
  node(
    "Section",
    { title: { $t: "title" }, hint: { $t: "hint" } },
    pressed(node("Card", { title: { $t: "long" }, subtitle: order, badge: { $t: "option-a" }, tone: "good" })),
    node("Card", { title: { $t: "label" }, label: "card" }, node("Text", { text: { $t: "long" } }), pressed(node("Button", { text: { $t: "action" } }))),
    pressed(node("Card", { title: { $t: "label" }, disabled: true })),
    pressed(node("Card", {}, node("Progress", { value: 0.2, label: { $t: "option-b" } }))),
  ),
  node(
    "List",
    { label: { $t: "title" } },
    pressed(node("Item", { title: { $t: "long" }, subtitle: order, trailing: { $money: { currency_code: "SAR", amount_minor: 2850 } }, icon: "wallet" })),
    pressed(node("Item", { title: "Omar", icon: "user", trailing: { $number: 3 }, tone: "bad" })),
    node("Item", { title: { $t: "label" }, subtitle: { $t: "hint" } }, node("Stepper", { name: "cups", label: { $t: "label" }, value: 2 })),
  ),
  node("Row", { gap: "l", align: "between" }, node("Text", { text: { $t: "label" } }), node("Badge", { text: "A-1042" })),
  node("Row", { gap: "m", align: "stretch" }, pressed(node("Button", { text: { $t: "action" } })), pressed(node("Button", { text: { $t: "label" } }))),
  node("Column", { gap: "s", align: "center" }, node("Avatar", { name: "سارة" }), node("Text", { text: { $t: "hint" }, style: "caption" })),
  node("Column", { gap: "l", align: "end" }, node("Text", { text: { $t: "hint" } })),
  node("Empty", { title: { $t: "title" }, text: { $t: "long" }, icon: "poll" }, pressed(node("Button", { text: { $t: "action" }, style: "primary" }))),
);

const fields = screen(
  pressed(
    node(
      "Form",
      { name: "form" },
      node("TextField", { name: "question", label: { $t: "label" }, placeholder: { $t: "hint" }, required: true }),
      node("TextField", { name: "notes", label: { $t: "option-b" }, multiline: true, value: "نص مع English و 123" }),
      ...["number", "phone", "email", "search"].map((kind) => node("TextField", { name: kind, kind, label: kind, value: "" })),
      node("TextField", { name: "off", label: { $t: "label" }, value: "A-1042", disabled: true }),
      node("Choice", { name: "one", label: { $t: "title" }, options, value: "a" }),
      node("Choice", { name: "two", label: { $t: "title" }, options, display: "list", value: "b" }),
      node("Choice", { name: "three", label: { $t: "title" }, options, display: "chips", multi: true, values: ["a"] }),
      node("Toggle", { name: "on", label: { $t: "long" }, value: true }),
      node("Toggle", { name: "not", label: { $t: "label" }, value: false }),
      node("Stepper", { name: "seats", label: { $t: "option-b" }, value: 3, min: 0, max: 9 }),
      pressed(node("Button", { text: { $t: "action" }, style: "primary", icon: "send" })),
    ),
    "submit",
  ),
  node(
    "Row",
    { wrap: true, gap: "s" },
    ...["primary", "secondary", "link", "danger"].map((style) => pressed(node("Button", { text: { $t: "action" }, style, icon: "back" }))),
    pressed(node("Button", { text: { $t: "action" }, busy: true })),
    pressed(node("Button", { text: { $t: "action" }, style: "primary", disabled: true })),
  ),
);

const poll: Tree = {
  type: "Screen",
  props: { title: { $t: "long" }, subtitle: { $t: "votes", args: { count: 3 } } },
  on: ["refresh"],
  children: [
    node("Text", { text: { $time: Date.now() + 2 * HOUR_MS, style: "relative" }, style: "caption" }),
    pressed(node("Choice", { name: "pick", label: { $t: "title" }, options, value: "a" }), "change"),
    node("Progress", { value: 0.6, label: { $t: "option-a" }, text: { $t: "votes", args: { count: 6 } } }),
    node("Progress", { value: 0.4, label: { $t: "option-b" }, text: { $t: "votes", args: { count: 4 } } }),
    pressed(node("MainButton", { text: { $t: "action" } })),
  ],
};

export const STORIES: Record<string, Tree> = { words, layout, fields, poll, places: PLACES_STORY };
