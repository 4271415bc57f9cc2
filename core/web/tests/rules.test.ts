/** Nothing is offered that the host refuses, nothing is shown that it did not grant, and a broken log is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChainCheck } from "../src/chat/chain";
import { checkConversation } from "../src/chat/check";
import { Drafts } from "../src/chat/drafts";
import { withPending } from "../src/chat/pending";
import { allowedOn, EDIT_WITHIN_MS, RECALL_FILE_WITHIN_MS, RECALL_WITHIN_MS } from "../src/chat/rights";
import type { BatchShape, Content, UpdateShape } from "../src/chat/shapes";
import { readView } from "../src/chat/view";
import { addUpdates, contentOf, type Msg, NO_THREAD, readMessage, type Thread } from "../src/chat/thread";
import { Failure } from "../src/wire/failure";

const ME = "usr_me";
const SENT_MS = 1_700_000_000_000;
const view = (more: object = {}) => readView({ conversation_id: "c", kind: "CONVERSATION_KIND_DIRECT", status: "MEMBER_STATUS_ACTIVE", open: true, role: "MEMBER_ROLE_MEMBER", ...more });
const own = (content: Content, sender = ME): Msg => readMessage({ seq: 1, sender_id: sender, created_at_ms: SENT_MS, body_json: JSON.stringify({ message: content }) }, 1);
const acts = (msg: Msg, afterMs: number, more: object = {}): string[] => allowedOn(msg, view(more), ME, SENT_MS + afterMs).acts;

for (const [what, content, limitMs] of [["recall", { text: "a" }, RECALL_WITHIN_MS], ["recall", { file: { media_id: "m" } }, RECALL_FILE_WITHIN_MS], ["edit", { text: "a" }, EDIT_WITHIN_MS]] as const) {
  test(`${what} of ${Object.keys(content)[0]} is offered up to its last millisecond, and the reason is said after`, () => {
    assert.ok(acts(own(content), limitMs).includes(what));
    assert.equal(allowedOn(own(content), view(), ME, SENT_MS + limitMs - 1).over.some((key) => key.includes(what)), false);
    const after = allowedOn(own(content), view(), ME, SENT_MS + limitMs + 1);
    assert.ok(!after.acts.includes(what));
    assert.ok(after.over.some((key) => key.startsWith(`chat-${what}`)));
  });
}

test("a card of the wallet is passed on, changed and taken back by nobody", () => {
  const card = own({ wallet_card: { ref_id: "pay_1", kind: "WALLET_CARD_KIND_PAYMENT" } });
  const leads = { kind: "CONVERSATION_KIND_GROUP", role: "MEMBER_ROLE_OWNER" };
  for (const more of [{}, leads]) assert.deepEqual(acts(card, 0, more), ["reply", "pick", "hide"]);
});

test("admins of many take back anybody's at any time; of two, nobody leads", () => {
  const lead = { kind: "CONVERSATION_KIND_GROUP", role: "MEMBER_ROLE_ADMIN" };
  assert.ok(acts(own({ text: "a" }, "usr_l"), EDIT_WITHIN_MS * 9, lead).includes("recall"));
  assert.ok(!acts(own({ text: "a" }, "usr_l"), 0, { role: "MEMBER_ROLE_OWNER" }).includes("recall"));
  assert.ok(!acts(own({ text: "a" }, "usr_l"), 0).includes("edit"));
});

test("a reaction and an edit show before the answer, and are gone where it refuses", () => {
  const thread: Thread = { ...NO_THREAD, messages: [own({ text: "old" })], held: [{ from: 1, to: 1 }], head: 1 };
  const edit = { requestId: "r", conversationId: "c", seq: 1, edit: { text: "new" } };
  const love = { requestId: "s", conversationId: "c", seq: 1, reaction: { emoji: "🌹", removed: false } };
  const shown = withPending(thread, [edit, love, love], "c", ME).messages[0] as Msg;
  assert.equal(contentOf(shown).text, "new");
  assert.deepEqual(shown.reactions, [{ emoji: "🌹", count: 1, mine: true, user_ids: [ME] }], "twice counts once");
  assert.equal(withPending(thread, [], "c", ME), thread);
  assert.equal(withPending(thread, [edit], "another", ME), thread);
});

test("a draft that did not get through goes when the link is back, its newest words only", async () => {
  const saved: string[] = [];
  let down = true;
  const save = async (_: string, text: string): Promise<void> => {
    if (down) throw Failure.offline();
    saved.push(text);
  };
  const drafts = new Drafts({ me: ME, storage: null, save });
  drafts.write("c", "من");
  drafts.write("c", "من النفق");
  drafts.reopened();
  await Promise.resolve();
  down = false;
  drafts.reopened();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(saved, ["من النفق"]);
  assert.equal(drafts.unsaved.size, 0);
  drafts.forget();
});

// --- the chain -------------------------------------------------------------------------------------------------------

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const base64 = (bytes: number[]): string => btoa(String.fromCharCode(...bytes));
const sha = async (...parts: number[][]): Promise<number[]> => [...new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(parts.flat())))];

/** What is no message: its kind, and the message it names. */
interface Other {
  kind: "EDIT" | "RECALL" | "REACTION";
  target: number;
  gone?: boolean;
}
const NUMBER = { MESSAGE: 1, EDIT: 2, RECALL: 3, REACTION: 4 };

/** A log as the host keeps it, by the words of core/messaging/chain.py; null is a message whose words are gone. */
async function log(texts: (string | Other | null)[]): Promise<BatchShape> {
  let hash = Array.from({ length: 32 }, () => 0);
  const updates: UpdateShape[] = [];
  for (const [index, words] of texts.entries()) {
    const { kind, target, gone } = words !== null && typeof words === "object" ? words : { kind: "MESSAGE" as const, target: 0, gone: words === null };
    const said = kind === "REACTION" ? { reaction: { emoji: "🌹" } } : { [kind === "EDIT" ? "edit" : "message"]: { text: words ?? "gone" } };
    const [salt, body] = kind === "RECALL" ? [[], ""] : [Array.from({ length: 16 }, () => index + 1), JSON.stringify(said)];
    const commitment = await sha(salt, utf8(body));
    const hex = commitment.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    hash = await sha(hash, utf8(`majlis-update-1\nconv_1\n${index + 1}\n${NUMBER[kind]}\nusr_l\n${target}\n${SENT_MS + index}\n${hex}\n`));
    const update: UpdateShape = { conversation_id: "conv_1", seq: String(index + 1), kind: `UPDATE_KIND_${kind}`, sender_id: "usr_l", ...(target ? { target_seq: target } : {}), created_at_ms: String(SENT_MS + index), commitment: base64(commitment) };
    updates.push(gone || !body ? update : { ...update, salt: base64(salt), body_json: body });
  }
  return { conversation_id: "conv_1", updates, from_seq: 1, to_seq: texts.length, head_seq: texts.length, to_hash: base64(hash) };
}

const faultOf = async (page: BatchShape, told: { seq: number; hash: string } | null = null): Promise<string> => {
  const fault = await new ChainCheck("conv_1", 1, told).add(page);
  return fault ? `${fault.what} ${fault.seq}` : "";
};
const taken = (target: number): Other => ({ kind: "RECALL", target });
const edited = (target: number): Other => ({ kind: "EDIT", target, gone: true });
const WHOLE = await log(["سلام", null, "كيف الحال؟", taken(2)]);
const altered = (index: number, change: Partial<UpdateShape>): BatchShape => ({ ...WHOLE, updates: (WHOLE.updates ?? []).map((one, at) => (at === index ? { ...one, ...change } : one)) });

test("a log that holds is checked to its end, a recalled body is no fault", async () => {
  assert.equal(await faultOf(WHOLE), "");
});

for (const [name, page, fault] of [
  ["another text", altered(2, { body_json: '{"message":{"text":"x"}}' }), "changed 3"],
  ["another sender", altered(2, { sender_id: "usr_x" }), "broken 4"],
  ["another time", altered(0, { created_at_ms: "5" }), "broken 4"],
  ["an update left out", { ...WHOLE, updates: (WHOLE.updates ?? []).toSpliced(1, 1) }, "missing 2"],
  ["one twice", { ...WHOLE, updates: (WHOLE.updates ?? []).toSpliced(1, 0, (WHOLE.updates ?? [])[0] as UpdateShape) }, "missing 2"],
  ["the end cut off", { ...WHOLE, updates: (WHOLE.updates ?? []).slice(0, 3) }, "missing 4"],
  ["another conversation", altered(1, { conversation_id: "conv_2" }), "elsewhere 2"],
  ["the beginning left out", { ...WHOLE, from_seq: 2 }, "missing 1"],
  ["something before the first", { ...WHOLE, before_hash: WHOLE.to_hash ?? "" }, "broken 1"],
  ["a commitment that is none", altered(1, { commitment: "!!" }), "changed 2"],
] as const) {
  test(`the check names ${name}`, async () => assert.equal(await faultOf(page), fault));
}

const checked = async (page: BatchShape, more: object = {}) => {
  const held = addUpdates(NO_THREAD, { updates: page.updates ?? [], from: 1, to: (page.updates ?? []).length, head: (page.updates ?? []).length }, ME);
  const { fault, gone } = await checkConversation({ call: async <Answer>() => page as Answer, id: "conv_1", me: ME, visibleFrom: 1, left: false, held: () => held, told: null, onProgress: () => undefined, gaveUp: () => false, ...more });
  return [fault ? `${fault.what} ${fault.seq}` : "", gone];
};

for (const [name, lines, fault] of [
  ["no words without a recall", ["سلام", null, "بخير"], "gone 2"],
  ["another's recall", ["سلام", null, null, taken(3)], "gone 2"],
  ["an edit of what was not recalled", ["سلام", "عليكم", edited(1), taken(2)], "gone 3"],
  ["a recall that names an edit", ["سلام", edited(1), taken(2)], "gone 2"],
  ["an edit after the recall", [null, taken(1), edited(1)], "gone 3"],
  ["a reaction without its emoji", [null, { kind: "REACTION", target: 1, gone: true }, taken(1)], "gone 2"],
  ["nothing where message and edits were recalled", [null, edited(1), "بخير", edited(1), taken(1)], ""],
] as const) {
  test(`words that are gone need their recall: the check names ${name}`, async () => {
    assert.equal((await checked(await log([...lines])))[0], fault);
  });
}

test("who left cannot see a later recall, and is told so instead of a fault", async () => {
  assert.deepEqual(await checked(await log(["سلام", null]), { left: true }), ["", 1]);
  assert.deepEqual(await checked(WHOLE, { left: true }), ["", 0]);
});

test("who came later gets no new words of what was before, and needs no recall of it", async () => {
  const before = (await log(["سلام"])).to_hash ?? "";
  for (const [target, gone] of [[1, []], [2, [3]]] as const) {
    const whole = await log(["سلام", "أهلًا", edited(target)]);
    const check = new ChainCheck("conv_1", 2, null);
    assert.equal(await check.add({ ...whole, updates: (whole.updates ?? []).slice(1), from_seq: 2, before_hash: before }), null);
    assert.deepEqual(check.gone, [...gone]);
  }
});

test("a log written anew does not pass through the hash that was told before", async () => {
  assert.equal(await faultOf(await log(["سلام", "أخرى"]), { seq: 2, hash: WHOLE.to_hash ?? "" }), "told 2");
});

test("what is shown here is compared with the log, and what was told of has to be in it", async () => {
  const page = (after: number): BatchShape => (after === 0 ? WHOLE : { conversation_id: "conv_1", from_seq: 5, to_seq: 4, head_seq: 4, before_hash: WHOLE.to_hash ?? "", to_hash: WHOLE.to_hash ?? "" });
  const call = async <Answer>(_: string, request: object = {}): Promise<Answer> => page((request as { after_seq: number }).after_seq) as Answer;
  const held = addUpdates(NO_THREAD, { updates: WHOLE.updates ?? [], from: 1, to: 4, head: 4 }, ME);
  const check = (thread: Thread) => checkConversation({ call, id: "conv_1", me: ME, visibleFrom: 1, left: false, held: () => thread, told: null, onProgress: () => undefined, gaveUp: () => false });
  const good = await check(held);
  assert.deepEqual([good.count, good.last, good.fault, good.hash.length], [4, 4, null, 64]);
  const forged = { ...held, messages: held.messages.with(2, { ...(held.messages[2] as Msg), body: { message: { text: "x" } } }) };
  assert.deepEqual((await check(forged)).fault, { seq: 3, what: "held" });
  assert.deepEqual((await check({ ...held, head: 9 })).fault, { seq: 5, what: "missing" });
});
