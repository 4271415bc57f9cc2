/** A line of a talk inside an app. */
import type { JSX } from "preact";
import { time } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { type NodeProps, testId, useLabel } from "../context";
import { Txt } from "./words";

export function Message({ props }: NodeProps): JSX.Element {
  const mine = props.mine === true;
  const at = typeof props.at === "number" ? props.at : null;
  return (
    <div
      class={`said${mine ? " said-mine" : ""}${props.disabled ? " is-off" : ""}`}
      role="group"
      aria-label={useLabel(props)}
      data-testid={testId(props)}
    >
      <div class="said-bubble">
        {mine ? <span class="only-heard">{say("said-by-you")}</span> : null}
        {props.by && !mine ? (
          <span class="said-by">
            <Txt value={props.by} />
          </span>
        ) : null}
        <p class="said-text">
          <Txt value={props.text} />
        </p>
        {at === null ? null : (
          <time class="said-at" dateTime={new Date(at).toISOString()}>
            {time(at, "relative")}
          </time>
        )}
      </div>
    </div>
  );
}
