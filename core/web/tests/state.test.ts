/** The list says what is so: names, order, unread; and what waits to be sent is sent once, in order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compose, keep, load, nextToSend, type Outgoing, remove, tryAgain, withState } from "../src/chat/outgoing";
import type { ConversationShape, Happening, UpdateShape } from "../src/chat/shapes";
import { type ChatState, emptyState, invitations, knownOf, listed, newestOf, reduce, titleOf, unreadConversations, unreadOf, withRead } from "../src/chat/state";
import { contentOf } from "../src/chat/thread";
import { linksIn, tame } from "../src/chat/text";

const ME = "usr_me";
const NOW_MS = 1_000_000;

const conversation = (id: string, more: Partial<ConversationShape> = {}): ConversationShape => ({
  conversation_id: id, kind: "CONVERSATION_KIND_DIRECT", status: "MEMBER_STATUS_ACTIVE", peer_user_id: "usr_l", peer_name: "ليلى", ...more,
});
const sent = (id: string, seq: number, text: string, more: Partial<UpdateShape> = {}): UpdateShape => ({
  conversation_id: id, seq: String(seq), kind: "UPDATE_KIND_MESSAGE", sender_id: "usr_l", created_at_ms: String(seq * 10),
  body_json: JSON.stringify({ message: { text, mention_user_ids: text.includes("@me") ? [ME] : [] } }), ...more,
});
const updates = (id: string, ...all: UpdateShape[]): Happening => ({
  updates: { conversation_id: id, updates: all, from_seq: all[0]?.seq ?? 0, to_seq: all.at(-1)?.seq ?? 0, head_seq: all.at(-1)?.seq ?? 0 },
});
const after = (...happenings: Happening[]): ChatState => happenings.reduce((state, one) => reduce(state, one, NOW_MS), emptyState(ME));
const view = (state: ChatState, id: string): NonNullable<ReturnType<ChatState["views"]["get"]>> => {
  const found = state.views.get(id);
  assert.ok(found);
  return found as NonNullable<typeof found>;
};

test("unread is counted from what is held, and falls as one reads", () => {
  const state = after({ synced: { conversations: [conversation("c")] } }, updates("c", sent("c", 1, "a"), sent("c", 2, "b @me"), sent("c", 3, "c", { sender_id: ME })));
  assert.deepEqual(unreadOf(state, view(state, "c")), { unread: 2, mentions: 1 });
  const read = withRead(state, "c", 1);
  assert.deepEqual(unreadOf(read, view(read, "c")), { unread: 1, mentions: 1 });
  assert.equal(unreadConversations(withRead(read, "c", 3), NOW_MS), 0);
});

test("unread before what is held is what the server counted, and news are added to it", () => {
  const state = after({ synced: { conversations: [conversation("c", { head_seq: "500", read_seq: "100", unread_count: 300, mention_count: 2 })] } }, updates("c", sent("c", 501, "@me")));
  assert.deepEqual(unreadOf(state, view(state, "c")), { unread: 301, mentions: 3 });
});

test("a recalled message is not unread any more", () => {
  const recall: UpdateShape = { conversation_id: "c", seq: 2, kind: "UPDATE_KIND_RECALL", sender_id: "usr_l", target_seq: 1 };
  const state = after({ synced: { conversations: [conversation("c")] } }, updates("c", sent("c", 1, "a"), recall));
  assert.equal(unreadOf(state, view(state, "c")).unread, 0);
});

test("the list is pinned first, then newest first, and invitations stand apart", () => {
  const state = after(
    { synced: { conversations: [conversation("old"), conversation("new"), conversation("pinned", { pinned: true }), conversation("asked", { status: "MEMBER_STATUS_INVITED" })] } },
    updates("old", sent("old", 1, "a")), updates("new", sent("new", 1, "b", { created_at_ms: 999 })),
  );
  assert.deepEqual(listed(state).map((one) => one.id), ["pinned", "new", "old"]);
  assert.deepEqual(invitations(state).map((one) => one.id), ["asked"]);
});

test("what is hidden is not the newest", () => {
  const state = after({ synced: { conversations: [conversation("c")] } }, updates("c", sent("c", 1, "a"), sent("c", 2, "b")), { personal: { pos: "7", hidden: { conversation_id: "c", seqs: ["2"] } } });
  const newest = newestOf(state, view(state, "c"));
  assert.equal(newest && contentOf(newest).text, "a");
  assert.equal(state.personalPos, 7);
});

test("what is known is what the next feed begins after", () => {
  const state = after({ synced: { conversations: [conversation("c")], personal_pos: "9" } }, updates("c", sent("c", 41, "a")), updates("c", sent("c", 44, "b")));
  assert.deepEqual(knownOf(state), [["c", 41]], "a gap is asked for again");
  assert.equal(state.personalPos, 9);
});

test("an alias stands before the name, and a conversation that ended is gone", () => {
  const state = after({ synced: { conversations: [conversation("c")] } });
  assert.equal(titleOf({ ...state, aliases: new Map([["usr_l", "أختي"]]) }, view(state, "c")), "أختي");
  assert.equal(reduce(state, { personal: { pos: 2, gone_conversation_id: "c" } }, NOW_MS).views.size, 0);
});

test("typing ends with the message", () => {
  const state = after({ synced: { conversations: [conversation("c")] } }, { typing: { conversation_id: "c", user_ids: ["usr_l", ME] } });
  assert.deepEqual(state.typing.get("c")?.userIds, ["usr_l"]);
  assert.deepEqual(reduce(state, updates("c", sent("c", 1, "a")), NOW_MS).typing.get("c")?.userIds, []);
});

// --- on their way ----------------------------------------------------------------------------------------------------

const three = (): Outgoing[] => [compose("a", { text: "1" }, 1), compose("a", { text: "2" }, 2), compose("b", { text: "3" }, 3)];
const texts = (queue: Outgoing[]): (string | undefined)[] => queue.map((one) => one.content.text);

test("one of a conversation is on its way at a time: that keeps their order", () => {
  const queue = three();
  assert.deepEqual(texts(nextToSend(queue)), ["1", "3"]);
  const first = queue[0]?.requestId ?? "";
  assert.deepEqual(texts(nextToSend(withState(queue, first, "sending"))), ["3"]);
  assert.deepEqual(texts(nextToSend(remove(queue, new Set([first])))), ["2", "3"]);
});

test("whoever tries again keeps the request id and goes last", () => {
  const queue = three();
  const first = queue[0]?.requestId ?? "";
  const again = tryAgain(withState(queue, first, "failed", "SILENCED"), first);
  assert.deepEqual(texts(again), ["2", "3", "1"]);
  assert.equal(again[2]?.requestId, first);
  assert.equal(again[2]?.reason, "");
});

test("a reload loses none, and another person finds none", () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value), removeItem: (key: string) => kept.delete(key) } as unknown as Storage;
  const queue = withState(three(), "", "sending");
  keep(storage, ME, queue);
  assert.deepEqual(load(storage, ME), queue);
  assert.deepEqual(load(storage, "usr_stranger"), []);
  keep(storage, ME, []);
  assert.equal(kept.size, 0, "an answered message is not found in the browser");
});

// --- words -----------------------------------------------------------------------------------------------------------

test("only http and https are links, without what stands after them", () => {
  const links = (text: string): (string | undefined)[] => linksIn(text).flatMap((part) => (part.link ? [part.text] : []));
  assert.deepEqual(links("see http\u003a//a.example/x?y=1, or (http\u003a//b.example)."), ["http\u003a//a.example/x?y=1", "http\u003a//b.example"]);
  assert.deepEqual(links("javascript:alert(1) data:text/html,x ftp\u003a//a.example"), []);
  assert.deepEqual(links("http\u003a//bank.example@evil.example/"), [], "a name before @ hides the place");
});

test("marks that reorder are taken out, and towers of marks are cut", () => {
  assert.equal(tame("a\u202eb\u2067c\u200bd"), "abcd");
  assert.equal(tame("e\u0301\u0302\u0303\u0304\u0305\u0306"), "e\u0301\u0302\u0303\u0304");
  assert.equal(tame("مُحَمَّدٌ"), "مُحَمَّدٌ", "vocalised Arabic is whole");
  assert.equal(tame("👨‍👩‍👧 می‌خواهم"), "👨‍👩‍👧 می‌خواهم", "joiners that letters and emoji need stay");
});

test("an offered card waits for its person, and the newest offer stands", () => {
  const offers = ["off_1", "off_2"].map((offer_id, n) => ({ personal: { pos: n + 1, card_offer: { offer_id, card: { app_id: "org.a", title: "x" } } } }));
  assert.equal(after(...offers).offer?.offer_id, "off_2");
});
