/** Stars: to give (Rating), and given by others (Stars). */
import type { JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { number } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { type NodeProps, testId, useText } from "../context";
import { useComplaint, useEntered } from "./fields";
import { Complaint } from "./complaint";
import { Txt } from "./words";

const STARS = [1, 2, 3, 4, 5];

export function Rating(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const [value, enter] = useEntered<number>(node, Number(props.value ?? 0));
  const complaint = useComplaint(id);
  const group = useId();
  return (
    <fieldset
      class={`rating field${complaint ? " field-bad" : ""}`}
      disabled={props.disabled === true || props.busy === true}
      data-testid={testId(props)}
      data-node={id}
    >
      <legend class="field-label">
        <Txt value={props.label} />
      </legend>
      <span class="rating-stars">
        {STARS.map((stars) => (
          <label key={stars} class={`rating-star${stars <= value ? " is-lit" : ""}`}>
            <input
              type="radio"
              name={`${group}-${String(props.name)}`}
              value={stars}
              checked={stars === value}
              aria-label={say("rating-stars", { count: stars })}
              onChange={() => enter(stars)}
            />
            <Icon name="star" size="l" />
          </label>
        ))}
        {value > 0 ? (
          <span class="rating-words" aria-hidden="true">
            {say(`rating-word-${value}`)}
          </span>
        ) : null}
      </span>
      <Complaint text={complaint} />
    </fieldset>
  );
}

export function Stars({ props }: NodeProps): JSX.Element {
  const bar = useRef<HTMLSpanElement>(null);
  const value = Math.min(5, Math.max(0, Number(props.value)));
  const shown = Math.round(value * 10) / 10;
  const label = useText(props.label);
  useEffect(() => bar.current?.style.setProperty("--share", String(value / 5)), [value]);
  const count = typeof props.count === "number" ? props.count : null;
  const said = [label, say("stars-of", { value: shown, most: STARS.length }), count === null ? "" : say("stars-count", { count })];
  return (
    <span class={`stars${props.disabled ? " is-off" : ""}`} role="img" aria-label={said.filter(Boolean).join(" · ")} data-testid={testId(props)}>
      <span class="stars-row" ref={bar} />
      <span class="stars-value">{number(shown)}</span>
      {count === null ? null : <span class="stars-count">({number(count)})</span>}
    </span>
  );
}
