/** A conversation is what its updates make it, in whatever order, however often and however late they come. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageShape, UpdateShape } from "../src/chat/shapes";
import { addPage, addUpdates, contentOf, mark, messageAt, missingAfter, NO_THREAD, startOver, type Thread, tickOf, topOf } from "../src/chat/thread";

const ME = "usr_me";
const OTHER = "usr_other";

const sent = (seq: number, text: string, sender = OTHER): UpdateShape => ({
  conversation_id: "conv_1", seq: String(seq), kind: "UPDATE_KIND_MESSAGE", sender_id: sender, created_at_ms: String(seq * 1000),
  body_json: JSON.stringify({ message: { text } }),
});
const changed = (seq: number, kind: string, target: number, body: object, sender = OTHER): UpdateShape => ({
  conversation_id: "conv_1", seq: String(seq), kind, sender_id: sender, target_seq: String(target), created_at_ms: String(seq * 1000),
  body_json: JSON.stringify(body),
});
const edited = (seq: number, target: number, text: string): UpdateShape => changed(seq, "UPDATE_KIND_EDIT", target, { edit: { text } });
const recalled = (seq: number, target: number): UpdateShape => ({ ...changed(seq, "UPDATE_KIND_RECALL", target, {}), body_json: "" });
const reacted = (seq: number, target: number, emoji: string, sender: string, removed = false): UpdateShape =>
  changed(seq, "UPDATE_KIND_REACTION", target, { reaction: { emoji, removed } }, sender);

const LOG = [
  sent(1, "one"), sent(2, "two"), edited(3, 1, "one!"), sent(4, "four", ME), reacted(5, 2, "👍", ME), reacted(6, 2, "👍", OTHER),
  recalled(7, 1), reacted(8, 2, "👍", ME, true), sent(9, "nine"), edited(10, 9, "nine!"),
];
const batch = (from: number, to: number, head = to): Parameters<typeof addUpdates>[1] => ({ updates: LOG.slice(from - 1, to), from, to, head });
const follow = (thread: Thread, ...batches: Parameters<typeof addUpdates>[1][]): Thread =>
  batches.reduce((held, one) => addUpdates(held, one, ME), thread);
const text = (thread: Thread, seq: number): string | undefined => {
  const msg = messageAt(thread, seq);
  return msg && contentOf(msg).text;
};
/** What a reader sees, without how it was learnt. */
const seen = (thread: Thread): unknown =>
  thread.messages.map((one) => [one.seq, contentOf(one).text ?? "", one.recalled, one.reactions.map((of) => [of.emoji, of.count, of.mine])]);
const whole = follow(NO_THREAD, batch(1, 10));

test("updates make edits, recalls and reactions", () => {
  assert.equal(text(whole, 9), "nine!");
  assert.ok(messageAt(whole, 1)?.recalled);
  assert.deepEqual(messageAt(whole, 2)?.reactions, [{ emoji: "👍", count: 1, mine: false, user_ids: [OTHER] }]);
});

test("everything may come twice, in batches of any size", () => {
  for (let cut = 1; cut < 10; cut += 1) {
    const twice = follow(NO_THREAD, batch(1, cut), batch(1, cut), batch(cut + 1, 10), batch(1, 10));
    assert.deepEqual(seen(twice), seen(whole), `cut at ${cut}`);
    assert.deepEqual(twice.held, [{ from: 1, to: 10 }]);
  }
});

test("a gap is never filled with hope: what comes after it waits", () => {
  const gap = follow(NO_THREAD, batch(1, 3), batch(6, 8));
  assert.deepEqual(gap.held, [{ from: 1, to: 3 }]);
  assert.equal(missingAfter(gap), 3);
  const filled = follow(gap, batch(4, 10));
  assert.equal(missingAfter(filled), null);
  assert.deepEqual(seen(filled), seen(whole));
});

test("nothing of a recalled text stays in memory, in edits neither", () => {
  const before = follow(NO_THREAD, batch(1, 6));
  assert.ok(JSON.stringify(before.changes).includes("one!"));
  const after = follow(before, batch(7, 10));
  assert.ok(!JSON.stringify([after.messages, after.changes]).includes("one"));
});

/** The state at `head` of the messages with these numbers, as the server's pages show it. */
function page(head: number, seqs: number[], before: boolean, after: boolean): PageShape {
  const at = follow(NO_THREAD, batch(1, head));
  const messages = seqs.flatMap((seq) => {
    const msg = messageAt(at, seq);
    if (!msg) return [];
    const { body, senderId, atMs, reactions, recalled: gone } = msg;
    return [{ seq, kind: msg.kind, sender_id: senderId, created_at_ms: atMs, body_json: gone ? "" : JSON.stringify(body), recalled: gone, reactions }];
  });
  return { messages, head_seq: String(head), has_before: before, has_after: after };
}

test("a page that was read before the newest updates gets them done again", () => {
  const live = follow(NO_THREAD, batch(4, 10));
  for (const head of [4, 5, 6, 7, 8, 9, 10]) {
    const late = addPage(live, page(head, [1, 2], false, true), { before: 4 }, 1, ME);
    assert.deepEqual(seen(late), seen(whole), `read at ${head}`);
    assert.deepEqual(late.held, [{ from: 1, to: 10 }]);
  }
});

test("a page that is ahead of the feed counts nothing twice", () => {
  const behind = follow(NO_THREAD, batch(4, 5));
  const ahead = addPage(behind, page(10, [1, 2], false, true), { before: 4 }, 1, ME);
  assert.equal(topOf(ahead), 5, "what the feed has not brought is not held");
  assert.deepEqual(seen(follow(ahead, batch(6, 10))), seen(whole));
});

test("pages far from each other stay apart", () => {
  const top = follow(NO_THREAD, { updates: [sent(100, "new")], from: 100, to: 100, head: 100 });
  const far = addPage(top, page(10, [2, 4], true, true), { before: 5 }, 1, ME);
  assert.deepEqual(far.held, [{ from: 2, to: 4 }, { from: 100, to: 100 }]);
});

test("starting over forgets messages and keeps marks", () => {
  const marked = mark(whole, [{ user_id: OTHER, read_seq: "4", delivered_seq: "9" }]);
  const again = startOver(marked);
  assert.deepEqual([again.messages.length, again.held.length, again.head], [0, 0, 10]);
  assert.equal(tickOf(again, 4, ME), "read");
});

test("marks never go back, and ticks say the least of all others", () => {
  const ahead = mark(NO_THREAD, [{ user_id: OTHER, read_seq: 4, delivered_seq: 9 }]);
  const marked = mark(ahead, [{ user_id: OTHER, read_seq: 2, delivered_seq: 3 }]);
  assert.deepEqual([4, 5, 10].map((seq) => tickOf(marked, seq, ME)), ["read", "delivered", "sent"]);
  const two = mark(marked, [{ user_id: "usr_third", delivered_seq: 4 }]);
  assert.equal(tickOf(two, 4, ME), "delivered");
  assert.equal(tickOf(NO_THREAD, 1, ME), "sent", "nobody tells how far they are");
});

test("a card of the wallet shows its newest state in its own message, whichever comes first", () => {
  const card = (state: string): object => ({ kind: "WALLET_CARD_KIND_PAYMENT", ref_id: "pay_1", state });
  const made = { ...sent(1, ""), body_json: JSON.stringify({ message: { wallet_card: card("waiting"), fallback_text: "x" } }) };
  const paid: UpdateShape = { conversation_id: "conv_1", seq: "2", kind: "UPDATE_KIND_CARD", target_seq: "1", created_at_ms: "2000", body_json: JSON.stringify({ wallet_card: card("paid") }) };
  const thread = addUpdates(NO_THREAD, { updates: [made, paid], from: 1, to: 2, head: 2 }, ME);
  const shown = contentOf(messageAt(thread, 1) as NonNullable<ReturnType<typeof messageAt>>);
  assert.equal(shown.wallet_card?.state, "paid");
  assert.equal(shown.fallback_text, "x");
  assert.equal(messageAt(thread, 1)?.editedMs, 0);
});
