/** Money, numbers, moments and lengths of time in the user's language, digits and calendar. */
import { signal } from "@preact/signals";
import { exponentOf } from "./exponents";
import { locale } from "./prefs";

export { exponentOf };

export type TimeStyle = "relative" | "short" | "full";

/** Whole minor units in, text out; never through a float. */
export function money(currencyCode: string, amountMinor: number | string): string {
  const exponent = exponentOf(currencyCode);
  const minor = BigInt(amountMinor);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
  const cut = digits.length - exponent;
  const decimal = `${minor < 0n ? "-" : ""}${digits.slice(0, cut)}${exponent ? `.${digits.slice(cut)}` : ""}`;
  const format = new Intl.NumberFormat(locale.value, {
    style: "currency",
    currency: currencyCode,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  // Format takes exact decimal text (ES2023); the type of the library says so only for literals.
  return format.format(decimal as `${number}`);
}

const numbers = new Map<string, Intl.NumberFormat>();

/** Formats are dear to make, and a list draws hundreds of numbers. */
export function number(value: number, digitsMin = 1): string {
  const key = `${digitsMin} ${locale.value}`;
  const known = numbers.get(key) ?? new Intl.NumberFormat(locale.value, { minimumIntegerDigits: digitsMin });
  numbers.set(key, known);
  return known.format(value);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

const TICK_MS = 10_000;
/** The moment relative texts are counted from; whoever draws one is drawn again with every tick. */
export const nowMs = signal(Date.now());

/** Moves `nowMs` on; also called for every screen and patch, whose moments may be newer than the last tick. */
export function tick(): void {
  nowMs.value = Date.now();
}

setInterval(() => {
  if (document.visibilityState === "visible") tick();
}, TICK_MS);
document.addEventListener("visibilitychange", tick);

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const RELATIVE_DAYS_MAX = 7;

export function time(ms: number, style: TimeStyle): string {
  if (style === "relative") {
    // Cut, not rounded: less than a minute ahead is "now", for a clock may differ a little from the host's.
    const seconds = Math.trunc((ms - nowMs.value) / 1000);
    if (Math.abs(seconds) < RELATIVE_DAYS_MAX * 86_400) return relative(seconds);
  }
  const form: Intl.DateTimeFormatOptions =
    style === "full" ? { dateStyle: "full", timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(locale.value, form).format(ms);
}

function relative(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" });
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(0, "second");
}

export function duration(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.trunc(seconds));
  for (const [unit, length] of [...UNITS, ["second", 1] as const]) {
    const count = Math.trunc(rest / length);
    rest -= count * length;
    if (count > 0 || (unit === "second" && parts.length === 0)) {
      parts.push(new Intl.NumberFormat(locale.value, { style: "unit", unit, unitDisplay: "long" }).format(count));
    }
    if (parts.length === 2) break;
  }
  return new Intl.ListFormat(locale.value, { type: "unit", style: "narrow" }).format(parts);
}

export function bytes(count: number): string {
  const unit = count < 1000 ? "byte" : "kilobyte";
  const value = count < 1000 ? count : count / 1000;
  return new Intl.NumberFormat(locale.value, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
