/** Paying somebody: who they are, how much, what for; the approval sheet; then the seconds in which it can be taken back. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Avatar, Badge, Button, Said } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { asFailure } from "../wire/failure";
import { AmountField, moneyOf } from "./amount_field";
import { ApproveSheet } from "./approve";
import { typedAmount } from "./digits";
import { useCalls } from "./house";
import { SentView } from "./sent";
import { minor, type MoneyAccount, type Payee, type Payment } from "./shapes";
import { shownMoney } from "./sum";

const NOTE_CHARS_MAX = 140;

export interface PayPageProps {
  host: Host;
  userId: string;
  payCode: string;
}

export function PayPage({ host, userId, payCode }: PayPageProps): JSX.Element {
  const calls = useCalls(host);
  const [sent, setSent] = useState<Payment | null>(null);
  const sentId = new URLSearchParams(/\?(.*)$/.exec(location.hash)?.[1] ?? "").get("sent") ?? "";
  useEffect(() => {
    if (sentId) void calls.payment(sentId).then(setSent, () => undefined);
  }, [sentId]);
  const ready = useLoaded(async () => {
    const [payee, accounts] = await Promise.all([calls.payee(payCode ? { pay_code: payCode } : { user_id: userId }), calls.accounts()]);
    return { payee, accounts };
  });
  return (
    <Frame host={host} tab="wallet" up="#/wallet/pay" title={say("pay-title")}>
      {sent ? (
        <SentView host={host} payment={sent} changed={setSent} />
      ) : (
        <Shown of={ready} failedTitle={say("pay-failed")}>
          {({ payee, accounts }) => (
            <PayForm host={host} payee={payee} accounts={accounts} payCode={payCode} changed={ready.reload} onSent={setSent} />
          )}
        </Shown>
      )}
    </Frame>
  );
}

export function PayeeFace({ payee }: { payee: Payee }): JSX.Element {
  return (
    <div class="face">
      <Avatar name={payee.name} size="l" quiet />
      <p class="face-name" data-testid="payee-name">
        <Said>{payee.name}</Said>
      </p>
      <Badge tone={payee.is_contact ? "good" : "warn"}>{say(payee.is_contact ? "payee-contact" : "payee-stranger")}</Badge>
    </div>
  );
}

interface PayFormProps {
  host: Host;
  payee: Payee;
  accounts: MoneyAccount[];
  payCode: string;
  changed: () => void;
  onSent: (payment: Payment) => void;
}

function PayForm({ host, payee, accounts, payCode, changed, onSent }: PayFormProps): JSX.Element {
  const calls = useCalls(host);
  const held = accounts.map((one) => one.balance.currency_code);
  const [currency, setCurrency] = useState(payee.amount?.currency_code ?? held[0] ?? "SAR");
  const [text, setText] = useState(payee.amount ? typedAmount(minor(payee.amount.amount_minor), payee.amount.currency_code) : "");
  const [note, setNote] = useState(payee.note ?? "");
  const [asking, setAsking] = useState(false);
  const amount = payee.amount ?? moneyOf(text, currency);
  const account = accounts.find((one) => one.balance.currency_code === currency);
  return (
    <>
      <form
        class="pay-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (amount) setAsking(true);
        }}
      >
        <PayeeFace payee={payee} />
        {payee.amount ? (
          <p class="approve-amount sum-big">{shownMoney(payee.amount)}</p>
        ) : (
          <AmountField
            currency={currency}
            currencies={held.length > 0 ? held : [currency]}
            text={text}
            available={minor(account?.balance.available_minor)}
            onChange={setText}
            onCurrency={setCurrency}
          />
        )}
        <Field key={payee.user_id} name="note" label={say("pay-note")} value={note} max={NOTE_CHARS_MAX} testId="pay-note" onInput={setNote} />
        <p class="pay-hint">{say(payee.is_contact ? "pay-hint-contact" : "pay-hint-stranger", { name: payee.name })}</p>
        <Button type="submit" look="primary" wide disabled={!amount} testId="pay-go">
          {say("continue")}
        </Button>
      </form>
      {asking && amount ? (
        <ApproveSheet
          call={host.account.call}
          title={say("pay-sheet-title", { name: payee.name })}
          amount={amount}
          to={{ name: payee.name, note }}
          yes={say("pay-yes", { amount: shownMoney(amount) })}
          submit={async (approval, requestId) => {
            try {
              return await calls.pay({
                request_id: requestId,
                payee_user_id: payee.user_id,
                payee_name: payee.name,
                amount,
                note: note.trim(),
                pay_code: payCode,
                approval,
              });
            } catch (error) {
              // The sheet says so, and by the next try it shows whom it would reach.
              if (asFailure(error).reason === "PAYEE_NAME_CHANGED") changed();
              throw error;
            }
          }}
          onDone={(payment) => {
            setAsking(false);
            onSent(payment);
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
