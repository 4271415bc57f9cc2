/** Moments on the wall clock of a place, whatever the user's own clock says. */
import { type Day } from "./days";

const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(zone: string): Intl.DateTimeFormat {
  let format = dayFormats.get(zone);
  if (!format) {
    const options = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" } as const;
    dayFormats.set(zone, (format = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", options)));
  }
  return format;
}

/** The day it is there at this moment. */
export const dayIn = (zone: string, ms: number): Day => dayFormat(zone).format(ms);

/** The time on the wall there. */
export const clockIn = (zone: string, ms: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "numeric", minute: "2-digit" }).format(ms);

/** Minutes the zone is ahead of UTC at this moment. */
export function offsetIn(zone: string, ms: number): number {
  const options = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", options).formatToParts(ms);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return Math.round((wall - ms) / 60_000);
}

/** How the zone's offset is written, for the hour that comes twice when clocks go back. */
export function offsetName(zone: string, ms: number, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(ms);
  return parts.find((one) => one.type === "timeZoneName")?.value ?? "";
}

/** What people call the time there, such as "توقيت العربية السعودية". */
export function zoneName(zone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(0);
  return parts.find((one) => one.type === "timeZoneName")?.value ?? zone;
}

export const homeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
