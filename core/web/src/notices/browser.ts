/** The browser's own notifications: only after the person switched them on here, and only while nobody looks at the page. */
import { signal } from "@preact/signals";

export type BrowserState = "on" | "off" | "denied" | "none";

const KEY = "majlis.notices";

function wanted(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

function want(on: boolean): void {
  try {
    if (on) localStorage.setItem(KEY, "on");
    else localStorage.removeItem(KEY);
  } catch {
    // Nothing to keep it in: it lasts until the page is closed.
  }
}

function stateNow(on: boolean): BrowserState {
  if (!("Notification" in globalThis)) return "none";
  if (Notification.permission === "denied") return "denied";
  return on && Notification.permission === "granted" ? "on" : "off";
}

export const browserState = signal<BrowserState>(stateNow(wanted()));

export async function askBrowser(): Promise<void> {
  const answer = await Notification.requestPermission();
  want(answer === "granted");
  browserState.value = stateNow(answer === "granted");
}

export function stopBrowser(): void {
  want(false);
  browserState.value = stateNow(false);
}

export interface Shown {
  /** What it is about; a newer one of the same takes its place. */
  tag: string;
  title: string;
  text: string;
  silent: boolean;
  onTap: () => void;
}

export function showInBrowser(shown: Shown): void {
  if (browserState.peek() !== "on" || document.visibilityState === "visible") return;
  try {
    const notification = new Notification(shown.title, { body: shown.text, tag: shown.tag, silent: shown.silent });
    notification.onclick = () => {
      window.focus();
      notification.close();
      shown.onTap();
    };
  } catch {
    // Phones want a service worker for it; the page itself still shows everything.
  }
}
