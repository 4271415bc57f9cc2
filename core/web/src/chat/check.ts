/** Checks a whole conversation: its log from the host, and that what this page shows is what the log says. */
import type { Call } from "../wire/rpc";
import { ChainCheck, type Fault, type Told } from "./chain";
import { MESSAGES } from "./services";
import type { BatchShape } from "./shapes";
import { num } from "./shapes";
import { addUpdates, contentOf, messageAt, type Msg, NO_THREAD, type Thread } from "./thread";

const PAGE = 500;

export interface Checked {
  /** Updates that hold. */
  count: number;
  last: number;
  /** The rolling hash after the last, in hex: whoever else has the same, has the same conversation. */
  hash: string;
  /** Updates whose bodies are gone; whoever left may not see whether a recall took them. */
  gone: number;
  fault: Fault | null;
}

export interface CheckOptions {
  call: Call;
  id: string;
  me: string;
  visibleFrom: number;
  /** They are no longer in it: the newest they may see is not the newest. */
  left: boolean;
  /** The conversation as the page has it now. */
  held: () => Thread;
  told: Told | null;
  onProgress: (count: number, of: number) => void;
  gaveUp: () => boolean;
}

/** What a reader reads of it; a card is its app's, or the wallet's, to change. */
function says(msg: Msg): string {
  if (msg.recalled) return "recalled";
  const { card: _, wallet_card: __, fallback_text: ___, ...content } = contentOf(msg);
  return JSON.stringify(content);
}

/** The first message here that the log tells otherwise. */
function differing(held: Thread, log: Thread, to: number): Fault | null {
  for (const msg of held.messages) {
    if (msg.asOf > to || msg.seq > to) continue; // It changed while this was checked.
    const logged = messageAt(log, msg.seq);
    if (logged && says(logged) !== says(msg)) return { seq: msg.seq, what: "held" };
  }
  return null;
}

export async function checkConversation(options: CheckOptions): Promise<Checked> {
  const { call, id, me } = options;
  const chain = new ChainCheck(id, options.visibleFrom, options.told);
  const done = (fault: Fault | null): Checked => ({ count: chain.count, last: chain.last, hash: chain.hash, gone: chain.gone.length, fault });
  let log: Thread = NO_THREAD;
  let head = options.held().head;
  do {
    const page = await call<BatchShape>(`${MESSAGES}/ListUpdates`, { conversation_id: id, after_seq: chain.last, page_size: PAGE });
    const [from, to, newest] = [num(page.from_seq), num(page.to_seq), num(page.head_seq)];
    // Told of more than the log has: the rest is missing.
    if ((page.updates ?? []).length === 0 && chain.last < head) return done({ seq: Math.max(chain.last + 1, options.visibleFrom), what: "missing" });
    const fault = await chain.add(page);
    if (fault) return done(fault);
    log = addUpdates(log, { updates: page.updates ?? [], from, to, head: newest }, me);
    head = Math.max(head, newest);
    options.onProgress(chain.last, head);
  } while (chain.last < head && !options.gaveUp());
  const [gone] = chain.gone;
  if (gone !== undefined && chain.last >= head && !options.left) return done({ seq: gone, what: "gone" });
  return done(differing(options.held(), log, chain.last));
}
