/** The list of conversations: find one, or anything that was written, or begin a new one. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { fold } from "../host/fold";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon, Skeleton } from "../kit/basics";
import { lazy } from "../kit/lazy";
import { Empty } from "../kit/surfaces";
import { chatHref, useChat } from "./context";
import { type ChatState, invitations, listed, newestOf, threadOf, titleOf, unreadOf, type View } from "./state";
import { tameLine } from "./text";
import { contentOf, type Msg, tickOf } from "./thread";
import { TickMark } from "./bubble";
import { attachmentOf, count, listMoment, oneLine, preview, senderName, TYPE_ICONS } from "./words";

const SearchResults = lazy(() => import("./search"), (all) => all.SearchResults);
const SLOW_MS = 6_000;
const ROWS_AT_ONCE = 40;

export function ChatList({ current }: { current?: string | undefined }): JSX.Element {
  const { chat } = useChat();
  const [query, setQuery] = useState("");
  const state = chat.state.value;
  const views = listed(state);
  const wanted = fold(query);
  const found = wanted ? views.filter((view) => fold(titleOf(state, view)).includes(wanted)) : views;
  const slow = useSlow(!state.synced);
  return (
    <div class="chats">
      <div class="chats-search">
        <Icon name="search" size="s" />
        <input
          type="search"
          class="input"
          aria-label={say("chat-search-all")}
          placeholder={say("chat-search-all")}
          data-testid="chat-search"
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      {wanted ? null : <Invitations state={state} />}
      {!state.synced && views.length === 0 ? (
        slow ? <Empty icon="offline" tone="warn" title={say("chat-not-loaded")} text={say("error-unavailable")} testId="chats-late" /> : <Skeleton rows={6} />
      ) : views.length === 0 ? (
        <NoChats />
      ) : (
        <ChatRows views={found} state={state} current={current} />
      )}
      {wanted ? <SearchResults query={query} conversationId="" quiet={found.length > 0} /> : null}
    </div>
  );
}

/** The first screens of a long list are drawn at once, the others as its end comes near. */
function ChatRows({ views, state, current }: { views: View[]; state: ChatState; current: string | undefined }): JSX.Element {
  const [most, setMost] = useState(ROWS_AT_ONCE);
  const near = useRef<HTMLLIElement>(null);
  const isLonger = views.length > most;
  useEffect(() => {
    if (!near.current) return;
    const watcher = new IntersectionObserver(([seen]) => seen?.isIntersecting && setMost((before) => before + ROWS_AT_ONCE));
    watcher.observe(near.current);
    return () => watcher.disconnect();
  }, [isLonger, most]);
  return (
    <ul class="chat-rows" data-testid="chats">
      {views.slice(0, most).map((view) => (
        <ChatRow key={view.id} view={view} state={state} current={view.id === current} />
      ))}
      {isLonger ? <li ref={near} class="chat-rows-end" aria-hidden="true" /> : null}
    </ul>
  );
}

function useSlow(waits: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waits) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [waits]);
  return slow;
}

function NoChats(): JSX.Element {
  const { go } = useChat();
  return (
    <Empty icon="chat" title={say("chats-empty-title")} text={say("chats-empty-text")} testId="chats-empty">
      <Button look="primary" icon="plus" onPress={() => go("#/chats/new")}>
        {say("chat-new")}
      </Button>
    </Empty>
  );
}

/** Groups one was asked into. */
function Invitations({ state }: { state: ChatState }): JSX.Element | null {
  const { chat, go } = useChat();
  const asked = invitations(state);
  if (asked.length === 0) return null;
  const answer = async (id: string, accept: boolean): Promise<void> => {
    const joined = await chat.answerInvitation(id, accept);
    if (accept && joined) go(chatHref(joined));
  };
  return (
    <section class="invitations" aria-label={say("chat-invitations")}>
      {asked.map((view) => (
        <div key={view.id} class="invitation" data-testid="invitation">
          <Avatar name={view.title} />
          <p>{say("chat-invited", { title: tameLine(view.title) })}</p>
          <Button look="primary" onPress={() => void answer(view.id, true)}>
            {say("chat-join")}
          </Button>
          <Button look="link" onPress={() => void answer(view.id, false)}>
            {say("chat-decline")}
          </Button>
        </div>
      ))}
    </section>
  );
}

function ChatRow({ view, state, current }: { view: View; state: ChatState; current: boolean }): JSX.Element {
  const { chat } = useChat();
  const newest = newestOf(state, view);
  const { unread, mentions } = unreadOf(state, view);
  const title = tameLine(titleOf(state, view)) || say("chat-someone");
  const muted = view.mutedUntilMs > chat.clockMs.value;
  const fresh = unread > 0 || view.markedUnread;
  return (
    <li>
      <a class={`chat-row${fresh ? " chat-row-fresh" : ""}`} href={chatHref(view.id)} aria-current={current ? "true" : undefined} data-testid="chat-row">
        <span class="chat-face">
          <Avatar name={title} quiet />
          {state.presence.get(view.peerId)?.online ? <span class="online-dot" role="img" aria-label={say("chat-online")} /> : null}
        </span>
        <span class="chat-row-words">
          <span class="chat-row-line">
            <span class="chat-row-title">
              {view.kind === "group" ? <Icon name="people" size="s" /> : view.kind === "channel" ? <Icon name="megaphone" size="s" /> : null}
              <bdi>{title}</bdi>
            </span>
            {newest ? <time class="chat-row-time">{listMoment(newest.atMs)}</time> : null}
          </span>
          <span class="chat-row-line">
            <Newest view={view} state={state} newest={newest} current={current} />
            <span class="chat-row-marks">
              {muted ? <Mark icon="bell-off" label={say("chat-muted")} /> : null}
              {view.pinned && !fresh ? <Mark icon="pin" label={say("chat-pinned")} /> : null}
              {mentions > 0 ? (
                <span class="count" role="img" aria-label={say("chat-mentions-label", { count: mentions })} data-testid="mentions">
                  @
                </span>
              ) : null}
              {unread > 0 ? (
                <span class={`count${muted ? " count-quiet" : ""}`} role="img" aria-label={say("chat-unread-label", { count: unread })} data-testid="unread">
                  {count(unread)}
                </span>
              ) : view.markedUnread ? (
                <span class="count count-dot" role="img" aria-label={say("chat-marked-unread")} />
              ) : null}
            </span>
          </span>
        </span>
      </a>
    </li>
  );
}

function Mark({ icon, label }: { icon: string; label: string }): JSX.Element {
  return (
    <span class="chat-mark" role="img" aria-label={label}>
      <Icon name={icon} size="s" />
    </span>
  );
}

interface NewestProps {
  view: View;
  state: ChatState;
  newest: Msg | null;
  current: boolean;
}

function Newest({ view, state, newest, current }: NewestProps): JSX.Element {
  const { chat } = useChat();
  const typing = state.typing.get(view.id);
  if (typing && typing.userIds.length > 0 && typing.untilMs > chat.clockMs.value) {
    const name = senderName(state, typing.userIds[0] ?? "");
    return <span class="chat-row-text words-brand">{view.kind === "direct" ? say("chat-typing-short") : say("chat-typing", { name, count: typing.userIds.length })}</span>;
  }
  if (view.draft && !current) {
    return (
      <span class="chat-row-text">
        <span class="words-bad">{say("chat-draft")}</span> <bdi>{tameLine(view.draft)}</bdi>
      </span>
    );
  }
  const waiting = chat.outgoing.value.findLast((one) => one.conversationId === view.id);
  if (waiting) {
    return (
      <span class="chat-row-text">
        <Mark icon={waiting.state === "failed" ? "alert" : "clock"} label={say(waiting.state === "failed" ? "chat-tick-failed" : "chat-tick-waiting")} />
        <bdi>{oneLine(waiting.content)}</bdi>
      </span>
    );
  }
  if (!newest) return <span class="chat-row-text">{say("chat-nothing-yet")}</span>;
  const mine = newest.senderId === state.me && newest.kind === "UPDATE_KIND_MESSAGE" && !newest.recalled;
  const type = newest.recalled ? null : attachmentOf(contentOf(newest));
  return (
    <span class="chat-row-text">
      {mine && view.kind !== "channel" ? <TickMark tick={tickOf(threadOf(state, view.id), newest.seq, state.me)} /> : null}
      {type ? <Icon name={TYPE_ICONS[type]} size="s" /> : null}
      <bdi>{preview(state, view, newest)}</bdi>
    </span>
  );
}

/** Puts the focus on the page's heading when it opens. */
export function useFocusOnOpen<Element extends HTMLElement>(): { current: Element | null } {
  const target = useRef<Element>(null);
  useEffect(() => target.current?.focus({ preventScroll: true }), []);
  return target;
}
