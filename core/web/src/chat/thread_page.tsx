/** One conversation on the page. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Icon, IconButton, Skeleton, Spinner } from "../kit/basics";
import { Empty } from "../kit/surfaces";
import { VirtualList, type VirtualHandle } from "../kit/virtual";
import { Message, OutgoingMessage } from "./bubble";
import { Composer } from "./composer";
import { useChat } from "./context";
import { type Asked, Confirm, ConversationSheet, DateSheet, ForwardSheet, type MessageAct, MessageMenu, ReportSheet, writes } from "./message_sheets";
import { guessHeight, keyOf, messageKey, type Row, rowsOf, seqOf, shownStretch } from "./rows";
import type { Member } from "./shapes";
import { threadOf, unreadOf, type View } from "./state";
import { tameLine } from "./text";
import { ThreadBar } from "./thread_bar";
import { contentOf, messageAt, missingAfter, type Msg, stretchAt, topOf } from "./thread";
import { count, dayName, oneLine, senderName, systemLine } from "./words";

export interface ThreadProps {
  conversationId: string;
  /** A message to go to; 0 for where one stopped reading. */
  at: number;
  offline: boolean;
  onReconnect: () => void;
  onBack: () => void;
}

const LIT_MS = 1_800;

export function ThreadPage(props: ThreadProps): JSX.Element {
  const { chat } = useChat();
  const state = chat.state.value;
  const view = state.views.get(props.conversationId);
  if (view) return <Thread key={view.id} {...props} view={view} />;
  return (
    <div class="thread">
      <header class="topbar">
        <IconButton icon="back" plain label={say("back")} testId="back" onPress={props.onBack} />
      </header>
      {state.synced ? <Empty icon="chat" title={say("error-conversation-not-found")} /> : <Skeleton rows={6} />}
    </div>
  );
}

type Sheet = Asked | { what: "date" | "conversation"; msgs: [] } | null;

function Thread({ view, at, offline, onReconnect, onBack }: ThreadProps & { view: View }): JSX.Element {
  const { chat, toasts, go } = useChat();
  const state = chat.state.value;
  const thread = threadOf(state, view.id);
  const list = useRef<VirtualHandle | null>(null);
  const [shownAt, setShownAt] = useState(at);
  const [unreadFrom] = useState(() => (unreadOf(state, view).unread > 0 ? view.read + 1 : 0));
  const [atEnd, setAtEnd] = useState(true);
  const [lit, setLit] = useState(0);
  const [replyTo, setReplyTo] = useState<Msg | null>(null);
  const [editing, setEditing] = useState<Msg | null>(null);
  const [sheet, setSheet] = useState<Sheet>(null);
  const [picked, setPicked] = useState<ReadonlySet<number> | null>(null);
  const members = useMembers(view);

  const jump = (seq: number): void => {
    void chat.loadAround(view.id, seq).then(() => {
      setShownAt(stretchAt(threadOf(chat.state.peek(), view.id), seq) ? seq : 0);
      setLit(seq);
      requestAnimationFrame(() => list.current?.show(messageKey(seq)));
      setTimeout(() => setLit(0), LIT_MS);
    });
  };
  const toEnd = (): void => {
    void chat.loadNewest(view.id).then(() => {
      setShownAt(0);
      requestAnimationFrame(() => list.current?.toEnd());
    });
  };
  const [ready, setReady] = useState(false);
  useEffect(() => {
    // Where one stopped reading may lie far before the newest page.
    const from = at || (unreadFrom > 0 && unreadFrom <= thread.head ? unreadFrom : 0);
    void chat.loadAround(view.id, from).then(() => {
      setShownAt(stretchAt(threadOf(chat.state.peek(), view.id), from) ? from : 0);
      setReady(true);
      if (at) jump(at);
    });
  }, [view.id, at, chat.state.value.synced]);

  const stretch = ready ? shownStretch(thread, shownAt) : undefined;
  const ended = !stretch || stretch.to >= topOf(thread);
  const outgoing = chat.outgoing.value.filter((one) => one.conversationId === view.id);
  const rows = rowsOf({ thread, at: shownAt, visibleFrom: view.visibleFrom, unreadFrom, outgoing, me: state.me });
  const near = (edge: "start" | "end"): void => {
    if (!stretch || offline) return;
    if (edge === "start" && stretch.from > Math.max(1, view.visibleFrom)) void chat.loadBefore(view.id, stretch.from);
    if (edge === "end" && !ended) void chat.loadAfter(view.id, stretch.to);
  };
  const seen = (key: string, end: boolean): void => {
    setAtEnd(end && ended);
    if (document.visibilityState !== "visible" || view.status !== "active") return;
    // Lines that only change messages have numbers too: at the end everything was seen.
    const seq = end && ended ? topOf(threadOf(chat.state.peek(), view.id)) : seqOf(key);
    if (seq > 0) chat.read(view.id, seq);
  };
  const act = (what: MessageAct, msg: Msg): void => {
    setSheet(null);
    if (what === "reply") setReplyTo(msg);
    else if (what === "edit") setEditing(msg);
    else if (what === "pick") setPicked(new Set([msg.seq]));
    else if (what === "copy") void navigator.clipboard?.writeText(contentOf(msg).text ?? "").then(() => toasts.show(say("chat-copied"), "good"));
    else setSheet({ what, msgs: [msg] });
  };
  const draw = (row: Row): JSX.Element => {
    switch (row.type) {
      case "begin":
        return <p class="begin">{say(view.visibleFrom > 1 ? "chat-begin-joined" : "chat-begin")}</p>;
      case "more":
        return <p class="begin"><Spinner /></p>;
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
        return <p class="system-line">{tameLine(systemLine(state, row.msg))}</p>;
      case "outgoing":
        return <OutgoingMessage sent={row.sent} opens={row.opens} thread={thread} state={state} jump={jump} />;
      case "message":
        return (
          <Message
            msg={row.msg}
            opens={row.opens}
            closes={row.closes}
            view={view}
            thread={thread}
            state={state}
            lit={lit === row.msg.seq}
            picked={picked ? picked.has(row.msg.seq) : undefined}
            acts={{
              menu: (msg) => setSheet({ what: "menu", msgs: [msg] }),
              jump,
              react: (msg, emoji, removed) => void chat.react(view.id, msg.seq, emoji, removed),
              pick: (msg) => setPicked((now) => toggled(now, msg.seq)),
            }}
          />
        );
    }
  };
  const news = ended ? thread.messages.filter((one) => one.seq > view.read && one.senderId !== state.me).length : 0;
  return (
    <div class="thread" data-testid="thread">
      <div class="thread-page" inert={sheet !== null}>
        {picked ? (
          <PickBar picked={picked} onClose={() => setPicked(null)} onAct={(what) => setSheet({ what, msgs: pickedOf(picked, (seq) => messageAt(thread, seq)) })} />
        ) : (
          <ThreadBar view={view} state={state} nowMs={chat.clockMs.value} onBack={onBack} onMenu={() => setSheet({ what: "conversation", msgs: [] })} />
        )}
        {offline ? <Offline onReconnect={onReconnect} /> : null}
        <main class="thread-body">
        <div class="thread-main">
          {stretch || outgoing.length > 0 ? (
            <VirtualList
              rows={rows}
              keyOf={keyOf}
              guess={guessHeight}
              draw={draw}
              label={say("chat-messages")}
              handle={list}
              startKey={at ? messageKey(at) : unreadFrom ? "unread" : undefined}
              ended={ended}
              onNear={near}
              onSeen={seen}
              onKeyDown={(event) => keys(event, (seq) => { const msg = messageAt(thread, seq); if (msg) setSheet({ what: "menu", msgs: [msg] }); })}
            />
          ) : (
            <Skeleton rows={6} />
          )}
          {atEnd && ended && missingAfter(thread) === null ? null : (
            <button type="button" class="to-end" data-testid="to-end" onClick={toEnd}>
              <Icon name="down" />
              <span class="for-ears">{say("chat-to-end")}</span>
              {news > 0 ? <span class="count">{count(news)}</span> : null}
            </button>
          )}
        </div>
        <Announcer view={view} />
        {writes(view) ? (
          <Composer
            view={view}
            members={members}
            replyTo={replyTo ? (messageAt(thread, replyTo.seq) ?? replyTo) : null}
            editing={editing ? (messageAt(thread, editing.seq) ?? editing) : null}
            onDone={() => {
              setReplyTo(null);
              setEditing(null);
            }}
            onSent={toEnd}
            onEditLast={() => setEditing(thread.messages.findLast((one) => one.senderId === state.me && !one.recalled && one.kind === "UPDATE_KIND_MESSAGE") ?? null)}
          />
        ) : (
          <Closed view={view} />
        )}
        </main>
      </div>
      <Sheets view={view} sheet={sheet} close={() => setSheet(null)} done={() => { setSheet(null); setPicked(null); }} act={act} jumpToDay={(ms) => void chat.loadAt(view.id, ms).then((seq) => seq && jump(seq))} search={() => go(`#/chats/${encodeURIComponent(view.id)}/search`)} />
    </div>
  );
}

const toggled = (now: ReadonlySet<number> | null, seq: number): ReadonlySet<number> => {
  const next = new Set(now);
  if (!next.delete(seq)) next.add(seq);
  return next;
};

const pickedOf = (picked: ReadonlySet<number>, find: (seq: number) => Msg | undefined): Msg[] =>
  [...picked].sort((one, other) => one - other).flatMap((seq) => find(seq) ?? []);

function useMembers(view: View): Member[] {
  const { chat } = useChat();
  const [members, setMembers] = useState<Member[]>([]);
  useEffect(() => {
    if (view.kind !== "group" || view.status !== "active") return;
    chat.loadMembers(view.id).then(setMembers, () => undefined);
  }, [view.id, view.members]);
  return members;
}

/** Arrows go from message to message, Enter opens the menu of the one in focus. */
function keys(event: KeyboardEvent, open: (seq: number) => void): void {
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

function Offline({ onReconnect }: { onReconnect: () => void }): JSX.Element {
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
function Announcer({ view }: { view: View }): JSX.Element {
  const { chat } = useChat();
  const news = chat.news.value;
  const msg = news?.conversationId === view.id ? messageAt(threadOf(chat.state.peek(), view.id), news.seq) : undefined;
  return (
    <p class="for-ears" aria-live="polite">
      {msg && !msg.recalled ? say("chat-announced", { name: senderName(chat.state.peek(), msg.senderId), text: tameLine(oneLine(contentOf(msg))) }) : ""}
    </p>
  );
}

/** Why one cannot write here. */
function Closed({ view }: { view: View }): JSX.Element {
  const why = view.status !== "active" ? "left" : view.silenced ? "silenced" : view.kind === "direct" ? "contacts" : view.kind;
  return <p class="closed">{say(`chat-closed-${why}`)}</p>;
}

function PickBar({ picked, onClose, onAct }: { picked: ReadonlySet<number>; onClose: () => void; onAct: (what: "forward" | "hide") => void }): JSX.Element {
  return (
    <header class="topbar">
      <IconButton icon="close" plain label={say("cancel")} onPress={onClose} />
      <h1 class="topbar-title topbar-words">{say("chat-picked", { count: picked.size })}</h1>
      <IconButton icon="share" plain disabled={picked.size === 0} label={say("chat-act-forward")} onPress={() => onAct("forward")} />
      <IconButton icon="eye-off" plain disabled={picked.size === 0} label={say("chat-act-hide")} onPress={() => onAct("hide")} />
    </header>
  );
}

interface SheetsProps {
  view: View;
  sheet: Sheet;
  close: () => void;
  /** Closes and ends the picking of messages. */
  done: () => void;
  act: (what: MessageAct, msg: Msg) => void;
  jumpToDay: (ms: number) => void;
  search: () => void;
}

function Sheets({ view, sheet, close, done, act, jumpToDay, search }: SheetsProps): JSX.Element | null {
  const { chat, toasts } = useChat();
  const state = chat.state.value;
  const [msg] = sheet?.msgs ?? [];
  const seqs = (sheet?.msgs ?? []).map((one) => one.seq);
  if (!sheet) return null;
  if (sheet.what === "date") return <DateSheet onClose={close} onPick={(ms) => { close(); jumpToDay(ms); }} />;
  if (sheet.what === "conversation") return <ConversationMenu view={view} close={close} search={search} jumpToDay={jumpToDay} />;
  if (!msg) return null;
  if (sheet.what === "menu") {
    const react = (emoji: string, removed: boolean): void => {
      close();
      void chat.react(view.id, msg.seq, emoji, removed);
    };
    return <MessageMenu msg={messageAt(threadOf(state, view.id), msg.seq) ?? msg} view={view} state={state} nowMs={chat.clockMs.value} onAct={(what) => act(what, msg)} onReact={react} onClose={close} />;
  }
  if (sheet.what === "report") return <ReportSheet msg={msg} view={view} onClose={close} />;
  if (sheet.what === "forward") {
    const forward = async (ids: string[]): Promise<void> => {
      done();
      for (const seq of seqs) if (!(await chat.forward(view.id, seq, ids))) return;
      toasts.show(say("chat-forwarded-done"), "good");
    };
    return <ForwardSheet state={state} onClose={close} onPick={(ids) => void forward(ids)} />;
  }
  const recalls = sheet.what === "recall";
  return (
    <Confirm
      title={say(recalls ? "chat-recall-title" : "chat-hide-title", { count: seqs.length })}
      text={say(recalls ? "chat-recall-text" : "chat-hide-text")}
      yes={say(recalls ? "chat-act-recall" : "chat-act-hide")}
      onClose={close}
      onYes={() => {
        done();
        if (recalls) void chat.recall(view.id, msg.seq);
        else void chat.hide(view.id, seqs);
      }}
    />
  );
}

function ConversationMenu({ view, close, search, jumpToDay }: { view: View; close: () => void; search: () => void; jumpToDay: (ms: number) => void }): JSX.Element {
  const [dates, setDates] = useState(false);
  if (dates) return <DateSheet onClose={close} onPick={(ms) => { close(); jumpToDay(ms); }} />;
  return <ConversationSheet view={view} onClose={close} onDate={() => setDates(true)} onSearch={() => { close(); search(); }} />;
}
