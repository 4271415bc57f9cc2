/** What the user allowed each app, app by app, with the switch that takes it back. */
import type { JSX } from "preact";
import { pick, say } from "../i18n/texts";
import { AppIcon, Said } from "../kit/basics";
import { Empty } from "../kit/surfaces";
import { ScopeSwitches } from "../room/sheets";
import type { App, Grant } from "../wire/types";
import { Frame, Shown, useLoaded } from "./frame";
import type { Host } from "./host";
import { lazy } from "../kit/lazy";
import { placesPiece } from "../places/piece";

const SharedNow = lazy<typeof import("../places/shared_now"), { host: Host }>(
  placesPiece(() => import("../places/shared_now")),
  (all) => all.SharedNow,
  () => null,
);
const APPS = "apps.v1.AppsService";

export function PrivacyPage({ host }: { host: Host }): JSX.Element {
  const apps = useLoaded(async () => {
    const grants = (await host.account.call<{ grants?: Grant[] }>(`${APPS}/ListGrants`)).grants ?? [];
    const ids = [...new Set(grants.map((grant) => grant.app_id))];
    const asked = ids.map((id) => host.account.call<{ app: App }>(`${APPS}/GetApp`, { app_id: id }));
    // An app that was taken down meanwhile is left out: nothing of it can run.
    return (await Promise.allSettled(asked)).flatMap((one) => (one.status === "fulfilled" ? [one.value.app] : []));
  });
  const set = async (app: App, scope: string, allow: boolean): Promise<void> => {
    await host.account.call(`${APPS}/${allow ? "GrantScope" : "RevokeScope"}`, { app_id: app.app_id, scope });
    apps.reload();
  };
  return (
    <Frame host={host} tab="me" up="#/me" title={say("privacy-title")} lead={say("privacy-lead")}>
      <SharedNow host={host} />
      <Shown of={apps} failedTitle={say("error-unavailable")}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="shield" title={say("privacy-empty-title")} text={say("privacy-empty-text")} testId="privacy-empty" />
          ) : (
            <div class="privacy">
              {list.map((app) => (
                <section key={app.app_id} class="group" data-testid={`privacy-${app.app_id}`}>
                  <h2 class="privacy-app">
                    <AppIcon svg={app.icon_svg} name={pick(app.name_ar, app.name_en)} size="s" />
                    <Said>{pick(app.name_ar, app.name_en)}</Said>
                  </h2>
                  <ScopeSwitches
                    scopes={app.scopes ?? []}
                    set={(scope, allow) => set(app, scope, allow)}
                    complain={(text) => host.toasts.show(text, "bad")}
                  />
                </section>
              ))}
            </div>
          )
        }
      </Shown>
    </Frame>
  );
}
