/** What can be attached: other modules add their choice here, and the composer shows them. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import type { View } from "./state";

export interface AttachChoice {
  id: string;
  icon: string;
  /** Key of its name. */
  label: string;
  /** What opens on a tap; it sends by `chat.send` and then closes. */
  /** Where it is offered; everywhere unless it says so. */
  fits?: (view: View) => boolean;
  Panel: (props: { view: View; onClose: () => void }) => JSX.Element | null;
}

export const ATTACH_CHOICES: AttachChoice[] = [];

/** Arrows walk the choices, in the direction they are seen in; Escape closes. */
function keys(event: KeyboardEvent & { currentTarget: HTMLElement }, close: () => void): void {
  const all = [...event.currentTarget.querySelectorAll("button")];
  const ahead = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = event.key === "ArrowDown" || event.key === ahead ? 1 : event.key.startsWith("Arrow") ? -1 : 0;
  if (step === 0 && event.key !== "Escape") return;
  event.preventDefault();
  if (step === 0) return close();
  const at = all.findIndex((one) => one === document.activeElement);
  all[(at + step + all.length) % all.length]?.focus();
}

export interface AttachProps {
  view: View;
  onClose: () => void;
  /** Gives the focus back to what opened this: before a sheet opens, which returns it there, and on Escape. */
  onLeave: () => void;
}

export function AttachMenu({ view, onClose, onLeave }: AttachProps): JSX.Element {
  const [open, setOpen] = useState<AttachChoice | null>(null);
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => menu.current?.querySelector("button")?.focus({ preventScroll: true }), []);
  if (open) return <open.Panel view={view} onClose={onClose} />;
  return (
    <div class="attach" role="menu" aria-label={say("chat-attach")} ref={menu} onKeyDown={(event) => keys(event, () => (onLeave(), onClose()))}>
      {ATTACH_CHOICES.filter(({ fits }) => !fits || fits(view)).map((choice) => (
        <button key={choice.id} type="button" role="menuitem" class="attach-choice" data-testid={`attach-${choice.id}`} onClick={() => (onLeave(), setOpen(choice))}>
          <span class="attached-mark">
            <Icon name={choice.icon} />
          </span>
          {say(choice.label)}
        </button>
      ))}
    </div>
  );
}
