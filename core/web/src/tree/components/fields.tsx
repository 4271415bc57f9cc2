/** Components a user fills in. The page owns an entered value until the app has taken it; then the app's value shows. */
import type { JSX } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import * as kit from "../../kit/inputs";
import { has, say } from "../../i18n/texts";
import type { Json } from "../../wire/frames";
import { listens, type NodeProps, testId, TreeContext, useLabel, useText } from "../context";
import { textOf } from "../typed";
import { Kids } from "../node";
import { Dropdown, Tabs } from "../trade";
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

const LOOKS: Record<string, typeof Tabs> = { tabs: Tabs, dropdown: Dropdown };

type Option = { id: string; text: Json; hint?: Json };

export function Choice(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const { session, texts } = useContext(TreeContext);
  const multi = props.multi === true;
  const shown: Json = multi ? (props.values ?? []) : (props.value ?? null);
  const [value, enter] = useEntered<Json>(node, shown);
  const chosen = Array.isArray(value) ? value.map(String) : value === null ? [] : [String(value)];
  const complaint = useComplaint(id);
  const options = (props.options as Option[]).map((option) => {
    const [said, hint] = [textOf(option.text, texts.value), textOf(option.hint, texts.value)];
    return { id: option.id, said, hint, text: <Txt value={option.text} />, hintFace: hint ? <Txt value={option.hint} /> : undefined };
  });
  const shared = {
    label: useText(props.label),
    name: String(props.name),
    disabled: props.disabled === true || props.busy === true,
    testId: testId(props),
    nodeId: id,
  };
  // Tabs show another part of the screen; in a form, or of many, they are chips that are sent. A folded list has room for one.
  const wanted = typeof props.display === "string" ? props.display : "radio";
  const One = multi || (wanted === "tabs" && session.store.formOf(id) !== "") ? null : LOOKS[wanted];
  const display = ({ tabs: "chips", dropdown: "list" }[wanted] ?? wanted) as "radio";
  return (
    <div class={complaint ? "field field-bad" : "field"}>
      {One ? (
        <One {...shared} options={options} chosen={chosen[0] ?? ""} onChange={enter} />
      ) : (
        <kit.Choice
          {...shared}
          options={options.map(({ hintFace, ...option }) => ({ ...option, hint: hintFace }))}
          chosen={chosen}
          multi={multi}
          display={display}
          onChange={(ids) => enter(multi ? ids : (ids[0] ?? null))}
        />
      )}
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
