/** What things stand on: cards, rows, notices, empty states, sheets and toasts. */
import { signal, type Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { closeOnBack } from "./back";
import { Icon, IconButton, type Tone } from "./basics";

const TONE_ICON: Record<Tone, string> = { neutral: "info", brand: "spark", good: "good", warn: "alert", bad: "alert" };

export interface NoticeProps {
  tone?: Tone;
  title?: ComponentChildren;
  children: ComponentChildren;
  action?: ComponentChildren;
  label?: string | undefined;
  testId?: string | undefined;
}

export function Notice({ tone = "neutral", title, children, action, label, testId }: NoticeProps): JSX.Element {
  return (
    <div class={`notice tone-${tone}`} role={tone === "bad" ? "alert" : "status"} aria-label={label} data-testid={testId}>
      <Icon name={TONE_ICON[tone]} />
      <div class="notice-words">
        {title ? <p class="notice-title">{title}</p> : null}
        <p>{children}</p>
        {action ? <div class="notice-action">{action}</div> : null}
      </div>
    </div>
  );
}

export interface EmptyProps {
  icon?: string;
  title: ComponentChildren;
  text?: ComponentChildren;
  children?: ComponentChildren;
  testId?: string | undefined;
  tone?: Tone;
}

export function Empty({ icon = "spark", title, text, children, testId, tone = "brand" }: EmptyProps): JSX.Element {
  return (
    <div class="empty" data-testid={testId}>
      <span class={`empty-mark tone-${tone}`}>
        <Icon name={icon} size="l" />
      </span>
      <p class="empty-title">{title}</p>
      {text ? <p class="empty-text">{text}</p> : null}
      {children ? <div class="empty-action">{children}</div> : null}
    </div>
  );
}

export interface RowProps {
  lead?: ComponentChildren;
  title: ComponentChildren;
  subtitle?: ComponentChildren;
  trailing?: ComponentChildren;
  onPress?: (() => void) | undefined;
  href?: string;
  disabled?: boolean | undefined;
  busy?: boolean | undefined;
  label?: string | undefined;
  testId?: string | undefined;
  nodeId?: string | undefined;
  children?: ComponentChildren;
}

export function Row(props: RowProps): JSX.Element {
  const { lead, title, subtitle, trailing, onPress, href, disabled, busy } = props;
  const inside = (
    <>
      {lead ? <span class="row-lead">{lead}</span> : null}
      <span class="row-words">
        <span class="row-title">{title}</span>
        {subtitle ? <span class="row-subtitle">{subtitle}</span> : null}
      </span>
      {trailing ? <span class="row-trailing">{trailing}</span> : null}
      {onPress || href ? <Icon name="forward" size="s" /> : null}
    </>
  );
  const marks = { "aria-label": props.label, "data-testid": props.testId, "data-node": props.nodeId };
  const face = href ? (
    <a class="row-face" href={href} {...marks}>
      {inside}
    </a>
  ) : onPress ? (
    <button
      type="button"
      class="row-face"
      disabled={disabled}
      aria-busy={busy ? "true" : undefined}
      onClick={onPress}
      {...marks}
    >
      {inside}
    </button>
  ) : (
    <div class="row-face" {...marks}>
      {inside}
    </div>
  );
  return (
    <li class="row">
      {face}
      {props.children ? <div class="row-more">{props.children}</div> : null}
    </li>
  );
}

export function Group({ title, hint, children }: { title?: string; hint?: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="group">
      {title ? <h2 class="group-title">{title}</h2> : null}
      <ul class="rows">{children}</ul>
      {hint ? <p class="group-hint">{hint}</p> : null}
    </section>
  );
}

// --- toasts ---------------------------------------------------------------------------------------------------

export interface Toast {
  id: number;
  text: string;
  tone: Tone;
}

const TOAST_MS = 5_000;

/** Short messages over one surface: the page, or one phone of the simulator. */
export class Toasts {
  readonly shown: Signal<Toast[]> = signal([]);
  #last = 0;

  /** The same words again take the place of the first and start their time anew. */
  show(text: string, tone: Tone = "neutral"): void {
    this.#last += 1;
    const toast = { id: this.#last, text, tone };
    this.shown.value = [...this.shown.value.filter((one) => one.text !== text).slice(-2), toast];
    setTimeout(() => this.hide(toast.id), TOAST_MS + text.length * 30);
  }

  hide(id: number): void {
    this.shown.value = this.shown.value.filter((toast) => toast.id !== id);
  }
}

/** True where the field in use is in the upper half of the page, where toasts would cover it. */
function typesAbove(): boolean {
  const field = document.activeElement?.closest("input, textarea");
  return field ? field.getBoundingClientRect().top < innerHeight / 2 : false;
}

export function ToastStack({ toasts }: { toasts: Toasts }): JSX.Element {
  const low = toasts.shown.value.length > 0 && typesAbove();
  return (
    <div class={low ? "toasts toasts-low" : "toasts"} role="status" aria-live="polite" aria-atomic="false">
      {toasts.shown.value.map((toast) => (
        <div key={toast.id} class={`toast tone-${toast.tone}`} data-testid="toast">
          <Icon name={TONE_ICON[toast.tone]} />
          <span class="toast-text">
            {toast.text}
          </span>
          <IconButton icon="close" plain label={say("close")} onPress={() => toasts.hide(toast.id)} />
        </div>
      ))}
    </div>
  );
}

// --- sheets ---------------------------------------------------------------------------------------------------

export interface SheetProps {
  title: ComponentChildren;
  lead?: ComponentChildren;
  children: ComponentChildren;
  actions?: ComponentChildren;
  onClose: () => void;
  testId?: string;
  /** A question that has to be answered: no tap beside it closes it. */
  asks?: boolean;
}

/** What had the focus before the first sheet opened; one sheet may follow another. */
let opener: HTMLElement | null = null;

function rememberOpener(): void {
  const focused = document.activeElement;
  // The body has it where one sheet took another's place: whoever opened the first still waits.
  if (focused instanceof HTMLElement && focused !== document.body && !focused.closest(".sheet")) opener = focused;
}

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea, [tabindex='0']";

/** A panel over everything else that keeps the focus inside and gives it back. */
export function Sheet({ title, lead, children, actions, onClose, testId, asks }: SheetProps): JSX.Element {
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  // While drawing, not after: the page below becomes inert with this sheet and loses the focus.
  useState(rememberOpener);
  const close = useRef(onClose);
  close.current = onClose;
  // Both with the drawing: a step back, a key pressed or a focus set between the two would be the page's below.
  useLayoutEffect(() => closeOnBack(() => close.current()), []);
  useLayoutEffect(() => {
    panel.current?.focus();
    return () => {
      if (opener?.isConnected) opener.focus();
    };
  }, []);
  const keep = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== "Tab" || !panel.current) return;
    const inside = [...panel.current.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    const outside = document.activeElement === panel.current && event.shiftKey;
    if (document.activeElement !== edge && !outside) return;
    event.preventDefault();
    (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
  };
  return (
    <div class="sheet-layer">
      <div class="sheet-shade" onClick={asks ? undefined : onClose} />
      <div
        class="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        ref={panel}
        data-testid={testId}
        onKeyDown={keep}
      >
        <div class="sheet-grip" aria-hidden="true" />
        {lead ? <div class="sheet-lead">{lead}</div> : null}
        <h2 class="sheet-title" id={titleId}>
          {title}
        </h2>
        <div class="sheet-body">{children}</div>
        {actions ? <div class="sheet-actions">{actions}</div> : null}
        {asks ? null : (
          <div class="sheet-close">
            <IconButton icon="close" plain label={say("close")} testId="sheet-close" onPress={onClose} />
          </div>
        )}
      </div>
    </div>
  );
}
