/** The apps behind cards: asked for once each, and remembered while the page lives. */
import { type Signal, signal } from "@preact/signals";
import { asFailure } from "../wire/failure";
import type { Call } from "../wire/rpc";

export interface CardApp {
  name_ar?: string;
  name_en?: string;
  icon_svg?: string;
}

/** Not known yet; gone for an app that nobody can open any more. */
export type Known = CardApp | "gone" | null;

const apps = new Map<string, Signal<Known>>();

export function cardApp(appId: string, call: Call): Signal<Known> {
  const there = apps.get(appId);
  if (there) return there;
  const made = signal<Known>(null);
  apps.set(appId, made);
  call<{ app?: CardApp }>("apps.v1.AppsService/GetApp", { app_id: appId }).then(
    (answer) => (made.value = answer.app ?? "gone"),
    (error: unknown) => {
      if (asFailure(error).reason === "APP_NOT_FOUND") made.value = "gone";
      else apps.delete(appId); // Asked again by the next card.
    },
  );
  return made;
}
