/** How much, in one of the currencies one has: typed with any digits, kept as exact minor units. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import { Segments } from "../kit/inputs";
import { currencyName } from "./currency_sheet";
import { parseAmount } from "./digits";
import type { Money } from "./shapes";
import { shown } from "./sum";

export interface AmountFieldProps {
  label?: string;
  currency: string;
  /** To choose from; one is no choice. */
  currencies: string[];
  text: string;
  /** What one has to spend, to be said below. */
  available?: bigint | undefined;
  error?: string | undefined;
  onChange: (text: string) => void;
  onCurrency: (currency: string) => void;
}

/** What was typed as money; null where it is none. */
export function moneyOf(text: string, currency_code: string): Money | null {
  const minor = parseAmount(text, currency_code);
  return minor === null || minor <= 0n ? null : { currency_code, amount_minor: minor.toString() };
}

export function AmountField(props: AmountFieldProps): JSX.Element {
  const { label = say("amount"), currency, currencies, text, available, error, onChange, onCurrency } = props;
  const id = useId();
  const wrong = error ?? (text.trim() && parseAmount(text, currency) === null ? say("amount-wrong") : "");
  return (
    <div class="amount">
      {currencies.length > 1 ? (
        <Segments label={say("amount-currency")} value={currency} options={currencies.map((code) => ({ id: code, text: code }))} onChange={onCurrency} />
      ) : null}
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="amount-entry">
        <input
          id={id}
          class="amount-input"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          dir="ltr"
          maxLength={24}
          placeholder="0"
          value={text}
          aria-invalid={wrong ? "true" : undefined}
          aria-describedby={`${id}-more`}
          data-testid="amount"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        <span class="amount-currency">{currencyName(currency)}</span>
      </div>
      <div id={`${id}-more`} class="amount-more">
        {wrong ? (
          <p class="field-error" role="alert">
            <Icon name="alert" size="s" />
            {wrong}
          </p>
        ) : available !== undefined ? (
          <p class="field-hint">{say("amount-available", { amount: shown(currency, available) })}</p>
        ) : null}
      </div>
    </div>
  );
}
