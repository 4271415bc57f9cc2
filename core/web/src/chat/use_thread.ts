/** Where one stands in a conversation: which stretch is shown, going to a message or to the newest, what was seen. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { VirtualHandle } from "../kit/virtual";
import { useChat } from "./context";
import { messageKey, seqOf, shownStretch } from "./rows";
import { threadOf, unreadOf, type View } from "./state";
import { type Stretch, stretchAt, type Thread, topOf } from "./thread";

const LIT_MS = 1_800;

export interface Place {
  list: RefObject<VirtualHandle | null>;
  stretch: Stretch | undefined;
  /** A number in the stretch that is shown; 0 for the newest. */
  shownAt: number;
  /** The first that was unread when the conversation was opened; 0 for none. */
  unreadFrom: number;
  /** What is shown reaches the newest that is held. */
  ended: boolean;
  atEnd: boolean;
  /** The message one has just jumped to. */
  lit: number;
  jump: (seq: number) => void;
  toEnd: () => void;
  near: (edge: "start" | "end") => void;
  seen: (key: string, end: boolean) => void;
}

export function useThread(view: View, thread: Thread, at: number, offline: boolean): Place {
  const { chat } = useChat();
  const { pages } = chat;
  const list = useRef<VirtualHandle | null>(null);
  const [shownAt, setShownAt] = useState(at);
  const [unreadFrom] = useState(() => (unreadOf(chat.state.peek(), view).unread > 0 ? view.read + 1 : 0));
  const [atEnd, setAtEnd] = useState(true);
  const [lit, setLit] = useState(0);
  const light = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [ready, setReady] = useState(false);
  const stretch = ready ? shownStretch(thread, shownAt) : undefined;
  const ended = !stretch || stretch.to >= topOf(thread);
  const now = (): Thread => threadOf(chat.state.peek(), view.id);
  const goTo = (seq: number): void => setShownAt(stretchAt(now(), seq) ? seq : 0);

  const jump = (seq: number): void => {
    void pages.around(view.id, seq).then(() => {
      goTo(seq);
      setLit(seq);
      requestAnimationFrame(() => list.current?.show(messageKey(seq)));
      clearTimeout(light.current);
      light.current = setTimeout(() => setLit(0), LIT_MS);
    });
  };
  const toEnd = (): void => {
    void pages.newest(view.id).then(() => {
      setShownAt(0);
      requestAnimationFrame(() => list.current?.toEnd());
    });
  };
  useEffect(() => {
    // Where one stopped reading may lie far before the newest page.
    const from = at || (unreadFrom > 0 && unreadFrom <= thread.head ? unreadFrom : 0);
    void pages.around(view.id, from).then(() => {
      goTo(from);
      setReady(true);
      if (at) jump(at);
    });
  }, [view.id, at, chat.state.value.synced]);

  const near = (edge: "start" | "end"): void => {
    if (!stretch || offline) return;
    if (edge === "start" && stretch.from > Math.max(1, view.visibleFrom)) void pages.before(view.id, stretch.from);
    if (edge === "end" && !ended) void pages.after(view.id, stretch.to);
  };
  const seen = (key: string, end: boolean): void => {
    setAtEnd(end && ended);
    if (document.visibilityState !== "visible" || view.status !== "active") return;
    // Lines that only change messages have numbers too: at the end everything was seen.
    const seq = end && ended ? topOf(now()) : seqOf(key);
    if (seq > 0) chat.read(view.id, seq);
  };
  return { list, stretch, shownAt, unreadFrom, ended, atEnd, lit, jump, toEnd, near, seen };
}
