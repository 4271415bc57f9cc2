/** What waits: payments to accept, decline or take back, and requests to pay, decline or withdraw. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Avatar, Button, Said } from "../kit/basics";
import { Group, Row } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { useCalls } from "./house";
import { MoneyRequestSheet } from "./money_request_sheet";
import type { MoneyRequest, Payment } from "./shapes";
import { Sum } from "./sum";

interface Act {
  id: string;
  text: string;
  primary?: boolean;
  work: () => Promise<unknown>;
  done: string;
}

function Acts({ host, acts, changed }: { host: Host; acts: Act[]; changed: () => void }): JSX.Element {
  const [busy, setBusy] = useState("");
  const run = async (act: Act): Promise<void> => {
    setBusy(act.id);
    await attempt(host, act.work, act.done);
    setBusy("");
    changed();
  };
  return (
    <div class="asks">
      {acts.map((act) => (
        <Button
          key={act.id}
          wide
          look={act.primary ? "primary" : "secondary"}
          busy={busy === act.id}
          disabled={busy !== "" && busy !== act.id}
          testId={act.id}
          onPress={() => void run(act)}
        >
          {act.text}
        </Button>
      ))}
    </div>
  );
}

interface WaitingProps {
  host: Host;
  me: string;
  changed: () => void;
}

export function WaitingPayments({ host, me, payments, changed }: WaitingProps & { payments: Payment[] }): JSX.Element | null {
  const calls = useCalls(host);
  if (payments.length === 0) return null;
  return (
    <Group title={say("waiting-payments")}>
      {payments.map((payment) => {
        const mine = payment.payer_user_id === me;
        const name = mine ? payment.payee_name : payment.payer_name;
        const decide = (verb: "TakeBackPayment" | "AcceptPayment" | "DeclinePayment") => () => calls.decide(verb, payment.payment_id);
        const acts: Act[] = mine
          ? [{ id: "take-back", text: say("take-back"), work: decide("TakeBackPayment"), done: say("taken-back") }]
          : payment.to_contact
            ? []
            : [
                { id: "accept-payment", text: say("payment-accept"), primary: true, work: decide("AcceptPayment"), done: say("payment-accepted") },
                { id: "decline-payment", text: say("payment-decline"), work: decide("DeclinePayment"), done: say("payment-declined", { name }) },
              ];
        const when = time(Number(payment.decide_by_ms), "relative");
        return (
          <Row
            key={payment.payment_id}
            testId="waiting-payment"
            lead={<Avatar name={name} quiet />}
            title={say(mine ? "payment-to" : "payment-from", { name })}
            subtitle={payment.note ? <Said>{payment.note}</Said> : payment.to_contact ? say("payment-arrives") : say("payment-until", { when })}
            trailing={<Sum currency={payment.amount.currency_code} amount={payment.amount.amount_minor} />}
          >
            {acts.length > 0 ? <Acts host={host} acts={acts} changed={changed} /> : null}
          </Row>
        );
      })}
    </Group>
  );
}

export function WaitingRequests({ host, me, requests, changed }: WaitingProps & { requests: MoneyRequest[] }): JSX.Element | null {
  const calls = useCalls(host);
  const [paying, setPaying] = useState<MoneyRequest | null>(null);
  if (requests.length === 0) return null;
  return (
    <>
      <Group title={say("open-requests")}>
        {requests.map((request) => {
          const mine = request.payee_user_id === me;
          const name = mine ? request.payer_name : request.payee_name;
          const close = (verb: "DeclineMoneyRequest" | "CancelMoneyRequest") => () => calls.closeMoneyRequest(verb, request.money_request_id);
          return (
            <Row
              key={request.money_request_id}
              testId="open-request"
              lead={<Avatar name={name} quiet />}
              title={say(mine ? "request-to" : "request-from", { name })}
              subtitle={request.note ? <Said>{request.note}</Said> : say("payment-until", { when: time(Number(request.expires_at_ms), "relative") })}
              trailing={<Sum currency={request.amount.currency_code} amount={request.amount.amount_minor} />}
            >
              {mine ? (
                <Acts host={host} changed={changed} acts={[{ id: "cancel-request", text: say("request-cancel"), work: close("CancelMoneyRequest"), done: say("request-cancelled") }]} />
              ) : (
                <div class="asks">
                  <Button look="primary" wide testId="pay-request" onPress={() => setPaying(request)}>
                    {say("act-pay")}
                  </Button>
                  <Decline host={host} work={close("DeclineMoneyRequest")} changed={changed} />
                </div>
              )}
            </Row>
          );
        })}
      </Group>
      {paying ? (
        <MoneyRequestSheet
          call={host.account.call}
          request={paying}
          onClose={() => setPaying(null)}
          onDone={(payment) => {
            setPaying(null);
            go(`#/wallet/pay/${encodeURIComponent(payment.payee_user_id)}?sent=${payment.payment_id}`);
          }}
        />
      ) : null}
    </>
  );
}

function Decline({ host, work, changed }: { host: Host; work: () => Promise<unknown>; changed: () => void }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    await attempt(host, work, say("request-declined"));
    setBusy(false);
    changed();
  };
  return (
    <Button wide busy={busy} testId="decline-request" onPress={() => void run()}>
      {say("payment-decline")}
    </Button>
  );
}
