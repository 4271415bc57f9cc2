/** One user in one mini-app: opens it, carries taps to it once each, applies what comes back. */
import { computed, signal } from "@preact/signals";
import { tick } from "../i18n/format";
import { sharesTold } from "../places/told";
import { asFailure, Failure } from "../wire/failure";
import type { Asked, Effect, EventFrame, Json, OpenFrame, PatchFrame, Runtime, SavedFile, ScreenFrame, ServerFrame } from "../wire/frames";
import { newRequestId } from "../wire/ids";
import type { Link, Rider } from "../wire/link";
import { Drafts } from "./drafts";
import { PatchMismatch, ScreenStore } from "./store";

export const BUSY_AFTER_MS = 150;
export const SLOW_AFTER_MS = 1_000;
export const STILL_AFTER_MS = 5_000;
export const GIVE_UP_AFTER_MS = 15_000;

/** How long the oldest unanswered tap has waited, in steps the screen shows. */
export type Wait = "none" | "busy" | "slow" | "still" | "late";

export interface SessionHooks {
  /** Asks the user and the host; resolves when the same tap may be sent again, rejects to drop it. */
  consent(scope: string): Promise<void>;
  toast(effect: NonNullable<Effect["toast"]>): void;
  save(file: SavedFile): void;
  /** Something is to be approved by the user themselves. */
  ask(asked: Asked): void;
  failed(failure: Failure): void;
  /** The app went to another screen by itself; `replaces` where back should not lead to the form just sent. */
  moved(path: string, replaces: boolean): void;
  /** This version's texts are needed. */
  version(version: string): void;
}

interface Pending {
  frame: OpenFrame | EventFrame;
  since: number;
  form: string;
  timers: ReturnType<typeof setTimeout>[];
}

export class AppSession implements Rider {
  readonly store = new ScreenStore();
  readonly drafts = new Drafts(this.store);
  readonly sessionId = signal("");
  readonly runtime = signal<Runtime | null>(null);
  readonly version = signal("");
  readonly path = signal("");
  /** Why there is no newer screen; the last good one stays readable. */
  readonly failure = signal<Failure | null>(null);
  readonly wait = signal<Wait>("none");
  /** The node whose tap is being answered, once that takes noticeable time. */
  readonly busyNode = signal("");
  readonly lastAnswerAt = signal(0);
  readonly lastLatencyMs = signal(0);
  readonly opening = computed(() => this.store.root.value === "" && this.failure.value === null);
  readonly appId: string;
  #revision = 0;
  readonly #pending = new Map<number, Pending>();
  readonly #queued = new Map<string, () => void>();
  readonly #link: Link;
  readonly #hooks: SessionHooks;
  readonly #leave: () => void;

  constructor(appId: string, link: Link, hooks: SessionHooks) {
    this.appId = appId;
    this.#link = link;
    this.#hooks = hooks;
    this.#leave = link.board(this);
  }

  open(path: string): void {
    this.failure.value = null;
    this.path.value = path;
    for (const [seq, pending] of this.#pending) if (pending.frame.k === "open") this.#done(seq);
    this.#track({ k: "open", seq: this.#link.nextSeq(), app_id: this.appId, path }, "");
  }

  close(): void {
    for (const seq of [...this.#pending.keys()]) this.#done(seq);
    if (this.sessionId.value) this.#link.send({ k: "close", session_id: this.sessionId.value });
    this.#leave();
  }

  /** Sends a tap; a second press of the same node while the first is unanswered does nothing. */
  press(id: string, on = "press"): void {
    if (this.#waitsFor(id)) return;
    this.#send(id, on, this.store.formOf(id), on === "submit", undefined);
  }

  /** Sends an event that says something by itself: a point of a map, a code that was read. */
  tell(id: string, on: string, value: Json): void {
    if (!this.#waitsFor(id)) this.#send(id, on, this.store.formOf(id), false, value);
  }

  submit(form: string): void {
    const missing = this.drafts.missing(form);
    for (const id of missing) this.drafts.error(id).value = "required";
    if (missing.length > 0 || this.#waitsFor(form)) return;
    this.#send(form, "submit", form, true, undefined);
  }

  /** Sends an input's value; while one is on its way only the newest waits behind it. */
  change(id: string, value: Json): void {
    const send = (): void => this.#send(id, "change", this.store.formOf(id), false, value);
    if (this.#waitsFor(id)) this.#queued.set(id, send);
    else send();
  }

  retry(): void {
    this.failure.value = null;
    if (this.#pending.size === 0) this.open(this.path.value || "/");
    else for (const pending of this.#pending.values()) this.#transmit(pending);
  }

  /** The user does not want to wait any longer. What was sent may still happen. */
  stopWaiting(): void {
    for (const seq of [...this.#pending.keys()]) this.#done(seq);
    this.drafts.resets.value += 1;
  }

  resume(): { session_id: string; revision: number } | null {
    return this.sessionId.value ? { session_id: this.sessionId.value, revision: this.#revision } : null;
  }

  reopened(): void {
    for (const pending of this.#pending.values()) this.#transmit(pending);
  }

  receive(frame: ServerFrame): void {
    if (frame.k !== "screen" && frame.k !== "patch" && frame.k !== "error" && frame.k !== "live") return;
    const answers = frame.k !== "live" && frame.seq ? this.#pending.get(frame.seq) : undefined;
    if (!answers && (!frame.session_id || frame.session_id !== this.sessionId.value)) return;
    if (frame.k === "error" && frame.seq && !answers) return; // The user stopped waiting for it.
    if (frame.k === "live") this.store.live(frame.topic).value = frame.value;
    else if (frame.k === "error") void this.#refused(frame.seq ?? 0, Failure.fromFrame(frame.error));
    else this.#arrived(frame, answers);
  }

  /** A screen that nobody asked for over the link: what the gallery shows. */
  show(frame: ScreenFrame): void {
    this.#arrived(frame, undefined);
  }

  #arrived(frame: ScreenFrame | PatchFrame, answers: Pending | undefined): void {
    tick();
    if (frame.k === "screen") this.#adopt(frame);
    else if (!this.#applied(frame)) return;
    this.failure.value = null;
    this.lastAnswerAt.value = Date.now();
    if (frame.runtime) this.runtime.value = frame.runtime;
    if (answers) {
      this.lastLatencyMs.value = Math.round(performance.now() - answers.since);
      this.#settle(answers);
      this.#done(answers.frame.seq);
    }
    this.drafts.prune();
    for (const effect of frame.effects ?? []) {
      if (effect.toast) this.#hooks.toast(effect.toast);
      else if (effect.save) this.#hooks.save(effect.save);
      else if (effect.shares) sharesTold.value += 1;
      else this.#hooks.ask(effect);
    }
    this.#follow(frame, answers?.frame.k === "ev" && answers.frame.on === "submit");
  }

  #adopt(frame: ScreenFrame): void {
    const before = this.sessionId.value;
    if (before && before !== frame.session_id) this.#link.send({ k: "close", session_id: before });
    this.sessionId.value = frame.session_id;
    this.#revision = frame.revision;
    if (frame.version && frame.version !== this.version.value) {
      this.version.value = frame.version;
      this.#hooks.version(frame.version);
    }
    this.store.replace(frame.root, frame.nodes);
  }

  /** False where the patch belongs to a screen this page does not have; the link then asks for the whole one. */
  #applied(frame: PatchFrame): boolean {
    if (frame.base !== this.#revision && frame.revision <= this.#revision) return true; // It came twice.
    try {
      if (frame.base !== this.#revision) throw new PatchMismatch(`base ${frame.base}, have ${this.#revision}`);
      this.store.apply(frame.ops);
      this.#revision = frame.revision;
      return true;
    } catch (error) {
      if (!(error instanceof PatchMismatch)) throw error;
      this.#revision = 0;
      this.#link.resync();
      return false;
    }
  }

  #follow(frame: ScreenFrame | PatchFrame, replaces: boolean): void {
    if (frame.path === undefined) return;
    const query = new URLSearchParams(frame.query ?? {}).toString();
    const path = query && !frame.path.includes("?") ? `${frame.path}?${query}` : frame.path;
    if (path === this.path.value) return;
    this.path.value = path;
    this.#hooks.moved(path, replaces);
  }

  async #refused(seq: number, failure: Failure): Promise<void> {
    const pending = this.#pending.get(seq);
    if (failure.reason === "CONSENT_REQUIRED" && pending) {
      this.#calm(pending);
      try {
        await this.#hooks.consent(failure.metadata.scope ?? "");
      } catch (error) {
        this.#giveUp(pending, asFailure(error));
        return;
      }
      pending.since = performance.now();
      this.#watch(pending);
      this.#transmit(pending);
      return;
    }
    if ((failure.reason === "RATE_LIMITED" || failure.reason === "APP_BUSY") && pending) {
      // Nothing was done: the same tap goes again, unless the user stops waiting for it.
      pending.timers.push(setTimeout(() => this.#transmit(pending), failure.waitMs ?? 0));
      return;
    }
    if (failure.reason === "STALE_SCREEN") {
      // The newest screen follows by itself; the tap was for one that is gone.
      if (pending) this.#done(seq);
      this.drafts.resets.value += 1;
      return;
    }
    if (pending) this.#giveUp(pending, failure);
    else if (failure.reason === "SESSION_NOT_FOUND") this.#reopen();
    else this.failure.value = failure;
  }

  /** The host has forgotten the session: the same place in a new one. */
  #reopen(): void {
    if (![...this.#pending.values()].some(({ frame }) => frame.k === "open")) this.open(this.path.value || "/");
  }

  #giveUp(pending: Pending, failure: Failure): void {
    this.#done(pending.frame.seq);
    if (pending.frame.k === "open") {
      this.failure.value = failure;
      return;
    }
    const { field, why } = failure.metadata;
    if (failure.reason === "EVENT_INVALID" && field && this.drafts.complain(pending.form, field, why ?? "")) return;
    if (pending.frame.on === "change") this.drafts.settled(pending.frame.id);
    this.drafts.resets.value += 1;
    if (failure.reason === "SESSION_NOT_FOUND") this.#reopen();
    this.#hooks.failed(failure);
  }

  #settle(answered: Pending): void {
    const { frame, form } = answered;
    if (frame.k !== "ev") return;
    if (frame.on === "submit") this.drafts.taken(form, frame.fields ?? {});
    else if (frame.on === "change" && !this.#queued.has(frame.id)) {
      const kept = this.drafts.get(frame.id);
      // Typed text stays the user's until its form is taken; the other inputs show what the app made of them.
      if (this.store.node(frame.id)?.peek()[0] === "TextField") return;
      if (JSON.stringify(kept) === JSON.stringify(frame.value)) this.drafts.settled(frame.id);
      this.drafts.resets.value += 1;
    }
  }

  #send(id: string, on: string, form: string, whole: boolean, value: Json | undefined): void {
    const fields = this.drafts.fields(form, whole);
    if (on === "change") delete fields[String(this.store.node(id)?.peek()[1].name)];
    const frame: EventFrame = {
      k: "ev",
      seq: this.#link.nextSeq(),
      request_id: newRequestId(),
      session_id: this.sessionId.value,
      revision: this.#revision,
      id,
      on,
    };
    if (value !== undefined) frame.value = value;
    if (Object.keys(fields).length > 0) frame.fields = fields;
    this.#track(frame, form);
  }

  #waitsFor(id: string): boolean {
    return [...this.#pending.values()].some(({ frame }) => frame.k === "ev" && frame.id === id);
  }

  #track(frame: OpenFrame | EventFrame, form: string): void {
    const pending: Pending = { frame, since: performance.now(), form, timers: [] };
    this.#pending.set(frame.seq, pending);
    this.#watch(pending);
    this.#transmit(pending);
  }

  #transmit(pending: Pending): void {
    this.#link.send(pending.frame); // Where the link is down, reopened() sends it.
  }

  #watch(pending: Pending): void {
    const at = (ms: number, wait: Wait): void => {
      pending.timers.push(
        setTimeout(() => {
          this.wait.value = wait;
          if (pending.frame.k === "ev") this.busyNode.value = pending.frame.id;
        }, ms),
      );
    };
    at(BUSY_AFTER_MS, "busy");
    at(SLOW_AFTER_MS, "slow");
    at(STILL_AFTER_MS, "still");
    at(GIVE_UP_AFTER_MS, "late");
  }

  #calm(pending: Pending): void {
    for (const timer of pending.timers.splice(0)) clearTimeout(timer);
    this.wait.value = "none";
    this.busyNode.value = "";
  }

  #done(seq: number): void {
    const pending = this.#pending.get(seq);
    if (!pending) return;
    this.#pending.delete(seq);
    this.#calm(pending);
    if (pending.frame.k !== "ev") return;
    const next = this.#queued.get(pending.frame.id);
    this.#queued.delete(pending.frame.id);
    next?.();
  }
}
