/** A host that says "too often" is asked again when it said, one at a time; nobody's words fail for it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Sender } from "../src/chat/sender";
import { Failure } from "../src/wire/failure";
import type { Call } from "../src/wire/rpc";
import { inTurns } from "../src/wire/turns";

const SEND = "messaging.v1.MessagesService/SendMessage";
const READ = "messaging.v1.MessagesService/MarkRead";
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const refused = (asked: Promise<unknown>): Promise<Failure> => asked.then(() => Promise.reject(new Error("was answered")), (error: Failure) => error);
const tooOften = (waitMs: number) => new Failure("resource_exhausted", "RATE_LIMITED", "", { retry_after_ms: String(waitMs) });

/** A host with a bucket of its own, and a clock that only sleepers move. */
class Host {
  ms = 0;
  asked = 0;
  atOnce = 0;
  mostAtOnce = 0;
  answered: unknown[] = [];
  #left: number;
  #at = 0;
  readonly #eachMs: number;

  constructor(burst: number, eachMs: number) {
    this.#left = burst;
    this.#eachMs = eachMs;
  }

  readonly waits = {
    nowMs: () => this.ms,
    sleep: async (ms: number) => {
      this.ms += ms;
    },
  };

  readonly call: Call = inTurns(async <Answer>(_: string, request?: object): Promise<Answer> => {
    this.asked += 1;
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await Promise.resolve();
    this.atOnce -= 1;
    this.#left += (this.ms - this.#at) / this.#eachMs;
    this.#at = this.ms;
    if (this.#left < 1) throw tooOften(Math.ceil((1 - this.#left) * this.#eachMs));
    this.#left -= 1;
    this.answered.push(request);
    return { update: undefined } as Answer;
  }, this.waits);
}

test("whatever is refused for haste is answered in the end, in order, and the host is not hammered", async () => {
  const host = new Host(3, 50);
  const requests = Array.from({ length: 40 }, (_, n) => ({ n }));
  await Promise.all(requests.map((one) => host.call(SEND, one)));
  assert.deepEqual(host.answered, requests);
  assert.ok(host.asked <= 40 + 37 * 2, `asked ${host.asked} times`);
});

test("those who come while others wait go behind them, one at a time", async () => {
  const host = new Host(0, 50);
  const first = host.call(SEND, { n: 0 });
  while (host.atOnce > 0) await Promise.resolve();
  await Promise.resolve();
  host.mostAtOnce = 0;
  await Promise.all([first, ...[1, 2, 3].map((n) => host.call(SEND, { n }))]);
  assert.equal(host.mostAtOnce, 1);
  assert.deepEqual(host.answered, [0, 1, 2, 3].map((n) => ({ n })));
});

test("a method that waits holds up no other", async () => {
  let wake = (): void => undefined;
  const slept = new Promise<void>((resolve) => (wake = resolve));
  let refuses = true;
  const answer = <Answer>(method: string): Promise<Answer> => (method === SEND && refuses ? Promise.reject(tooOften(50)) : Promise.resolve(method as Answer));
  const call = inTurns(answer, { nowMs: () => 0, sleep: () => slept });
  const waiting = call(SEND);
  assert.equal(await call(READ), READ);
  refuses = false;
  wake();
  assert.equal(await waiting, SEND);
});

test("who has waited long enough is told, and may ask again", async () => {
  const waits = { nowMs: () => now, sleep: async (ms: number) => void (now += ms) };
  let now = 0;
  const call = inTurns(() => Promise.reject(tooOften(900)), waits);
  const failure = await refused(call(SEND));
  assert.equal(failure.reason, "RATE_LIMITED");
  assert.ok(failure.mayRetry);
  assert.ok(now <= 20_000);
});

test("any other refusal is told at once", async () => {
  let asked = 0;
  const refusals = [new Failure("resource_exhausted", "TOO_MANY_REACTIONS", ""), new Failure("resource_exhausted", "RESOURCE_EXHAUSTED", "", { bytes_max: "9" }), Failure.offline()];
  for (const failure of refusals) {
    const call = inTurns(() => (asked++, Promise.reject(failure)));
    assert.equal(await refused(call(SEND)), failure);
  }
  assert.equal(asked, refusals.length);
});

test("what is sent in haste waits and arrives: nothing of it is shown as failed", async () => {
  const host = new Host(2, 50);
  const sender = new Sender({ me: "usr_me", call: host.call, storage: null, nowMs: () => 0, complain: () => undefined, committed: () => undefined });
  const states = new Set<string>();
  sender.queue.subscribe((queue) => queue.forEach((one) => states.add(one.state)));
  for (let n = 0; n < 12; n++) sender.send(`c${n % 4}`, { text: String(n) });
  while (sender.queue.value.length > 0) await pause();
  assert.equal(host.answered.length, 12);
  assert.ok(!states.has("failed"));
});

test("a full queue of the host's does not fail what is sent", async () => {
  const full = new Failure("resource_exhausted", "RESOURCE_EXHAUSTED", "", { waiting: "500" });
  const sender = new Sender({ me: "usr_me", call: () => Promise.reject(full), storage: null, nowMs: () => 0, complain: () => undefined, committed: () => undefined });
  sender.send("c", { text: "hello" });
  await pause();
  assert.equal(sender.queue.value[0]?.state, "waiting");
  sender.forget();
});
