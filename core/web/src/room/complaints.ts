/** What went wrong, in the user's words: what happened and what to do about it. */
import { duration } from "../i18n/format";
import { has, say } from "../i18n/texts";
import type { AppTexts } from "../tree/typed";
import { aside } from "../tree/typed";
import type { Failure } from "../wire/failure";
import type { Json } from "../wire/frames";

/** Where the host does not say how long to wait. */
const WAIT_S = 60;

const messageId = (reason: string): string => `error-${reason.toLowerCase().replaceAll("_", "-")}`;

export function explain(failure: Failure, texts: AppTexts = null): string {
  if (failure.reason === "APP_REFUSED") return refusal(failure, texts);
  for (const id of [messageId(failure.reason), messageId(failure.code)]) {
    if (has(id)) return say(id, { wait: duration(Number(failure.metadata.retry_after_s) || WAIT_S), ...failure.metadata });
  }
  return say("error-unknown");
}

/** The app's own words to its user. */
function refusal(failure: Failure, texts: AppTexts): string {
  try {
    const text = aside(JSON.parse(failure.metadata.text_json ?? '""') as Json, texts);
    return text || say("error-app-refused");
  } catch {
    return say("error-app-refused");
  }
}

/** Which field of a form a failure is about, empty for none. */
export function fieldOf(failure: Failure): string {
  const byReason: Record<string, string> = { USERNAME_TAKEN: "username", PASSWORD_TOO_WEAK: "password" };
  return byReason[failure.reason] ?? failure.metadata.field ?? "";
}
