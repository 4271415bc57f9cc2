/** Components that hold others: Screen, Section, Row, Column, Card, List, Item, Empty, Divider. */
import type { JSX } from "preact";
import { useContext, useId } from "preact/hooks";
import * as kit from "../../kit/basics";
import * as surfaces from "../../kit/surfaces";
import type { Props } from "../../wire/frames";
import { listens, type NodeProps, testId, TreeContext, useLabel } from "../context";
import { Kids } from "../node";
import { Picture } from "../trade";
import { toneOf, Txt } from "./words";

const off = (props: Props): string => (props.disabled ? " is-off" : "");

/** The page's body; title, subtitle and refresh are in the host's bar (stage.tsx). `topics` is the host's business. */
export function Screen({ props, kids }: NodeProps): JSX.Element {
  return (
    <div class={`screen${off(props)}`} aria-busy={props.busy ? "true" : undefined} data-testid={testId(props)}>
      <Kids ids={kids} />
    </div>
  );
}

export function Section({ props, kids }: NodeProps): JSX.Element {
  return (
    <section class={`section${off(props)}`} aria-label={useLabel(props)} data-testid={testId(props)}>
      {props.title ? (
        <h2 class="section-title">
          <Txt value={props.title} />
        </h2>
      ) : null}
      {props.hint ? (
        <p class="section-hint">
          <Txt value={props.hint} />
        </p>
      ) : null}
      <Kids ids={kids} />
    </section>
  );
}

function Flex({ kind, props, kids }: { kind: "row" | "column" } & Omit<NodeProps, "id">): JSX.Element {
  const classes = [`flex-${kind}`, `gap-${String(props.gap ?? "m")}`];
  if (props.align) classes.push(`align-${String(props.align)}`);
  if (props.wrap) classes.push("wraps");
  const label = useLabel(props);
  return (
    <div
      class={classes.join(" ") + off(props)}
      role={label ? "group" : undefined}
      aria-label={label}
      data-testid={testId(props)}
    >
      <Kids ids={kids} />
    </div>
  );
}

export function Row({ props, kids }: NodeProps): JSX.Element {
  return <Flex kind="row" props={props} kids={kids} />;
}

export function Column({ props, kids }: NodeProps): JSX.Element {
  return <Flex kind="column" props={props} kids={kids} />;
}

export function Card({ id, props, kids }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  const label = useLabel(props);
  const contentId = useId();
  const head =
    props.title || props.subtitle || props.badge ? (
      <span class="card-head">
        <span class="card-words">
          {props.title ? (
            <span class="card-title">
              <Txt value={props.title} />
            </span>
          ) : null}
          {props.subtitle ? (
            <span class="card-subtitle">
              <Txt value={props.subtitle} />
            </span>
          ) : null}
        </span>
        {props.badge ? (
          <kit.Badge tone={toneOf(props.tone)}>
            <Txt value={props.badge} />
          </kit.Badge>
        ) : null}
      </span>
    ) : null;
  const busy = props.busy === true || session.busyNode.value === id;
  const picture = typeof props.image === "string" ? <Picture src={props.image} ratio="wide" /> : null;
  if (!listens(props, "press")) {
    return (
      <div class={`card${off(props)}`} role={label ? "group" : undefined} aria-label={label} data-testid={testId(props)}>
        {picture}
        {head}
        <Kids ids={kids} />
      </div>
    );
  }
  // The button's face covers the whole card; buttons inside lie above it. Without a head it is named by what it holds.
  return (
    <div class={`card card-press${off(props)}`} id={head || label ? undefined : contentId}>
      {picture}
      <button
        type="button"
        class={head ? "card-face" : "card-face card-face-bare"}
        aria-label={label}
        aria-labelledby={head || label ? undefined : contentId}
        aria-busy={busy ? "true" : undefined}
        disabled={props.disabled === true}
        data-testid={testId(props)}
        data-node={id}
        onClick={() => session.press(id)}
      >
        {head}
        {busy ? <kit.Spinner /> : head ? <kit.Icon name="forward" size="s" /> : null}
      </button>
      <Kids ids={kids} />
    </div>
  );
}

export function List({ props, kids }: NodeProps): JSX.Element {
  return (
    <ul class={`rows${off(props)}`} aria-label={useLabel(props)} data-testid={testId(props)}>
      <Kids ids={kids} />
    </ul>
  );
}

export function Item({ id, props, kids }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  const presses = listens(props, "press");
  return (
    <surfaces.Row
      lead={
        typeof props.image === "string" ? (
          <Picture src={props.image} ratio="thumb" />
        ) : typeof props.icon === "string" ? (
          <kit.Icon name={props.icon} />
        ) : undefined
      }
      title={<Txt value={props.title} />}
      subtitle={props.subtitle ? <Txt value={props.subtitle} /> : undefined}
      trailing={
        props.trailing ? (
          <span class={props.tone ? `words-${toneOf(props.tone)}` : undefined}>
            <Txt value={props.trailing} />
          </span>
        ) : undefined
      }
      disabled={props.disabled === true}
      busy={props.busy === true || session.busyNode.value === id}
      label={useLabel(props)}
      testId={testId(props)}
      nodeId={id}
      onPress={presses ? () => session.press(id) : undefined}
    >
      {kids.length > 0 ? <Kids ids={kids} /> : null}
    </surfaces.Row>
  );
}

export function Empty({ props, kids }: NodeProps): JSX.Element {
  return (
    <surfaces.Empty
      icon={typeof props.icon === "string" ? props.icon : "spark"}
      tone={toneOf(props.tone ?? "brand")}
      title={<Txt value={props.title} />}
      text={props.text ? <Txt value={props.text} /> : undefined}
      testId={testId(props)}
    >
      {kids.length > 0 ? <Kids ids={kids} /> : null}
    </surfaces.Empty>
  );
}

export function Divider({ props }: NodeProps): JSX.Element {
  return <hr class="divider" data-testid={testId(props)} />;
}
