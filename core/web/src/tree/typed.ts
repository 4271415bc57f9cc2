/** Typed values of mini-apps to text: the app names the meaning, this formats it for this user. */
import type { FluentBundle, FluentVariable } from "@fluent/bundle";
import { duration, money, number, time, type TimeStyle } from "../i18n/format";
import { isolate, isolateCode } from "../i18n/isolate";
import { lang } from "../i18n/prefs";
import { formatIn } from "../i18n/texts";
import type { Json } from "../wire/frames";

/** The app's own texts in the user's language. */
export type AppTexts = FluentBundle | null;

type Typed = { [key: string]: Json };

const isTyped = (value: Json | undefined): value is Typed =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isCode = (value: Json | undefined): boolean => isTyped(value) && "$code" in value;

/** The text is a sentence in the user's language, whatever names it begins with; a plain string is in anybody's. */
export const isSaid = (value: Json | undefined): boolean => isTyped(value) && !isCode(value);

/** Like `textOf`, for a place that has the direction of the user's language: a plain string keeps its own. */
export const aside = (value: Json | undefined, texts: AppTexts): string =>
  typeof value === "string" && value ? isolate(value) : textOf(value, texts);

/** The text of a plain string or a typed value; empty where there is nothing to say. */
export function textOf(value: Json | undefined, texts: AppTexts): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return number(value);
  if (!isTyped(value)) return String(value);
  if ("$t" in value) return message(value, texts);
  if (isTyped(value.$both)) return String(value.$both[lang.value] ?? "");
  if ("$code" in value) return isolateCode(String(value.$code));
  if ("$number" in value) return number(Number(value.$number));
  if ("$duration" in value) return duration(Number(value.$duration));
  if ("$time" in value) return time(Number(value.$time), (value.style as TimeStyle | undefined) ?? "relative");
  if (isTyped(value.$money)) return money(String(value.$money.currency_code), String(value.$money.amount_minor));
  return "";
}

function message(value: Typed, texts: AppTexts): string {
  const id = String(value.$t);
  // Before the app's texts arrive nothing is shown rather than message ids.
  if (!texts) return "";
  const args: Record<string, FluentVariable> = {};
  for (const [name, arg] of Object.entries(isTyped(value.args) ? value.args : {})) {
    // Numbers stay numbers, for they select the plural form; Fluent isolates every argument.
    args[name] = typeof arg === "number" ? arg : numberOf(arg) ?? textOf(arg, texts);
  }
  return formatIn(texts, id, args) ?? id;
}

const numberOf = (arg: Json): number | null =>
  isTyped(arg) && typeof arg.$number === "number" ? arg.$number : null;
