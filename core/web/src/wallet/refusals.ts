/** What the wallet refused, with the facts that help: how many tries, until when, how much is missing. */
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { explain } from "../room/complaints";
import type { Failure } from "../wire/failure";
import { minor } from "./shapes";
import { shown } from "./sum";

/** Nobody knows whether it happened: it may only be asked again as the same request. */
export const isUnknown = (failure: Failure): boolean => failure.mayRetry && failure.waitMs === null;

export function complaintOf(failure: Failure, currencyCode = ""): string {
  const facts = failure.metadata;
  const currency = facts.currency_code || currencyCode;
  switch (failure.reason) {
    case "PIN_WRONG":
      return facts.tries_left ? say("pin-wrong-left", { left: Number(facts.tries_left) }) : say("error-pin-wrong");
    case "PIN_LOCKED":
      return Number(facts.locked_until_ms) > 0 ? say("pin-locked-until", { when: time(Number(facts.locked_until_ms), "short") }) : explain(failure);
    case "INSUFFICIENT_FUNDS": {
      const missing = facts.available_minor ? minor(facts.requested_minor) - minor(facts.available_minor) : 0n;
      return currency && missing > 0n ? say("approve-missing", { missing: shown(currency, missing) }) : explain(failure);
    }
    case "LIMIT_EXCEEDED":
      return currency && facts.left_minor !== undefined ? say("limit-left", { left: shown(currency, facts.left_minor) }) : explain(failure);
    default:
      return explain(failure);
  }
}
