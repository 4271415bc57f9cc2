/** What every node of a screen needs from its surroundings: the session, the app's texts, and the host's questions. */
import type { Signal } from "@preact/signals";
import { createContext, type JSX } from "preact";
import { useContext } from "preact/hooks";
import type { Json, Props } from "../wire/frames";
import type { Call } from "../wire/rpc";
import type { AppSession } from "./session";
import { type AppTexts, textOf } from "./typed";

export interface Question {
  title: Json;
  text?: Json;
  ok?: Json;
  danger: boolean;
  yes: () => void;
}

export interface Surroundings {
  session: AppSession;
  texts: Signal<AppTexts>;
  /** Asks the host itself, as the user and not as the app. */
  call: Call;
  /** Lays a sheet of the host's over the app, until its `close` is called. */
  lay(sheet: (close: () => void) => JSX.Element): void;
  /** Has the host ask before a Button with `confirm` is pressed. */
  ask(question: Question): void;
}

export const TreeContext = createContext<Surroundings>(null as unknown as Surroundings);

export interface NodeProps {
  id: string;
  props: Props;
  kids: string[];
}

/** The text of a property; redraws the component when the language changes or a relative time moves on. */
export function useText(value: Json | undefined): string {
  const { texts } = useContext(TreeContext);
  return textOf(value, texts.value);
}

export const listens = (props: Props, event: string): boolean => Array.isArray(props.on) && props.on.includes(event);

/** A node's own accessible name, where the app gave one. */
export function useLabel(props: Props): string | undefined {
  return useText(props.label) || undefined;
}

export const testId = (props: Props): string | undefined =>
  typeof props.test_id === "string" ? props.test_id : undefined;
