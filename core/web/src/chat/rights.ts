/** What may be done with a message, and for how long: the host's own rules, so that nothing is offered that it refuses. */
import { attachmentOf } from "./shapes";
import type { View } from "./state";
import { contentOf, type Msg } from "./thread";

const MINUTE_MS = 60_000;
export const EDIT_WITHIN_MS = 48 * 60 * MINUTE_MS;
export const RECALL_WITHIN_MS = 2 * MINUTE_MS;
export const RECALL_FILE_WITHIN_MS = 180 * MINUTE_MS;
const FILES = ["image", "file", "voice", "video"];

export type MessageAct = "reply" | "copy" | "forward" | "edit" | "recall" | "hide" | "report" | "pick" | "why";

export interface Allowed {
  acts: MessageAct[];
  /** Keys of sentences about what was allowed once and is not any more. */
  over: string[];
  /** When this changes by itself; 0 for never. */
  untilMs: number;
}

const leads = (view: View): boolean => view.role === "owner" || view.role === "admin";

/** Whether the reader may write here. */
export function writes(view: View): boolean {
  if (view.status !== "active" || view.silenced) return false;
  if (view.kind === "direct") return view.open;
  return (view.kind === "group" && view.role !== "reader") || (view.kind === "channel" && leads(view));
}

/** Owners and admins of many take back anybody's, whenever. */
const recallsAny = (view: View): boolean => leads(view) && (view.kind === "group" || view.kind === "channel");

export function recallWithinMs(msg: Msg): number {
  return FILES.includes(attachmentOf(contentOf(msg)) ?? "") ? RECALL_FILE_WITHIN_MS : RECALL_WITHIN_MS;
}

export function allowedOn(msg: Msg, view: View, me: string, nowMs: number): Allowed {
  if (msg.recalled) return { acts: ["hide", "pick"], over: [], untilMs: 0 };
  const content = contentOf(msg);
  const mine = msg.senderId === me;
  const acts: MessageAct[] = writes(view) ? ["reply"] : [];
  const over: string[] = [];
  const ends: number[] = [];
  const within = (act: "edit" | "recall", limitMs: number, why: string): void => {
    if (nowMs - msg.atMs > limitMs) return void over.push(why);
    acts.push(act);
    ends.push(msg.atMs + limitMs);
  };
  if (content.text) acts.push("copy");
  if (!content.note && !content.wallet_card) acts.push("forward");
  if (mine && content.text && !content.card && writes(view)) within("edit", EDIT_WITHIN_MS, "chat-edit-over");
  acts.push("pick");
  if (view.status === "active" && msg.senderId && !content.wallet_card) {
    if (recallsAny(view)) acts.push("recall");
    else if (mine) within("recall", recallWithinMs(msg), recallWithinMs(msg) === RECALL_WITHIN_MS ? "chat-recall-over" : "chat-recall-file-over");
  }
  acts.push("hide");
  if (!mine && msg.senderId) acts.push("why", "report");
  return { acts, over, untilMs: Math.min(...ends, Number.MAX_SAFE_INTEGER) % Number.MAX_SAFE_INTEGER };
}
