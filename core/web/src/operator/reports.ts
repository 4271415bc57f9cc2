/** Reports as the operators' rpcs give them, and what a reported message says. */
import { hiddenCount } from "./source";

export interface Report {
  report_id: string;
  reason?: string;
  state?: string;
  verdict?: string;
  created_at_ms?: string;
  closed_at_ms?: string;
  same_message_count?: number;
}

export interface ReportedMessage {
  seq: string;
  sender_id?: string;
  sender_name?: string;
  body_json?: string;
  created_at_ms?: string;
  reported?: boolean;
}

export interface ReportShown {
  report: Report;
  note?: string;
  messages?: ReportedMessage[];
  kind?: string;
}

export interface ReportAction {
  operator_id?: string;
  action?: string;
  reason?: string;
  acted_at_ms?: string;
}

interface Body {
  text?: string;
  fallback_text?: string;
}

/** "harassment" of REPORT_REASON_HARASSMENT, as texts name it. */
export const wordOf = (value: string | undefined, prefix: string): string =>
  (value ?? "").replace(prefix, "").toLowerCase().replaceAll("_", "-");

/** The words of a message and, where it held something else, the host's word for that. */
export function said(message: ReportedMessage): { text: string; held: string; hidden: number } {
  let body: { message?: Body; edit?: Body } = {};
  try {
    body = JSON.parse(message.body_json || "{}") as typeof body;
  } catch {
    return { text: message.body_json ?? "", held: "", hidden: 0 };
  }
  const content = body.message ?? body.edit ?? {};
  const text = content.text ?? "";
  return { text, held: content.fallback_text ?? "", hidden: hiddenCount(text) };
}
