/** Sentences about chat: what a message says in one line, who did what, when. */
import { locale } from "../i18n/prefs";
import { money, nowMs, number } from "../i18n/format";
import { isolate } from "../i18n/isolate";
import { has, pick, say } from "../i18n/texts";
import { attachmentOf, type AttachmentType, type Content, type MemberChange, type WalletCard } from "./shapes";
import { type ChatState, nameOf, type View } from "./state";
import { tameLine } from "./text";
import { contentOf, type Msg } from "./thread";

export { attachmentOf, type AttachmentType };

/** Icons of the one-line form. */
export const TYPE_ICONS: Record<AttachmentType, string> = {
  image: "image", file: "file", voice: "mic", video: "video", location: "place", contact: "user", sticker: "smile", card: "apps", wallet_card: "wallet",
};

/** One line of what a message holds; the words of its sender, if any, win over the name of its type. */
export function oneLine(content: Content): string {
  if (content.text) return shorter(content.text);
  if (content.note) return noteText(content.note.key, content.note.facts ?? {}, content.fallback_text);
  if (content.file?.name) return tameLine(content.file.name);
  if (content.card?.title) return tameLine(content.card.title);
  if (content.wallet_card) return walletLine(content.wallet_card);
  const type = attachmentOf(content);
  if (type) return say(`chat-type-${type}`);
  return tameLine(content.fallback_text ?? "") || say("chat-type-unknown");
}

/** "Payment 25.00", with what its maker wrote. */
function walletLine({ kind = "", amount, note, title_ar, title_en }: WalletCard): string {
  const what = kind.replace("WALLET_CARD_KIND_", "").toLowerCase();
  const line = say("chat-wallet", { what, amount: amount ? money(amount.currency_code, amount.amount_minor ?? 0) : "" });
  const more = tameLine(note || pick(title_ar, title_en));
  return more ? `${line} · ${isolate(more)}` : line;
}

/** No half of a letter at the end. */
const shorter = (text: string): string => [...tameLine(text.slice(0, 1_000))].slice(0, 200).join("");

export function noteText(key: string, facts: Record<string, string>, fallback = ""): string {
  const id = `note-${key}`;
  const tamed = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, tameLine(fact)]));
  return has(id) ? say(id, tamed) : tameLine(fallback) || say("chat-type-unknown");
}

/** Harmless in any line: without what reorders its neighbours. Sentences isolate it, so they are not tamed again. */
export const senderName = (state: ChatState, userId: string): string =>
  userId === state.me ? say("chat-you") : tameLine(nameOf(state, userId)).trim() || say("chat-someone");

const EVENTS: Record<string, string> = {
  MEMBER_EVENT_JOINED: "joined", MEMBER_EVENT_LEFT: "left", MEMBER_EVENT_REMOVED: "removed", MEMBER_EVENT_BANNED: "removed",
  MEMBER_EVENT_ROLE: "role", MEMBER_EVENT_SILENCED: "silenced", MEMBER_EVENT_UNSILENCED: "unsilenced",
};

/** A line about the conversation itself; Arabic says "you" in the verb, so each has a sentence of its own for it. */
export function systemLine(state: ChatState, msg: Msg): string {
  const actor = senderName(state, msg.senderId);
  const { member, conversation } = msg.body;
  if (member) return memberLine(state, msg, member, actor);
  if (!conversation) return say("chat-line-changed");
  if (!conversation.title) return say("chat-line-begun");
  const line = msg.seq === 1 ? "made" : "settings";
  const own = msg.senderId === state.me ? "-by-you" : "";
  return say(`chat-line-${line}${own}`, { actor, title: tameLine(conversation.title) });
}

function memberLine(state: ChatState, msg: Msg, member: MemberChange, actor: string): string {
  const isMe = member.user_id === state.me;
  const name = tameLine(nameOf(state, member.user_id) || member.display_name || "").trim() || say("chat-someone");
  const event = EVENTS[member.event ?? ""] ?? "changed";
  const byOthers = msg.senderId !== "" && msg.senderId !== member.user_id;
  const role = say(`chat-role-${(member.role ?? "").replace("MEMBER_ROLE_", "").toLowerCase() || "member"}`);
  if (event === "joined" && byOthers) {
    return say(isMe ? "chat-line-added-you" : msg.senderId === state.me ? "chat-line-added-by-you" : "chat-line-added", { actor, name });
  }
  return say(`chat-line-${event}${isMe && event !== "changed" ? "-you" : ""}`, { name, role });
}

/** What the list shows under a conversation's name. */
export function preview(state: ChatState, view: View, msg: Msg): string {
  if (msg.kind !== "UPDATE_KIND_MESSAGE") return systemLine(state, msg);
  if (msg.recalled) return say(msg.senderId === state.me ? "chat-recalled-mine" : "chat-recalled");
  if (view.kind !== "direct" && state.blocked.has(msg.senderId)) return say("chat-covered");
  const line = oneLine(contentOf(msg));
  if (msg.senderId === state.me) return say("chat-preview-mine", { text: line });
  if (view.kind === "group" && msg.senderId) return say("chat-preview-from", { name: senderName(state, msg.senderId), text: line });
  return line;
}

// --- moments ---------------------------------------------------------------------------------------------------------

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make, and a list draws hundreds. */
function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${locale.value}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale.value, options);
  formats.set(key, known);
  return known;
}

export const clock = (ms: number): string => format("clock", { hour: "numeric", minute: "2-digit" }).format(ms);
export const fullMoment = (ms: number): string => format("full", { dateStyle: "full", timeStyle: "short" }).format(ms);

/** Midnight of the reader's own day. */
export function dayOf(ms: number): number {
  const day = new Date(ms);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** It stands alone, not in a sentence; letters without capitals stay as they are. */
const capital = (words: string): string => words.charAt(0).toLocaleUpperCase(locale.value) + words.slice(1);

/** "Today", "Yesterday", a weekday, or the date. */
export function dayName(ms: number): string {
  const days = Math.round((dayOf(nowMs.value) - dayOf(ms)) / DAY_MS);
  if (days === 0 || days === 1) return capital(new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" }).format(-days, "day"));
  if (days > 1 && days < 7) return format("weekday", { weekday: "long" }).format(ms);
  return format("date", { dateStyle: "long" }).format(ms);
}

/** The hour today, the day's name this week, the date before. */
export function listMoment(ms: number): string {
  const days = Math.round((dayOf(nowMs.value) - dayOf(ms)) / DAY_MS);
  if (days <= 0) return clock(ms);
  if (days < 7) return dayName(ms);
  return format("short", { dateStyle: "short" }).format(ms);
}

export const listOf = (names: string[]): string => new Intl.ListFormat(locale.value, { type: "conjunction" }).format(names);

/** A count for a badge in the reader's digits. */
export function count(value: number, max = 999): string {
  const shown = number(Math.min(value, max));
  return value > max ? say("chat-more-than", { count: shown }) : shown;
}

/** Minutes and seconds of something that is played. */
export function length(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${number(Math.floor(seconds / 60))}:${number(seconds % 60, 2)}`;
}
