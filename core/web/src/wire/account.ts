/** Who is signed in on this page. The access token lives in memory only; the refresh token is a cookie scripts cannot see. */
import { signal } from "@preact/signals";
import { Failure } from "./failure";
import { callOnce, caller, type Call } from "./rpc";
import type { SignedIn, User } from "./types";

const SERVICE = "identity.v1.IdentityService";
const RENEW_BEFORE_S = 30;
const RETRY_MS = 5_000;

export type SignInState = "unknown" | "out" | "in";

export class Account {
  readonly state = signal<SignInState>("unknown");
  readonly user = signal<User | null>(null);
  /** Why the host ended the session, for the log-in page to say. */
  readonly endedBy = signal<string | null>(null);
  readonly call: Call = caller(this);
  deviceId = "";
  #token: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<boolean> | null = null;
  readonly #listeners = new Set<(token: string) => void>();
  readonly #channel: BroadcastChannel;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = () => this.#forget(null);
  }

  token(): string | null {
    return this.#token;
  }

  onToken(listener: (token: string) => void): void {
    this.#listeners.add(listener);
  }

  async signUp(username: string, password: string, displayName: string, lang: string): Promise<void> {
    const request = { username, password, display_name: displayName, lang, device_name: deviceName() };
    this.#accept((await callOnce<{ signed_in: SignedIn }>(`${SERVICE}/SignUp`, request, null)).signed_in);
  }

  async logIn(username: string, password: string): Promise<void> {
    const request = { username, password, device_name: deviceName() };
    this.#accept((await callOnce<{ signed_in: SignedIn }>(`${SERVICE}/LogIn`, request, null)).signed_in);
  }

  async logInOperator(username: string, password: string, totpCode: string): Promise<void> {
    const request = { username, password, totp_code: totpCode, device_name: deviceName() };
    this.#accept((await callOnce<{ signed_in: SignedIn }>(`${SERVICE}/LogInOperator`, request, null)).signed_in);
  }

  async logOut(): Promise<void> {
    // The page forgets even where the host cannot be told: the button does what it says.
    await this.call(`${SERVICE}/LogOut`).catch(() => undefined);
    this.#forget(null);
    this.#channel.postMessage("out");
  }

  /** The host ended this session (signed out elsewhere, or its token was used twice). */
  end(reason: string): void {
    this.#forget(reason);
  }

  /** One renewal at a time in this page, and one page at a time in this browser: the cookie rotates. */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renewLocked().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  #renewLocked(): Promise<boolean> {
    if (!navigator.locks) return this.#renewNow();
    return navigator.locks.request(`${this.#name}.refresh`, () => this.#renewNow());
  }

  async #renewNow(): Promise<boolean> {
    try {
      const answer = await callOnce<{ signed_in: SignedIn }>(`${SERVICE}/RefreshSession`, { refresh_token: "" }, null);
      this.#accept(answer.signed_in);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.mayRetry) {
        this.#timer = setTimeout(() => void this.renew(), RETRY_MS);
        if (this.state.value === "unknown") throw error;
        return false;
      }
      const wasIn = this.state.value === "in";
      this.#forget(wasIn && error instanceof Failure ? error.reason : null);
      return false;
    }
  }

  #accept(signedIn: SignedIn): void {
    clearTimeout(this.#timer);
    this.#token = signedIn.access_token;
    this.deviceId = signedIn.device_id;
    this.user.value = signedIn.user;
    this.endedBy.value = null;
    this.state.value = "in";
    const seconds = Math.max(5, (signedIn.access_expires_in_s || 300) - RENEW_BEFORE_S);
    this.#timer = setTimeout(() => void this.renew(), seconds * 1000);
    for (const listener of this.#listeners) listener(signedIn.access_token);
  }

  #forget(reason: string | null): void {
    clearTimeout(this.#timer);
    this.#token = null;
    this.user.value = null;
    this.endedBy.value = reason;
    this.state.value = "out";
  }
}

/** What the browser says of itself, short enough for a person: "Firefox · Linux". */
function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = /Edg|Firefox|OPR|Chrome|Safari/.exec(agent)?.[0] ?? "Browser";
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? "";
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera", "Mac OS": "macOS" };
  return [names[browser] ?? browser, names[system] ?? system].filter(Boolean).join(" · ");
}
