/** Inputs as the host draws them: a labelled text field, a switch, a stepper, a choice, a segmented setting. */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useId } from "preact/hooks";
import { number } from "../i18n/format";
import { say } from "../i18n/texts";
import { Icon } from "./basics";

export interface FieldProps {
  label: string;
  name: string;
  value?: string;
  kind?: "text" | "number" | "phone" | "email" | "search" | "password" | "code";
  hint?: string | undefined;
  error?: string | undefined;
  max?: number | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  multiline?: boolean | undefined;
  placeholder?: string | undefined;
  autocomplete?: string;
  /** Usernames, e-mails and codes read left to right in every language. */
  ltr?: boolean;
  testId?: string | undefined;
  nodeId?: string | undefined;
  inputRef?: RefObject<(HTMLInputElement & HTMLTextAreaElement) | null>;
  onInput?: (value: string) => void;
  onFocus?: () => void;
  onBlur?: () => void;
}

type InputKind = "text" | "tel" | "email" | "search" | "password";
type InputMode = "text" | "decimal" | "tel" | "email" | "search" | "numeric";

const TYPES: Record<string, [type: InputKind, mode: InputMode]> = {
  number: ["text", "decimal"],
  phone: ["tel", "tel"],
  email: ["email", "email"],
  search: ["search", "search"],
  password: ["password", "text"],
  code: ["text", "numeric"],
};

export function Field(props: FieldProps): JSX.Element {
  const id = useId();
  const [type, mode] = TYPES[props.kind ?? "text"] ?? ["text", "text"];
  const described = [props.error ? `${id}-error` : "", props.hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  // One set of attributes for both elements; their types in JSX do not agree on ref and type.
  const shared: Record<string, unknown> = {
    id,
    ref: props.inputRef,
    class: `input${props.ltr ? " input-ltr" : ""}`,
    name: props.name,
    defaultValue: props.value ?? "",
    maxLength: props.max,
    required: props.required,
    disabled: props.disabled,
    placeholder: props.placeholder,
    dir: props.ltr ? "ltr" : undefined,
    "aria-invalid": props.error ? "true" : undefined,
    "aria-describedby": described || undefined,
    "data-testid": props.testId,
    "data-node": props.nodeId,
    onInput: (event: Event) => props.onInput?.((event.currentTarget as HTMLInputElement).value),
    onFocus: props.onFocus,
    onBlur: props.onBlur,
  };
  const single: Record<string, unknown> = {
    type,
    inputMode: mode,
    autoComplete: props.autocomplete,
    autoCapitalize: props.ltr ? "none" : undefined,
  };
  return (
    <div class={`field${props.error ? " field-bad" : ""}`}>
      <label class="field-label" for={id}>
        {props.label}
      </label>
      {props.multiline ? (
        <textarea {...shared} rows={3} />
      ) : (
        <input {...shared} {...single} />
      )}
      {props.hint && !props.error ? (
        <p class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      ) : null}
      {props.error ? (
        <p class="field-error" id={`${id}-error`} role="alert">
          <Icon name="alert" size="s" />
          {props.error}
        </p>
      ) : null}
    </div>
  );
}

export interface SwitchProps {
  label: ComponentChildren;
  value: boolean;
  disabled?: boolean | undefined;
  busy?: boolean | undefined;
  name?: string;
  testId?: string | undefined;
  nodeId?: string | undefined;
  ariaLabel?: string | undefined;
  onChange: (value: boolean) => void;
}

export function Switch({ label, value, disabled, busy, name, testId, nodeId, ariaLabel, onChange }: SwitchProps): JSX.Element {
  return (
    <label class={`switch${disabled ? " is-off" : ""}`}>
      <span class="switch-label">{label}</span>
      <input
        type="checkbox"
        role="switch"
        name={name}
        checked={value}
        disabled={disabled}
        aria-busy={busy ? "true" : undefined}
        aria-label={ariaLabel}
        data-testid={testId}
        data-node={nodeId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="switch-track" aria-hidden="true" />
    </label>
  );
}

export interface StepperProps {
  label: string;
  name: string;
  value: number;
  min: number;
  max: number;
  step: number;
  disabled?: boolean | undefined;
  testId?: string | undefined;
  nodeId?: string | undefined;
  onChange: (value: number) => void;
}

export function Stepper(props: StepperProps): JSX.Element {
  const { label, value, min, max, step, disabled, onChange } = props;
  const labelId = useId();
  return (
    <div class="stepper-row" role="group" aria-labelledby={labelId} data-testid={props.testId} data-node={props.nodeId}>
      <span id={labelId} class="stepper-label">
        {label}
      </span>
      <span class="stepper">
        <button
          type="button"
          aria-label={say("stepper-less", { label })}
          disabled={disabled || value <= min}
          onClick={() => onChange(Math.max(min, previous(value, min, max, step)))}
        >
          <Icon name="minus" />
        </button>
        <output class="stepper-value" name={props.name} aria-live="polite">
          {number(value)}
        </output>
        <button
          type="button"
          aria-label={say("stepper-more", { label })}
          disabled={disabled || value >= max}
          onClick={() => onChange(Math.min(max, value + step))}
        >
          <Icon name="plus" />
        </button>
      </span>
    </div>
  );
}

/** One step down; from a largest value that no step reaches, to the last step before it. */
function previous(value: number, min: number, max: number, step: number): number {
  const beyond = (value - min) % step;
  return value === max && beyond !== 0 ? value - beyond : value - step;
}

export interface OptionShown {
  id: string;
  text: ComponentChildren;
  hint?: ComponentChildren;
}

export interface ChoiceProps {
  label: string;
  name: string;
  options: OptionShown[];
  chosen: string[];
  multi?: boolean;
  display: "radio" | "list" | "chips" | "cards";
  disabled?: boolean | undefined;
  testId?: string | undefined;
  nodeId?: string | undefined;
  onChange: (chosen: string[]) => void;
}

export function Choice(props: ChoiceProps): JSX.Element {
  const { label, name, options, chosen, multi, display, disabled, onChange } = props;
  const group = useId();
  const toggle = (id: string, on: boolean): void => {
    if (!multi) onChange([id]);
    else onChange(options.map((option) => option.id).filter((one) => (one === id ? on : chosen.includes(one))));
  };
  return (
    <fieldset class={`choice choice-${display}`} disabled={disabled} data-testid={props.testId} data-node={props.nodeId}>
      <legend class="field-label">{label}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.id} class="choice-option">
            <input
              type={multi ? "checkbox" : "radio"}
              name={`${group}-${name}`}
              value={option.id}
              checked={chosen.includes(option.id)}
              onChange={(event) => toggle(option.id, event.currentTarget.checked)}
            />
            <span class="choice-mark" aria-hidden="true" />
            <span class="choice-words">
              <span class="choice-text">{option.text}</span>
              {option.hint ? <span class="choice-hint">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: { id: Value; text: string; icon?: string }[];
  onChange: (value: Value) => void;
}

export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>): JSX.Element {
  return (
    <div class="segments" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.id} class="segment">
          <input
            type="radio"
            name={label}
            value={option.id}
            checked={option.id === value}
            onChange={() => onChange(option.id)}
          />
          <span class="segment-face">
            {option.icon ? <Icon name={option.icon} size="s" /> : null}
            {option.text}
          </span>
        </label>
      ))}
    </div>
  );
}
