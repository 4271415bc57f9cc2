/** What a bill's form says, as the wallet takes it; pure. The wallet alone says who owes how much of it. */
import { parseAmount } from "../digits";
import type { Money } from "../shapes";
import type { SplitItem, SplitMode, SplitPart } from "./calls";

/** A line of the bill as it is written. */
export interface Had {
  title: string;
  typed: string;
  who: string[];
}

export interface Written {
  mode: SplitMode;
  currency: string;
  total: bigint | null;
  who: string[];
  /** What was typed for each. */
  said: Record<string, string>;
  items: Had[];
}

export interface Bill {
  mode: SplitMode;
  total: Money;
  parts: SplitPart[];
  items: SplitItem[];
}

/** Null where it is not all there yet, or does not add up. */
export function checkBill({ mode, currency, total, who, said, items }: Written): Bill | null {
  const money = (amount: bigint): Money => ({ currency_code: currency, amount_minor: String(amount) });
  if (mode === "SPLIT_MODE_BY_ITEM") return byItem(items, currency, money);
  if (!total || who.length < 1) return null;
  if (mode === "SPLIT_MODE_EQUAL") {
    return BigInt(who.length) > total ? null : { mode, total: money(total), parts: who.map((user_id) => ({ user_id })), items: [] };
  }
  const parts = who.map((user_id) => ({ user_id, amount: parseAmount(said[user_id] ?? "", currency) ?? 0n }));
  if (parts.some((part) => part.amount === 0n) || parts.reduce((sum, part) => sum + part.amount, 0n) !== total) return null;
  return { mode, total: money(total), parts: parts.map(({ user_id, amount }) => ({ user_id, amount: money(amount) })), items: [] };
}

function byItem(items: Had[], currency: string, money: (amount: bigint) => Money): Bill | null {
  // A line nobody began does not count.
  const begun = items.filter((item) => item.title.trim() || item.typed.trim() || item.who.length > 0);
  const read = begun.map((item) => ({ ...item, title: item.title.trim(), amount: parseAmount(item.typed, currency) ?? 0n }));
  if (read.length === 0 || read.some((item) => !item.title || item.amount === 0n || item.who.length === 0)) return null;
  const who = [...new Set(read.flatMap((item) => item.who))];
  const total = read.reduce((sum, item) => sum + item.amount, 0n);
  return {
    mode: "SPLIT_MODE_BY_ITEM",
    total: money(total),
    parts: who.map((user_id) => ({ user_id })),
    items: read.map((item) => ({ title: item.title, amount: money(item.amount), user_ids: item.who })),
  };
}
