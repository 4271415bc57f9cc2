/** One WebSocket to the gateway that comes back by itself: hello first, then whatever its users want sent again. */
import { signal } from "@preact/signals";
import type { ClientFrame, ServerFrame } from "./frames";

export type LinkState = "closed" | "connecting" | "open" | "waiting";

/** Something that lives on the link: a mini-app session. */
export interface Rider {
  /** What the hello says about it, or null where there is nothing to resume yet. */
  resume(): { session_id: string; revision: number } | null;
  /** The link is open again: send what was not answered. */
  reopened(): void;
  receive(frame: ServerFrame): void;
}

const WAIT_MS_FIRST = 400;
const WAIT_MS_MAX = 15_000;
const TELL_AFTER_MS = 1_200;
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 8_000;
/** Who is sent away again and again waits longer each time, though each time the host said something first. */
const STEADY_AFTER_MS = 10_000;
const TOO_MANY_SOCKETS = "TOO_MANY_SOCKETS";

export interface LinkOptions {
  url: () => string;
  /** `fresh`: the last one was refused, get another. */
  token: (fresh: boolean) => Promise<string | null>;
  onBye: (reason: string) => void;
  /** Sees every frame both ways; the simulator's log. */
  onFrame?: (direction: "in" | "out", frame: ServerFrame | ClientFrame) => void;
}

export class Link {
  readonly state = signal<LinkState>("closed");
  /** True as soon as an open link is lost, or once a first one takes too long. */
  readonly offline = signal(false);
  /** Newer windows of this person have the host's places: nothing more here until somebody looks at this one again. */
  readonly resting = signal(false);
  #socket: WebSocket | null = null;
  #wanted = false;
  #failures = 0;
  #seq = 0;
  #attempt = 0;
  #refused = false;
  #openedAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setTimeout> | undefined;
  #tell: ReturnType<typeof setTimeout> | undefined;
  readonly #riders = new Set<Rider>();
  readonly #options: LinkOptions;

  constructor(options: LinkOptions) {
    this.#options = options;
    addEventListener("online", () => {
      if (!this.resting.value) this.retryNow();
    });
    addEventListener("focus", () => {
      if (this.resting.value) this.retryNow();
    });
    addEventListener("offline", () => this.#lost());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.retryNow();
    });
  }

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  board(rider: Rider): () => void {
    this.#riders.add(rider);
    return () => this.#riders.delete(rider);
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#connect();
  }

  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#retry);
    clearTimeout(this.#tell);
    this.#tell = undefined;
    this.#drop();
    this.state.value = "closed";
    this.offline.value = false;
    this.resting.value = false;
  }

  retryNow(): void {
    if (!this.#wanted || this.state.value === "open" || this.state.value === "connecting") return;
    clearTimeout(this.#retry);
    void this.#connect();
  }

  /** Starts over with a fresh hello, for a screen that does not fit its patches any more. */
  resync(): void {
    this.#drop();
    if (this.#wanted) void this.#connect();
  }

  /** Sends now, or says false where the link is down; riders send again once it is back. */
  send(frame: ClientFrame): boolean {
    if (this.state.value !== "open" || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#write(frame);
    return true;
  }

  renewToken(token: string): void {
    this.send({ k: "token", token });
  }

  async #connect(): Promise<void> {
    this.state.value = "connecting";
    this.resting.value = false;
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#tell ??= setTimeout(() => (this.offline.value = true), TELL_AFTER_MS);
    const token = await this.#options.token(this.#refused).catch(() => null);
    // Lost or started over while the token was on its way: another attempt has its place.
    if (!this.#wanted || attempt !== this.#attempt) return;
    if (!token) {
      this.#wait();
      return;
    }
    const socket = new WebSocket(this.#options.url());
    this.#socket = socket;
    socket.onopen = () => this.#greet(token);
    socket.onmessage = (message) => this.#receive(JSON.parse(String(message.data)) as ServerFrame);
    socket.onclose = () => {
      if (this.#socket === socket) this.#lost();
    };
  }

  #greet(token: string): void {
    const sessions = [...this.#riders].map((rider) => rider.resume()).filter((one) => one !== null);
    this.#write({ k: "hello", token, sessions });
    this.state.value = "open";
    this.#openedAt = Date.now();
    clearTimeout(this.#tell);
    this.#tell = undefined;
    this.offline.value = false;
    this.#schedulePing();
    for (const rider of this.#riders) rider.reopened();
  }

  #receive(frame: ServerFrame): void {
    this.#options.onFrame?.("in", frame);
    this.#schedulePing();
    if (frame.k === "error" && frame.error.code?.toLowerCase() === "unauthenticated") {
      this.#refused = true;
      this.#socket?.close();
      return;
    }
    this.#refused = false;
    if (Date.now() - this.#openedAt > STEADY_AFTER_MS) this.#failures = 0;
    if (frame.k === "bye" && frame.reason === TOO_MANY_SOCKETS) {
      this.#rest();
      return;
    }
    if (frame.k === "bye") {
      this.stop();
      this.#options.onBye(frame.reason);
      return;
    }
    for (const rider of this.#riders) rider.receive(frame);
  }

  #rest(): void {
    this.#drop();
    clearTimeout(this.#retry);
    this.state.value = "waiting";
    this.resting.value = true;
    this.offline.value = true;
  }

  #lost(): void {
    if (this.resting.value) return;
    // A token that was refused is renewed at once: nothing the user has to know.
    if (this.#wanted && this.state.value === "open" && !this.#refused) this.offline.value = true;
    if (!navigator.onLine && this.#wanted) this.offline.value = true;
    this.#drop();
    clearTimeout(this.#retry);
    if (this.#wanted) this.#wait();
  }

  #write(frame: ClientFrame): void {
    this.#options.onFrame?.("out", frame);
    this.#socket?.send(JSON.stringify(frame));
  }

  #schedulePing(): void {
    clearTimeout(this.#ping);
    this.#ping = setTimeout(() => {
      this.#write({ k: "ping" });
      this.#ping = setTimeout(() => this.#socket?.close(), PONG_WITHIN_MS);
    }, PING_EVERY_MS);
  }

  #wait(): void {
    // Full jitter: a gateway that restarts is not met by everybody at once.
    const ceiling = Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** this.#failures);
    const wait = ceiling / 2 + Math.random() * (ceiling / 2);
    this.#failures += 1;
    this.#tell ??= setTimeout(() => (this.offline.value = true), TELL_AFTER_MS);
    this.state.value = "waiting";
    this.#retry = setTimeout(() => void this.#connect(), wait);
  }

  #drop(): void {
    clearTimeout(this.#ping);
    this.#attempt += 1;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
