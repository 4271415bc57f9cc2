/** Six digits that nobody reads over a shoulder: by the pad, a keyboard or a paste, in any script's digits. */
import type { JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { number } from "../i18n/format";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import { digitsOf } from "./digits";

export const PIN_DIGITS = 6;
const KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export interface PinPadProps {
  label: string;
  value: string;
  error?: string | undefined;
  disabled?: boolean | undefined;
  testId?: string;
  onChange: (pin: string) => void;
  /** Enter was pressed. */
  onEnter?: () => void;
}

export function PinPad({ label, value, error, disabled, testId = "pin", onChange, onEnter }: PinPadProps): JSX.Element {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  // After the sheet has taken the focus; and again when what was typed was refused.
  useEffect(() => {
    // Nothing scrolls away before it was read.
    if (value === "" && !disabled) input.current?.focus({ preventScroll: !error });
  }, [disabled, error]);
  const set = (text: string): void => {
    const pin = digitsOf(text).slice(0, PIN_DIGITS);
    if (input.current) input.current.value = pin;
    onChange(pin);
  };
  return (
    <div class="pin" data-testid={testId}>
      <label class="field-label pin-label" for={id}>
        {label}
      </label>
      <div class="pin-entry">
        <span class="pin-dots" dir="ltr" aria-hidden="true">
          {Array.from({ length: PIN_DIGITS }, (_, place) => (
            <span key={place} class={`pin-dot${place < value.length ? " is-full" : ""}`} />
          ))}
        </span>
        {/* No keyboard of the phone's: the pad is below. Never a password field: it is not the account's password. */}
        <input
          id={id}
          ref={input}
          class="pin-input"
          type="text"
          inputMode="none"
          autoComplete="off"
          autoCorrect="off"
          spellcheck={false}
          dir="ltr"
          value={value}
          disabled={disabled}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          data-testid={`${testId}-input`}
          onInput={(event) => set(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onEnter?.();
          }}
        />
      </div>
      {error ? (
        <p class="field-error pin-error" id={`${id}-error`} role="alert" data-testid={`${testId}-error`}>
          <Icon name="alert" size="s" />
          {error}
        </p>
      ) : null}
      {/* Like a telephone's, in both directions of writing. */}
      <div class="pin-pad" dir="ltr">
        {KEYS.map((digit) => (
          <Key key={digit} digit={digit} disabled={disabled} press={() => set(`${value}${digit}`)} />
        ))}
        <span />
        <Key digit={0} disabled={disabled} press={() => set(`${value}0`)} />
        <button type="button" class="pin-key" tabIndex={-1} disabled={disabled || !value} aria-label={say("pin-erase")} onClick={() => set(value.slice(0, -1))}>
          <Icon name="backspace" />
        </button>
      </div>
    </div>
  );
}

function Key({ digit, disabled, press }: { digit: number; disabled: boolean | undefined; press: () => void }): JSX.Element {
  return (
    <button type="button" class="pin-key" tabIndex={-1} disabled={disabled} data-testid={`pin-key-${digit}`} onClick={press}>
      {number(digit)}
    </button>
  );
}
