/** A statement as a table: UTF-8 with the mark spreadsheets look for, and no cell that one of them would run. */
import { exponentOf } from "../i18n/format";
import { say } from "../i18n/texts";
import type { Call } from "../wire/rpc";
import { lineDetail, lineTitle } from "./line_words";
import { type Line, minor } from "./shapes";

const MARK = "\ufeff";
const NUMBER = /^-?\d+(\.\d+)?$/;

/** What a spreadsheet would take for a formula stands behind an apostrophe; numbers, negative ones too, are numbers. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text.trimStart() || text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Exact, with a point and the currency's own decimals: for a program, not for a reader. */
export function decimal(amount: bigint, currencyCode: string): string {
  const exponent = exponentOf(currencyCode);
  const digits = (amount < 0n ? -amount : amount).toString().padStart(exponent + 1, "0");
  const cut = digits.length - exponent;
  return `${amount < 0n ? "-" : ""}${digits.slice(0, cut)}${exponent ? `.${digits.slice(cut)}` : ""}`;
}

export function table(lines: Line[], currency: string, call: Call): string {
  const heads = ["when", "what", "detail", "amount", "currency", "total", "held", "id"].map((name) => say(`csv-${name}`));
  const rows = lines.map((line) => [
    new Date(Number(line.created_at_ms)).toISOString(),
    lineTitle(line, call),
    lineDetail(line, call),
    decimal(minor(line.moved_minor), currency),
    currency,
    decimal(minor(line.total_minor), currency),
    decimal(minor(line.held_minor), currency),
    line.transfer_id,
  ]);
  return MARK + [heads, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
