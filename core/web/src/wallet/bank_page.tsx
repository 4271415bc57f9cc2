/** Money in from the bank and out to it; both take as long as the bank does, so what is on its way stands below. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Badge, Button, Icon, type Tone } from "../kit/basics";
import { Group, Notice, Row } from "../kit/surfaces";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { asFailure } from "../wire/failure";
import { AmountField, moneyOf } from "./amount_field";
import { ApproveSheet } from "./approve";
import { useAgain, useCalls } from "./house";
import { useOnce } from "./once";
import { complaintOf, isUnknown } from "./refusals";
import { type BankTransfer, type BankTransferState, minor, type MoneyAccount } from "./shapes";
import { shownMoney, Sum } from "./sum";

export type Way = "top-up" | "pay-out";

export function BankPage({ host, way }: { host: Host; way: Way }): JSX.Element {
  const calls = useCalls(host);
  const accounts = useLoaded(() => calls.accounts());
  const transfers = useLoaded(() => calls.bankTransfers());
  const again = (): void => {
    accounts.reload();
    transfers.reload();
  };
  useAgain(again);
  return (
    <Frame host={host} tab="wallet" up="#/wallet" title={say(`${way}-title`)} lead={say(`${way}-lead`)}>
      <Shown of={accounts} failedTitle={say("wallet-failed")}>
        {(all) => (way === "top-up" ? <TopUp host={host} accounts={all} changed={again} /> : <PayOut host={host} accounts={all} changed={again} />)}
      </Shown>
      <Shown of={transfers} failedTitle={say("bank-failed")}>
        {(all) => (all.length > 0 ? <Transfers transfers={all} /> : <p class="group-hint">{say("bank-none")}</p>)}
      </Shown>
    </Frame>
  );
}

interface FormProps {
  host: Host;
  accounts: MoneyAccount[];
  changed: () => void;
}

function TopUp({ host, accounts, changed }: FormProps): JSX.Element {
  const calls = useCalls(host);
  const once = useOnce();
  const held = accounts.map((one) => one.balance.currency_code);
  const [currency, setCurrency] = useState(held[0] ?? "SAR");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const amount = moneyOf(text, currency);
  const send = async (): Promise<void> => {
    if (!amount || busy) return;
    setBusy(true);
    setTrouble("");
    try {
      await once((requestId) => calls.topUp(requestId, amount));
      host.toasts.show(say("top-up-asked", { amount: shownMoney(amount) }), "good");
      setText("");
    } catch (thrown) {
      const failure = asFailure(thrown);
      setTrouble(isUnknown(failure) ? say("approve-unknown-text") : complaintOf(failure, currency));
    }
    setBusy(false);
    changed();
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
      <AmountField currency={currency} currencies={held.length > 0 ? held : [currency]} text={text} onChange={setText} onCurrency={setCurrency} />
      {trouble ? <Notice tone="bad">{trouble}</Notice> : null}
      <Button type="submit" look="primary" wide busy={busy} disabled={!amount} testId="top-up-go">
        {say("top-up-go")}
      </Button>
    </form>
  );
}

function PayOut({ host, accounts, changed }: FormProps): JSX.Element {
  const calls = useCalls(host);
  const held = accounts.map((one) => one.balance.currency_code);
  const [currency, setCurrency] = useState(held[0] ?? "SAR");
  const [text, setText] = useState("");
  const [asking, setAsking] = useState(false);
  const amount = moneyOf(text, currency);
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
        <AmountField
          currency={currency}
          currencies={held.length > 0 ? held : [currency]}
          text={text}
          available={minor(account?.balance.available_minor)}
          onChange={setText}
          onCurrency={setCurrency}
        />
        <Button type="submit" look="primary" wide disabled={!amount} testId="pay-out-go">
          {say("continue")}
        </Button>
      </form>
      {asking && amount ? (
        <ApproveSheet
          call={host.account.call}
          title={say("pay-out-sheet-title")}
          amount={amount}
          to={{ name: say("bank-mine"), face: <Icon name="bank" size="l" /> }}
          yes={say("pay-out-yes", { amount: shownMoney(amount) })}
          submit={(approval, requestId) => calls.payOut(requestId, amount, approval)}
          onDone={() => {
            setAsking(false);
            setText("");
            host.toasts.show(say("pay-out-asked", { amount: shownMoney(amount) }), "good");
            changed();
          }}
          onClose={() => {
            setAsking(false);
            changed();
          }}
        />
      ) : null}
    </>
  );
}

const TONES: Record<BankTransferState, Tone> = {
  BANK_TRANSFER_STATE_PENDING: "warn",
  BANK_TRANSFER_STATE_DONE: "good",
  BANK_TRANSFER_STATE_FAILED: "bad",
  BANK_TRANSFER_STATE_RETURNED: "bad",
};

function Transfers({ transfers }: { transfers: BankTransfer[] }): JSX.Element {
  return (
    <Group title={say("bank-transfers")}>
      {transfers.map((one) => {
        const isIn = one.kind === "BANK_TRANSFER_KIND_TOP_UP";
        const state = one.state.replace("BANK_TRANSFER_STATE_", "").toLowerCase();
        return (
          <Row
            key={one.bank_transfer_id}
            testId="bank-transfer"
            lead={<Icon name={isIn ? "money-in" : "money-out"} />}
            title={
              <>
                {say(isIn ? "label-top-up" : "label-pay-out")} <Badge tone={TONES[one.state] ?? "neutral"}>{say(state === "failed" ? "bank-refused" : `bank-${state}`)}</Badge>
              </>
            }
            subtitle={time(Number(one.created_at_ms), "relative")}
            trailing={<Sum currency={one.amount.currency_code} amount={one.amount.amount_minor} />}
          />
        );
      })}
    </Group>
  );
}
