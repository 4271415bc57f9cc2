/** Components that say something: Text, Badge, Banner, Progress, Avatar. */
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { dir } from "../../i18n/prefs";
import * as kit from "../../kit/basics";
import type { Tone } from "../../kit/basics";
import { Notice } from "../../kit/surfaces";
import type { Json } from "../../wire/frames";
import { type NodeProps, testId, TreeContext, useLabel, useText } from "../context";
import { isCode, isSaid } from "../typed";

/** A text property, isolated: messages have the direction of their language, codes and people's words their own. */
export function Txt({ value }: { value: Json | undefined }): JSX.Element {
  const text = useText(value);
  return isCode(value) ? (
    <bdi class="code" dir="ltr">
      {text}
    </bdi>
  ) : (
    <bdi dir={isSaid(value) ? dir.value : undefined}>{text}</bdi>
  );
}

export const toneOf = (tone: Json | undefined): Tone => (typeof tone === "string" ? (tone as Tone) : "neutral");

export function Text({ props }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  const live = typeof props.live === "string" ? session.store.live(props.live).value : undefined;
  const style = typeof props.style === "string" ? props.style : "body";
  const tone = props.tone ? ` words-${toneOf(props.tone)}` : "";
  const Tag = style === "title" ? "h2" : "p";
  return (
    <Tag
      class={`text text-${style}${tone}${props.disabled ? " is-off" : ""}`}
      aria-label={useLabel(props)}
      aria-live={props.live ? "polite" : undefined}
      aria-busy={props.busy ? "true" : undefined}
      data-testid={testId(props)}
      dir={style === "code" ? "ltr" : undefined}
    >
      <Txt value={live ?? props.text} />
    </Tag>
  );
}

export function Badge({ props }: NodeProps): JSX.Element {
  return (
    <span class="badge-slot" aria-label={useLabel(props)} data-testid={testId(props)}>
      <kit.Badge tone={toneOf(props.tone)}>
        <Txt value={props.text} />
      </kit.Badge>
    </span>
  );
}

export function Banner({ props }: NodeProps): JSX.Element {
  return (
    <Notice
      tone={toneOf(props.tone)}
      title={props.title ? <Txt value={props.title} /> : undefined}
      label={useLabel(props)}
      testId={testId(props)}
    >
      <Txt value={props.text} />
    </Notice>
  );
}

export function Progress({ props }: NodeProps): JSX.Element {
  const label = useText(props.label);
  const text = useText(props.text);
  return (
    <div class={`progress tone-${toneOf(props.tone ?? "brand")}`} data-testid={testId(props)}>
      <div class="progress-words">
        <span class="progress-label">
          <Txt value={props.label} />
        </span>
        {props.text ? (
          <span class="progress-text">
            <Txt value={props.text} />
          </span>
        ) : null}
      </div>
      <kit.Meter value={Number(props.value)} label={label} text={text || undefined} />
    </div>
  );
}

export function Avatar({ props }: NodeProps): JSX.Element {
  const name = useText(props.name);
  const label = useLabel(props);
  return (
    <span class="avatar-slot" data-testid={testId(props)}>
      <kit.Avatar name={name} label={label ?? name} />
    </span>
  );
}
