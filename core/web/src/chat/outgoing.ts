/** Messages that are on their way: in order, each under one request id for as long as it is not answered.
 *
 * Kept in this tab's sessionStorage, so that a reload loses none of them; an answered one is removed from it at once,
 * so that what is recalled later is not found there. Another account's, and a closed tab's, are gone.
 */
import { newRequestId } from "../wire/ids";
import type { Content } from "./shapes";

export interface Outgoing {
  requestId: string;
  conversationId: string;
  content: Content;
  atMs: number;
  state: "waiting" | "sending" | "failed";
  /** Why it failed, as the host says it. */
  reason: string;
}

const KEY = "majlis.chat.outgoing";
export const OUTGOING_MAX = 200;

export function compose(conversationId: string, content: Content, nowMs: number): Outgoing {
  return { requestId: newRequestId(), conversationId, content, atMs: nowMs, state: "waiting", reason: "" };
}

/** The next to send of each conversation that has none on its way: one at a time is what keeps their order. */
export function nextToSend(queue: Outgoing[]): Outgoing[] {
  const busy = new Set(queue.filter((one) => one.state === "sending").map((one) => one.conversationId));
  return queue.filter((one) => {
    if (one.state !== "waiting" || busy.has(one.conversationId)) return false;
    busy.add(one.conversationId);
    return true;
  });
}

export const withState = (queue: Outgoing[], requestId: string, state: Outgoing["state"], reason = ""): Outgoing[] =>
  queue.map((one) => (one.requestId === requestId ? { ...one, state, reason } : one));

export const remove = (queue: Outgoing[], requestIds: ReadonlySet<string>): Outgoing[] =>
  queue.some((one) => requestIds.has(one.requestId)) ? queue.filter((one) => !requestIds.has(one.requestId)) : queue;

/** Whoever tries again, tries last: what was written later may have gone already. */
export function tryAgain(queue: Outgoing[], requestId: string): Outgoing[] {
  const again = queue.find((one) => one.requestId === requestId);
  if (!again) return queue;
  return [...queue.filter((one) => one !== again), { ...again, state: "waiting", reason: "" }];
}

export function load(storage: Storage | null, userId: string): Outgoing[] {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? "null") as { userId: string; queue: Outgoing[] } | null;
    if (kept?.userId !== userId) return [];
    return kept.queue.map((one) => (one.state === "sending" ? { ...one, state: "waiting" } : one));
  } catch {
    return [];
  }
}

export function keep(storage: Storage | null, userId: string, queue: Outgoing[]): void {
  try {
    if (queue.length === 0) storage?.removeItem(KEY);
    else storage?.setItem(KEY, JSON.stringify({ userId, queue }));
  } catch {
    // Full or off: they are sent all the same, only a reload would lose them.
  }
}
