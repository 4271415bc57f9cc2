/** The list of released mini-apps: find one, tap it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { pick, say } from "../i18n/texts";
import { AppIcon, Said } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Empty } from "../kit/surfaces";
import type { App } from "../wire/types";
import { fold } from "./fold";
import { Frame, Shown, useLoaded } from "./frame";
import type { Host } from "./host";
import { appHref } from "./route";

const SEARCH_FROM = 6;

export function AppsPage({ host }: { host: Host }): JSX.Element {
  const apps = useLoaded(async () => {
    const answer = await host.account.call<{ apps?: App[] }>("apps.v1.AppsService/ListApps", { page_size: 100 });
    return answer.apps ?? [];
  });
  const user = host.account.user.value;
  return (
    <Frame
      host={host}
      tab="apps"
      title={user ? say("greeting", { name: user.display_name }) : say("apps-title")}
      lead={say("apps-lead")}
    >
      <Shown of={apps} failedTitle={say("apps-failed")}>
        {(list) => <AppGrid apps={list} />}
      </Shown>
    </Frame>
  );
}

function AppGrid({ apps }: { apps: App[] }): JSX.Element {
  const [query, setQuery] = useState("");
  if (apps.length === 0) {
    return <Empty icon="apps" title={say("apps-empty-title")} text={say("apps-empty-text")} testId="apps-empty" />;
  }
  const wanted = fold(query);
  const found = apps.filter((app) =>
    [app.name_ar, app.name_en, app.description_ar, app.description_en].some((text) => fold(text ?? "").includes(wanted)),
  );
  return (
    <>
      {apps.length >= SEARCH_FROM ? (
        <div class="apps-search">
          <Field name="search" kind="search" label={say("apps-search")} onInput={setQuery} testId="apps-search" />
        </div>
      ) : null}
      {found.length === 0 ? (
        <Empty icon="search" title={say("apps-none-found", { query })} text={say("apps-none-found-text")} />
      ) : (
        <ul class="app-grid" data-testid="apps">
          {found.map((app) => (
            <li key={app.app_id}>
              <a class="app-tile" href={appHref(app.app_id)} data-testid={`app-${app.app_id}`}>
                <AppIcon svg={app.icon_svg} name={pick(app.name_ar, app.name_en)} size="l" />
                <span class="app-tile-words">
                  <span class="app-tile-name">
                    <Said>{pick(app.name_ar, app.name_en)}</Said>
                  </span>
                  <span class="app-tile-text">
                    <Said>{pick(app.description_ar, app.description_en)}</Said>
                  </span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
