/** After a payment was approved: the seconds it can be taken back in, and what became of it. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { number, time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Button, Icon } from "../kit/basics";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import type { Host } from "../host/host";
import { useCalls } from "./house";
import type { Payment } from "./shapes";
import { shownMoney } from "./sum";

const LOOK_AGAIN_MS = 1_500;
const WORDS: Record<string, [tone: string, icon: string]> = {
  PAYMENT_STATE_PAID: ["good", "good"],
  PAYMENT_STATE_TAKEN_BACK: ["neutral", "undo"],
  PAYMENT_STATE_DECLINED: ["warn", "undo"],
  PAYMENT_STATE_RETURNED: ["warn", "undo"],
};

export interface SentProps {
  host: Host;
  payment: Payment;
  changed: (payment: Payment) => void;
}

export function SentView({ host, payment, changed }: SentProps): JSX.Element {
  const calls = useCalls(host);
  const [busy, setBusy] = useState(false);
  const waits = payment.state === "PAYMENT_STATE_WAITING";
  const takeBack = async (): Promise<void> => {
    setBusy(true);
    try {
      changed(await calls.decide("TakeBackPayment", payment.payment_id));
      host.toasts.show(say("taken-back"), "good");
    } catch (error) {
      host.toasts.show(explain(asFailure(error)), "bad");
      await calls.payment(payment.payment_id).then(changed, () => undefined);
    }
    setBusy(false);
  };
  // The host decides when it is over; this page asks until it knows.
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => void calls.payment(payment.payment_id).then(changed, () => undefined), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits]);
  const key = payment.state.replace("PAYMENT_STATE_", "").toLowerCase().replaceAll("_", "-");
  const [tone, icon] = WORDS[payment.state] ?? ["brand", "clock"];
  const facts = { name: payment.payee_name, amount: shownMoney(payment.amount) };
  return (
    <section class="sent" data-testid="sent" data-state={key} aria-live="polite">
      {waits && payment.to_contact ? (
        <Ring payment={payment} />
      ) : (
        <span class={`empty-mark tone-${tone}`}>
          <Icon name={icon} size="l" />
        </span>
      )}
      <h2 class="sent-title">{say(waits && payment.to_contact ? "sent-going" : `sent-${key}`, facts)}</h2>
      {waits && !payment.to_contact ? <p class="sent-text">{say("sent-until", { when: time(Number(payment.decide_by_ms), "short") })}</p> : null}
      <div class="sent-acts">
        {waits ? (
          <Button wide icon="undo" busy={busy} testId="take-back" onPress={() => void takeBack()}>
            {say("take-back")}
          </Button>
        ) : null}
        <a class={`button button-wide button-${waits ? "secondary" : "primary"} plain-link`} href="#/wallet" data-testid="sent-done">
          <span class="button-text">{say("sent-done")}</span>
        </a>
      </div>
    </section>
  );
}

/** Counted by this device from when the payment was made: its clock need not agree with the host's. */
function Ring({ payment }: { payment: Payment }): JSX.Element {
  const wholeMs = Math.max(1_000, Number(payment.decide_by_ms) - Number(payment.created_at_ms));
  const [began] = useState(() => Date.now());
  const [leftMs, setLeft] = useState(wholeMs);
  const circle = useRef<SVGCircleElement>(null);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, wholeMs - (Date.now() - began))), 250);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => circle.current?.style.setProperty("--share", String(leftMs / wholeMs)), [leftMs]);
  const seconds = Math.ceil(leftMs / 1_000);
  return (
    <div class="ring" role="timer" aria-label={say("sent-seconds", { seconds })}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle class="ring-track" cx="60" cy="60" r="52" />
        <circle class="ring-left" ref={circle} cx="60" cy="60" r="52" pathLength={1} />
      </svg>
      <span class="ring-number" aria-hidden="true">
        {number(seconds)}
      </span>
    </div>
  );
}
