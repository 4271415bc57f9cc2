/** Tells the host how far one has got and read: a moment later, once for many, and again where it did not get through. */
import { asFailure } from "../wire/failure";
import type { Call } from "../wire/rpc";
import { MESSAGES } from "./services";

const TELL_AFTER_MS = 300;

interface Far {
  delivered: number;
  read: number;
}

export class Marks {
  readonly #call: Call;
  readonly #far = new Map<string, Far>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #lost = new Set<string>();

  constructor(call: Call) {
    this.#call = call;
  }

  /** Nothing happens where the host has heard as much. */
  tell(id: string, delivered: number, read = 0): void {
    const known = this.#far.get(id) ?? { delivered: 0, read: 0 };
    if (delivered <= known.delivered && read <= known.read) return;
    this.#far.set(id, { delivered: Math.max(delivered, read, known.delivered), read: Math.max(read, known.read) });
    if (!this.#timers.has(id)) this.#timers.set(id, setTimeout(() => this.#send(id), TELL_AFTER_MS));
  }

  reopened(): void {
    for (const id of this.#lost) this.#send(id);
  }

  forget(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#lost.clear();
  }

  #send(id: string): void {
    this.#timers.delete(id);
    this.#lost.delete(id);
    const { delivered, read } = this.#far.get(id) ?? { delivered: 0, read: 0 };
    const request = { conversation_id: id, delivered_seq: delivered, read_seq: read };
    this.#call(`${MESSAGES}/MarkRead`, request).catch((error: unknown) => asFailure(error).mayRetry && this.#lost.add(id));
  }
}
