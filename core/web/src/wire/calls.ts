/** Calls rpcs over the one WebSocket: answered in any order, and refused at once where the link is lost. */
import { Failure } from "./failure";
import type { ServerFrame } from "./frames";
import type { Link, Rider } from "./link";
import type { Call } from "./rpc";
import { inTurns } from "./turns";

const TIMEOUT_MS = 20_000;

interface Waiting {
  answer: (response: unknown) => void;
  refuse: (failure: Failure) => void;
  timer: ReturnType<typeof setTimeout>;
}

export class Calls implements Rider {
  readonly #link: Link;
  readonly #waiting = new Map<number, Waiting>();

  constructor(link: Link) {
    this.#link = link;
    link.board(this);
    link.state.subscribe((state) => {
      if (state !== "open") this.#refuseAll();
    });
  }

  /** `method` is written as for rpc.ts. Throws OFFLINE where nothing could be sent or no answer came. */
  readonly call: Call = inTurns(<Answer>(method: string, request: object = {}): Promise<Answer> => {
    const seq = this.#link.nextSeq();
    if (!this.#link.send({ k: "call", seq, method: `majlis.${method}`, request })) return Promise.reject(Failure.offline());
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(seq)?.refuse(Failure.offline()), TIMEOUT_MS);
      this.#waiting.set(seq, { answer: (response) => resolve(response as Answer), refuse: reject, timer });
    });
  });

  resume(): null {
    return null;
  }

  reopened(): void {
    // Whoever called decides whether to call again: only they know whether it may be done twice.
  }

  receive(frame: ServerFrame): void {
    if (frame.k === "answer") this.#settle(frame.seq)?.answer(frame.response ?? {});
    else if (frame.k === "error" && frame.seq !== undefined) this.#settle(frame.seq)?.refuse(Failure.fromFrame(frame.error));
  }

  #settle(seq: number): Waiting | undefined {
    const waiting = this.#waiting.get(seq);
    if (waiting) clearTimeout(waiting.timer);
    this.#waiting.delete(seq);
    return waiting;
  }

  #refuseAll(): void {
    for (const seq of [...this.#waiting.keys()]) this.#settle(seq)?.refuse(Failure.offline());
  }
}
