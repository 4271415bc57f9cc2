/** The top of a conversation: who it is with, whether they are there, what can be done. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { aboutHref } from "../groups/group_calls";
import { nowMs, time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Avatar, IconButton } from "../kit/basics";
import { heading } from "../kit/title";
import { type ChatState, titleOf, type View } from "./state";
import { tameLine } from "./text";
import { senderName } from "./words";

const SEEN_DAYS_MS = 7 * 86_400_000;

function underTitle(view: View, state: ChatState): string {
  if (view.kind === "group") return say("chat-members", { count: view.members });
  if (view.kind === "channel") return say("chat-channel");
  if (view.kind === "app") return say("chat-app");
  const seen = state.presence.get(view.peerId);
  if (seen?.online) return say("chat-online");
  const lastMs = seen?.lastSeenMs ?? 0;
  return lastMs > 0 && nowMs.value - lastMs < SEEN_DAYS_MS ? say("chat-last-seen", { when: time(lastMs, "relative") }) : "";
}

/** Who is writing now, in place of what stands under the title. */
function Typing({ view, state, userIds }: { view: View; state: ChatState; userIds: string[] }): JSX.Element {
  const name = senderName(state, userIds[0] ?? "");
  return (
    <p class="topbar-subtitle typing" data-testid="typing">
      <span class="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {view.kind === "direct" ? say("chat-typing-short") : say("chat-typing", { name, count: userIds.length })}
    </p>
  );
}

export interface BarProps {
  view: View;
  state: ChatState;
  nowMs: number;
  onBack: () => void;
  onMenu: () => void;
}

export function ThreadBar({ view, state, nowMs: now, onBack, onMenu }: BarProps): JSX.Element {
  const title = tameLine(titleOf(state, view)) || say("chat-someone");
  const under = underTitle(view, state);
  const typing = state.typing.get(view.id);
  const writers = typing && typing.untilMs > now ? typing.userIds : [];
  useEffect(() => {
    heading.value = `${title} · ${say("app-name")}`;
  }, [title]);
  return (
    <header class="topbar thread-bar">
      <IconButton icon="back" plain label={say("back")} testId="back" onPress={onBack} />
      <Avatar name={title} size="m" />
      <a class="topbar-words plain-link" href={aboutHref(view.id)} data-testid="to-about">
        <h1 class="topbar-title" data-testid="thread-title">
          <bdi>{title}</bdi>
        </h1>
        {writers.length > 0 ? <Typing view={view} state={state} userIds={writers} /> : under ? <p class={`topbar-subtitle${state.presence.get(view.peerId)?.online ? " is-online" : ""}`}>{under}</p> : null}
      </a>
      <IconButton icon="more" plain label={say("chat-conversation-menu")} testId="conversation-menu-button" onPress={onMenu} />
    </header>
  );
}
