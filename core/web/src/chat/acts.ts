/** What one does to messages that stand: in turn for each message, shown before the answer where that can be put right. */
import { signal } from "@preact/signals";
import { asFailure, type Failure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Call } from "../wire/rpc";
import type { Pending } from "./pending";
import { MESSAGES, MODERATION } from "./services";
import type { Content, UpdateShape } from "./shapes";

export interface ActsOptions {
  call: Call;
  complain: (failure: Failure) => void;
  committed: (update: UpdateShape | undefined) => void;
}

export class Acts {
  readonly pending = signal<Pending[]>([]);
  readonly #options: ActsOptions;
  readonly #turns = new Map<string, Promise<boolean>>();

  constructor(options: ActsOptions) {
    this.#options = options;
  }

  edit(conversationId: string, seq: number, content: Content): Promise<boolean> {
    const request = { request_id: newRequestId(), conversation_id: conversationId, seq, content };
    return this.#inTurn({ requestId: request.request_id, conversationId, seq, edit: content }, "EditMessage", request);
  }

  react(conversationId: string, seq: number, emoji: string, removed: boolean): Promise<boolean> {
    const request = { request_id: newRequestId(), conversation_id: conversationId, seq, emoji, removed };
    return this.#inTurn({ requestId: request.request_id, conversationId, seq, reaction: { emoji, removed } }, "React", request);
  }

  recall(id: string, seq: number): Promise<boolean> {
    return this.#act(`${MESSAGES}/RecallMessage`, { request_id: newRequestId(), conversation_id: id, seq });
  }

  forward(id: string, seq: number, to: string[]): Promise<boolean> {
    return this.#act(`${MESSAGES}/ForwardMessage`, { request_id: newRequestId(), conversation_id: id, seq, to_conversation_ids: to });
  }

  share(offerId: string, to: string): Promise<boolean> {
    return this.#act(`${MESSAGES}/ShareCard`, { request_id: newRequestId(), offer_id: offerId, conversation_id: to });
  }

  report(id: string, seq: number, reason: string, note: string): Promise<boolean> {
    return this.#act(`${MODERATION}/ReportMessage`, { request_id: newRequestId(), conversation_id: id, seq, reason, note });
  }

  /** Two quick taps arrive in their order: the second waits for the answer to the first. */
  #inTurn(shown: Pending, method: string, request: object): Promise<boolean> {
    const key = `${shown.conversationId} ${shown.seq}`;
    this.pending.value = [...this.pending.value, shown];
    const before = this.#turns.get(key) ?? Promise.resolve(true);
    const now = before
      .then(() => this.#act(`${MESSAGES}/${method}`, request))
      .finally(() => {
        this.pending.value = this.pending.value.filter((one) => one !== shown);
        if (this.#turns.get(key) === now) this.#turns.delete(key);
      });
    this.#turns.set(key, now);
    return now;
  }

  async #act(method: string, request: object): Promise<boolean> {
    try {
      const answer = await this.#options.call<{ update?: UpdateShape; updates?: UpdateShape[] }>(method, request);
      this.#options.committed(answer.update);
      return true;
    } catch (error) {
      this.#options.complain(asFailure(error));
      return false;
    }
  }
}
