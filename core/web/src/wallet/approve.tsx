/** The one sheet that asks a person for their yes to money: what, to whom, how much, what is left, their mark, their PIN.
 *
 * Every verb that moves money uses it. How:
 *
 *   const ApproveSheet = lazy(piece(() => import("../wallet/approve")), (all) => all.ApproveSheet);  // outside of wallet/
 *   <ApproveSheet
 *     call={host.account.call}                       // or chat.call: any Call
 *     title={say("pay-title", { name })}             // who and what, in words; the sheet's heading
 *     amount={{ currency_code: "SAR", amount_minor: "2500" }}       // what leaves; leave it out where nothing does
 *     to={{ name, note }}                            // payee, with what the payer wrote
 *     rows={[{ name: say("order-tip"), amount: "150" }, { name: "…", text: "…" }]}   // lines, fees: amount_minor or words
 *     yes={say("pay-yes")}                           // the button
 *     submit={(approval, requestId) => calls.pay({ request_id: requestId, …, approval })}
 *     onDone={(answer) => …}                         // what submit resolved to; close the sheet here
 *     onClose={() => …}                              // the person said no, or left while the outcome is unknown
 *   />
 *
 * Rules it keeps: one request_id from the first press until an answer is final; while nobody knows whether it happened
 * (network lost, host silent) only the very same request can be sent again, with the same PIN; a refusal ends the id. It
 * leads through choosing a PIN where there is none, asks for the password where STEP_UP_REQUIRED says so (or at once:
 * `stepUp`), and says what is missing where the money does not reach.
 */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon, Said, Skeleton } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice, Sheet } from "../kit/surfaces";
import { asFailure, Failure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Call } from "../wire/rpc";
import { WalletCalls } from "./calls";
import "./icons";
import { PIN_DIGITS, PinPad } from "./pin_pad";
import { PinSheet } from "./pin_sheet";
import { complaintOf, isUnknown } from "./refusals";
import { type Approval, type Guard, type Mark, minor, type Money } from "./shapes";
import { Sum, shownMoney } from "./sum";

export interface ApproveRow {
  name: ComponentChildren;
  /** Minor units of the sheet's currency. */
  amount?: bigint | string | number | undefined;
  text?: ComponentChildren;
}

export interface ApproveProps<Answer> {
  call: Call;
  title: string;
  amount?: Money;
  to?: { name: string; note?: string | undefined; face?: ComponentChildren };
  rows?: ApproveRow[];
  /** Stands above the PIN: a tip to choose, a sentence of warning. */
  children?: ComponentChildren;
  yes: string;
  /** A second button that says no for good. */
  no?: { text: string; onPress: () => void };
  stepUp?: boolean;
  /** Where another answer told already what the sheet shows beside the payment: nothing more is asked for then. */
  facts?: { guard: Guard; available: bigint };
  submit: (approval: Approval, requestId: string) => Promise<Answer>;
  onDone: (answer: Answer) => void;
  onClose: () => void;
  testId?: string;
}

type Known = NonNullable<ApproveProps<unknown>["facts"]>;

/** What was sent and is not answered for good. */
interface Sent {
  requestId: string;
  approval: Approval;
}

export function ApproveSheet<Answer>(props: ApproveProps<Answer>): JSX.Element {
  const { call, amount } = props;
  const [calls] = useState(() => new WalletCalls(call));
  const [known, setKnown] = useState<Known | null>(props.facts ?? null);
  const [late, setLate] = useState<Failure | null>(null);
  const currency = amount?.currency_code ?? "";
  const load = (): void => {
    setLate(null);
    Promise.all([calls.guard(), currency ? calls.accounts() : []]).then(
      ([guard, accounts]) => {
        const account = accounts.find((one) => one.balance.currency_code === currency);
        setKnown({ guard, available: minor(account?.balance.available_minor) });
      },
      (error: unknown) => setLate(asFailure(error)),
    );
  };
  useEffect(() => {
    if (!props.facts) load();
  }, []);
  if (known && !known.guard.has_pin) {
    return (
      <PinSheet
        title={say("pin-first-title")}
        lead={say("pin-first-lead")}
        proof="password"
        submit={(pin, password) => calls.setPin(pin, password)}
        onDone={(guard) => setKnown({ ...known, guard })}
        onClose={props.onClose}
      />
    );
  }
  if (known) return <Asking {...props} known={known} onNoPin={() => setKnown({ ...known, guard: {} })} onPoor={load} />;
  return (
    <Sheet testId={props.testId ?? "approve-sheet"} title={props.title} onClose={props.onClose}>
      {late ? (
        <Notice tone="bad" action={<Button onPress={load}>{say("retry")}</Button>}>
          {complaintOf(late)}
        </Notice>
      ) : (
        <Skeleton rows={4} />
      )}
    </Sheet>
  );
}

type AskingProps<Answer> = ApproveProps<Answer> & { known: Known; onNoPin: () => void; onPoor: () => void };

function Asking<Answer>(props: AskingProps<Answer>): JSX.Element {
  const { amount, known } = props;
  const [pin, setPin] = useState("");
  const [password, setPassword] = useState("");
  const [stepUp, setStepUp] = useState(props.stepUp ?? false);
  const [refusal, setRefusal] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [unknown, setUnknown] = useState(false);
  const sent = useRef<Sent | null>(null);
  const running = useRef(false);
  const passwordField = useRef<(HTMLInputElement & HTMLTextAreaElement) | null>(null);
  const complaint = refusal ? complaintOf(refusal, amount?.currency_code) : "";
  const about = (...reasons: string[]): string => (refusal && reasons.includes(refusal.reason) ? complaint : "");

  const refused = (failure: Failure): void => {
    if (isUnknown(failure)) {
      setUnknown(true);
      return;
    }
    sent.current = null;
    setUnknown(false);
    setRefusal(failure);
    if (failure.reason === "STEP_UP_REQUIRED") setStepUp(true);
    else setPin("");
    if (failure.reason === "PASSWORD_WRONG") setStepUp(true);
    if (failure.reason === "PIN_NOT_SET") props.onNoPin();
    if (failure.reason === "INSUFFICIENT_FUNDS") props.onPoor();
  };
  const send = async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    sent.current ??= { requestId: newRequestId(), approval: stepUp ? { pin, password } : { pin } };
    setBusy(true);
    setRefusal(null);
    try {
      props.onDone(await props.submit(sent.current.approval, sent.current.requestId));
    } catch (thrown) {
      refused(asFailure(thrown));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  // The PIN is there already: what is missing now is the password.
  useEffect(() => {
    if (refusal?.reason === "STEP_UP_REQUIRED" || refusal?.reason === "PASSWORD_WRONG") passwordField.current?.focus();
  }, [refusal]);
  // Back on the network: what became of it is asked at once.
  useEffect(() => {
    if (!unknown) return undefined;
    const again = (): void => void send();
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [unknown]);

  const missing = amount ? minor(amount.amount_minor) - known.available : 0n;
  const ready = pin.length === PIN_DIGITS && (!stepUp || password !== "");
  const locked = Number(known.guard.locked_until_ms) > Date.now();
  const close = (): void => {
    if (!busy) props.onClose();
  };
  return (
    <Sheet
      testId={props.testId ?? "approve-sheet"}
      title={props.title}
      onClose={close}
      actions={
        unknown ? (
          <Button look="primary" wide icon="refresh" busy={busy} testId="approve-again" onPress={() => void send()}>
            {say("approve-ask-again")}
          </Button>
        ) : (
          <div class={props.no ? "approve-acts" : ""}>
            <Button look="primary" wide busy={busy} disabled={!ready || missing > 0n} testId="approve-yes" onPress={() => void send()}>
              {props.yes}
            </Button>
            {props.no ? (
              <Button wide disabled={busy} testId="approve-no" onPress={props.no.onPress}>
                {props.no.text}
              </Button>
            ) : null}
          </div>
        )
      }
    >
      <MarkLine mark={known.guard.mark} />
      <What {...props} missing={missing} />
      {unknown ? (
        <Notice tone="warn" title={say("approve-unknown-title")} testId="approve-unknown">
          {say("approve-unknown-text")}
        </Notice>
      ) : missing > 0n ? null : (
        <>
          {props.children}
          {about("STEP_UP_REQUIRED") ? <Notice>{complaint}</Notice> : null}
          {complaint && !about("PIN_WRONG", "PIN_LOCKED", "PASSWORD_WRONG", "STEP_UP_REQUIRED", "PIN_NOT_SET") ? (
            <Notice tone="bad" testId="approve-refused">
              {complaint}
            </Notice>
          ) : null}
          {stepUp ? (
            <Field
              label={say("password")}
              name="password"
              kind="password"
              autocomplete="off"
              ltr
              hint={say("approve-password-hint")}
              error={about("PASSWORD_WRONG") || undefined}
              testId="approve-password"
              inputRef={passwordField}
              onInput={setPassword}
            />
          ) : null}
          <PinPad
            label={say("approve-pin")}
            value={pin}
            error={about("PIN_WRONG", "PIN_LOCKED") || (locked && !refusal ? complaintOf(lockedBy(known.guard)) : "") || undefined}
            disabled={busy}
            onChange={setPin}
            onEnter={() => {
              if (ready) void send();
            }}
          />
        </>
      )}
    </Sheet>
  );
}

const lockedBy = ({ locked_until_ms = "0" }: Guard): Failure =>
  new Failure("failed_precondition", "PIN_LOCKED", "the PIN is locked", { locked_until_ms });

/** What is approved: to whom, how much, made of what, and what is left after it. */
function What<Answer>(props: AskingProps<Answer> & { missing: bigint }): JSX.Element {
  const { amount, to, rows = [], known, missing } = props;
  const currency = amount?.currency_code ?? "";
  return (
    <div class="approve">
      {to ? (
        <div class="approve-to">
          {to.face ?? <Avatar name={to.name} quiet />}
          <div class="approve-who">
            <p class="approve-name" data-testid="approve-name">
              <Said>{to.name}</Said>
            </p>
            {to.note ? (
              <p class="approve-note">
                <Said>{to.note}</Said>
              </p>
            ) : null}
          </div>
        </div>
      ) : null}
      {amount ? (
        <div class="approve-sum">
          <p class="approve-amount">
            <Sum currency={currency} amount={amount.amount_minor} look="big" testId="approve-amount" />
          </p>
          <p class="approve-after">
            {say(missing > 0n ? "balance-available" : "approve-after")}{" "}
            <Sum currency={currency} amount={missing > 0n ? known.available : known.available - minor(amount.amount_minor)} testId="approve-after" />
          </p>
        </div>
      ) : null}
      {rows.length > 0 ? <Rows rows={rows} currency={currency} /> : null}
      {amount && missing > 0n ? (
        <Notice tone="warn" testId="approve-missing">
          {say("approve-missing", { missing: shownMoney({ currency_code: currency, amount_minor: missing.toString() }) })}
        </Notice>
      ) : null}
    </div>
  );
}

function Rows({ rows, currency }: { rows: ApproveRow[]; currency: string }): JSX.Element {
  return (
    <dl class="facts approve-rows">
      {rows.map((row, place) => (
        <div class="fact" key={place}>
          <dt>
            <Said>{row.name}</Said>
          </dt>
          <dd>{row.amount !== undefined ? <Sum currency={currency} amount={row.amount} /> : <Said>{row.text}</Said>}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Only a true sheet knows it: a mini-app can draw a sheet, but not this. */
function MarkLine({ mark }: { mark: Mark | undefined }): JSX.Element {
  return (
    <p class={`approve-mark${mark ? "" : " approve-mark-none"}`} data-testid="approve-mark">
      {mark ? (
        <>
          <span class="approve-emoji" aria-hidden="true">
            {mark.emoji}
          </span>
          <span>
            <span class="approve-mark-hint">{say("mark-yours")}</span> <Said>{mark.phrase}</Said>
          </span>
        </>
      ) : (
        <>
          <Icon name="shield" size="s" />
          <span>{say("mark-none")}</span>
        </>
      )}
    </p>
  );
}
