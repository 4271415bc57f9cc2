/** What the user has entered and the app has not taken yet. The page owns these values; the app owns the rest. */
import { signal, type Signal } from "@preact/signals";
import type { FlatNode, Json } from "../wire/frames";
import type { ScreenStore } from "./store";

const INPUTS = new Set(["TextField", "Choice", "Toggle", "Stepper", "Rating", "TimeSlots", "DatePicker", "PlacePicker"]);

export class Drafts {
  readonly #values = new Map<string, Json>();
  readonly #errors = new Map<string, Signal<string>>();
  /** Grows when inputs should show the app's values again. */
  readonly resets = signal(0);
  readonly #store: ScreenStore;

  constructor(store: ScreenStore) {
    this.#store = store;
  }

  get(id: string): Json | undefined {
    return this.#values.get(id);
  }

  set(id: string, value: Json): void {
    this.#values.set(id, value);
    this.error(id).value = "";
  }

  /** Why the host refused this input's value, as a message id suffix; empty for no complaint. */
  error(id: string): Signal<string> {
    let error = this.#errors.get(id);
    if (!error) this.#errors.set(id, (error = signal("")));
    return error;
  }

  complain(form: string, field: string, why: string): boolean {
    const id = this.#inputs(form).find(([, node]) => node[1].name === field)?.[0];
    if (id) this.error(id).value = why;
    return id !== undefined;
  }

  /** The entered values of one form, by field name; `whole` has those of untouched inputs too. */
  fields(form: string, whole: boolean): Record<string, Json> {
    const fields: Record<string, Json> = {};
    for (const [id, node] of this.#inputs(form)) {
      const props = node[1];
      if (props.disabled || props.hidden || props.busy) continue;
      const entered = this.#values.get(id);
      if (entered !== undefined) fields[String(props.name)] = entered;
      else if (whole) fields[String(props.name)] = shownValue(node);
    }
    return fields;
  }

  /** Required inputs of a form that are still empty. */
  missing(form: string): string[] {
    return this.#inputs(form)
      .filter(([, node]) => node[0] === "TextField" && node[1].required && !node[1].disabled && !node[1].hidden)
      .filter(([id, node]) => String(this.#values.get(id) ?? node[1].value ?? "").trim() === "")
      .map(([id]) => id);
  }

  /** After the app took a form: its inputs show the app's values, save those changed since they were sent. */
  taken(form: string, sent: Record<string, Json>): void {
    for (const [id, node] of this.#inputs(form)) {
      const name = String(node[1].name);
      if (JSON.stringify(this.#values.get(id)) === JSON.stringify(sent[name])) this.#values.delete(id);
    }
    this.resets.value += 1;
  }

  /** One input's value came back from the app. */
  settled(id: string): void {
    this.#values.delete(id);
  }

  /** Forgets inputs that are not on the screen any more. */
  prune(): void {
    for (const id of [...this.#values.keys()]) if (!this.#store.node(id)) this.#values.delete(id);
    for (const id of [...this.#errors.keys()]) if (!this.#store.node(id)) this.#errors.delete(id);
  }

  clear(): void {
    this.#values.clear();
    this.#errors.clear();
  }

  #inputs(form: string): [string, FlatNode][] {
    const found: [string, FlatNode][] = [];
    for (const id of this.#store.ids()) {
      const node = this.#store.node(id)?.peek();
      if (node && INPUTS.has(node[0]) && this.#store.formOf(id) === form) found.push([id, node]);
    }
    return found;
  }
}

/** What an untouched input shows. */
export function shownValue([type, props]: FlatNode): Json {
  if (type === "Toggle") return props.value === true;
  if (type === "Choice") return props.multi ? (props.values ?? []) : (props.value ?? null);
  if (type === "Stepper" || type === "Rating") return props.value ?? 0;
  if (type === "PlacePicker" || type === "DatePicker" || type === "TimeSlots") return props.value ?? null;
  return props.value ?? "";
}
