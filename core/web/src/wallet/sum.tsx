/** An amount as its reader writes amounts: their digits, the currency's own decimals, isolated from its neighbours. */
import type { JSX } from "preact";
import { money } from "../i18n/format";
import { minor, type Money } from "./shapes";

export const shown = (currencyCode: string, amount: bigint | string | number | undefined): string => money(currencyCode, minor(String(amount ?? 0)).toString());
export const shownMoney = (of: Money): string => shown(of.currency_code, of.amount_minor);

export interface SumProps {
  currency: string;
  amount: bigint | string | number | undefined;
  /** A plus before what came in; a minus stands by itself. */
  signed?: boolean;
  look?: "big" | "good";
  testId?: string;
}

export function Sum({ currency, amount, signed, look, testId }: SumProps): JSX.Element {
  const value = minor(String(amount ?? 0));
  return (
    <bdi class={`sum${look ? ` sum-${look}` : ""}`} data-testid={testId} data-minor={value.toString()}>
      {signed && value > 0n ? <span dir="ltr">+</span> : null}
      {shown(currency, value)}
    </bdi>
  );
}
