/** What can be done with a message, and the questions that come before it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon } from "../kit/basics";
import { Choice, Field } from "../kit/inputs";
import { Row, Sheet } from "../kit/surfaces";
import { useChat } from "./context";
import { type ChatState, listed, titleOf, type View } from "./state";
import { tameLine } from "./text";
import { contentOf, type Msg } from "./thread";
import { attachmentOf, fullMoment } from "./words";

export const QUICK_EMOJI = ["👍", "❤️", "😂", "😮", "🤲", "🌹"];
const REPORT_REASONS = ["spam", "fraud", "harassment", "violence", "sexual", "child-safety", "other"];
const EDIT_WITHIN_MS = 48 * 3_600_000;

export type MessageAct = "reply" | "copy" | "forward" | "edit" | "recall" | "hide" | "report" | "pick";
export type Asked = { what: "menu" | "forward" | "recall" | "hide" | "report"; msgs: Msg[] };

/** Whether the reader may write here. */
export function writes(view: View): boolean {
  if (view.status !== "active" || view.silenced) return false;
  if (view.kind === "direct") return view.open;
  return view.kind === "group" || (view.kind === "channel" && (view.role === "owner" || view.role === "admin"));
}

export function actsOn(msg: Msg, view: View, me: string, nowMs: number): MessageAct[] {
  if (msg.recalled) return ["hide", "pick"];
  const mine = msg.senderId === me;
  const content = contentOf(msg);
  const acts: MessageAct[] = writes(view) ? ["reply"] : [];
  if (content.text) acts.push("copy");
  if (!content.note) acts.push("forward");
  if (mine && content.text && attachmentOf(content) !== "card" && nowMs - msg.atMs < EDIT_WITHIN_MS && writes(view)) acts.push("edit");
  acts.push("pick");
  if (view.status === "active" && (mine || view.role === "owner" || view.role === "admin")) acts.push("recall");
  acts.push("hide");
  if (!mine && msg.senderId) acts.push("report");
  return acts;
}

const ICONS: Record<MessageAct, string> = {
  reply: "reply", copy: "copy", forward: "share", edit: "edit", recall: "back-out", hide: "eye-off", report: "flag", pick: "good",
};

interface MenuProps {
  msg: Msg;
  view: View;
  state: ChatState;
  nowMs: number;
  onAct: (act: MessageAct) => void;
  onReact: (emoji: string, removed: boolean) => void;
  onClose: () => void;
}

export function MessageMenu({ msg, view, state, nowMs, onAct, onReact, onClose }: MenuProps): JSX.Element {
  const own = new Set(msg.reactions.filter((one) => one.mine).map((one) => one.emoji));
  return (
    <Sheet title={say("chat-message")} onClose={onClose} testId="message-menu">
      {msg.recalled || !writes(view) ? null : (
        <div class="quick" role="group" aria-label={say("chat-react")}>
          {QUICK_EMOJI.map((emoji) => (
            <button key={emoji} type="button" class="quick-emoji" aria-pressed={own.has(emoji)} aria-label={say("chat-react-with", { emoji })} onClick={() => onReact(emoji, own.has(emoji))}>
              {emoji}
            </button>
          ))}
        </div>
      )}
      <ul class="rows">
        {actsOn(msg, view, state.me, nowMs).map((act) => (
          <li key={act} class="row">
            <button type="button" class={`row-face${act === "recall" || act === "report" ? " words-bad" : ""}`} data-testid={`act-${act}`} onClick={() => onAct(act)}>
              <Icon name={ICONS[act]} />
              <span class="row-words">{say(`chat-act-${act}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="menu-moment">{fullMoment(msg.atMs)}</p>
    </Sheet>
  );
}

interface Question {
  title: string;
  text: string;
  yes: string;
  onYes: () => void;
  onClose: () => void;
}

export function Confirm({ title, text, yes, onYes, onClose }: Question): JSX.Element {
  return (
    <Sheet
      title={title}
      onClose={onClose}
      testId="confirm"
      actions={
        <>
          <Button look="danger" wide testId="confirm-yes" onPress={onYes}>
            {yes}
          </Button>
          <Button wide onPress={onClose}>
            {say("cancel")}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Sheet>
  );
}

/** Where to: the conversations one may write in. */
export function ForwardSheet({ state, onPick, onClose }: { state: ChatState; onPick: (ids: string[]) => void; onClose: () => void }): JSX.Element {
  const [chosen, setChosen] = useState<string[]>([]);
  const places = listed(state).filter(writes);
  const toggle = (id: string): void => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <Sheet
      title={say("chat-forward-to")}
      onClose={onClose}
      testId="forward"
      actions={
        <Button look="primary" wide icon="send" disabled={chosen.length === 0} testId="forward-yes" onPress={() => onPick(chosen)}>
          {say("chat-act-forward")}
        </Button>
      }
    >
      <ul class="rows">
        {places.map((view) => (
          <li key={view.id} class="row">
            <label class="row-face">
              <Avatar name={titleOf(state, view)} size="s" />
              <bdi class="row-words">{tameLine(titleOf(state, view))}</bdi>
              <input type="checkbox" class="tick-box" checked={chosen.includes(view.id)} onChange={() => toggle(view.id)} />
            </label>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

export function ReportSheet({ msg, view, onClose }: { msg: Msg; view: View; onClose: () => void }): JSX.Element {
  const { chat, toasts } = useChat();
  const [reason, setReason] = useState("spam");
  const [note, setNote] = useState("");
  const send = async (): Promise<void> => {
    onClose();
    const word = `REPORT_REASON_${reason.toUpperCase().replace("-", "_")}`;
    if (await chat.report(view.id, msg.seq, word, note)) toasts.show(say("chat-reported"), "good");
  };
  return (
    <Sheet
      title={say("chat-report-title")}
      onClose={onClose}
      testId="report"
      actions={
        <Button look="danger" wide onPress={() => void send()}>
          {say("chat-act-report")}
        </Button>
      }
    >
      <p>{say("chat-report-text")}</p>
      <Choice
        label={say("chat-report-why")}
        name="reason"
        display="list"
        options={REPORT_REASONS.map((id) => ({ id, text: say(`chat-report-${id}`) }))}
        chosen={[reason]}
        onChange={([next]) => setReason(next ?? "spam")}
      />
      <Field name="note" label={say("chat-report-note")} multiline max={500} onInput={setNote} />
    </Sheet>
  );
}

/** A day to go to. */
export function DateSheet({ onPick, onClose }: { onPick: (ms: number) => void; onClose: () => void }): JSX.Element {
  const [day, setDay] = useState("");
  const ms = day ? new Date(`${day}T00:00:00`).getTime() : 0;
  return (
    <Sheet
      title={say("chat-to-date")}
      onClose={onClose}
      testId="to-date"
      actions={
        <Button look="primary" wide disabled={!ms} onPress={() => onPick(ms)}>
          {say("chat-go")}
        </Button>
      }
    >
      <label class="field">
        <span class="field-label">{say("chat-day")}</span>
        <input class="input" type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      </label>
    </Sheet>
  );
}

/** A conversation's own switches. */
export function ConversationSheet({ view, onDate, onSearch, onClose }: { view: View; onDate: () => void; onSearch: () => void; onClose: () => void }): JSX.Element {
  const { chat } = useChat();
  const muted = view.mutedUntilMs > chat.clockMs.value;
  const change = (what: object): void => {
    void chat.updateView(view.id, what);
    onClose();
  };
  return (
    <Sheet title={<bdi>{tameLine(titleOf(chat.state.value, view))}</bdi>} onClose={onClose} testId="conversation-menu">
      <ul class="rows">
        <Row lead={<Icon name="search" />} title={say("chat-search-here")} onPress={onSearch} />
        <Row lead={<Icon name="calendar" />} title={say("chat-to-date")} onPress={onDate} />
        <Row lead={<Icon name="pin" />} title={say(view.pinned ? "chat-unpin" : "chat-pin")} testId="pin" onPress={() => change({ pinned: !view.pinned })} />
        <Row lead={<Icon name={muted ? "bell" : "bell-off"} />} title={say(muted ? "chat-unmute" : "chat-mute")} testId="mute" onPress={() => change({ muted_until_ms: muted ? "0" : MUTED_FOR_GOOD })} />
        <Row lead={<Icon name="chat" />} title={say("chat-mark-unread")} onPress={() => change({ marked_unread: true })} />
        <Row lead={<Icon name="checks" />} title={say(view.marksPrivate ? "chat-marks-share" : "chat-marks-private")} onPress={() => change({ marks_private: !view.marksPrivate })} />
      </ul>
    </Sheet>
  );
}

const MUTED_FOR_GOOD = "253402300799999";
