/** Notifications that arrive while the page is open: one line over it that leads to what it is about. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { chatHref } from "../chat/context";
import type { Happening, NotificationShape } from "../chat/shapes";
import { num } from "../chat/shapes";
import { titleOf } from "../chat/state";
import { tameLine } from "../chat/text";
import type { View } from "../chat/view";
import type { Host } from "../host/host";
import { go, route } from "../host/route";
import { say } from "../i18n/texts";
import { Avatar, IconButton } from "../kit/basics";
import type { ServerFrame } from "../wire/frames";
import type { Rider } from "../wire/link";
import { showInBrowser } from "./browser";

interface Pop {
  id: number;
  href: string;
  conversationId: string;
  title: string;
  text: string;
}

const POP_MS = 6_000;

/** Listens for what the person is told, and shows it once: on the page where they look at it, else by the browser. */
export class Pops implements Rider {
  readonly shown = signal<Pop | null>(null);
  readonly #host: Host;
  #last = 0;

  constructor(host: Host) {
    this.#host = host;
    host.link.board(this);
  }

  resume(): null {
    return null;
  }

  reopened(): void {
    // What came meanwhile is counted in the list; nothing old pops up.
  }

  receive(frame: ServerFrame): void {
    const told = frame.k === "chat" ? (frame as Happening).notification : undefined;
    if (told) this.#tell(told);
  }

  #tell(told: NotificationShape): void {
    const conversationId = told.conversation_id ?? "";
    const invited = this.#viewOf(told)?.status === "invited";
    const href = invited ? "#/chats" : chatHref(conversationId, num(told.seq));
    const pop = { id: (this.#last += 1), href, conversationId, title: this.#titleOf(told), text: textOf(told, invited) };
    const onTap = (): void => this.open(pop);
    showInBrowser({ tag: conversationId, title: pop.title, text: pop.text, silent: told.silent ?? false, onTap });
    const at = route.peek();
    const looksAtIt = at.page === "chat" && at.conversationId === conversationId;
    if (document.visibilityState !== "visible" || looksAtIt) return;
    this.shown.value = pop;
    setTimeout(() => this.close(pop.id), POP_MS);
  }

  #viewOf(told: NotificationShape): View | undefined {
    return this.#host.chat.peek()?.state.peek().views.get(told.conversation_id ?? "");
  }

  /** What the reader calls them stands before what they call themselves. */
  #titleOf(told: NotificationShape): string {
    const state = this.#host.chat.peek()?.state.peek();
    const view = this.#viewOf(told);
    return tameLine((state && view ? titleOf(state, view) : "") || told.title || "").trim() || say("app-name");
  }

  open(pop: Pop): void {
    this.close(pop.id);
    go(pop.href);
  }

  close(id: number): void {
    if (this.shown.peek()?.id === id) this.shown.value = null;
  }
}

const KINDS_SAID = new Set(["message", "mention", "reaction", "card", "payment", "system"]);

/** Without previews, what it is; several at once are counted. What is in no log is an invitation, or somebody who asks. */
export function textOf(told: NotificationShape, invited = false): string {
  const words = tameLine(told.text ?? "").trim();
  const kind = (told.kind ?? "").toLowerCase().replace("notification_kind_", "");
  const count = told.count ?? 1;
  if (kind === "system" && !num(told.seq)) return invited ? say("notice-invited") : say("join-requests", { count });
  if (count > 1 && !words) return say("notice-many", { count });
  if (kind === "reaction" && words) return say("notice-reaction", { emoji: words });
  return words || say(`notice-told-${KINDS_SAID.has(kind) ? kind : "message"}`);
}

export function PopStack({ pops }: { pops: Pops }): JSX.Element {
  const pop = pops.shown.value;
  return (
    <div class="pops" role="status" aria-live="polite">
      {pop ? (
        <div key={pop.id} class="pop" data-testid="pop">
          <a
            class="pop-face"
            href={pop.href}
            onClick={(event) => {
              event.preventDefault();
              pops.open(pop);
            }}
          >
            <Avatar name={pop.title} size="s" />
            <span class="pop-words">
              <bdi class="pop-title">{pop.title}</bdi>
              <bdi class="pop-text">{pop.text}</bdi>
            </span>
          </a>
          <IconButton icon="close" plain label={say("close")} onPress={() => pops.close(pop.id)} />
        </div>
      ) : null}
    </div>
  );
}
