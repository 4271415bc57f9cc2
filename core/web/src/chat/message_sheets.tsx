/** What can be done with a message, and the questions that come before it. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon } from "../kit/basics";
import { Choice, Field } from "../kit/inputs";
import { Empty, Sheet } from "../kit/surfaces";
import { useChat } from "./context";
import { allowedOn, type MessageAct, writes } from "./rights";
import { type ChatState, listed, titleOf, type View } from "./state";
import { tameLine } from "./text";
import type { Msg } from "./thread";
import { fullMoment } from "./words";

export const QUICK_EMOJI = ["👍", "❤️", "😂", "😮", "🤲", "🌹"];
const REPORT_REASONS = ["spam", "fraud", "harassment", "violence", "sexual", "child-safety", "other"];

export type Asked = { what: "menu" | "forward" | "recall" | "hide" | "report" | "why"; msgs: Msg[] };

const ICONS: Record<MessageAct, string> = {
  reply: "reply", copy: "copy", forward: "share", edit: "edit", recall: "back-out", hide: "eye-off", report: "flag", pick: "good", why: "bell",
};

interface MenuProps {
  msg: Msg;
  view: View;
  state: ChatState;
  onAct: (act: MessageAct) => void;
  onReact: (emoji: string, removed: boolean) => void;
  onClose: () => void;
}

/** The host's clock while something may end by itself. */
function useNowUntil(untilMs: (nowMs: number) => number): number {
  const { chat } = useChat();
  const [nowMs, setNowMs] = useState(() => chat.now());
  const until = untilMs(nowMs);
  useEffect(() => {
    if (until === 0 || until - chat.now() > 0x7fff_ffff) return;
    const timer = setTimeout(() => setNowMs(chat.now()), Math.max(0, until - chat.now()) + 1);
    return () => clearTimeout(timer);
  }, [until]);
  return nowMs;
}

export function MessageMenu({ msg, view, state, onAct, onReact, onClose }: MenuProps): JSX.Element {
  const nowMs = useNowUntil((now) => allowedOn(msg, view, state.me, now).untilMs);
  const { acts, over } = allowedOn(msg, view, state.me, nowMs);
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
        {acts.map((act) => (
          <li key={act} class="row">
            <button type="button" class={`row-face${act === "recall" || act === "report" ? " words-bad" : ""}`} data-testid={`act-${act}`} onClick={() => onAct(act)}>
              <Icon name={ICONS[act]} />
              <span class="row-words">{say(`chat-act-${act}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      {over.map((why) => (
        <p key={why} class="menu-over" data-testid="act-over">
          <Icon name="clock" size="s" />
          {say(why)}
        </p>
      ))}
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
export function ForwardSheet(props: { state: ChatState; title?: string; action?: string; onPick: (ids: string[]) => void; onClose: () => void }): JSX.Element {
  const { state, title = say("chat-forward-to"), action = say("chat-act-forward"), onPick, onClose } = props;
  const [chosen, setChosen] = useState<string[]>([]);
  const places = listed(state).filter(writes);
  const toggle = (id: string): void => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <Sheet
      title={title}
      onClose={onClose}
      testId="forward"
      actions={
        <Button look="primary" wide icon="send" disabled={chosen.length === 0} testId="forward-yes" onPress={() => onPick(chosen)}>
          {action}
        </Button>
      }
    >
      {places.length === 0 ? (
        <Empty icon="chat" title={say("chats-empty-title")} text={say("chats-empty-text")} />
      ) : (
        <ul class="rows">
          {places.map((view) => (
            <li key={view.id} class="row">
              <label class="row-face">
                <Avatar name={tameLine(titleOf(state, view))} size="s" />
                <span class="row-words">
                  <bdi class="one-line">{tameLine(titleOf(state, view))}</bdi>
                </span>
                <input type="checkbox" class="tick-box" checked={chosen.includes(view.id)} onChange={() => toggle(view.id)} />
              </label>
            </li>
          ))}
        </ul>
      )}
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
    if (await chat.acts.report(view.id, msg.seq, word, note)) toasts.show(say("chat-reported"), "good");
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
