/** What stands in a conversation, line by line: days, the unread line, messages in their groups, what is on its way. */
import type { Outgoing } from "./outgoing";
import { stretchAt, type Msg, type Stretch, type Thread, topOf } from "./thread";
import { dayOf } from "./words";

export type Row =
  | { type: "begin"; key: string }
  | { type: "more"; key: string }
  | { type: "day"; key: string; ms: number }
  | { type: "unread"; key: string }
  | { type: "line"; key: string; msg: Msg }
  | { type: "message"; key: string; msg: Msg; opens: boolean; closes: boolean }
  | { type: "outgoing"; key: string; sent: Outgoing; opens: boolean; closes: boolean };

/** Messages of one person within this time stand together. */
const GROUP_MS = 5 * 60_000;

export interface RowsOf {
  thread: Thread;
  /** A number in the stretch that is shown; 0 for the newest. */
  at: number;
  visibleFrom: number;
  /** The first message that was unread when the conversation was opened; 0 for none. */
  unreadFrom: number;
  outgoing: Outgoing[];
  me: string;
}

export function shownStretch(thread: Thread, at: number): Stretch | undefined {
  return (at ? stretchAt(thread, at) : undefined) ?? thread.held.at(-1);
}

export const keyOf = (row: Row): string => row.key;
export const messageKey = (seq: number): string => `m${seq}`;
export const seqOf = (key: string): number => (/^[ml]\d+$/.test(key) ? Number(key.slice(1)) : 0);

export function rowsOf({ thread, at, visibleFrom, unreadFrom, outgoing, me }: RowsOf): Row[] {
  const stretch = shownStretch(thread, at);
  const rows: Row[] = [];
  if (!stretch) return outgoing.length > 0 ? withOutgoing(rows, outgoing, me) : rows;
  const from = thread.messages.findIndex((one) => one.seq >= stretch.from);
  rows.push(stretch.from <= Math.max(1, visibleFrom) ? { type: "begin", key: "begin" } : { type: "more", key: "before" });
  let day = 0;
  // A stretch that begins after it has no place for the line.
  let unread = unreadFrom >= stretch.from ? unreadFrom : 0;
  let last: Msg | null = null;
  for (let index = from; index >= 0 && index < thread.messages.length; index += 1) {
    const msg = thread.messages[index];
    if (!msg || msg.seq > stretch.to) break;
    if (thread.hidden.has(msg.seq)) continue;
    const ownDay = dayOf(msg.atMs);
    // Only forward: a clock that was set back makes no second line of the same day.
    if (ownDay > day) rows.push({ type: "day", key: `d${ownDay}`, ms: msg.atMs });
    if (unread > 0 && msg.seq >= unread && msg.senderId !== me) {
      // Once, before the first message of somebody else's that is new.
      rows.push({ type: "unread", key: "unread" });
      unread = 0;
      last = null;
    }
    if (msg.kind !== "UPDATE_KIND_MESSAGE") {
      rows.push({ type: "line", key: `l${msg.seq}`, msg });
      last = null;
    } else {
      const together = last !== null && ownDay <= day && last.senderId === msg.senderId && msg.atMs - last.atMs < GROUP_MS;
      if (together) closeNot(rows);
      rows.push({ type: "message", key: messageKey(msg.seq), msg, opens: !together, closes: true });
      last = msg;
    }
    day = Math.max(day, ownDay);
  }
  if (stretch.to < topOf(thread)) return [...rows, { type: "more", key: "after" }];
  return withOutgoing(rows, outgoing, me);
}

/** The row before is not the last of its group after all. */
function closeNot(rows: Row[]): void {
  const before = rows.at(-1);
  if (before?.type === "message") rows[rows.length - 1] = { ...before, closes: false };
}

function withOutgoing(rows: Row[], outgoing: Outgoing[], me: string): Row[] {
  for (const sent of outgoing) {
    const before = rows.at(-1);
    const together = before?.type === "outgoing" || (before?.type === "message" && before.msg.senderId === me);
    if (before && together) rows[rows.length - 1] = { ...before, closes: false } as Row;
    rows.push({ type: "outgoing", key: `o${sent.requestId}`, sent, opens: !together, closes: true });
  }
  return rows;
}

/** Pixels of a row that was never drawn. */
export function guessHeight(row: Row): number {
  if (row.type !== "message" && row.type !== "outgoing") return 44;
  const content = row.type === "message" ? (row.msg.body.message ?? row.msg.body.edit ?? {}) : row.sent.content;
  const lines = Math.max(1, Math.ceil((content.text?.length ?? 0) / 38)) + (content.text?.match(/\n/g)?.length ?? 0);
  return 44 + Math.min(lines, 60) * 26 + (content.image ? 220 : 0) + (content.wallet_card ? 190 : 0) + (content.reply_to_seq ? 52 : 0);
}
