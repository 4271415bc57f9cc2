/** What the wallet's pages share: their calls, apps' names, and looking again by themselves. */
import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { pick } from "../i18n/texts";
import type { Host } from "../host/host";
import type { Call } from "../wire/rpc";
import type { App } from "../wire/types";
import { WalletCalls } from "./calls";

const LOOK_AGAIN_MS = 15_000;

export const useCalls = (host: Host): WalletCalls => useMemo(() => new WalletCalls(host.account.call), [host]);

/** Looks again while somebody looks: money comes in without a word to this page. */
export function useAgain(look: () => void): void {
  useEffect(() => {
    const again = (): void => {
      if (document.visibilityState === "visible") look();
    };
    const timer = setInterval(again, LOOK_AGAIN_MS);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, []);
}

const apps = signal<Record<string, App>>({});
const asked = new Set<string>();

/** The app, once it is known; whoever draws it is drawn again then. One that was taken down stays its id. */
export function appOf(call: Call, appId: string): App {
  if (appId && !asked.has(appId)) {
    asked.add(appId);
    call<{ app: App }>("apps.v1.AppsService/GetApp", { app_id: appId }).then(
      ({ app }) => (apps.value = { ...apps.peek(), [appId]: app }),
      () => undefined,
    );
  }
  return apps.value[appId] ?? { app_id: appId };
}

export const appName = (call: Call, appId: string): string => {
  const app = appOf(call, appId);
  return pick(app.name_ar, app.name_en) || appId;
};
