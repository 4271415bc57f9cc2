/** The smallest pieces every screen is made of: icon, button, badge, avatar, spinner, logo. */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import markUrl from "../../public/mark.svg";
import { say } from "../i18n/texts";
import { ICONS } from "./icons";

export type Tone = "neutral" | "good" | "warn" | "bad" | "brand";

export function Icon({ name, size }: { name: string; size?: "s" | "l" }): JSX.Element {
  // An icon this host does not have shows as a plain dot, never as nothing.
  const icon = ICONS[name] ?? { path: "M12 12h.01" };
  return (
    <svg
      class={`icon${size ? ` icon-${size}` : ""}${icon.mirror ? " icon-mirror" : ""}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={icon.path} />
    </svg>
  );
}

export function Spinner(): JSX.Element {
  return <span class="spinner" aria-hidden="true" />;
}

export interface ButtonProps {
  children: ComponentChildren;
  look?: "primary" | "secondary" | "link" | "danger";
  icon?: string | undefined;
  type?: "button" | "submit";
  disabled?: boolean | undefined;
  busy?: boolean | undefined;
  wide?: boolean | undefined;
  label?: string | undefined;
  testId?: string | undefined;
  nodeId?: string | undefined;
  onPress?: (() => void) | undefined;
}

export function Button(props: ButtonProps): JSX.Element {
  const { children, look = "secondary", icon, type = "button", disabled, busy, wide, label, onPress } = props;
  return (
    <button
      type={type}
      class={`button button-${look}${wide ? " button-wide" : ""}`}
      disabled={disabled}
      aria-busy={busy ? "true" : undefined}
      aria-label={label}
      data-testid={props.testId}
      data-node={props.nodeId}
      onClick={() => {
        if (!busy) onPress?.();
      }}
    >
      {busy ? <Spinner /> : icon ? <Icon name={icon} /> : null}
      <span class="button-text">{children}</span>
    </button>
  );
}

export interface IconButtonProps {
  icon: string;
  label: string;
  onPress: () => void;
  testId?: string;
  plain?: boolean;
  disabled?: boolean;
  /** Of one that opens something: whether it is open. */
  expanded?: boolean;
  face?: RefObject<HTMLButtonElement | null>;
}

export function IconButton({ icon, label, onPress, testId, plain, disabled, expanded, face }: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      ref={face}
      aria-expanded={expanded}
      class={`icon-button${plain ? " icon-button-plain" : ""}`}
      aria-label={label}
      title={label}
      data-testid={testId}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}

export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ComponentChildren }): JSX.Element {
  return <span class={`badge tone-${tone}`}>{children}</span>;
}

/** A text of somebody else's, kept from reordering what stands beside it. */
export function Said({ children }: { children: ComponentChildren }): JSX.Element {
  return <bdi>{children}</bdi>;
}

const HUES = 6;
/** Dear to make, and a list draws hundreds. */
const letterCutter = new Intl.Segmenter();

/** First letters of the first two words; Arabic's article is not a first letter. */
function initials(name: string): string {
  const words = name.replace(/[\u200e\u200f\u061c]/g, "").split(/\s+/).filter(Boolean).slice(0, 2);
  const letters = words.map((word) => letterCutter.segment(word.replace(/^ال(?=..)/, "")).containing(0)?.segment ?? "");
  // Arabic letters would join and read as a word: a thin space keeps them apart.
  return letters.join("\u2009").toUpperCase();
}

export function hueOf(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 997;
  return sum % HUES;
}

export interface AvatarProps {
  name: string;
  size?: "s" | "m" | "l";
  label?: string;
  /** The name stands beside it: nothing more to say. */
  quiet?: boolean;
}

export function Avatar({ name, size = "m", label, quiet }: AvatarProps): JSX.Element {
  const said = quiet ? { "aria-hidden": true } : { role: "img" as const, "aria-label": label || name || "?" };
  return (
    <span class={`avatar avatar-${size} hue-${hueOf(name)}`} {...said}>
      <span aria-hidden="true">{initials(name) || "?"}</span>
    </span>
  );
}

/** An app's own icon, drawn only as an image; its first letter where there is none or it is broken. */
export function AppIcon({ svg, name, size = "m" }: { svg?: string | undefined; name: string; size?: "s" | "m" | "l" }): JSX.Element {
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!svg) return;
    const made = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return (
    <span class={`app-icon app-icon-${size} ${url ? "" : `hue-${hueOf(name)}`}`} aria-hidden="true">
      {url ? <img src={url} alt="" onError={() => setUrl("")} /> : <span>{initials(name).slice(0, 2) || "?"}</span>}
    </span>
  );
}

export function LogoMark({ size = "m" }: { size?: "s" | "m" | "l" }): JSX.Element {
  return <img class={`logo logo-${size}`} src={markUrl} alt="" />;
}

export function Sadu(): JSX.Element {
  return <div class="sadu" aria-hidden="true" />;
}

/** A width from 0 to 1 set through CSSOM, which the page's CSP allows where a style attribute is not. */
export function Meter({ value, label, text }: { value: number; label: string; text?: string | undefined }): JSX.Element {
  const bar = useRef<HTMLDivElement>(null);
  const share = Math.min(1, Math.max(0, value));
  useEffect(() => bar.current?.style.setProperty("--share", String(share)), [share]);
  return (
    <div
      class="meter"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={text}
    >
      <div class="meter-bar" ref={bar} />
    </div>
  );
}

export function Skeleton({ rows = 3 }: { rows?: number }): JSX.Element {
  return (
    <div class="skeleton" role="status" aria-label={say("loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class="skeleton-row" />
      ))}
    </div>
  );
}
