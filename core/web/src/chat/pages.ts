/** Brings what is missing: the page around a message, what comes before and after, what the feed left out. */
import type { Signal } from "@preact/signals";
import { asFailure, type Failure } from "../wire/failure";
import type { Call } from "../wire/rpc";
import { MESSAGES } from "./services";
import type { BatchShape, PageShape, UpdateShape } from "./shapes";
import { num } from "./shapes";
import { afterUpdates, type ChatState, threadOf, withThread } from "./state";
import { addPage, addUpdates, type Asked, missingAfter, startOver, stretchAt, type Thread, topOf } from "./thread";

const PAGE = 60;
/** More than this is not filled in: the conversation is read anew from its newest page. */
const FILL_MAX = 600;
const FILL_PAGE = 200;

export interface PagesOptions {
  me: string;
  call: Call;
  complain: (failure: Failure) => void;
  state: Signal<ChatState>;
  isOpen: (id: string) => boolean;
  arrived: (updates: UpdateShape[]) => void;
}

export class Pages {
  readonly #options: PagesOptions;
  readonly #state: Signal<ChatState>;
  readonly #busy = new Set<string>();

  constructor(options: PagesOptions) {
    this.#options = options;
    this.#state = options.state;
  }

  #change(id: string, change: (thread: Thread) => Thread): void {
    this.#state.value = withThread(this.#state.value, id, change);
  }

  /** Asks for what is missing between what is held and the newest. */
  chase(id: string): void {
    const thread = threadOf(this.#state.value, id);
    const after = missingAfter(thread);
    if (after === null || this.#busy.has(`fill ${id}`)) return;
    if (after === 0 && !this.#options.isOpen(id)) return; // Nothing is held and nobody looks.
    const fill = (): Promise<void> => (after === 0 || thread.head - after > FILL_MAX ? this.#anew(id) : this.#fill(id, after));
    void this.#once(`fill ${id}`, fill).then((done) => done && this.chase(id));
  }

  async #anew(id: string): Promise<void> {
    this.#change(id, startOver);
    await this.#page(id, {});
  }

  async #fill(id: string, after: number): Promise<void> {
    const request = { conversation_id: id, after_seq: after, page_size: FILL_PAGE };
    const answer = await this.#options.call<BatchShape>(`${MESSAGES}/ListUpdates`, request);
    const [from, to, head] = [num(answer.from_seq), num(answer.to_seq), num(answer.head_seq)];
    const updates = answer.updates ?? [];
    // The server's word that there is nothing for this reader in between.
    this.#change(id, (held) => addUpdates(held, { updates, from, to, head, whole: true }, this.#options.me));
    this.#state.value = afterUpdates(this.#state.value, id, updates);
    this.#options.arrived(updates);
  }

  /** Runs it unless it runs already; true where it ended well. */
  async #once(name: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#busy.has(name)) return false;
    this.#busy.add(name);
    try {
      await work();
      return true;
    } catch (error) {
      const failure = asFailure(error);
      if (!failure.mayRetry) this.#options.complain(failure);
      return false;
    } finally {
      this.#busy.delete(name);
    }
  }

  async #page(id: string, asked: Asked): Promise<void> {
    const request = { conversation_id: id, before_seq: asked.before, after_seq: asked.after, at_ms: asked.atMs, page_size: PAGE };
    const page = await this.#options.call<PageShape>(`${MESSAGES}/ListMessages`, request);
    const visibleFrom = this.#state.value.views.get(id)?.visibleFrom ?? 0;
    this.#change(id, (thread) => addPage(thread, page, asked, visibleFrom, this.#options.me));
  }

  /** Makes sure that something around the number is held: the newest page for 0. */
  async around(id: string, seq: number): Promise<boolean> {
    const thread = threadOf(this.#state.value, id);
    if (seq === 0 ? topOf(thread) > 0 : stretchAt(thread, seq)) return true;
    const asked = seq === 0 ? {} : { before: Math.min(seq + PAGE / 2, Math.max(thread.head, seq) + 1) };
    return this.#once(`page ${id}`, () => this.#page(id, asked));
  }

  /** The newest page, wherever one has been reading. */
  async newest(id: string): Promise<void> {
    if (missingAfter(threadOf(this.#state.value, id)) === null) return;
    await this.#once(`page ${id}`, () => this.#anew(id));
  }

  before(id: string, seq: number): Promise<boolean> {
    return this.#once(`page ${id}`, () => this.#page(id, { before: seq }));
  }

  after(id: string, seq: number): Promise<boolean> {
    return this.#once(`page ${id}`, () => this.#page(id, { after: seq }));
  }

  /** The number of the first message at or after a moment, loaded with what is around it; 0 where there is none. */
  async at(id: string, atMs: number): Promise<number> {
    await this.#once(`page ${id}`, () => this.#page(id, { atMs }));
    return threadOf(this.#state.value, id).messages.find((one) => one.atMs >= atMs)?.seq ?? 0;
  }
}
