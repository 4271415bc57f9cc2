/** The sheets over a conversation: what can be done with a message, and what concerns the conversation. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { MuteSheet } from "../groups/mute";
import { say } from "../i18n/texts";
import { lazy } from "../kit/lazy";
import { WhySheet } from "../notices/why";
import { useChat } from "./context";
import { ConversationSheet, DateSheet } from "./conversation_sheets";
import { type Asked, Confirm, ForwardSheet, MessageMenu, ReportSheet } from "./message_sheets";
import type { MessageAct } from "./rights";
import { threadOf, type View } from "./state";
import { messageAt, type Msg } from "./thread";

const CheckSheet = lazy(() => import("./check_sheet"), (module) => module.CheckSheet);

export type Sheet = Asked | { what: "conversation"; msgs: [] } | null;

export interface SheetsProps {
  view: View;
  sheet: Sheet;
  close: () => void;
  /** Closes and ends the picking of messages. */
  done: () => void;
  act: (what: MessageAct, msg: Msg) => void;
  jumpToDay: (ms: number) => void;
  search: () => void;
}

export function Sheets({ view, sheet, close, done, act, jumpToDay, search }: SheetsProps): JSX.Element | null {
  const { chat } = useChat();
  const state = chat.state.value;
  if (!sheet) return null;
  if (sheet.what === "conversation") return <ConversationMenu view={view} close={close} search={search} jumpToDay={jumpToDay} />;
  const [msg] = sheet.msgs;
  if (!msg) return null;
  if (sheet.what === "menu") {
    const react = (emoji: string, removed: boolean): void => {
      close();
      void chat.acts.react(view.id, msg.seq, emoji, removed);
    };
    return <MessageMenu msg={messageAt(threadOf(state, view.id), msg.seq) ?? msg} view={view} state={state} onAct={(what) => act(what, msg)} onReact={react} onClose={close} />;
  }
  if (sheet.what === "why") return <WhySheet view={view} msg={msg} onClose={close} />;
  if (sheet.what === "report") return <ReportSheet msg={msg} view={view} onClose={close} />;
  if (sheet.what === "forward") return <Forward view={view} msgs={sheet.msgs} close={close} done={done} />;
  return <Sure view={view} what={sheet.what} msgs={sheet.msgs} close={close} done={done} />;
}

interface PickedProps {
  view: View;
  msgs: Msg[];
  close: () => void;
  done: () => void;
}

function Forward({ view, msgs, close, done }: PickedProps): JSX.Element {
  const { chat, toasts } = useChat();
  const forward = async (ids: string[]): Promise<void> => {
    done();
    for (const { seq } of msgs) if (!(await chat.acts.forward(view.id, seq, ids))) return;
    toasts.show(say("chat-forwarded-done"), "good");
  };
  return <ForwardSheet state={chat.state.value} onClose={close} onPick={(ids) => void forward(ids)} />;
}

function Sure({ view, what, msgs, close, done }: PickedProps & { what: "recall" | "hide" }): JSX.Element {
  const { chat } = useChat();
  const yes = (): void => {
    done();
    const seqs = msgs.map((one) => one.seq);
    if (what === "hide") void chat.hide(view.id, seqs);
    else for (const seq of seqs) void chat.acts.recall(view.id, seq);
  };
  return (
    <Confirm
      title={say(`chat-${what}-title`, { count: msgs.length })}
      text={say(`chat-${what}-text`)}
      yes={say(`chat-act-${what}`)}
      onClose={close}
      onYes={yes}
    />
  );
}

function ConversationMenu({ view, close, search, jumpToDay }: Pick<SheetsProps, "view" | "close" | "search" | "jumpToDay">): JSX.Element {
  const [next, setNext] = useState<"day" | "check" | "mute" | null>(null);
  const { chat } = useChat();
  const mute = (untilMs: number): void => {
    void chat.updateView(view.id, { muted_until_ms: String(untilMs) });
    close();
  };
  const away = (go: () => void): void => {
    close();
    go();
  };
  if (next === "day") return <DateSheet onClose={close} onPick={(ms) => away(() => jumpToDay(ms))} />;
  if (next === "check") return <CheckSheet view={view} onClose={close} />;
  if (next === "mute") return <MuteSheet muted={view.mutedUntilMs > chat.clockMs.value} onClose={close} onPick={mute} />;
  return <ConversationSheet view={view} onClose={close} onDate={() => setNext("day")} onMute={() => setNext("mute")} onCheck={() => setNext("check")} onSearch={() => away(search)} />;
}
