/** Parts of the composer's forms of money: how much of which currency, and who of the conversation. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useChat } from "../../chat/context";
import { nameOf, type View } from "../../chat/state";
import { tameLine } from "../../chat/text";
import { say } from "../../i18n/texts";
import { Avatar, Said, Skeleton } from "../../kit/basics";
import { Field } from "../../kit/inputs";
import { Notice, Row } from "../../kit/surfaces";
import { asFailure, type Failure } from "../../wire/failure";
import { AmountField, moneyOf } from "../amount_field";
import { WalletCalls } from "../calls";
import { complaintOf } from "../refusals";
import { minor } from "../shapes";

const DEFAULT_CURRENCY = "SAR";

export interface Purse {
  currency: string;
  /** Of that currency. */
  available: bigint;
  /** All the person has; more than one is a choice. */
  currencies: string[];
  choose: (currency: string) => void;
}

/** What the person has to give; the default currency while nothing is known. */
export function usePurse(): Purse {
  const { post } = useChat();
  const [held, setHeld] = useState<Map<string, bigint>>(new Map());
  const [chosen, setChosen] = useState("");
  useEffect(() => {
    new WalletCalls(post).accounts().then(
      (accounts) => setHeld(new Map(accounts.map(({ balance }) => [balance.currency_code, minor(balance.available_minor)]))),
      () => undefined, // The sheet of approval asks again, and says why.
    );
  }, []);
  const currencies = [...held.keys()];
  const currency = chosen || currencies[0] || DEFAULT_CURRENCY;
  return { currency, currencies, available: held.get(currency) ?? 0n, choose: setChosen };
}

export interface AmountProps {
  purse: Purse;
  label?: string | undefined;
  /** Says what can be paid. */
  balance?: boolean;
  onAmount: (minor: bigint | null) => void;
}

/** Null until an amount above nothing is written. */
export function Amount({ purse, label, balance, onAmount }: AmountProps): JSX.Element {
  const [text, setText] = useState("");
  const { currency } = purse;
  useEffect(() => {
    const amount = moneyOf(text, currency);
    onAmount(amount && minor(amount.amount_minor));
  }, [text, currency]);
  return (
    <AmountField
      {...(label ? { label } : {})}
      currency={currency}
      currencies={purse.currencies.length > 0 ? purse.currencies : [currency]}
      text={text}
      available={balance ? purse.available : undefined}
      onChange={setText}
      onCurrency={purse.choose}
    />
  );
}

export interface Mate {
  id: string;
  name: string;
}

/** Who is in the conversation, the reader first or left out; null until it is known. */
export function useMates(view: View, withMe: boolean): { mates: Mate[] | null; failure: Failure | null } {
  const { chat } = useChat();
  const [mates, setMates] = useState<Mate[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const me: Mate[] = withMe ? [{ id: chat.me, name: say("chat-you") }] : [];
    chat.loadMembers(view.id).then(
      (members) =>
        setMates([
          ...me,
          ...members
            .filter((one) => one.user_id !== chat.me && (one.status ?? "MEMBER_STATUS_ACTIVE") === "MEMBER_STATUS_ACTIVE")
            .map((one) => ({ id: one.user_id, name: tameLine(nameOf(chat.state.peek(), one.user_id) || (one.display_name ?? "")) || say("chat-someone") })),
        ]),
      (error: unknown) => setFailure(asFailure(error)),
    );
  }, [view.id]);
  return { mates, failure };
}

/** One of the conversation's people. */
export function WhoOf({ view, onChosen }: { view: View; onChosen: (mate: Mate) => void }): JSX.Element {
  const { mates, failure } = useMates(view, false);
  if (failure) return <Notice tone="bad">{complaintOf(failure)}</Notice>;
  if (!mates) return <Skeleton rows={3} />;
  return (
    <ul class="rows">
      {mates.map((mate) => (
        <Row key={mate.id} testId={`who-${mate.id}`} lead={<Avatar name={mate.name} size="s" quiet />} title={<Said>{mate.name}</Said>} onPress={() => onChosen(mate)} />
      ))}
    </ul>
  );
}

export const NOTE_CHARS_MAX = 140;

export function Note({ label, max = NOTE_CHARS_MAX, placeholder, onInput }: { label: string; max?: number; placeholder?: string; onInput: (text: string) => void }): JSX.Element {
  return <Field name="note" label={label} max={max} placeholder={placeholder} testId="money-note" onInput={onInput} />;
}
