/** Being paid and paying by a code: one's own to show, somebody's to read with the camera or to paste. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { duration, nowMs } from "../i18n/format";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Camera, mayLook } from "../kit/camera";
import { Field, Segments } from "../kit/inputs";
import { Notice } from "../kit/surfaces";
import { Qr } from "../kit/qr";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { AmountField, moneyOf } from "./amount_field";
import { useCalls } from "./house";
import type { PayCode } from "./shapes";
import { shownMoney } from "./sum";

const NOTE_CHARS_MAX = 140;
const CODE_CHARS_MAX = 2_000;

export const payHref = (payCode: string): string => `#/wallet/pay?code=${encodeURIComponent(payCode)}`;

/** A link that any camera opens, or the bare code. */
export function payCodeIn(text: string): string {
  const query = /#\/wallet\/pay\?(.*)$/.exec(text.trim())?.[1];
  return (query ? new URLSearchParams(query).get("code") : text.trim()) ?? "";
}

export function CodePage({ host }: { host: Host }): JSX.Element {
  const [way, setWay] = useState<"show" | "scan">("show");
  return (
    <Frame host={host} tab="wallet" up="#/wallet" title={say("code-title")}>
      <Segments
        label={say("code-title")}
        value={way}
        options={[
          { id: "show", text: say("code-show"), icon: "code2" },
          { id: "scan", text: say("code-scan"), icon: "scan" },
        ]}
        onChange={setWay}
      />
      {way === "show" ? <Mine host={host} /> : <Scan host={host} />}
    </Frame>
  );
}

function Mine({ host }: { host: Host }): JSX.Element {
  const calls = useCalls(host);
  const accounts = useLoaded(async () => (await calls.accounts()).map((one) => one.balance.currency_code));
  return (
    <Shown of={accounts} failedTitle={say("wallet-failed")}>
      {(currencies) => <Maker host={host} currencies={currencies.length > 0 ? currencies : ["SAR"]} />}
    </Shown>
  );
}

function Maker({ host, currencies }: { host: Host; currencies: string[] }): JSX.Element {
  const calls = useCalls(host);
  const [currency, setCurrency] = useState(currencies[0] ?? "SAR");
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState<{ text: string; note: string; currency: string }>({ text: "", note: "", currency });
  const [code, setCode] = useState<PayCode | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async (of: typeof asked): Promise<void> => {
    setBusy(true);
    const made = await attempt(host, () => calls.payCode(moneyOf(of.text, of.currency), of.note));
    setBusy(false);
    if (!made) return;
    setCode(made);
    setAsked(of);
  };
  const leftS = code ? Math.round((Number(code.expires_at_ms) - nowMs.value) / 1_000) : 0;
  // A new one before the old one ends: whoever stands at the till need not do anything.
  useEffect(() => {
    if (!busy && leftS <= 15) void make(asked);
  }, [leftS <= 15]);
  const amount = moneyOf(asked.text, asked.currency);
  const name = host.account.user.value?.display_name ?? "";
  const changed = text !== asked.text || note.trim() !== asked.note || (text !== "" && currency !== asked.currency);
  return (
    <form
      class="pay-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void make({ text, note: note.trim(), currency });
      }}
    >
      {code ? (
        <div class="card share-box" data-testid="my-code">
          <p class="approve-name">{amount ? say("code-pay-me", { name, amount: shownMoney(amount) }) : say("code-pay", { name })}</p>
          <Qr text={`${location.origin}/${payHref(code.pay_code)}`} label={say("code-label", { name })} />
          {asked.note ? (
            <p class="approve-note">
              <bdi>{asked.note}</bdi>
            </p>
          ) : null}
          <p class="share-hint">{say("code-until", { left: duration(Math.max(0, Math.ceil(leftS / 60) * 60)) })}</p>
        </div>
      ) : null}
      <AmountField label={say("code-amount")} currency={currency} currencies={currencies} text={text} onChange={setText} onCurrency={setCurrency} />
      <Field name="note" label={say("request-note")} max={NOTE_CHARS_MAX} testId="code-note" onInput={setNote} />
      <Button type="submit" wide busy={busy} disabled={!changed || (text.trim() !== "" && !moneyOf(text, currency))} testId="code-make">
        {say("code-make")}
      </Button>
    </form>
  );
}

function Scan({ host }: { host: Host }): JSX.Element {
  const [typed, setTyped] = useState("");
  const [looking, setLooking] = useState(false);
  const may = mayLook();
  const found = (text: string): void => {
    const code = payCodeIn(text);
    if (code) go(payHref(code));
  };
  return (
    <form
      class="pay-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        found(typed);
      }}
    >
      {looking ? (
        <Camera
          label={say("code-camera")}
          found={found}
          failed={() => {
            setLooking(false);
            host.toasts.show(say("code-no-camera"), "warn");
          }}
        />
      ) : may ? (
        <Button look="primary" wide icon="scan" testId="code-camera" onPress={() => setLooking(true)}>
          {say("code-camera")}
        </Button>
      ) : (
        <Notice>{say("code-camera-none")}</Notice>
      )}
      <Field name="code" label={say("code-paste")} hint={say("code-paste-hint")} ltr max={CODE_CHARS_MAX} testId="code-text" onInput={setTyped} />
      <Button type="submit" wide disabled={!payCodeIn(typed)} testId="code-go">
        {say("continue")}
      </Button>
    </form>
  );
}
