/** How each kind of row of a conversation is drawn. */
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import { Spinner } from "../kit/basics";
import { type BubbleActs, Covered, Message, OutgoingMessage } from "./bubble";
import type { Row } from "./rows";
import type { ChatState, View } from "./state";
import type { Msg, Thread } from "./thread";
import { dayName, systemLine } from "./words";

export interface RowScene {
  view: View;
  thread: Thread;
  state: ChatState;
  /** The message one has just jumped to. */
  lit: number;
  /** Numbers of those picked; null where nothing is being picked. */
  picked: ReadonlySet<number> | null;
  /** Messages of blocked people that were uncovered. */
  uncovered: ReadonlySet<number>;
  uncover: (msg: Msg) => void;
  acts: BubbleActs;
}

export function drawRow(row: Row, scene: RowScene): JSX.Element {
  const { view, thread, state, acts } = scene;
  switch (row.type) {
    case "begin":
      return <p class="begin">{say(view.visibleFrom > 1 ? "chat-begin-joined" : "chat-begin")}</p>;
    case "more":
      return (
        <p class="begin">
          <Spinner />
        </p>
      );
    case "day":
      return (
        <p class="day">
          <span>{dayName(row.ms)}</span>
        </p>
      );
    case "unread":
      return (
        <p class="unread-line" data-testid="unread-line">
          <span>{say("chat-unread-line")}</span>
        </p>
      );
    case "line":
      return <p class="system-line">{systemLine(state, row.msg)}</p>;
    case "outgoing":
      return <OutgoingMessage sent={row.sent} opens={row.opens} thread={thread} state={state} jump={acts.jump} />;
    case "message":
      return drawMessage(row, scene);
  }
}

function drawMessage({ msg, opens, closes }: Extract<Row, { type: "message" }>, scene: RowScene): JSX.Element {
  const { view, thread, state, lit, picked, uncovered, uncover, acts } = scene;
  if (state.blocked.has(msg.senderId) && view.kind !== "direct" && !msg.recalled && !uncovered.has(msg.seq)) {
    return <Covered msg={msg} onUncover={() => uncover(msg)} />;
  }
  const isPicked = picked ? picked.has(msg.seq) : undefined;
  return <Message msg={msg} opens={opens} closes={closes} view={view} thread={thread} state={state} lit={lit === msg.seq} picked={isPicked} acts={acts} />;
}
