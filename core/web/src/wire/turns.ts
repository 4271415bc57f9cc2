/** Waits where the host says "too often", and asks again: nothing was done, so whatever it is may be asked again.
 *
 * While one of a method waits, the others of that method go behind it one at a time: a hundred that were refused do not
 * all come back at once.
 */
import { Failure } from "./failure";
import type { Call } from "./rpc";

/** Who has waited so long is told; what may be asked again later is asked again by whoever asked. */
const PATIENCE_MS = 20_000;

export interface Waits {
  nowMs: () => number;
  sleep: (ms: number) => Promise<void>;
}

const REAL: Waits = { nowMs: () => performance.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

export function inTurns(call: Call, waits: Waits = REAL): Call {
  /** By method: until the last of those in line has its answer. */
  const lines = new Map<string, Promise<void>>();

  return async <Answer>(method: string, request?: object, timeoutMs?: number): Promise<Answer> => {
    const ask = (): Promise<Answer> => call<Answer>(method, request, timeoutMs);
    const beganMs = waits.nowMs();
    let refused: Failure | null = null;
    if (!lines.has(method)) {
      try {
        return await ask();
      } catch (error) {
        refused = refusal(error);
      }
    }
    const before = lines.get(method);
    let leave = (): void => undefined;
    const mine = new Promise<void>((resolve) => (leave = resolve));
    lines.set(method, mine);
    try {
      await before;
      for (;;) {
        const waitMs = refused?.waitMs ?? 0;
        if (refused && waits.nowMs() - beganMs + waitMs > PATIENCE_MS) throw refused;
        await waits.sleep(waitMs);
        try {
          return await ask();
        } catch (error) {
          refused = refusal(error);
        }
      }
    } finally {
      leave();
      if (lines.get(method) === mine) lines.delete(method);
    }
  };
}

/** Thrown on where waiting does not help. */
function refusal(error: unknown): Failure {
  if (error instanceof Failure && error.waitMs !== null) return error;
  throw error;
}
