/** Asking a contact for money: they see who asks, how much and what for, and pay or decline. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice } from "../kit/surfaces";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { asFailure } from "../wire/failure";
import { AmountField, moneyOf } from "./amount_field";
import { useCalls } from "./house";
import { useOnce } from "./once";
import { PayeeFace } from "./pay_page";
import { complaintOf, isUnknown } from "./refusals";
import type { Payee } from "./shapes";

const NOTE_CHARS_MAX = 140;

export function RequestPage({ host, userId }: { host: Host; userId: string }): JSX.Element {
  const calls = useCalls(host);
  const ready = useLoaded(async () => {
    const [payee, accounts] = await Promise.all([calls.payee({ user_id: userId }), calls.accounts()]);
    return { payee, currencies: accounts.map((one) => one.balance.currency_code) };
  });
  return (
    <Frame host={host} tab="wallet" up="#/wallet/request" title={say("request-title")}>
      <Shown of={ready} failedTitle={say("pay-failed")}>
        {({ payee, currencies }) => <RequestForm host={host} payee={payee} currencies={currencies.length > 0 ? currencies : ["SAR"]} />}
      </Shown>
    </Frame>
  );
}

function RequestForm({ host, payee, currencies }: { host: Host; payee: Payee; currencies: string[] }): JSX.Element {
  const calls = useCalls(host);
  const once = useOnce();
  const [currency, setCurrency] = useState(currencies[0] ?? "SAR");
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const amount = moneyOf(text, currency);
  const send = async (): Promise<void> => {
    if (!amount || busy) return;
    setBusy(true);
    setTrouble("");
    try {
      await once((request_id) => calls.requestMoney({ request_id, payer_user_id: payee.user_id, amount, note: note.trim() }));
      host.toasts.show(say("request-sent", { name: payee.name }), "good");
      go("#/wallet");
    } catch (thrown) {
      const failure = asFailure(thrown);
      setTrouble(isUnknown(failure) ? say("approve-unknown-text") : complaintOf(failure, currency));
    }
    setBusy(false);
  };
  return (
    <form
      class="pay-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <PayeeFace payee={payee} />
      <AmountField currency={currency} currencies={currencies} text={text} onChange={setText} onCurrency={setCurrency} />
      <Field name="note" label={say("request-note")} max={NOTE_CHARS_MAX} testId="request-note" onInput={setNote} />
      {trouble ? (
        <Notice tone="bad" testId="request-refused">
          {trouble}
        </Notice>
      ) : null}
      <Button type="submit" look="primary" wide busy={busy} disabled={!amount} testId="request-go">
        {say("request-go")}
      </Button>
    </form>
  );
}
