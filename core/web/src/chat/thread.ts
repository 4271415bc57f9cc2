/** One conversation as this page holds it: pure functions that fold pages and updates into messages without a gap.
 *
 * `held` are the stretches of numbers whose updates are all in; nothing is ever shown across two of them. A message
 * remembers the number it is the state at (`asOf`), so that pages and live updates may come in any order.
 */
import type { Body, Content, MarkShape, MessageShape, PageShape, Reaction, UpdateShape } from "./shapes";
import { num } from "./shapes";

export interface Msg {
  seq: number;
  /** MESSAGE, MEMBER or CONVERSATION. */
  kind: string;
  senderId: string;
  atMs: number;
  body: Body;
  editedMs: number;
  recalled: boolean;
  recalledBy: string;
  reactions: Reaction[];
  asOf: number;
  /** Shows an edit of one's own that is not answered yet. */
  waits?: boolean;
}

export interface Stretch {
  from: number;
  to: number;
}

export interface Marked {
  delivered: number;
  read: number;
}

export interface Thread {
  /** Ascending by number. */
  messages: Msg[];
  /** Ascending, apart from each other. */
  held: Stretch[];
  /** The newest number heard of. */
  head: number;
  /** The last changes of messages, to be done again on a page that is older than they are. */
  changes: UpdateShape[];
  hidden: ReadonlySet<number>;
  marks: ReadonlyMap<string, Marked>;
}

const CHANGES_MAX = 500;
const CHANGING = new Set(["UPDATE_KIND_EDIT", "UPDATE_KIND_RECALL", "UPDATE_KIND_REACTION", "UPDATE_KIND_CARD"]);

export const NO_THREAD: Thread = { messages: [], held: [], head: 0, changes: [], hidden: new Set(), marks: new Map() };

export function contentOf(msg: Msg): Content {
  return msg.body.message ?? msg.body.edit ?? {};
}

function parseBody(json: string | undefined): Body {
  if (!json) return {};
  try {
    return JSON.parse(json) as Body;
  } catch {
    return {}; // Shown as a message this client cannot read, never as a broken page.
  }
}

export function readMessage(shape: MessageShape, asOf: number): Msg {
  return {
    seq: num(shape.seq),
    kind: shape.kind ?? "UPDATE_KIND_MESSAGE",
    senderId: shape.sender_id ?? "",
    atMs: num(shape.created_at_ms),
    body: shape.recalled ? {} : parseBody(shape.body_json),
    editedMs: num(shape.edited_at_ms),
    recalled: shape.recalled ?? false,
    recalledBy: shape.recalled_by ?? "",
    reactions: shape.reactions ?? [],
    asOf,
  };
}

/** Index of the message with this number, or where it would stand as −1 − index. */
export function find(messages: Msg[], seq: number): number {
  let low = 0;
  let high = messages.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = messages[middle]?.seq ?? 0;
    if (at === seq) return middle;
    if (at < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1 - low;
}

export function messageAt(thread: Thread, seq: number): Msg | undefined {
  const index = find(thread.messages, seq);
  return index >= 0 ? thread.messages[index] : undefined;
}

/** The stretch that holds this number. */
export function stretchAt(thread: Thread, seq: number): Stretch | undefined {
  return thread.held.find((one) => one.from <= seq && seq <= one.to);
}

export const topOf = (thread: Thread): number => thread.held.at(-1)?.to ?? 0;

function join(held: Stretch[], added: Stretch): Stretch[] {
  if (added.to < added.from) return held;
  const apart = held.filter((one) => one.to < added.from - 1 || one.from > added.to + 1);
  const touching = held.filter((one) => !apart.includes(one));
  const joined = {
    from: Math.min(added.from, ...touching.map((one) => one.from)),
    to: Math.max(added.to, ...touching.map((one) => one.to)),
  };
  return [...apart, joined].sort((one, other) => one.from - other.from);
}

function put(messages: Msg[], msg: Msg): Msg[] {
  const last = messages.at(-1);
  if (!last || last.seq < msg.seq) return [...messages, msg];
  const index = find(messages, msg.seq);
  if (index < 0) return messages.toSpliced(-1 - index, 0, msg);
  return (messages[index]?.asOf ?? 0) > msg.asOf ? messages : messages.with(index, msg);
}

// --- updates ---------------------------------------------------------------------------------------------------------

/** The reactions after one more; the same where it is there, or gone, already. */
export function react(reactions: Reaction[], emoji: string, userId: string, removed: boolean, me: string): Reaction[] {
  const known = reactions.find((one) => one.emoji === emoji);
  const had = known?.user_ids?.includes(userId) ?? false;
  if (!known) return removed ? reactions : [...reactions, { emoji, count: 1, mine: userId === me, user_ids: [userId] }];
  if (had && !removed) return reactions;
  const count = (known.count ?? 0) + (removed ? -1 : 1);
  if (count <= 0) return reactions.filter((one) => one !== known);
  const others = (known.user_ids ?? []).filter((one) => one !== userId);
  const mine = userId === me ? !removed : (known.mine ?? false);
  const changed = { emoji, count, mine, user_ids: removed ? others : [...others, userId] };
  return reactions.map((one) => (one === known ? changed : one));
}

function change(msg: Msg, update: UpdateShape, me: string): Msg {
  const seq = num(update.seq);
  if (seq <= msg.asOf) return msg;
  const asOf = seq;
  const body = parseBody(update.body_json);
  switch (update.kind) {
    case "UPDATE_KIND_RECALL":
      // Nothing of the text stays in memory: not here, and not in the edits before it.
      return { ...msg, asOf, recalled: true, recalledBy: update.sender_id ?? "", body: {}, reactions: [], editedMs: 0 };
    case "UPDATE_KIND_EDIT":
      // An edit that was recalled later arrives empty; the recall follows it.
      if (!body.edit) return { ...msg, asOf };
      return msg.recalled ? msg : { ...msg, asOf, body: { message: body.edit }, editedMs: num(update.created_at_ms) };
    case "UPDATE_KIND_CARD":
      if ((!body.card && !body.wallet_card) || msg.recalled) return { ...msg, asOf };
      return { ...msg, asOf, body: { message: { ...contentOf(msg), ...body } } };
    case "UPDATE_KIND_REACTION": {
      if (!body.reaction || msg.recalled) return { ...msg, asOf };
      const { emoji, removed = false } = body.reaction;
      return { ...msg, asOf, reactions: react(msg.reactions, emoji, update.sender_id ?? "", removed, me) };
    }
    default:
      return msg;
  }
}

function fromUpdate(update: UpdateShape): Msg {
  const seq = num(update.seq);
  const shape = { seq, sender_id: update.sender_id, created_at_ms: update.created_at_ms, kind: update.kind };
  // Without a body it was recalled before it came here.
  const recalled = update.kind === "UPDATE_KIND_MESSAGE" && !update.body_json;
  return readMessage({ ...shape, body_json: update.body_json, recalled } as MessageShape, seq);
}

/** Forgets what recalled updates said, in the list that is kept for pages. */
function wipe(changes: UpdateShape[], target: number): UpdateShape[] {
  return changes.map((one) => (num(one.target_seq) === target && (one.kind === "UPDATE_KIND_EDIT" || one.kind === "UPDATE_KIND_CARD") ? { ...one, body_json: "" } : one));
}

function applyOne(thread: Thread, update: UpdateShape, me: string): Thread {
  if (!CHANGING.has(update.kind)) return { ...thread, messages: put(thread.messages, fromUpdate(update)) };
  const target = num(update.target_seq);
  const index = find(thread.messages, target);
  const msg = thread.messages[index];
  const earlier = update.kind === "UPDATE_KIND_RECALL" ? wipe(thread.changes, target) : thread.changes;
  return {
    ...thread,
    changes: [...earlier, update].slice(-CHANGES_MAX),
    messages: msg ? thread.messages.with(index, change(msg, update, me)) : thread.messages,
  };
}

export interface Batch {
  updates: UpdateShape[];
  from: number;
  to: number;
  head: number;
  /** The server has nothing for this reader between what was held and `from`. */
  whole?: boolean;
}

/** Adds updates; those that are in already change nothing, so that everything may come twice. */
export function addUpdates(thread: Thread, batch: Batch, me: string): Thread {
  const head = Math.max(thread.head, batch.head, batch.to);
  const top = topOf(thread);
  const apart = thread.held.length > 0 && batch.from > top + 1;
  // What lies between may change messages that are held: these wait until it is in. `missingAfter` says so.
  if (apart && !batch.whole) return { ...thread, head };
  let next = thread;
  for (const update of batch.updates) {
    if (!stretchAt(thread, num(update.seq))) next = applyOne(next, update, me);
  }
  const held = join(next.held, { from: apart ? top + 1 : batch.from, to: batch.to });
  return { ...next, held, head };
}

/** What is missing between what is held and the newest: null where nothing is. */
export function missingAfter(thread: Thread): number | null {
  const top = topOf(thread);
  return top < thread.head ? top : null;
}

// --- pages -----------------------------------------------------------------------------------------------------------

export interface Asked {
  before?: number;
  after?: number;
  atMs?: number;
}

function covered(page: PageShape, asked: Asked, visibleFrom: number, top: number): Stretch {
  const seqs = (page.messages ?? []).map((one) => num(one.seq));
  // Beyond what the live feed has brought there may be changes of messages that this page does not show.
  const head = top > 0 ? Math.min(top, num(page.head_seq)) : num(page.head_seq);
  const from = asked.after ? asked.after + 1 : page.has_before ? Math.min(...seqs) : Math.max(1, visibleFrom);
  const to = asked.before ? asked.before - 1 : page.has_after ? Math.max(...seqs) : head;
  return { from, to };
}

/** Adds a page of messages as they were at its head, with what has changed since done again. */
export function addPage(thread: Thread, page: PageShape, asked: Asked, visibleFrom: number, me: string): Thread {
  const at = num(page.head_seq);
  let messages = thread.messages;
  for (const shape of page.messages ?? []) {
    let msg = readMessage(shape, at);
    for (const update of thread.changes) {
      if (num(update.target_seq) === msg.seq) msg = change(msg, update, me);
    }
    messages = put(messages, msg);
  }
  const held = join(thread.held, covered(page, asked, visibleFrom, topOf(thread)));
  return { ...thread, messages, held, head: Math.max(thread.head, at) };
}

/** Everything held is forgotten: too much was missed to fill it in, and old messages may have changed meanwhile. */
export function startOver(thread: Thread): Thread {
  return { ...NO_THREAD, head: thread.head, hidden: thread.hidden, marks: thread.marks };
}

export function hide(thread: Thread, seqs: number[]): Thread {
  return { ...thread, hidden: new Set([...thread.hidden, ...seqs]) };
}

/** Marks only go up. */
export function mark(thread: Thread, changed: MarkShape[]): Thread {
  const marks = new Map(thread.marks);
  for (const one of changed) {
    const before = marks.get(one.user_id) ?? { delivered: 0, read: 0 };
    const read = Math.max(before.read, num(one.read_seq));
    marks.set(one.user_id, { read, delivered: Math.max(before.delivered, num(one.delivered_seq), read) });
  }
  return { ...thread, marks };
}

export type Tick = "sent" | "delivered" | "read";

/** How far everybody else is with a message of the reader's own. */
export function tickOf(thread: Thread, seq: number, me: string): Tick {
  const others = [...thread.marks].filter(([userId]) => userId !== me).map(([, one]) => one);
  if (others.length === 0) return "sent";
  if (others.every((one) => one.read >= seq)) return "read";
  return others.every((one) => one.delivered >= seq) ? "delivered" : "sent";
}
