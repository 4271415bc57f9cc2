/** One message: who, what it answers, what it holds, when, and how far it got. */
import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { isolate } from "../i18n/isolate";
import { has, say } from "../i18n/texts";
import { Avatar, Button, Icon, hueOf } from "../kit/basics";
import { Attachment } from "./attachments/registry";
import type { Outgoing } from "./outgoing";
import type { Content, Reaction } from "./shapes";
import { num } from "./shapes";
import { type ChatState, nameOf, type View } from "./state";
import { tameLine, Written } from "./text";
import { contentOf, messageAt, type Msg, type Thread, type Tick, tickOf } from "./thread";
import { attachmentOf, clock, count, fullMoment, listOf, noteText, oneLine, senderName } from "./words";
import { useChat } from "./context";

export interface BubbleActs {
  menu: (msg: Msg) => void;
  jump: (seq: number) => void;
  react: (msg: Msg, emoji: string, removed: boolean) => void;
  pick: (msg: Msg) => void;
}

export interface MessageProps {
  msg: Msg;
  opens: boolean;
  closes: boolean;
  view: View;
  thread: Thread;
  state: ChatState;
  acts: BubbleActs;
  /** Some messages are being picked; whether this is one of them. */
  picked?: boolean | undefined;
  lit: boolean;
}

const PRESS_MS = 450;
const PRESS_PX = 10;

/** The finger that opened something by a long press is still down: lifting it is no tap on what came under it. */
function ignoreLift(): void {
  const ignore = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const end = (): void => removeEventListener("click", ignore, true);
  addEventListener("click", ignore, { capture: true, once: true });
  addEventListener("pointerdown", end, { capture: true, once: true });
  addEventListener("keydown", end, { capture: true, once: true });
}

/** A long press with a finger, or the other mouse button, opens the menu; words that are selected keep the browser's own. */
function usePress(open: () => void): Record<string, (event: never) => void> {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const stop = (): void => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      stop();
      if (event.pointerType !== "touch") return;
      from.current = { x: event.clientX, y: event.clientY };
      timer.current = setTimeout(() => {
        ignoreLift();
        open();
      }, PRESS_MS);
    },
    onPointerMove: (event: PointerEvent) => {
      if (Math.hypot(event.clientX - from.current.x, event.clientY - from.current.y) > PRESS_PX) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onContextMenu: (event: MouseEvent) => {
      stop();
      if ((event.target as Element).closest("a") || String(getSelection())) return;
      event.preventDefault();
      open();
    },
  };
}

export function Message(props: MessageProps): JSX.Element {
  const { msg, opens, closes, view, thread, state, acts, picked, lit } = props;
  const mine = msg.senderId === state.me;
  const content = contentOf(msg);
  const person = view.kind === "group" && !mine && msg.senderId !== "";
  const press = usePress(() => acts.menu(msg));
  const picks = picked !== undefined;
  const classes = ["message", mine ? "message-mine" : "", opens ? "message-opens" : "", closes ? "message-closes" : ""];
  if (lit) classes.push("message-lit");
  if (picked) classes.push("message-picked");
  return (
    <article
      class={classes.filter(Boolean).join(" ")}
      tabIndex={-1}
      data-seq={msg.seq}
      data-testid={`message-${msg.seq}`}
      aria-label={say("chat-message-label", { name: senderName(state, msg.senderId), when: clock(msg.atMs) })}
      {...press}
      onClick={picks ? () => acts.pick(msg) : undefined}
    >
      {picks ? <span class="pick-mark" role="checkbox" aria-checked={picked} aria-label={say("chat-pick")} tabIndex={0}>{picked ? <Icon name="check" size="s" /> : null}</span> : null}
      {person ? <span class="message-face">{closes ? <Avatar name={senderName(state, msg.senderId)} size="s" /> : null}</span> : null}
      <div class="message-body">
        <div class="bubble">
          {person && opens ? (
            <p class={`bubble-name hue-${hueOf(senderName(state, msg.senderId))}`}>
              <bdi>{senderName(state, msg.senderId)}</bdi>
            </p>
          ) : null}
          {msg.recalled ? <Recalled mine={mine} /> : <Inside conversationId={view.id} content={content} msg={msg} thread={thread} state={state} jump={acts.jump} />}
          <Foot at={msg.atMs} edited={msg.editedMs > 0} tick={mine && !msg.recalled && !msg.waits ? tickOf(thread, msg.seq, state.me) : null}>
            {msg.waits ? <WaitMark /> : null}
          </Foot>
        </div>
        {msg.reactions.length > 0 ? <Reactions of={msg.reactions} state={state} press={(emoji, removed) => acts.react(msg, emoji, removed)} /> : null}
      </div>
      {picks ? null : (
        <button type="button" class="message-more" tabIndex={-1} aria-label={say("chat-message-menu")} data-testid={`menu-${msg.seq}`} onClick={() => acts.menu(msg)}>
          <Icon name="more" size="s" />
        </button>
      )}
    </article>
  );
}

function Recalled({ mine }: { mine: boolean }): JSX.Element {
  return (
    <p class="recalled">
      <Icon name="back-out" size="s" />
      {say(mine ? "chat-recalled-mine" : "chat-recalled")}
    </p>
  );
}

interface InsideProps {
  conversationId: string;
  content: Content;
  msg: Msg;
  thread: Thread;
  state: ChatState;
  jump: (seq: number) => void;
}

function Inside({ conversationId, content, msg, thread, state, jump }: InsideProps): JSX.Element {
  const reply = num(content.reply_to_seq);
  const type = attachmentOf(content);
  const mentions = (content.mention_user_ids ?? []).map((id) => nameOf(state, id)).filter(Boolean);
  if (content.mentions_all) mentions.push(say("chat-everybody"));
  const nothing = !type && !content.text && !content.note;
  return (
    <>
      {content.forwarded ? (
        <p class="forwarded">
          <Icon name="share" size="s" />
          {say("chat-forwarded")}
        </p>
      ) : null}
      {reply > 0 ? <Quote seq={reply} thread={thread} state={state} jump={jump} /> : null}
      {type ? <Attachment content={content} conversationId={conversationId} seq={msg.seq} /> : null}
      {content.note ? <p class="written">{noteText(content.note.key, content.note.facts ?? {}, content.fallback_text)}</p> : null}
      {content.text ? <Written text={content.text} mentions={mentions} /> : null}
      {nothing ? <p class="unknown">{tameLine(content.fallback_text ?? "") || say("chat-type-unknown")}</p> : null}
    </>
  );
}

function Quote({ seq, thread, state, jump }: { seq: number; thread: Thread; state: ChatState; jump: (seq: number) => void }): JSX.Element {
  const target = messageAt(thread, seq);
  const gone = target?.recalled || thread.hidden.has(seq);
  const covered = target !== undefined && state.blocked.has(target.senderId);
  return (
    <button type="button" class="quote" onClick={() => jump(seq)} title={say("chat-to-replied")}>
      {target && !gone ? (
        <>
          <bdi class="quote-name">{senderName(state, target.senderId)}</bdi>
          <bdi class="quote-text">{covered ? say("chat-covered") : oneLine(contentOf(target))}</bdi>
        </>
      ) : (
        <span class="quote-text">{say(gone ? "chat-recalled" : "chat-earlier-message")}</span>
      )}
    </button>
  );
}

function Foot({ at, edited, tick, children }: { at: number; edited: boolean; tick: Tick | null; children?: ComponentChildren }): JSX.Element {
  return (
    <p class="bubble-foot">
      {edited ? <span>{say("chat-edited")}</span> : null}
      <time dateTime={new Date(at).toISOString()} title={fullMoment(at)}>
        {clock(at)}
      </time>
      {tick ? <TickMark tick={tick} /> : null}
      {children}
    </p>
  );
}

export function TickMark({ tick }: { tick: Tick }): JSX.Element {
  return (
    <span class={`tick tick-${tick}`} role="img" aria-label={say(`chat-tick-${tick}`)} data-testid={`tick-${tick}`}>
      <Icon name={tick === "sent" ? "check" : "checks"} size="s" />
    </span>
  );
}

function Reactions(props: { of: Reaction[]; state: ChatState; press: (emoji: string, removed: boolean) => void }): JSX.Element {
  return (
    <div class="reactions">
      {props.of.map((one) => {
        const names = listOf((one.user_ids ?? []).map((id) => isolate(senderName(props.state, id))));
        return (
          <button
            key={one.emoji}
            type="button"
            class="reaction"
            aria-pressed={one.mine ?? false}
            title={names}
            onClick={() => props.press(one.emoji, one.mine ?? false)}
          >
            <span>{one.emoji}</span>
            {(one.count ?? 0) > 1 ? <span>{count(one.count ?? 0)}</span> : null}
            <span class="for-ears">{names}</span>
          </button>
        );
      })}
    </div>
  );
}

/** Words of somebody one has blocked, in a conversation of many: under a cover until one asks for them. */
export function Covered({ msg, onUncover }: { msg: Msg; onUncover: () => void }): JSX.Element {
  return (
    <article class="message message-opens message-closes" data-seq={msg.seq} data-testid="covered" tabIndex={-1}>
      <div class="message-body">
        <div class="bubble bubble-covered">
          <p class="unknown">
            <Icon name="eye-off" size="s" />
            {say("chat-covered")}
          </p>
          <Button look="link" testId="uncover" onPress={onUncover}>
            {say("chat-uncover")}
          </Button>
        </div>
      </div>
    </article>
  );
}

function WaitMark(): JSX.Element {
  return (
    <span class="tick" role="img" aria-label={say("chat-tick-waiting")} data-testid="edit-waits">
      <Icon name="clock" size="s" />
    </span>
  );
}

/** A message that has not been answered yet: waiting, on its way, or refused. */
export function OutgoingMessage({ sent, opens, thread, state, jump }: { sent: Outgoing; opens: boolean; thread: Thread; state: ChatState; jump: (seq: number) => void }): JSX.Element {
  const { chat } = useChat();
  const failed = sent.state === "failed";
  const reason = `error-${sent.reason.toLowerCase().replaceAll("_", "-")}`;
  return (
    <article class={`message message-mine message-closes${opens ? " message-opens" : ""}`} data-testid="outgoing" data-state={sent.state}>
      <div class="message-body">
        <div class={`bubble bubble-${failed ? "failed" : "waiting"}`}>
          {num(sent.content.reply_to_seq) > 0 ? <Quote seq={num(sent.content.reply_to_seq)} thread={thread} state={state} jump={jump} /> : null}
          <Attachment content={sent.content} conversationId={sent.conversationId} seq={0} />
          {sent.content.text ? <Written text={sent.content.text} /> : null}
          <Foot at={sent.atMs} edited={false} tick={null}>
            <span class="tick" role="img" aria-label={say(failed ? "chat-tick-failed" : "chat-tick-waiting")}>
              <Icon name={failed ? "alert" : "clock"} size="s" />
            </span>
          </Foot>
        </div>
        {failed ? (
          <div class="failed" role="alert">
            <p>{has(reason) ? say(reason) : say("error-unknown")}</p>
            <Button look="link" testId="try-again" onPress={() => chat.tryAgain(sent.requestId)}>
              {say("chat-try-again")}
            </Button>
            <Button look="link" onPress={() => chat.discard(sent.requestId)}>
              {say("chat-discard")}
            </Button>
          </div>
        ) : null}
      </div>
    </article>
  );
}
