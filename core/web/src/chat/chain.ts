/** The rolling hash of a conversation, recomputed here: nothing was left out, put in, moved or changed since.
 *
 * The rules are those of core/messaging/chain.py and verify_log.py. A recalled update has lost its body and salt; its
 * commitment stays, and its recall is in the log: without one the host took the words away itself.
 */
import type { BatchShape, UpdateShape } from "./shapes";
import { num } from "./shapes";

const KINDS = ["UNSPECIFIED", "MESSAGE", "EDIT", "RECALL", "REACTION", "MEMBER", "CONVERSATION", "CARD"];
/** What a recall takes the body of. */
const RECALLED = ["MESSAGE", "EDIT", "CARD"];
const HASH_BYTES = 32;
const text = new TextEncoder();

/** A hash that the host told, and the update it stands after. */
export interface Told {
  seq: number;
  hash: string;
}

/** What is wrong: an update is missing, of elsewhere, not what was committed, not in the chain, emptied without a recall;
 * or here is another text. */
export type Fault = { seq: number; what: "missing" | "elsewhere" | "changed" | "broken" | "told" | "gone" | "held" };

type Bytes = Uint8Array<ArrayBuffer>;

function bytes(base64 = ""): Bytes | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** A rolling hash; absent means the one before the first update. */
function hashOf(base64 = ""): Bytes | null {
  const found = base64 ? bytes(base64) : new Uint8Array(HASH_BYTES);
  return found?.length === HASH_BYTES ? found : null;
}

const hex = (of: Bytes): string => [...of].map((one) => one.toString(16).padStart(2, "0")).join("");
const same = (one: Bytes | null, other: Bytes | null): boolean => one !== null && other !== null && hex(one) === hex(other);

async function digest(...parts: Bytes[]): Promise<Bytes> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

function header(update: UpdateShape, kind: number, commitment: Bytes): Bytes {
  const fields = [
    update.conversation_id, num(update.seq), kind, update.sender_id ?? "", num(update.target_seq), num(update.created_at_ms), hex(commitment),
  ];
  return text.encode(`majlis-update-1\n${fields.map((field) => `${field}\n`).join("")}`);
}

/** Whether it says what was committed; a recall commits to nothing. */
async function keepsItsWord(update: UpdateShape, commitment: Bytes): Promise<boolean> {
  const salt = bytes(update.salt);
  if (!salt) return false;
  return same(await digest(salt, text.encode(update.body_json ?? "")), commitment);
}

/** Given the pages of the log in their order, says the first thing that is wrong. */
export class ChainCheck {
  /** Updates that hold. */
  count = 0;
  /** The number of the last of them. */
  last = 0;
  readonly #conversationId: string;
  readonly #visibleFrom: number;
  readonly #told: Told | null;
  #hash: Bytes | null = null;
  /** By message that a later recall has to name: the numbers of its bodies that are gone. */
  readonly #unproven = new Map<number, number[]>();

  /** `told`: what the feed said earlier, which the log has to pass through. */
  constructor(conversationId: string, visibleFrom: number, told: Told | null) {
    this.#conversationId = conversationId;
    this.#visibleFrom = Math.max(1, visibleFrom);
    this.#told = told;
  }

  /** The hash after `last`, in hex. */
  get hash(): string {
    return this.#hash ? hex(this.#hash) : "";
  }

  /** Updates whose bodies are gone, and no recall says so up to here. */
  get gone(): number[] {
    return [...this.#unproven.values()].flat().sort((one, other) => one - other);
  }

  async add(page: BatchShape): Promise<Fault | null> {
    const [from, before] = [num(page.from_seq), hashOf(page.before_hash)];
    if (this.#hash === null) {
      if (from !== this.#visibleFrom) return { seq: this.#visibleFrom, what: "missing" };
      // Before the first update there is nothing; whoever joined later begins with what the host says was before.
      if (from === 1 && !same(before, hashOf())) return { seq: 1, what: "broken" };
      this.last = from - 1;
      this.#hash = before;
    }
    if (from !== this.last + 1) return { seq: this.last + 1, what: "missing" };
    if (!same(before, this.#hash)) return { seq: from, what: "broken" };
    for (const update of page.updates ?? []) {
      const fault = await this.#step(update);
      if (fault) return fault;
    }
    if (num(page.to_seq) !== this.last) return { seq: this.last + 1, what: "missing" };
    return same(hashOf(page.to_hash), this.#hash) ? null : { seq: this.last, what: "broken" };
  }

  async #step(update: UpdateShape): Promise<Fault | null> {
    const seq = num(update.seq);
    if (seq !== this.last + 1) return { seq: this.last + 1, what: "missing" };
    if (update.conversation_id !== this.#conversationId) return { seq, what: "elsewhere" };
    const [name, commitment] = [update.kind.replace("UPDATE_KIND_", ""), bytes(update.commitment)];
    const kind = KINDS.indexOf(name);
    if (kind < 0 || commitment?.length !== HASH_BYTES) return { seq, what: "changed" };
    if (name !== "RECALL" && !update.body_json && !update.salt) {
      if (!RECALLED.includes(name)) return { seq, what: "gone" };
      const message = name === "MESSAGE" ? seq : num(update.target_seq);
      // New words of a message from before the first are not for who came later: the host leaves them out.
      const notForMe = name !== "MESSAGE" && message > 0 && message < this.#visibleFrom;
      if (!notForMe) this.#unproven.set(message, [...(this.#unproven.get(message) ?? []), seq]);
    } else if (!(await keepsItsWord(update, commitment))) return { seq, what: "changed" };
    if (name === "RECALL") this.#unproven.delete(num(update.target_seq));
    this.#hash = await digest(this.#hash ?? new Uint8Array(HASH_BYTES), header(update, kind, commitment));
    this.last = seq;
    this.count += 1;
    if (this.#told?.seq === seq && !same(hashOf(this.#told.hash), this.#hash)) return { seq, what: "told" };
    return null;
  }
}
