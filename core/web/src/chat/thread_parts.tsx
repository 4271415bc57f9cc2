/** What stands around the messages of a conversation: bars, the way to the newest, who is told what. */
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import { Button, Icon, IconButton } from "../kit/basics";
import { useChat } from "./context";
import { threadOf, type View } from "./state";
import { contentOf, messageAt } from "./thread";
import { count, oneLine, senderName } from "./words";

/** Arrows go from message to message, Enter opens the menu of the one in focus. */
export function threadKeys(event: KeyboardEvent, open: (seq: number) => void): void {
  const focused = (event.target as Element).closest<HTMLElement>(".message");
  if (event.key === "Enter" && focused && event.target === focused) return open(Number(focused.dataset.seq));
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  if (event.target !== focused && event.target !== event.currentTarget) return;
  const all = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>(".message")];
  const now = focused ? all.indexOf(focused) : all.length;
  const next = all[now + (event.key === "ArrowUp" ? -1 : 1)];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

export function Offline({ onReconnect }: { onReconnect: () => void }): JSX.Element {
  return (
    <div class="offline-bar thread-offline" role="status" data-testid="offline-bar">
      <Icon name="offline" size="s" />
      <span>{say("chat-offline")}</span>
      <Button look="link" onPress={onReconnect}>
        {say("reconnect-now")}
      </Button>
    </div>
  );
}

/** Says new messages of others to screen readers, one at a time. */
export function Announcer({ view }: { view: View }): JSX.Element {
  const { chat } = useChat();
  const state = chat.state.value;
  const news = chat.news.value;
  const msg = news?.conversationId === view.id ? messageAt(threadOf(state, view.id), news.seq) : undefined;
  const said = msg && !msg.recalled && !state.blocked.has(msg.senderId);
  return (
    <p class="for-ears" aria-live="polite">
      {said ? say("chat-announced", { name: senderName(state, msg.senderId), text: oneLine(contentOf(msg)) }) : ""}
    </p>
  );
}

/** Why one cannot write here. */
export function Closed({ view }: { view: View }): JSX.Element {
  const why = view.status !== "active" ? "left" : view.silenced ? "silenced" : view.kind === "direct" ? "contacts" : view.kind;
  return <p class="closed">{say(`chat-closed-${why}`)}</p>;
}

export interface PickProps {
  picked: ReadonlySet<number>;
  onClose: () => void;
  onAct: (what: "forward" | "hide") => void;
}

export function PickBar({ picked, onClose, onAct }: PickProps): JSX.Element {
  return (
    <header class="topbar">
      <IconButton icon="close" plain label={say("cancel")} onPress={onClose} />
      <h1 class="topbar-title topbar-words">{say("chat-picked", { count: picked.size })}</h1>
      <IconButton icon="share" plain disabled={picked.size === 0} label={say("chat-act-forward")} onPress={() => onAct("forward")} />
      <IconButton icon="eye-off" plain disabled={picked.size === 0} label={say("chat-act-hide")} onPress={() => onAct("hide")} />
    </header>
  );
}

export function ToEnd({ news, onPress }: { news: number; onPress: () => void }): JSX.Element {
  return (
    <button type="button" class="to-end" data-testid="to-end" onClick={onPress}>
      <Icon name="down" />
      <span class="for-ears">{say("chat-to-end")}</span>
      {news > 0 ? <span class="count">{count(news)}</span> : null}
    </button>
  );
}
