/** Components a user fills in. The page owns an entered value until the app has taken it; then the app's value shows. */
import type { JSX } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import * as kit from "../../kit/inputs";
import { has, say } from "../../i18n/texts";
import type { Json } from "../../wire/frames";
import { listens, type NodeProps, testId, TreeContext, useLabel, useText } from "../context";
import { textOf } from "../typed";
import { Kids } from "../node";
import { Txt } from "./words";

const TYPING_PAUSE_MS = 300;

export function useComplaint(id: string): string | undefined {
  const why = useContext(TreeContext).session.drafts.error(id).value;
  if (!why) return undefined;
  const message = `field-${why.replaceAll("_", "-")}`;
  return say(has(message) ? message : "field-invalid");
}

/** What the input shows (entered, else the app's), and how to enter something: at once here, then at the app. */
export function useEntered<Value extends Json>({ id, props }: NodeProps, shown: Value): [Value, (value: Value) => void] {
  const { session } = useContext(TreeContext);
  const [, redraw] = useState(0);
  void session.drafts.resets.value; // Redraws when entered values were dropped.
  const entered = session.drafts.get(id) as Value | undefined;
  const enter = (value: Value): void => {
    session.drafts.set(id, value);
    redraw((times) => times + 1);
    if (listens(props, "change")) session.change(id, value);
  };
  return [entered ?? shown, enter];
}

export function Form({ id, props, kids }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  return (
    <form
      class={`form${props.disabled ? " is-off" : ""}`}
      name={String(props.name)}
      aria-label={useLabel(props)}
      aria-busy={session.busyNode.value === id ? "true" : undefined}
      data-testid={testId(props)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (listens(props, "submit")) session.submit(id);
      }}
    >
      <Kids ids={kids} />
      {/* Enter sends the form also where its button stands in the host's bar. */}
      <button type="submit" class="enter-key" tabIndex={-1} aria-hidden="true" />
    </form>
  );
}

export function TextField({ id, props }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const first = useRef(true);
  const value = String(props.value ?? "");
  const resets = session.drafts.resets.value;
  useEffect(() => {
    // The app changed the value: it shows, unless the user is typing.
    if (!first.current && document.activeElement !== input.current) session.drafts.settled(id);
    first.current = false;
  }, [value]);
  useEffect(() => {
    const field = input.current;
    if (field && session.drafts.get(id) === undefined && field.value !== value) field.value = value;
  }, [value, resets]);
  useEffect(() => () => clearTimeout(pause.current), []);
  const entered = (text: string): void => {
    session.drafts.set(id, text);
    if (!listens(props, "change")) return;
    clearTimeout(pause.current);
    pause.current = setTimeout(() => session.change(id, text), TYPING_PAUSE_MS);
  };
  const kind = (typeof props.kind === "string" ? props.kind : "text") as "text";
  return (
    <kit.Field
      name={String(props.name)}
      label={useText(props.label)}
      value={String(session.drafts.get(id) ?? value)}
      kind={kind}
      ltr={["number", "phone", "email"].includes(kind)}
      max={Number(props.max ?? 200)}
      required={props.required === true}
      disabled={props.disabled === true || props.busy === true}
      multiline={props.multiline === true}
      placeholder={useText(props.placeholder) || undefined}
      error={useComplaint(id)}
      testId={testId(props)}
      nodeId={id}
      inputRef={input}
      onInput={entered}
    />
  );
}

type Option = { id: string; text: Json; hint?: Json };

export function Choice(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const { texts } = useContext(TreeContext);
  const multi = props.multi === true;
  const shown: Json = multi ? (props.values ?? []) : (props.value ?? null);
  const [value, enter] = useEntered<Json>(node, shown);
  const chosen = Array.isArray(value) ? value.map(String) : value === null ? [] : [String(value)];
  const complaint = useComplaint(id);
  void texts.value;
  return (
    <div class={complaint ? "field field-bad" : "field"}>
      <kit.Choice
        label={useText(props.label)}
        name={String(props.name)}
        options={(props.options as Option[]).map((option) => ({
          id: option.id,
          text: <Txt value={option.text} />,
          hint: option.hint && textOf(option.hint, texts.value) ? <Txt value={option.hint} /> : undefined,
        }))}
        chosen={chosen}
        multi={multi}
        display={(typeof props.display === "string" ? props.display : "radio") as "radio"}
        disabled={props.disabled === true || props.busy === true}
        testId={testId(props)}
        nodeId={id}
        onChange={(ids) => enter(multi ? ids : (ids[0] ?? null))}
      />
      {complaint ? (
        <p class="field-error" role="alert">
          {complaint}
        </p>
      ) : null}
    </div>
  );
}

export function Toggle(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const [value, enter] = useEntered<boolean>(node, props.value === true);
  return (
    <kit.Switch
      label={<Txt value={props.label} />}
      name={String(props.name)}
      value={value}
      disabled={props.disabled === true}
      busy={props.busy === true}
      testId={testId(props)}
      nodeId={id}
      onChange={enter}
    />
  );
}

export function Stepper(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const [value, enter] = useEntered<number>(node, Number(props.value));
  return (
    <kit.Stepper
      label={useText(props.label)}
      name={String(props.name)}
      value={value}
      min={Number(props.min ?? 0)}
      max={Number(props.max ?? 99)}
      step={Number(props.step ?? 1)}
      disabled={props.disabled === true || props.busy === true}
      testId={testId(props)}
      nodeId={id}
      onChange={enter}
    />
  );
}
