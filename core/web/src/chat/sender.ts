/** Sends what waits: in order, one at a time in each conversation, each under its own id until it is answered. */
import { signal } from "@preact/signals";
import { asFailure, Failure } from "../wire/failure";
import type { Call } from "../wire/rpc";
import { compose, keep, load, nextToSend, type Outgoing, OUTGOING_MAX, remove, tryAgain, withState } from "./outgoing";
import { MESSAGES } from "./services";
import type { Content, UpdateShape } from "./shapes";

const RETRY_MS = 4_000;

export interface SenderOptions {
  me: string;
  call: Call;
  storage: Storage | null;
  nowMs: () => number;
  complain: (failure: Failure) => void;
  /** The host has it: here is the update it became. */
  committed: (update: UpdateShape | undefined) => void;
}

export class Sender {
  readonly queue = signal<Outgoing[]>([]);
  readonly #options: SenderOptions;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.queue.value = load(options.storage, options.me);
  }

  send(conversationId: string, content: Content): void {
    if (this.queue.value.length >= OUTGOING_MAX) {
      this.#options.complain(new Failure("resource_exhausted", "RESOURCE_EXHAUSTED", ""));
      return;
    }
    this.#keep([...this.queue.value, compose(conversationId, content, this.#options.nowMs())]);
    this.pump();
  }

  tryAgain(requestId: string): void {
    this.#keep(tryAgain(this.queue.value, requestId));
    this.pump();
  }

  discard(requestId: string): void {
    this.#keep(remove(this.queue.value, new Set([requestId])));
  }

  /** The feed may bring one's own message before its answer does. */
  arrived(updates: UpdateShape[]): void {
    const own = updates.flatMap((one) => (one.sender_id === this.#options.me && one.request_id ? [one.request_id] : []));
    if (own.length > 0) this.#keep(remove(this.queue.value, new Set(own)));
  }

  pump(): void {
    for (const one of nextToSend(this.queue.value)) void this.#sendOne(one);
  }

  forget(): void {
    clearTimeout(this.#retry);
    this.queue.value = [];
    keep(this.#options.storage, this.#options.me, []);
  }

  #keep(queue: Outgoing[]): void {
    if (queue === this.queue.value) return;
    this.queue.value = queue;
    keep(this.#options.storage, this.#options.me, queue);
  }

  async #sendOne(one: Outgoing): Promise<void> {
    this.#keep(withState(this.queue.value, one.requestId, "sending"));
    try {
      const request = { request_id: one.requestId, conversation_id: one.conversationId, content: one.content };
      const answer = await this.#options.call<{ update: UpdateShape }>(`${MESSAGES}/SendMessage`, request);
      this.#options.committed(answer.update);
      this.#keep(remove(this.queue.value, new Set([one.requestId])));
      this.pump();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.mayRetry) {
        // Sent again under its own id when the link is back, or after a moment where no answer came over an open one.
        this.#keep(withState(this.queue.value, one.requestId, "waiting"));
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => this.pump(), RETRY_MS);
      } else {
        this.#keep(withState(this.queue.value, one.requestId, "failed", failure.reason));
        this.pump();
      }
    }
  }
}
