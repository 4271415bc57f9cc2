/** Chat's seat on the WebSocket: asks for the feed after every hello with what is known, and hands on what comes. */
import type { ServerFrame } from "../wire/frames";
import type { Link, Rider } from "../wire/link";
import type { Chat } from "./chat";
import type { Happening } from "./shapes";
import { knownOf } from "./state";

export class ChatLine implements Rider {
  readonly #link: Link;
  readonly #chat: Chat;
  readonly #leave: () => void;
  #open: string[] = [];

  constructor(link: Link, chat: Chat) {
    this.#link = link;
    this.#chat = chat;
    this.#leave = link.board(this);
    if (link.state.peek() === "open") this.reopened();
  }

  resume(): null {
    return null;
  }

  reopened(): void {
    const state = this.#chat.state.peek();
    this.#link.send({ k: "follow", known: knownOf(state), personal_pos: state.personalPos, open: this.#open });
    this.#chat.reopened();
  }

  receive(frame: ServerFrame): void {
    if (frame.k === "chat") this.#chat.receive(frame as Happening);
  }

  /** Tells which conversations are on the screen: large ones push only there. */
  show(ids: string[]): void {
    this.#open = ids;
    this.#chat.setOpen(ids);
    this.#link.send({ k: "opened", conversations: ids });
  }

  leave(): void {
    this.#leave();
  }
}
