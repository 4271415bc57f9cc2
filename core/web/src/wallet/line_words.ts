/** A line of a statement in words: what it was, who with, and what became of it. */
import { pick, say } from "../i18n/texts";
import type { Call } from "../wire/rpc";
import { appName } from "./house";
import type { Label, LabelKind, Line } from "./shapes";

const ICONS: Partial<Record<LabelKind, string>> = {
  LABEL_KIND_PAYMENT: "send",
  LABEL_KIND_RED_PACKET: "gift",
  LABEL_KIND_ORDER: "receipt",
  LABEL_KIND_REFUND: "undo",
  LABEL_KIND_MANDATE: "refresh",
  LABEL_KIND_TOP_UP: "bank",
  LABEL_KIND_PAY_OUT: "bank",
  LABEL_KIND_WITHDRAWAL: "store",
};

export const KINDS = Object.keys(ICONS) as LabelKind[];
export const kindKey = (kind: string): string => `label-${kind.replace("LABEL_KIND_", "").toLowerCase().replaceAll("_", "-")}`;

export function lineIcon(line: Line): string {
  if (line.counterparty?.platform === "PLATFORM_ACCOUNT_CONTROL") return "snow";
  const known = ICONS[line.label?.kind ?? "LABEL_KIND_UNSPECIFIED"];
  if (known && known !== "send") return known;
  return line.direction === "DIRECTION_IN" ? "money-in" : "money-out";
}

/** Who or what: the other person, the order's title, the bank. */
export function lineTitle(line: Line, call: Call): string {
  const label: Label = line.label ?? {};
  const { counterparty = {} } = line;
  const title = pick(label.title_ar, label.title_en);
  if (title) return title;
  if (label.name) return label.name;
  if (label.kind && label.kind !== "LABEL_KIND_UNSPECIFIED") return say(kindKey(label.kind));
  if (counterparty.app_id) return appName(call, counterparty.app_id);
  if (counterparty.platform) {
    const key = `platform-${counterparty.platform.replace("PLATFORM_ACCOUNT_", "").toLowerCase().replaceAll("_", "-")}`;
    return say(key);
  }
  return say(line.direction === "DIRECTION_IN" ? "line-in" : "line-out");
}

/** What stands below it: what it was for, and that it was only put aside, or given back. */
export function lineDetail(line: Line, call: Call): string {
  const label: Label = line.label ?? {};
  const parts = [held(line), label.note ?? ""];
  if (pick(label.title_ar, label.title_en) && label.app_id) parts.push(appName(call, label.app_id));
  if (label.kind === "LABEL_KIND_REFUND" || label.kind === "LABEL_KIND_RED_PACKET") parts.unshift(say(kindKey(label.kind)));
  return parts.filter(Boolean).join(" · ");
}

function held(line: Line): string {
  switch (line.kind) {
    case "TRANSFER_KIND_HOLD":
      return say(`hold-${(line.hold_state ?? "").replace("HOLD_STATE_", "").toLowerCase() || "pending"}`);
    case "TRANSFER_KIND_VOID":
      return say("line-void");
    case "TRANSFER_KIND_EXPIRY":
      return say("line-expiry");
    default:
      return "";
  }
}
