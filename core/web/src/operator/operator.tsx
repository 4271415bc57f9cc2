/** The operators' page: sign in with a second factor, see what waits, judge one version. */
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
import { ReviewPage } from "./review_page";

export interface Desk {
  account: Account;
  toasts: Toasts;
}

/** Id of the version on the screen, empty for the queue; kept in the address after #. */
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
  const id = reviewing.value;
  return (
    <div class="desk">
      <header class="desk-bar">
        <a class="desk-home" href="#/">
          <LogoMark size="s" />
          <span>{say("op-title")}</span>
        </a>
        <span class="desk-who">
          <Said>{desk.account.user.value?.display_name}</Said>
        </span>
        <LanguageSwitch />
        <Button icon="logout" testId="log-out" onPress={() => void desk.account.logOut()}>
          {say("log-out")}
        </Button>
      </header>
      <main class="desk-page">
        {id ? <ReviewPage key={id} desk={desk} versionId={id} /> : <QueuePage desk={desk} />}
      </main>
    </div>
  );
}
