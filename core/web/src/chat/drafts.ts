/** What one has begun to write: kept here at once, on the other devices a moment later, after a tunnel when it ends.
 *
 * What the host does not have yet is kept in this tab's sessionStorage, so that a reload in the tunnel loses no word.
 */
import { asFailure } from "../wire/failure";

const KEY = "majlis.chat.drafts";
const SAVE_AFTER_MS = 1_200;

export interface DraftsOptions {
  me: string;
  storage: Storage | null;
  save: (conversationId: string, text: string) => Promise<unknown>;
}

export class Drafts {
  readonly #options: DraftsOptions;
  readonly #unsaved: Map<string, string>;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: DraftsOptions) {
    this.#options = options;
    this.#unsaved = load(options.storage, options.me);
  }

  /** By conversation: newer than what the host says. */
  get unsaved(): ReadonlyMap<string, string> {
    return this.#unsaved;
  }

  write(id: string, text: string): void {
    this.#unsaved.set(id, text);
    this.#keep();
    clearTimeout(this.#timers.get(id));
    this.#timers.set(id, setTimeout(() => void this.#save(id), SAVE_AFTER_MS));
  }

  /** The host can be reached again. */
  reopened(): void {
    for (const id of this.#unsaved.keys()) void this.#save(id);
  }

  forget(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#unsaved.clear();
    this.#keep();
  }

  async #save(id: string): Promise<void> {
    clearTimeout(this.#timers.get(id));
    const text = this.#unsaved.get(id);
    if (text === undefined) return;
    const failure = await this.#options.save(id, text).then(() => null, asFailure);
    if (failure?.mayRetry) return; // It goes with the next letter, or when the link is back.
    if (this.#unsaved.get(id) === text) this.#unsaved.delete(id);
    this.#keep();
  }

  #keep(): void {
    const { me, storage } = this.#options;
    try {
      if (this.#unsaved.size === 0) storage?.removeItem(KEY);
      else storage?.setItem(KEY, JSON.stringify({ me, drafts: [...this.#unsaved] }));
    } catch {
      // Full or off: only a reload before it is saved would lose it.
    }
  }
}

function load(storage: Storage | null, me: string): Map<string, string> {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? "null") as { me: string; drafts: [string, string][] } | null;
    return new Map(kept?.me === me ? kept.drafts : []);
  } catch {
    return new Map();
  }
}
