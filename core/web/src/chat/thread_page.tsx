/** One conversation on the page. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { IconButton, Skeleton } from "../kit/basics";
import { Empty } from "../kit/surfaces";
import { VirtualList } from "../kit/virtual";
import { Composer } from "./composer";
import { useChat } from "./context";
import { withPending } from "./pending";
import { allowedOn, type MessageAct, writes } from "./rights";
import { guessHeight, keyOf, messageKey, rowsOf } from "./rows";
import type { Content, Member } from "./shapes";
import { threadOf, type View } from "./state";
import { ThreadBar } from "./thread_bar";
import { Announcer, Closed, Offline, PickBar, threadKeys, ToEnd } from "./thread_parts";
import { drawRow, type RowScene } from "./thread_rows";
import { type Sheet, Sheets } from "./thread_sheets";
import { UploadTray } from "./upload_tray";
import { contentOf, messageAt, missingAfter, type Msg } from "./thread";
import { useThread } from "./use_thread";

export interface ThreadProps {
  conversationId: string;
  /** A message to go to; 0 for where one stopped reading. */
  at: number;
  offline: boolean;
  onReconnect: () => void;
  onBack: () => void;
}

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

/** The message that is answered or changed, with the words of a change that did not get through. */
interface About {
  msg: Msg;
  words?: string;
}

function Thread({ view, at, offline, onReconnect, onBack }: ThreadProps & { view: View }): JSX.Element {
  const { chat, toasts, go } = useChat();
  const state = chat.state.value;
  const thread = withPending(threadOf(state, view.id), chat.pending.value, view.id, state.me);
  const place = useThread(view, thread, at, offline);
  const [replyTo, setReplyTo] = useState<Msg | null>(null);
  const [editing, setEditing] = useState<About | null>(null);
  const [sheet, setSheet] = useState<Sheet>(null);
  const [picked, setPicked] = useState<ReadonlySet<number> | null>(null);
  const [uncovered, setUncovered] = useState<ReadonlySet<number>>(new Set());
  const members = useMembers(view);
  const now = (msg: Msg): Msg => messageAt(thread, msg.seq) ?? msg;
  const openMenu = (msg: Msg): void => setSheet({ what: "menu", msgs: [msg] });
  const outgoing = chat.outgoing.value.filter((one) => one.conversationId === view.id);
  const rows = rowsOf({ thread, at: place.shownAt, visibleFrom: view.visibleFrom, unreadFrom: place.unreadFrom, outgoing, me: state.me });
  const act = (what: MessageAct, msg: Msg): void => {
    setSheet(null);
    if (what === "reply") setReplyTo(msg);
    else if (what === "edit") setEditing({ msg });
    else if (what === "pick") setPicked(new Set([msg.seq]));
    else if (what === "copy") void navigator.clipboard?.writeText(contentOf(msg).text ?? "").then(() => toasts.show(say("chat-copied"), "good"));
    else setSheet({ what, msgs: [msg] });
  };
  const edit = (msg: Msg, content: Content): void => {
    // What was refused comes back into the field: nobody types it twice.
    void chat.acts.edit(view.id, msg.seq, content).then((done) => done || setEditing({ msg: now(msg), words: content.text ?? "" }));
  };
  const scene: RowScene = {
    view, thread, state, picked, uncovered,
    lit: place.lit,
    uncover: (msg) => setUncovered(new Set([...uncovered, msg.seq])),
    acts: {
      menu: openMenu,
      jump: place.jump,
      react: (msg, emoji, removed) => void chat.acts.react(view.id, msg.seq, emoji, removed),
      pick: (msg) => setPicked((before) => toggled(before, msg.seq)),
    },
  };
  const news = place.ended ? thread.messages.filter((one) => one.seq > view.read && one.senderId !== state.me).length : 0;
  const isNewest = place.atEnd && place.ended && missingAfter(thread) === null;
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
            {place.stretch || outgoing.length > 0 ? (
              <VirtualList
                rows={rows}
                keyOf={keyOf}
                guess={guessHeight}
                draw={(row) => drawRow(row, scene)}
                label={say("chat-messages")}
                handle={place.list}
                startKey={at ? messageKey(at) : place.unreadFrom ? "unread" : undefined}
                ended={place.ended}
                onNear={place.near}
                onSeen={place.seen}
                onKeyDown={(event) => threadKeys(event, (seq) => openMenu(messageAt(thread, seq) as Msg))}
              />
            ) : (
              <Skeleton rows={6} />
            )}
            {isNewest ? null : <ToEnd news={news} onPress={place.toEnd} />}
          </div>
          <Announcer view={view} />
          <UploadTray conversationId={view.id} />
          {writes(view) ? (
            <Composer
              view={view}
              members={members}
              replyTo={replyTo ? now(replyTo) : null}
              editing={editing ? now(editing.msg) : null}
              words={editing?.words}
              onEdit={edit}
              onDone={() => {
                setReplyTo(null);
                setEditing(null);
              }}
              onSent={place.toEnd}
              onEditLast={() => {
                const last = thread.messages.findLast((one) => one.senderId === state.me && !one.recalled && one.kind === "UPDATE_KIND_MESSAGE");
                if (last && allowedOn(last, view, state.me, chat.now()).acts.includes("edit")) setEditing({ msg: last });
              }}
            />
          ) : (
            <Closed view={view} />
          )}
        </main>
      </div>
      <Sheets
        view={view}
        sheet={sheet}
        close={() => setSheet(null)}
        done={() => {
          setSheet(null);
          setPicked(null);
        }}
        act={act}
        jumpToDay={(ms) => void chat.pages.at(view.id, ms).then((seq) => seq && place.jump(seq))}
        search={() => go(`#/chats/${encodeURIComponent(view.id)}/search`)}
      />
    </div>
  );
}

const toggled = (before: ReadonlySet<number> | null, seq: number): ReadonlySet<number> => {
  const next = new Set(before);
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
