/** Where one writes: grows with the text, suggests names after @, says what it answers or changes, keeps the draft. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { fold } from "../host/fold";
import { say } from "../i18n/texts";
import { Avatar, Icon, IconButton } from "../kit/basics";
import { ATTACH_CHOICES, AttachMenu } from "./attach";
import { TEXT_CHARS_MAX } from "./chat";
import { useChat } from "./context";
import type { Content, Member } from "./shapes";
import { nameOf, type View } from "./state";
import { hasLetters, tameLine } from "./text";
import { contentOf, type Msg } from "./thread";
import { count, oneLine, senderName } from "./words";

const COUNTER_FROM = TEXT_CHARS_MAX - 296;
const SUGGESTED_MAX = 6;
const HEIGHT_MAX_PX = 168;

export interface ComposerProps {
  view: View;
  members: Member[];
  replyTo: Msg | null;
  editing: Msg | null;
  /** Of a change that did not get through; the message's own where there are none. */
  words?: string | undefined;
  onEdit: (msg: Msg, content: Content) => void;
  /** Neither answers nor changes a message any more. */
  onDone: () => void;
  onSent: () => void;
  /** Arrow up in an empty field: change one's own last message. */
  onEditLast: () => void;
}

interface Suggested {
  id: string;
  name: string;
}

export function Composer(props: ComposerProps): JSX.Element {
  const { view, replyTo, editing, onDone, onSent } = props;
  const { chat } = useChat();
  const field = useRef<HTMLTextAreaElement>(null);
  const plus = useRef<HTMLButtonElement>(null);
  const [text, setText] = useState(view.draft);
  const [mentioned, setMentioned] = useState<Suggested[]>([]);
  const [attaching, setAttaching] = useState(false);
  const suggestions = useSuggestions(props, field.current, text);
  const [chosen, setChosen] = useState(0);
  // As the host counts: code points, without what is blank around them.
  const length = [...text.trim()].length;
  const tooLong = length > TEXT_CHARS_MAX;

  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.setProperty("block-size", "auto");
    box.style.setProperty("block-size", `${Math.min(HEIGHT_MAX_PX, box.scrollHeight)}px`);
  }, [text]);
  // With the drawing: what is typed as soon as the answer can be seen belongs into it.
  useLayoutEffect(() => {
    if (replyTo || editing) field.current?.focus();
    if (editing) setText(props.words ?? contentOf(editing).text ?? "");
    // What was begun as a message comes back when the change is done or given up.
    return editing ? () => setText(chat.state.peek().views.get(view.id)?.draft ?? "") : undefined;
  }, [replyTo?.seq, editing?.seq]);
  useEffect(() => {
    // Written on another device while nobody writes here.
    if (document.activeElement !== field.current && !editing) setText(view.draft);
  }, [view.draft]);
  useEffect(() => {
    // What was taken back meanwhile is neither answered nor changed; its words leave the field.
    if (editing?.recalled || replyTo?.recalled) onDone();
  }, [editing?.recalled, replyTo?.recalled]);

  const write = (next: string): void => {
    setText(next);
    setChosen(0);
    if (editing) return;
    chat.draft(view.id, next);
    if (next.trim()) chat.typing(view.id, true);
  };
  const take = (one: Suggested): void => {
    const box = field.current;
    const at = box?.selectionStart ?? text.length;
    const before = text.slice(0, at).replace(/@[^\s@]*$/u, `@${one.name} `);
    setMentioned([...mentioned, one]);
    write(before + text.slice(at));
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(before.length, before.length);
    });
  };
  const send = (): void => {
    const words = text.trim();
    if (!words || tooLong) return;
    const content: Content = { text: words };
    const called = mentioned.filter((one) => one.id !== "all" && words.includes(`@${one.name}`)).map((one) => one.id);
    const kept = editing ? (contentOf(editing).mention_user_ids ?? []).filter((id) => words.includes(`@${nameOf(chat.state.peek(), id)}`)) : [];
    const ids = [...new Set([...called, ...kept])];
    if (ids.length > 0) content.mention_user_ids = ids;
    if (mentioned.some((one) => one.id === "all" && words.includes(`@${one.name}`))) content.mentions_all = true;
    if (editing) {
      const changed = { ...contentOf(editing), ...content };
      delete changed.fallback_text;
      props.onEdit(editing, changed);
    } else {
      if (replyTo) content.reply_to_seq = replyTo.seq;
      chat.send(view.id, content);
      chat.draft(view.id, "");
      setText("");
    }
    setMentioned([]);
    onDone();
    onSent();
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (suggestions.length > 0 && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0) setChosen((chosen + step + suggestions.length) % suggestions.length);
      else if (event.key !== "Escape") take(suggestions[chosen] ?? (suggestions[0] as Suggested));
      else setText(text.replace(/@([^\s@]*)$/u, "$1"));
      return;
    }
    // With a keyboard of glass, Enter is the only way to a new line.
    const sends = event.key === "Enter" && !event.shiftKey && matchMedia("(pointer: fine)").matches;
    if (sends) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && (replyTo || editing)) onDone();
    else if (event.key === "ArrowUp" && text === "" && !editing) {
      event.preventDefault();
      props.onEditLast();
    }
  };
  return (
    <div class="composer">
      {suggestions.length > 0 ? (
        <ul class="suggestions" role="listbox" aria-label={say("chat-mention")} id="suggestions">
          {suggestions.map((one, index) => (
            <li key={one.id} role="option" id={`suggested-${index}`} aria-selected={index === chosen} onPointerDown={(event) => event.preventDefault()} onClick={() => take(one)}>
              <Avatar name={one.name} size="s" />
              <bdi>{tameLine(one.name)}</bdi>
            </li>
          ))}
        </ul>
      ) : null}
      {replyTo || editing ? <About msg={(editing ?? replyTo) as Msg} edits={editing !== null} onDone={onDone} /> : null}
      {attaching ? <AttachMenu view={view} onClose={() => setAttaching(false)} onLeave={() => plus.current?.focus()} /> : null}
      <div class="composer-line">
        {ATTACH_CHOICES.length > 0 ? (
          <IconButton icon="plus" plain label={say("chat-attach")} testId="attach" face={plus} expanded={attaching} onPress={() => setAttaching(!attaching)} />
        ) : null}
        <div class="composer-box">
          <textarea
            ref={field}
            class={`composer-text${hasLetters(text) ? "" : " written-along"}`}
            rows={1}
            dir={text ? "auto" : undefined}
            value={text}
            placeholder={say("chat-write")}
            aria-label={say("chat-write")}
            aria-invalid={tooLong ? "true" : undefined}
            aria-controls={suggestions.length > 0 ? "suggestions" : undefined}
            aria-activedescendant={suggestions.length > 0 ? `suggested-${chosen}` : undefined}
            data-testid="composer"
            onInput={(event) => write(event.currentTarget.value)}
            onKeyDown={keys}
            onBlur={() => chat.typing(view.id, false)}
          />
          {length >= COUNTER_FROM ? (
            <output class={`composer-count${tooLong ? " words-bad" : ""}`} data-testid="counter">{say(tooLong ? "chat-over" : "chat-left", { count: Math.abs(TEXT_CHARS_MAX - length), shown: count(Math.abs(TEXT_CHARS_MAX - length), 99_999) })}</output>
          ) : null}
        </div>
        <button type="button" class="composer-send" aria-label={say(editing ? "save" : "send")} data-testid="send" disabled={!text.trim() || tooLong} onClick={send}>
          <Icon name={editing ? "check" : "send"} />
        </button>
      </div>
    </div>
  );
}

function About({ msg, edits, onDone }: { msg: Msg; edits: boolean; onDone: () => void }): JSX.Element {
  const { chat } = useChat();
  return (
    <div class="about" data-testid={edits ? "editing" : "replying"}>
      <Icon name={edits ? "edit" : "reply"} size="s" />
      <div class="about-words">
        <p class="quote-name">{edits ? say("chat-editing") : say("chat-replying", { name: senderName(chat.state.value, msg.senderId) })}</p>
        <bdi class="quote-text">{oneLine(contentOf(msg))}</bdi>
      </div>
      <IconButton icon="close" plain label={say("cancel")} onPress={onDone} />
    </div>
  );
}

/** People of a group whose name begins like what stands after the last @. */
function useSuggestions(props: ComposerProps, box: HTMLTextAreaElement | null, text: string): Suggested[] {
  const { chat } = useChat();
  const { view, members } = props;
  if (view.kind !== "group" && view.kind !== "channel") return [];
  const typed = /(?:^|\s)@([^\s@]*)$/u.exec(text.slice(0, box?.selectionStart ?? text.length))?.[1];
  if (typed === undefined) return [];
  const all: Suggested[] = members
    .filter((one) => one.user_id !== chat.me)
    .map((one) => ({ id: one.user_id, name: nameOf(chat.state.value, one.user_id) || (one.display_name ?? "") }));
  if (view.role === "owner" || view.role === "admin") all.push({ id: "all", name: say("chat-everybody") });
  const wanted = fold(typed);
  return all.filter((one) => fold(one.name).split(" ").some((word) => word.startsWith(wanted))).slice(0, SUGGESTED_MAX);
}
