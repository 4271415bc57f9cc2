/** Days and months of two calendars, as the browser knows them; pure. A day is "2026-11-24", of the Gregorian calendar. */
import type { Calendar } from "../i18n/prefs";

export type Day = string;

export interface Month {
  calendar: Calendar;
  /** Its first day, and all of them. */
  days: Day[];
}

const DAY_MS = 86_400_000;
const WEEK = 7;
const SUNDAY = 7; // As Intl counts: Monday is 1.

const msOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

export const later = (day: Day, days: number): Day => dayOf(msOf(day) + days * DAY_MS);
export const instant = (day: Day): number => msOf(day);

/** The day it is now where this page is. */
export function today(now = new Date()): Day {
  return dayOf(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

const formats = new Map<Calendar, Intl.DateTimeFormat>();

/** Year, month and day of the month, in numbers. */
export function partsOf(calendar: Calendar, day: Day): { year: number; month: number; day: number } {
  let format = formats.get(calendar);
  if (!format) {
    const options = { timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric" } as const;
    formats.set(calendar, (format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, options)));
  }
  const found = Object.fromEntries(format.formatToParts(msOf(day)).map(({ type, value }) => [type, parseInt(value, 10)]));
  return { year: found.year ?? found.relatedYear ?? 0, month: found.month ?? 0, day: found.day ?? 0 };
}

/** The month this day is in. */
export function monthOf(calendar: Calendar, day: Day): Month {
  const first = later(day, 1 - partsOf(calendar, day).day);
  const { month } = partsOf(calendar, first);
  let length = 28; // No month of either calendar is shorter.
  while (partsOf(calendar, later(first, length)).month === month) length++;
  return { calendar, days: Array.from({ length }, (_, n) => later(first, n)) };
}

/** The month after this one, or before it. */
export function nextMonth({ calendar, days }: Month, along: 1 | -1): Month {
  const day = along > 0 ? later(days.at(-1) as Day, 1) : later(days[0] as Day, -1);
  return monthOf(calendar, day);
}

/** The same day of the month after (or before) so many months; the last one where that month is shorter. */
export function monthsLater(calendar: Calendar, day: Day, months: number): Day {
  let month = monthOf(calendar, day);
  const at = month.days.indexOf(day);
  for (let n = 0; n < Math.abs(months); n++) month = nextMonth(month, months > 0 ? 1 : -1);
  return month.days[Math.min(at, month.days.length - 1)] as Day;
}

const weekdayOf = (day: Day): number => new Date(msOf(day)).getUTCDay() || SUNDAY;

/** The month in weeks; null where a week has days of its neighbours. `first`: the day weeks begin with, Monday 1. */
export function weeksOf({ days }: Month, first: number): (Day | null)[][] {
  const before = (weekdayOf(days[0] as Day) - first + WEEK) % WEEK;
  const cells: (Day | null)[] = [...Array.from({ length: before }, () => null), ...days];
  while (cells.length % WEEK > 0) cells.push(null);
  return Array.from({ length: cells.length / WEEK }, (_, n) => cells.slice(n * WEEK, (n + 1) * WEEK));
}

/** How many days the day stands after the beginning of its week. */
export const inWeek = (day: Day, first: number): number => (weekdayOf(day) - first + WEEK) % WEEK;

type WithWeek = Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };

/** The day a week begins with for people of this locale; Sunday where the browser does not know. */
export function weekStart(locale: string): number {
  const known = new Intl.Locale(locale) as WithWeek;
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? SUNDAY;
}
