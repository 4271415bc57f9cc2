/** One open mini-app with everything the host adds: its name and texts, the consent sheet, questions and toasts. */
import { FluentResource } from "@fluent/bundle";
import { computed, effect, signal } from "@preact/signals";
import type { JSX } from "preact";
import { lang, locale } from "../i18n/prefs";
import { makeBundle, pick } from "../i18n/texts";
import type { Tone } from "../kit/basics";
import { Toasts } from "../kit/surfaces";
import type { Question } from "../tree/context";
import { AppSession } from "../tree/session";
import { fetchTrade } from "../tree/trade";
import { aside } from "../tree/typed";
import { asFailure, Failure } from "../wire/failure";
import type { Asked } from "../wire/frames";
import type { Link } from "../wire/link";
import type { Call } from "../wire/rpc";
import type { App, DeclaredScope } from "../wire/types";
import { explain } from "./complaints";

const APPS = "apps.v1.AppsService";
const RETRY_MS = 2_000;

export interface ConsentRequest {
  scope: DeclaredScope;
  answer: (allow: boolean) => void;
}

export type RoomSheet = "menu" | "about" | "permissions" | null;

export interface RoomOptions {
  appId: string;
  link: Link;
  call: Call;
  /** The app moved to another screen by itself. */
  onMoved?: (path: string, replaces: boolean) => void;
}

export class Room {
  readonly app = signal<App | null>(null);
  readonly toasts = new Toasts();
  readonly consent = signal<ConsentRequest | null>(null);
  readonly question = signal<Question | null>(null);
  /** A sheet that belongs to a component of the screen: the picker of places, the scanner of codes. */
  readonly laid = signal<((close: () => void) => JSX.Element) | null>(null);
  /** What waits on the payment sheet. */
  readonly asked = signal<Asked | null>(null);
  readonly sheet = signal<RoomSheet>(null);
  readonly session: AppSession;
  readonly name = computed(() => pick(this.app.value?.name_ar, this.app.value?.name_en) || this.appId);
  readonly texts = computed(() => {
    const source = this.#sources.value[lang.value];
    return source === undefined ? null : makeBundle(new FluentResource(source), locale.value);
  });
  readonly appId: string;
  readonly #sources = signal<Record<string, string>>({});
  readonly call: Call;
  #left = false;
  readonly #stopLanguage: () => void;

  constructor({ appId, link, call, onMoved }: RoomOptions) {
    this.appId = appId;
    this.call = call;
    this.session = new AppSession(appId, link, {
      consent: (scope) => this.#askConsent(scope),
      toast: ({ text, tone }) => this.toasts.show(aside(text, this.texts.value), (tone ?? "neutral") as Tone),
      save: (file) => void import("./saved").then(({ save }) => save(file, this.toasts)),
      ask: (asked) => (this.asked.value = asked),
      failed: (failure) => this.#failed(failure),
      moved: (path, replaces) => onMoved?.(path, replaces),
      version: () => {
        this.#sources.value = {};
        void this.#loadTexts();
        if (this.app.peek()?.version_id !== this.session.version.peek()) void this.loadApp();
      },
    });
    this.#stopLanguage = effect(() => {
      void lang.value;
      if (this.session.version.peek()) void this.#loadTexts();
    });
    void this.loadApp();
  }

  enter(path: string): void {
    fetchTrade(); // While the app is being opened there is time for it.
    this.session.open(path);
  }

  leave(): void {
    this.#left = true;
    this.laid.value = null;
    this.#stopLanguage();
    this.session.close();
  }

  async loadApp(): Promise<void> {
    try {
      this.app.value = (await this.call<{ app: App }>(`${APPS}/GetApp`, { app_id: this.appId })).app;
    } catch {
      // The chrome shows the app's id; opening it will say what is wrong.
    }
  }

  async setGrant(scope: string, allow: boolean): Promise<void> {
    await this.call(`${APPS}/${allow ? "GrantScope" : "RevokeScope"}`, { app_id: this.appId, scope });
    await this.loadApp();
  }

  async #loadTexts(): Promise<void> {
    const [version, wanted] = [this.session.version.peek(), lang.peek()];
    if (this.#sources.peek()[wanted] !== undefined) return;
    let ftl = "";
    try {
      const request = { app_id: this.appId, version_id: version, lang: wanted };
      ftl = (await this.call<{ ftl?: string }>(`${APPS}/GetTexts`, request)).ftl ?? "";
    } catch (error) {
      if (asFailure(error).code === "unavailable") {
        // Back soon: a screen of message ids would stay for good.
        if (!this.#left) setTimeout(() => void this.#loadTexts(), RETRY_MS);
        return;
      }
      // Without texts the screen shows message ids: readable enough to report.
    }
    if (version === this.session.version.peek()) this.#sources.value = { ...this.#sources.peek(), [wanted]: ftl };
  }

  /** Resolves when the tap may be sent again: allowed, or refused for good (the app is told no). */
  async #askConsent(scope: string): Promise<void> {
    if (!this.app.value) await this.loadApp();
    const declared = this.app.value?.scopes?.find((one) => one.scope === scope);
    if (!declared) throw new Failure("permission_denied", "SCOPE_NOT_DECLARED", scope);
    const allow = await new Promise<boolean>((answer) => {
      this.consent.value = { scope: declared, answer };
    });
    this.consent.value = null;
    await this.setGrant(scope, allow);
  }

  #failed(failure: Failure): void {
    this.toasts.show(explain(asFailure(failure), this.texts.value), failure.reason === "APP_REFUSED" ? "warn" : "bad");
  }
}
