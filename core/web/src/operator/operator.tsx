/** The operators' page: sign in with a second factor, see what waits, judge one version or one report. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { LanguageSwitch } from "../host/look";
import { say } from "../i18n/texts";
import { Button, LogoMark, Said, Spinner } from "../kit/basics";
import { Toasts, ToastStack } from "../kit/surfaces";
import { Account } from "../wire/account";
import { OperatorDoor } from "./door";
import { QueuePage } from "./queue_page";
import { ReportPage } from "./report_page";
import { ReportsPage } from "./reports_page";
import { ReviewPage } from "./review_page";

export interface Desk {
  account: Account;
  toasts: Toasts;
}

/** What is on the screen, kept in the address after #: empty for the queue, a version's id, reports, or reports/<id>. */
export const reviewing = signal(location.hash.replace(/^#\/?/, ""));
addEventListener("hashchange", () => (reviewing.value = location.hash.replace(/^#\/?/, "")));

export const makeDesk = (): Desk => ({ account: new Account("majlis.operator"), toasts: new Toasts() });

export function OperatorApp({ desk }: { desk: Desk }): JSX.Element {
  const { account } = desk;
  useEffect(() => {
    account.renew().catch(() => account.end("OFFLINE"));
  }, []);
  if (account.state.value === "unknown") {
    return (
      <div class="splash" role="status" aria-label={say("loading")}>
        <LogoMark size="l" />
        <Spinner />
      </div>
    );
  }
  return (
    <>
      {account.state.value === "out" ? <OperatorDoor account={account} /> : <DeskPage desk={desk} />}
      <ToastStack toasts={desk.toasts} />
    </>
  );
}

function DeskPage({ desk }: { desk: Desk }): JSX.Element {
  const [area, inside] = reviewing.value.split("/");
  const isReports = area === "reports";
  return (
    <div class="desk">
      <header class="desk-bar">
        <a class="desk-home" href="#/">
          <LogoMark size="s" />
          <span>{say("op-title")}</span>
        </a>
        <nav class="desk-nav" aria-label={say("op-nav")}>
          <a class="desk-area" href="#/" aria-current={isReports ? undefined : "page"} data-testid="nav-versions">
            {say("op-nav-versions")}
          </a>
          <a class="desk-area" href="#/reports" aria-current={isReports ? "page" : undefined} data-testid="nav-reports">
            {say("op-nav-reports")}
          </a>
        </nav>
        <span class="desk-who">
          <Said>{desk.account.user.value?.display_name}</Said>
        </span>
        <LanguageSwitch />
        <Button icon="logout" testId="log-out" onPress={() => void desk.account.logOut()}>
          {say("log-out")}
        </Button>
      </header>
      <main class="desk-page">
        {isReports ? (
          inside ? <ReportPage key={inside} desk={desk} reportId={inside} /> : <ReportsPage desk={desk} />
        ) : area ? (
          <ReviewPage key={area} desk={desk} versionId={area} />
        ) : (
          <QueuePage desk={desk} />
        )}
      </main>
    </div>
  );
}
