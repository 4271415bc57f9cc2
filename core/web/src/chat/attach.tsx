/** What can be attached: other modules add their choice here, and the composer shows them. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import type { View } from "./state";

export interface AttachChoice {
  id: string;
  icon: string;
  /** Key of its name. */
  label: string;
  /** What opens on a tap; it sends by `chat.send` and then closes. */
  Panel: (props: { view: View; onClose: () => void }) => JSX.Element | null;
}

export const ATTACH_CHOICES: AttachChoice[] = [];

export function AttachMenu({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const [open, setOpen] = useState<AttachChoice | null>(null);
  if (open) return <open.Panel view={view} onClose={onClose} />;
  return (
    <div class="attach" role="menu" aria-label={say("chat-attach")}>
      {ATTACH_CHOICES.map((choice) => (
        <button key={choice.id} type="button" role="menuitem" class="attach-choice" data-testid={`attach-${choice.id}`} onClick={() => setOpen(choice)}>
          <span class="attached-mark">
            <Icon name={choice.icon} />
          </span>
          {say(choice.label)}
        </button>
      ))}
    </div>
  );
}
