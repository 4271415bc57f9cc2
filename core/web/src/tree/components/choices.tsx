/** Two more looks of a Choice of one: tabs that show another part of the screen, and a list that folds away. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";

export interface LookProps {
  label: string;
  name: string;
  options: { id: string; text: ComponentChildren; said: string; hint: string }[];
  chosen: string;
  disabled: boolean;
  testId: string | undefined;
  nodeId: string;
  onChange: (id: string) => void;
}

const STEPS: Record<string, (at: number, last: number, along: number) => number> = {
  ArrowLeft: (at, last, along) => (at - along + last + 1) % (last + 1),
  ArrowRight: (at, last, along) => (at + along + last + 1) % (last + 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** What stands below them is the app's to draw, so no panel is named; else as WAI-ARIA has tabs. */
export function Tabs({ label, options, chosen, disabled, testId, nodeId, onChange }: LookProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(0, options.findIndex((option) => option.id === chosen));
  const buttons = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
  useEffect(() => {
    // Only sideways: the page itself stays where it is.
    const [row, tab] = [list.current, buttons()[at]];
    if (!row || !tab) return;
    const [inRow, inTab] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
    if (inTab.x < inRow.x) row.scrollBy({ left: inTab.x - inRow.x - inRow.width / 4 });
    else if (inTab.right > inRow.right) row.scrollBy({ left: inTab.right - inRow.right + inRow.width / 4 });
  }, [at]);
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const along = getComputedStyle(event.currentTarget as Element).direction === "rtl" ? -1 : 1;
    const to = step(at, options.length - 1, along);
    buttons()[to]?.focus();
    onChange(options[to]?.id ?? chosen);
  };
  return (
    <div class="look-tabs sideways" role="tablist" aria-label={label} ref={list} data-testid={testId} data-node={nodeId} onKeyDown={move}>
      {options.map((option, n) => (
        <button
          key={option.id}
          type="button"
          role="tab"
          class="look-tab"
          aria-selected={option.id === chosen}
          tabIndex={n === at ? 0 : -1}
          disabled={disabled}
          onClick={() => onChange(option.id)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

/** The browser's own list: on a phone it is the one people know. */
export function Dropdown({ label, name, options, chosen, disabled, testId, nodeId, onChange }: LookProps): JSX.Element {
  const id = useId();
  return (
    <>
      <label class="field-label" for={id}>
        {label}
      </label>
      <span class="dropdown">
        <select
          id={id}
          class="input"
          name={name}
          value={chosen}
          disabled={disabled}
          data-testid={testId}
          data-node={nodeId}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {chosen ? null : (
            <option value="" disabled>
              {say("choice-none")}
            </option>
          )}
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.hint ? `${option.said} — ${option.hint}` : option.said}
            </option>
          ))}
        </select>
        <Icon name="down" size="s" />
      </span>
    </>
  );
}
