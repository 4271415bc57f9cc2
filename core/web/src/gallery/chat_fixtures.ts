/** Conversations for the gallery: long, hostile, in both languages; the host's side of chat played from a list. */
import { Chat } from "../chat/chat";
import type { Content, ConversationShape, Happening, Hit, MessageShape, PageShape } from "../chat/shapes";
import { num } from "../chat/shapes";
import type { Call } from "../wire/rpc";
import { GIFTS, MONEY, walletAnswer } from "./money_fixtures";

export const NOW_MS = Date.UTC(2026, 10, 21, 18, 30);
const MINUTE_MS = 60_000;
const ME = "usr_me";
const PEOPLE: Record<string, string> = { usr_layla: "ليلى السالم", usr_omar: "Omar Haddad", usr_noor: "نور", usr_long: "عبد الرحمن بن عبد العزيز آل الشيخ المهندس" };

const SAID = [
  "صباح الخير، كيف الحال؟",
  "الحمد لله بخير. اجتماعنا الساعة 4:30 في المكتب، والعنوان https:\u002f/example.org/map?q=12 إن احتجت.",
  "Perfect, see you there. I'll bring the printed plans.",
  "تمام 👍",
  "وصلتني الفاتورة رقم #A-1042 بقيمة 1,250.50 ر.س، هل نعتمدها؟",
  "Yes, go ahead — and please cc عمر on it.",
  "هذا نص أطول قليلًا لنرى كيف يلتف السطر في جوال صغير: نحتاج إلى ثلاثة عروض أسعار قبل يوم الخميس، ثم نختار أنسبها ونرسل الموافقة.",
  "👏👏",
];

export const HOSTILE = [
  "الحساب \u202e12345\u202c لا غير",
  "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034da\u036b\u0357\u0334\u0362\u0335\u031c\u0330\u0354l\u0368\u0367\u0369\u0358\u0320g\u0311\u0357\u030e\u0305\u035b\u0341\u0334\u033b\u0348\u034d\u0354\u0339o\u0342\u030c\u030c\u0358",
  `${"طويل".repeat(80)}`,
  "<img src=x onerror=alert(1)> <b>bold</b> javascript:alert(1) data:text/html,x",
  "https:\u002f/bank.example@evil.example/login و https:\u002f/example.org/a_(b).",
  "سطر أول\n\n\nسطر رابع\nand an English line\n\u2067 isolate left open",
  "\u200b\u200b\u2063",
];

function content(seq: number): Content {
  const text = SAID[seq % SAID.length] ?? "";
  if (seq % 41 === 0) return { image: { media_id: "med_1", width_px: 1200, height_px: 800, size_bytes: 81_000 }, text: seq % 2 ? text : "" };
  if (seq % 43 === 0) return { voice: { media_id: "med_2", duration_ms: 83_000, waveform: "1357986421246897531" } };
  if (seq % 47 === 0) return { file: { media_id: "med_3", name: "عرض السعر النهائي.pdf", size_bytes: 1_250_000 } };
  if (seq % 53 === 0) return { location: { name: "مقهى الميدان", latitude_e7: 247_136_000, longitude_e7: 466_753_000 } };
  if (seq % 59 === 0) return { card: { app_id: "org.majlis.polls", title: "أين نتعشّى الخميس؟", text: "صوتان من خمسة", path: "/poll?id=1" } };
  if (seq % 61 === 0) return { fallback_text: "استطلاع من إصدار أحدث" };
  if (seq % 9 === 0) return { text, reply_to_seq: seq - 2 };
  return { text };
}

export function message(id: string, seq: number, total: number, group: boolean): MessageShape {
  const senders = group ? ["usr_layla", "usr_omar", ME, "usr_long"] : ["usr_layla", ME];
  const shape: MessageShape = {
    conversation_id: id,
    seq,
    kind: "UPDATE_KIND_MESSAGE",
    sender_id: senders[Math.floor(seq / 2) % senders.length] ?? ME,
    created_at_ms: NOW_MS - (total - seq) * 7 * MINUTE_MS,
    body_json: JSON.stringify({ message: content(seq) }),
  };
  if (seq % 17 === 0) return { ...shape, recalled: true, body_json: "" };
  if (seq % 13 === 0) shape.edited_at_ms = num(shape.created_at_ms) + MINUTE_MS;
  if (seq % 7 === 0) shape.reactions = [{ emoji: "👍", count: 2, mine: true, user_ids: [ME, "usr_layla"] }, { emoji: "🌹", count: 1, user_ids: ["usr_omar"] }];
  return shape;
}

interface Told {
  id: string;
  total: number;
  group?: boolean;
  texts?: string[];
  cards?: { sender: string; content: Content }[];
}

const THREADS: Told[] = [
  { id: "conv_layla", total: 10_000 },
  { id: "conv_team", total: 400, group: true },
  { id: "conv_hostile", total: HOSTILE.length, texts: HOSTILE },
  { id: "conv_money", total: MONEY.length, cards: MONEY },
  { id: "conv_gifts", total: GIFTS.length, group: true, cards: GIFTS },
];

function at(told: Told, seq: number): MessageShape {
  const shape = message(told.id, seq, told.total, told.group ?? false);
  if (!told.texts && !told.cards) return shape;
  const { recalled: _, ...rest } = shape;
  const card = told.cards?.[seq - 1];
  if (card) return { ...rest, reactions: [], edited_at_ms: 0, sender_id: card.sender, body_json: JSON.stringify({ message: card.content }) };
  return { ...rest, reactions: [], body_json: JSON.stringify({ message: { text: told.texts?.[seq - 1] ?? "" } }) };
}

function pageOf(request: { conversation_id: string; before_seq?: number; after_seq?: number; page_size?: number }): PageShape {
  const told = THREADS.find((one) => one.id === request.conversation_id);
  if (!told) return {};
  const size = request.page_size ?? 50;
  const from = request.after_seq ? request.after_seq + 1 : Math.max(1, (request.before_seq || told.total + 1) - size);
  const to = request.after_seq ? Math.min(told.total, request.after_seq + size) : (request.before_seq || told.total + 1) - 1;
  const messages = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => at(told, from + index));
  return { messages, head_seq: told.total, has_before: from > 1, has_after: to < told.total };
}

const KINDS = { direct: "CONVERSATION_KIND_DIRECT", group: "CONVERSATION_KIND_GROUP", channel: "CONVERSATION_KIND_CHANNEL" };

function conversation(id: string, kind: keyof typeof KINDS, title: string, more: Partial<ConversationShape>): ConversationShape {
  const peer = kind === "direct" ? { peer_user_id: `usr_${id.slice(5)}`, peer_name: title, open: true } : { settings: { title } };
  return { conversation_id: id, kind: KINDS[kind], status: "MEMBER_STATUS_ACTIVE", role: "MEMBER_ROLE_MEMBER", ...peer, ...more };
}

function newest(id: string, text: string, minutes: number, sender: string, seq = 1): MessageShape {
  return { conversation_id: id, seq, kind: "UPDATE_KIND_MESSAGE", sender_id: sender, created_at_ms: NOW_MS - minutes * MINUTE_MS, body_json: JSON.stringify({ message: { text } }) };
}

const CONVERSATIONS: ConversationShape[] = [
  conversation("conv_layla", "direct", "ليلى السالم", { head_seq: 10_000, read_seq: 10_000, newest: message("conv_layla", 10_000, 10_000, false), marks: [{ user_id: "usr_layla", delivered_seq: 9_999, read_seq: 9_996 }] }),
  conversation("conv_team", "group", "فريق التصميم", { head_seq: 400, read_seq: 388, unread_count: 9, mention_count: 1, member_count: 5, newest: message("conv_team", 400, 400, true), pinned: true }),
  conversation("conv_omar", "direct", "Omar Haddad", { head_seq: 3, read_seq: 3, newest: newest("conv_omar", "أرسلت لك الملف قبل قليل", 90, ME, 3), marks: [{ user_id: "usr_omar", delivered_seq: 3, read_seq: 3 }] }),
  conversation("conv_hostile", "direct", "\u202eنور\u202c", { head_seq: HOSTILE.length, read_seq: 0, unread_count: HOSTILE.length, newest: newest("conv_hostile", HOSTILE[0] ?? "", 300, "usr_hostile", HOSTILE.length) }),
  conversation("conv_long", "direct", PEOPLE.usr_long ?? "", { head_seq: 2, read_seq: 2, draft: "سأراجع العرض وأعود إليك قبل نهاية اليوم إن شاء الله", newest: newest("conv_long", "x", 1_600, "usr_long", 2), muted_until_ms: 253402300799999 }),
  conversation("conv_money", "direct", "ليلى السالم", { peer_user_id: "usr_layla", head_seq: MONEY.length, read_seq: MONEY.length, marks: [{ user_id: "usr_layla", delivered_seq: MONEY.length, read_seq: 2 }] }),
  conversation("conv_gifts", "group", "عائلة السالم", { head_seq: GIFTS.length, read_seq: GIFTS.length, member_count: 5 }),
  conversation("conv_news", "channel", "أخبار الحي", { head_seq: 9, read_seq: 2, unread_count: 1_000, newest: newest("conv_news", "انقطاع الماء غدًا من التاسعة حتى الحادية عشرة", 9_000, "usr_noor", 9), muted_until_ms: 253402300799999 }),
  conversation("conv_asked", "group", "رحلة الجبل", { status: "MEMBER_STATUS_INVITED" }),
];

const hit = (id: string, seq: number, text: string, start: number, end: number): Hit => ({
  message: { ...newest(id, text, seq * 400, "usr_layla", seq) }, text, highlights: [{ start, end }],
});

/** Answers what the screens ask; `send` never answers where the gallery is offline. */
function answers(offline: boolean): Call {
  return async <Answer>(method: string, request: object = {}): Promise<Answer> => {
    const name = method.split("/")[1] ?? "";
    const body = ((): object => {
      if (name === "ListMessages") return pageOf(request as Parameters<typeof pageOf>[0]);
      if (name === "ListMembers") return { members: Object.entries(PEOPLE).map(([user_id, display_name]) => ({ user_id, display_name })) };
      if (name === "ListContacts") return { people: Object.entries(PEOPLE).map(([user_id, display_name]) => ({ user_id, display_name, username: user_id.slice(4) })) };
      if (name === "SearchMessages") return { hits: [hit("conv_layla", 5, SAID[4] ?? "", 8, 16), hit("conv_team", 3, SAID[6] ?? "", 70, 81)] };
      return walletAnswer(name, request);
    })();
    if (offline && name === "SendMessage") return new Promise(() => undefined);
    return body as Answer;
  };
}

export function makeChat(offline: boolean): Chat {
  const chat = new Chat({
    me: ME,
    call: answers(offline),
    post: answers(false),
    storage: null,
    nowMs: () => NOW_MS,
    complain: () => undefined,
  });
  const feed: Happening[] = [
    { synced: { conversations: CONVERSATIONS, personal_pos: 1, my_marks: { read_marks: true, presence: true } } },
    { presence: { user_id: "usr_layla", online: true } },
    { presence: { user_id: "usr_omar", last_seen_at_ms: NOW_MS - 40 * MINUTE_MS } },
    { typing: { conversation_id: "conv_team", user_ids: ["usr_omar"] } },
  ];
  for (const one of feed) chat.receive(one);
  void chat.loadContacts();
  return chat;
}
