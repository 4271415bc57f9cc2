/** How far, as people say it: 300 m, 1.4 km, 12 km. */
import { locale } from "../i18n/prefs";

const formats = new Map<string, Intl.NumberFormat>();

function inUnit(value: number, unit: "meter" | "kilometer", decimals: number): string {
  const key = `${unit} ${decimals} ${locale.value}`;
  const format =
    formats.get(key) ?? new Intl.NumberFormat(locale.value, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: decimals });
  formats.set(key, format);
  return format.format(value);
}

export function metres(far: number): string {
  if (far < 100) return inUnit(Math.max(0, Math.round(far / 10) * 10), "meter", 0);
  if (far < 950) return inUnit(Math.round(far / 50) * 50, "meter", 0);
  return inUnit(far / 1_000, "kilometer", far < 9_950 ? 1 : 0);
}
