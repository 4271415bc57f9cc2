/** One's own edits and reactions that the host has not answered yet: shown at once, gone again where it refuses. */
import type { Content } from "./shapes";
import { contentOf, find, type Msg, react, type Thread } from "./thread";

export interface Pending {
  requestId: string;
  conversationId: string;
  seq: number;
  edit?: Content;
  reaction?: { emoji: string; removed: boolean };
}

function changed(msg: Msg, one: Pending, me: string): Msg {
  if (one.edit) return { ...msg, body: { message: { ...contentOf(msg), ...one.edit } }, editedMs: msg.editedMs || msg.atMs, waits: true };
  if (!one.reaction) return msg;
  return { ...msg, reactions: react(msg.reactions, one.reaction.emoji, me, one.reaction.removed, me) };
}

/** The conversation as it will be if all of it is granted; doing what is done already changes nothing. */
export function withPending(thread: Thread, pending: Pending[], conversationId: string, me: string): Thread {
  let messages = thread.messages;
  for (const one of pending) {
    if (one.conversationId !== conversationId) continue;
    const index = find(messages, one.seq);
    const msg = messages[index];
    if (msg && !msg.recalled) messages = messages.with(index, changed(msg, one, me));
  }
  return messages === thread.messages ? thread : { ...thread, messages };
}
