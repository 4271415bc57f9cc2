/** Something a person asked for: done, or said why not. */
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import type { Host } from "./host";

/** Null where it did not work, which is then said; `done` is said where it did. */
export async function attempt<Answer>(host: Host, work: () => Promise<Answer>, done = ""): Promise<Answer | null> {
  try {
    const answer = await work();
    if (done) host.toasts.show(done, "good");
    return answer;
  } catch (error) {
    host.toasts.show(explain(asFailure(error)), "bad");
    return null;
  }
}
