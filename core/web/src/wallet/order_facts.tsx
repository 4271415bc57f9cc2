/** What an order is made of: its lines and fees, who shares in it, what was added, taken and given back. */
import type { JSX } from "preact";
import { number } from "../i18n/format";
import { pick, say } from "../i18n/texts";
import { Said } from "../kit/basics";
import { minor, type Order, type OrderLine, type OrderSplit } from "./shapes";
import { Sum } from "./sum";

export const lineSum = (line: OrderLine): bigint => minor(line.unit_minor) * BigInt(line.quantity || 1);

export function lineName(line: OrderLine): string {
  const title = pick(line.title_ar, line.title_en);
  return (line.quantity ?? 1) > 1 ? say("order-times", { title, count: line.quantity ?? 1 }) : title;
}

/** Hundredths of a percent as people say them: 2,500 is 25 %. */
export const share = (split: OrderSplit): string => say("order-share", { share: number((split.basis_points ?? 0) / 100) });

export function OrderFacts({ order, after }: { order: Order; after?: boolean }): JSX.Element {
  const currency = order.total.currency_code;
  const facts: [name: string, amount: bigint][] = [];
  if (minor(order.tip_minor) > 0n) facts.push([say("order-tip"), minor(order.tip_minor)]);
  facts.push([say("order-total"), minor(order.total.amount_minor) + minor(order.tip_minor)]);
  if (after && minor(order.paid_minor) > 0n) facts.push([say("order-paid-sum"), minor(order.paid_minor)]);
  if (after && minor(order.refunded_minor) > 0n) facts.push([say("order-refunded"), minor(order.refunded_minor)]);
  return (
    <dl class="facts order-facts">
      {(order.lines ?? []).map((line, place) => (
        <div class={`fact${line.is_fee ? " fact-fee" : ""}`} key={place}>
          <dt>
            <Said>{lineName(line)}</Said>
          </dt>
          <dd>
            <Sum currency={currency} amount={lineSum(line)} />
          </dd>
        </div>
      ))}
      {facts.map(([name, amount]) => (
        <div class="fact fact-sum" key={name}>
          <dt>{name}</dt>
          <dd>
            <Sum currency={currency} amount={amount} />
          </dd>
        </div>
      ))}
      {(order.splits ?? []).map((split) => (
        <div class="fact fact-share" key={split.payee_user_id}>
          <dt>
            <Said>{split.name || say("order-someone")}</Said>
          </dt>
          <dd>{share(split)}</dd>
        </div>
      ))}
    </dl>
  );
}
