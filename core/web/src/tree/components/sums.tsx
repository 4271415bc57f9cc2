/** Numbers that matter: Summary adds them up line by line, Stat shows one large. */
import type { JSX } from "preact";
import { money, number } from "../../i18n/format";
import { say } from "../../i18n/texts";
import type { Json } from "../../wire/frames";
import { type NodeProps, testId, useLabel } from "../context";
import { Txt, toneOf } from "./words";

type Money = { currency_code: string; amount_minor: number };
type Line = { text: Json; amount: Money; quantity?: number; kind?: string };

const amountOf = ({ currency_code, amount_minor }: Money): string => money(currency_code, amount_minor);

/** The host has added the lines up before it sent them. */
export function Summary({ props }: NodeProps): JSX.Element {
  const lines = props.lines as unknown as Line[];
  const label = useLabel(props);
  return (
    <table class={`summary${props.disabled ? " is-off" : ""}`} aria-label={label ?? say("summary-label")} data-testid={testId(props)}>
      <tbody>
        {lines.map((line, n) => (
          <tr key={n} class={`summary-line summary-${line.kind ?? "item"}`}>
            <th scope="row">
              <Txt value={line.text} />
              {line.quantity && line.quantity > 1 ? <span class="summary-times">{say("summary-times", { count: line.quantity })}</span> : null}
            </th>
            <td>
              <bdi>{amountOf(line.amount)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{say("summary-total")}</th>
          <td>
            <bdi>{amountOf(props.total as unknown as Money)}</bdi>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

export function Stat({ props }: NodeProps): JSX.Element {
  const tone = props.tone ? ` words-${toneOf(props.tone)}` : "";
  return (
    <dl class={`stat${props.disabled ? " is-off" : ""}`} data-testid={testId(props)}>
      <dt class="stat-label">
        <Txt value={props.label} />
      </dt>
      <dd class={`stat-value${tone}`}>
        <Txt value={typeof props.value === "number" ? number(props.value) : props.value} />
      </dd>
      {props.hint ? (
        <dd class="stat-hint">
          <Txt value={props.hint} />
        </dd>
      ) : null}
    </dl>
  );
}
