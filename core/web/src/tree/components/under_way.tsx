/** What is on its way: Tracker says how far, Countdown how long still. */
import type { JSX } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { duration, number, time } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import type { Json } from "../../wire/frames";
import { listens, type NodeProps, testId, TreeContext, useText } from "../context";
import { Txt, toneOf } from "./words";

type Step = { id: string; text: Json; at?: number };

export function Tracker({ props }: NodeProps): JSX.Element {
  const steps = props.steps as unknown as Step[];
  const current = Number(props.current);
  return (
    <ol class={`tracker tone-${toneOf(props.tone ?? "brand")}${props.disabled ? " is-off" : ""}`} aria-label={useText(props.label)} data-testid={testId(props)}>
      {steps.map((step, n) => {
        const state = n < current ? "done" : n === current ? "current" : "next";
        return (
          <li key={step.id} class={`tracker-step tracker-${state}`} aria-current={state === "current" ? "step" : undefined}>
            <span class="tracker-mark" aria-hidden="true">
              {state === "done" ? <Icon name="check" size="s" /> : null}
            </span>
            <span class="tracker-words">
              <span class="tracker-text">
                <Txt value={step.text} />
              </span>
              <span class="only-heard">{say(`tracker-${state}`)}</span>
            </span>
            {step.at === undefined ? null : (
              <time class="tracker-at" dateTime={new Date(step.at).toISOString()}>
                {time(step.at, "relative")}
              </time>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const DAY_S = 86_400;
const HOUR_S = 3_600;

/** Whole seconds left, moving by themselves; a page that slept is right again with its first tick. */
function useSecondsLeft(until: number): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      clearTimeout(timer);
      redraw((times) => times + 1);
      const more = until - Date.now();
      // The next whole second of what is left, so that no number is shown for longer than another.
      if (more > 0) timer = setTimeout(tick, more % 1000 || 1000);
    };
    tick();
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [until]);
  return Math.max(0, Math.ceil((until - Date.now()) / 1000));
}

function clock(seconds: number): string {
  if (seconds >= DAY_S) return duration(seconds);
  const [hours, minutes, rest] = [Math.floor(seconds / HOUR_S), Math.floor((seconds % HOUR_S) / 60), seconds % 60];
  return [...(hours > 0 ? [number(hours), number(minutes, 2)] : [number(minutes)]), number(rest, 2)].join(":");
}

export function Countdown({ id, props }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  const until = Number(props.until);
  const seconds = useSecondsLeft(until);
  const opened = useRef({ until: 0, left: 0 });
  // Of a moment that had passed before it was drawn the app knows; the ring is as long as it was then.
  if (opened.current.until !== until) opened.current = { until, left: seconds };
  const wasRunning = opened.current.left > 0;
  useEffect(() => {
    if (seconds === 0 && wasRunning && listens(props, "expire") && !props.disabled && !props.busy) session.press(id, "expire");
  }, [seconds === 0, until]);
  const label = useText(props.label);
  const isRing = props.style === "ring";
  const over = seconds === 0;
  const words = over ? say("countdown-over") : clock(seconds);
  return (
    <div class={`countdown countdown-${isRing ? "ring" : "text"} tone-${toneOf(props.tone ?? "brand")}${over ? " is-over" : ""}`} data-testid={testId(props)}>
      {isRing ? <Ring share={wasRunning ? seconds / opened.current.left : 0} /> : null}
      <span class="countdown-words">
        <span class="countdown-label">
          <Txt value={props.label} />
        </span>
        {/* A timer is not read out each second; that it is over is said once. */}
        <span class="countdown-left" role="timer" aria-label={label} dir={over || seconds >= DAY_S ? undefined : "ltr"}>
          {words}
        </span>
      </span>
      <span class="only-heard" role="status">
        {over && wasRunning ? `${label}: ${words}` : ""}
      </span>
    </div>
  );
}

const ROUND = 2 * Math.PI * 26;

function Ring({ share }: { share: number }): JSX.Element {
  return (
    <svg class="countdown-circle" viewBox="0 0 60 60" aria-hidden="true" focusable="false">
      <circle class="countdown-track" cx="30" cy="30" r="26" />
      <circle
        class="countdown-bar"
        cx="30"
        cy="30"
        r="26"
        transform="rotate(-90 30 30)"
        stroke-dasharray={ROUND}
        stroke-dashoffset={ROUND * (1 - share)}
      />
    </svg>
  );
}
