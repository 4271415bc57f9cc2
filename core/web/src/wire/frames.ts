/** The WebSocket frames between page and gateway. */
import type { FailureFrame } from "./failure";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Props = Record<string, Json>;
/** [type, props, ids of children] */
export type FlatNode = [string, Props, string[]];
export type Nodes = Record<string, FlatNode>;
export type Op = ["n", string, FlatNode] | ["p", string, Props, string[]] | ["c", string, string[]] | ["d", string];
export type Runtime = "runner" | "snapshot";
/** What an app asks its user to approve on the host's own sheet: named by its id, and by nothing else. */
export interface Asked {
  pay?: { order_id: string };
  mandate?: { mandate_id: string };
}
/** A file the app made for its user; without its text where the answer that carried it was lost. */
export interface SavedFile {
  name: string;
  kind: "calendar" | "csv" | "text";
  text: string | null;
}
export interface Effect extends Asked {
  toast?: { text: Json; tone?: string };
  save?: SavedFile;
  /** What the user shares of their position changed; said by the host itself. */
  shares?: object;
}

export interface ScreenFrame {
  k: "screen";
  seq?: number;
  session_id: string;
  app_id?: string;
  version?: string;
  revision: number;
  root: string;
  nodes: Nodes;
  path?: string;
  query?: Record<string, string>;
  runtime?: Runtime;
  effects?: Effect[];
}

export interface PatchFrame {
  k: "patch";
  seq?: number;
  session_id: string;
  revision: number;
  base: number;
  ops: Op[];
  path?: string;
  query?: Record<string, string>;
  runtime?: Runtime;
  effects?: Effect[];
}

export interface ErrorFrame {
  k: "error";
  seq?: number;
  session_id?: string;
  error: FailureFrame;
}

export interface LiveFrame {
  k: "live";
  session_id: string;
  topic: string;
  value: Json;
}

/** The development server's own event log; the host sends none. */
export interface LogFrame {
  k: "log";
  at_ms: number;
  user: string;
  kind: string;
  text: string;
  detail?: Json;
}

/** The answer to a `call`, protobuf JSON in snake case. */
export interface AnswerFrame {
  k: "answer";
  seq: number;
  response: Json;
}

/** One thing that happened in chat; `chat/shapes.ts` knows its fields. */
export interface ChatFrame {
  k: "chat";
  [field: string]: Json;
}

export type ServerFrame =
  | ScreenFrame
  | PatchFrame
  | ErrorFrame
  | AnswerFrame
  | ChatFrame
  | LiveFrame
  | { k: "bye"; reason: string }
  | LogFrame
  | { k: "pong" };

export interface OpenFrame {
  k: "open";
  seq: number;
  app_id: string;
  path: string;
}

export interface EventFrame {
  k: "ev";
  seq: number;
  request_id: string;
  session_id: string;
  revision: number;
  id: string;
  on: string;
  value?: Json;
  fields?: Record<string, Json>;
}

export interface CallFrame {
  k: "call";
  seq: number;
  method: string;
  request: object;
}

export type ClientFrame =
  | CallFrame
  | { k: "follow"; known: [string, number][]; personal_pos: number; open: string[] }
  | { k: "opened"; conversations: string[] }
  | { k: "hello"; token: string; sessions: { session_id: string; revision: number }[] }
  | OpenFrame
  | EventFrame
  | { k: "close"; session_id: string }
  | { k: "ping" }
  | { k: "token"; token: string };
