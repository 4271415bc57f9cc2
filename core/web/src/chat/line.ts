/** Chat's seat on the WebSocket: asks for the feed after every hello with what is known, and hands on what comes. */
import type { ServerFrame } from "../wire/frames";
import type { Link, Rider } from "../wire/link";
import type { Chat } from "./chat";
import type { Happening } from "./shapes";
import { knownOf } from "./state";

const TOO_MANY_FOLLOWS = "TOO_MANY_FOLLOWS";
const FOLLOW_AGAIN_MS = 30_000;

export class ChatLine implements Rider {
  readonly #link: Link;
  readonly #chat: Chat;
  readonly #leave: () => void;
  #open: string[] = [];
  #again: ReturnType<typeof setTimeout> | undefined;

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
    this.#follow();
    this.#chat.reopened();
  }

  #follow(): void {
    clearTimeout(this.#again);
    const state = this.#chat.state.peek();
    this.#link.send({ k: "follow", known: knownOf(state), personal_pos: state.personalPos, open: this.#open });
  }

  receive(frame: ServerFrame): void {
    if (frame.k === "chat") this.#chat.receive(frame as Happening);
    else if (frame.k === "error" && frame.error.reason === TOO_MANY_FOLLOWS && !frame.seq) {
      // Other devices and programs of this person follow as often as may be: one of them may end.
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.#follow(), FOLLOW_AGAIN_MS);
    }
  }

  /** Tells which conversations are on the screen: large ones push only there. */
  show(ids: string[]): void {
    this.#open = ids;
    this.#chat.setOpen(ids);
    this.#link.send({ k: "opened", conversations: ids });
  }

  leave(): void {
    clearTimeout(this.#again);
    this.#leave();
  }
}
