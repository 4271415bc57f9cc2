/** The host app: who is signed in, which page shows, and the one link all mini-apps share. */
import type { JSX } from "preact";
import { effect, signal, type Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Chat } from "../chat/chat";
import { offerAttaching, prefetchAttaching } from "../chat/attaching/choices";
import { ChatLine } from "../chat/line";
import { Uploads } from "../chat/uploads";
import { lang, langChosen, type Lang } from "../i18n/prefs";
import { say } from "../i18n/texts";
import { Button, LogoMark, Spinner } from "../kit/basics";
import { Empty, Toasts, ToastStack } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { Account } from "../wire/account";
import { Calls } from "../wire/calls";
import type { Failure } from "../wire/failure";
import { Link } from "../wire/link";
import type { User } from "../wire/types";
import { AppsPage } from "./apps_page";
import { ChatArea } from "./chat_area";
import { MePage } from "./me_page";
import { lazy } from "../kit/lazy";
import { waiting } from "../kit/title";
import { piece } from "../wallet/piece";
import { placesPiece } from "../places/piece";
import { Pops, PopStack } from "../notices/pops";
import { type Route, route } from "./route";
import { SignInPage } from "./sign_in_page";

export interface Host {
  account: Account;
  link: Link;
  toasts: Toasts;
  /** Of whoever is signed in. */
  chat: Signal<Chat | null>;
  line: Signal<ChatLine | null>;
  uploads: Signal<Uploads | null>;
}

export function makeHost(): Host {
  const account = new Account("majlis");
  const link = new Link({
    url: () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`,
    token: async (fresh) => {
      if (fresh || !account.token()) await account.renew();
      return account.token();
    },
    onBye: (reason) => account.end(reason),
  });
  account.onToken((token) => link.renewToken(token));
  let greeted = "";
  account.user.subscribe((user) => {
    if (user && user.user_id !== greeted && user.lang !== lang.peek()) {
      // The account's language wins over this device's first guess; a choice made here stands, and the account learns it.
      if (!langChosen.peek()) lang.value = user.lang === "en" ? "en" : "ar";
      else if (account.state.peek() === "out") keepLang(account, lang.peek());
    }
    greeted = user?.user_id ?? "";
  });
  const toasts = new Toasts();
  const host: Host = { account, link, toasts, chat: signal(null), line: signal(null), uploads: signal(null) };
  const calls = new Calls(link);
  attend(host);
  account.state.subscribe((state) => {
    const user = account.user.peek();
    if (state === "in" && user) seatChat(host, user.user_id, calls);
    else if (state === "out") unseatChat(host);
    if (state === "in") link.start();
    else link.stop();
  });
  return host;
}

/** Chat belongs to one person: it begins when they come in and is forgotten when they leave. */
function seatChat(host: Host, me: string, calls: Calls): void {
  if (host.chat.peek()?.me === me) return;
  unseatChat(host);
  const complain = (failure: Failure): void => host.toasts.show(explain(failure), "bad");
  const chat = new Chat({ me, call: calls.call, post: host.account.call, storage: tabStorage(), complain });
  host.chat.value = chat;
  host.line.value = new ChatLine(host.link, chat);
  host.uploads.value = new Uploads({ call: host.account.call, send: (id, content) => chat.send(id, content) });
}

function unseatChat(host: Host): void {
  host.line.peek()?.leave();
  host.uploads.peek()?.forget();
  host.uploads.value = null;
  host.chat.peek()?.forget();
  host.chat.value = null;
  host.line.value = null;
}

/** Null where the browser keeps nothing for this page. */
function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** Tells the account; where it cannot be told now, the choice still holds on this device. */
function keepLang(account: Account, chosen: Lang): void {
  account.call<{ user?: User }>("identity.v1.IdentityService/UpdateMe", { lang: chosen }).then(
    () => {
      const user = account.user.peek();
      if (user) account.user.value = { ...user, lang: chosen };
    },
    () => undefined,
  );
}

/** Whatever else belongs to the page and not to one screen of it. */
function attend(host: Host): void {
  offerAttaching();
  effect(() => {
    waiting.value = host.chat.value?.unreadChats.value ?? 0;
  });
  host.link.state.subscribe((state) => state === "open" && host.uploads.peek()?.online());
  host.link.offline.subscribe((offline) => offline && host.chat.peek()?.lost());
  addEventListener("beforeunload", (event) => {
    if (host.uploads.peek()?.all.peek().length) event.preventDefault();
  });
}

/** Fetched while nothing else is to be done, so that rare pages open at once and without a network. */
function prefetch(): void {
  const later = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 2_000));
  later(() => {
    void appPage().catch(() => undefined);
    void more().catch(() => undefined);
    void walletArea().catch(() => undefined);
    prefetchAttaching();
  });
}

export function HostApp({ host }: { host: Host }): JSX.Element {
  const state = host.account.state.value;
  const [unreachable, setUnreachable] = useState(false);
  const enter = (): void => {
    setUnreachable(false);
    host.account.renew().catch(() => setUnreachable(true));
  };
  const [pops] = useState(() => new Pops(host));
  useEffect(enter, []);
  useEffect(() => {
    if (state === "in") prefetch();
  }, [state]);
  if (state === "unknown") return <Splash unreachable={unreachable} retry={enter} />;
  return (
    <>
      {state === "out" ? <SignInPage account={host.account} /> : <Page host={host} />}
      <ToastStack toasts={host.toasts} />
      {host.chat.value?.state.value.offer ? <CardOfferSheet chat={host.chat.value} toasts={host.toasts} /> : null}
      {state === "in" ? <PopStack pops={pops} /> : null}
      {state === "in" ? <Sharing host={host} /> : null}
    </>
  );
}

function Splash({ unreachable, retry }: { unreachable: boolean; retry: () => void }): JSX.Element {
  if (!unreachable) {
    return (
      <div class="splash" role="status" aria-label={say("loading")}>
        <LogoMark size="l" />
        <Spinner />
      </div>
    );
  }
  return (
    <div class="splash">
      <Empty icon="offline" tone="warn" title={say("offline-title")} text={say("error-offline")}>
        <Button look="primary" onPress={retry}>
          {say("retry")}
        </Button>
      </Empty>
    </div>
  );
}

function Page({ host }: { host: Host }): JSX.Element {
  const at = route.value;
  switch (at.page) {
    case "app":
      return <AppPage key={at.appId} host={host} appId={at.appId} path={at.path} />;
    case "me":
      return <MePage host={host} />;
    case "apps":
      return <AppsPage host={host} />;
    case "wallet":
      return <WalletArea host={host} path={at.path} />;
    case "chats":
    case "new-chat":
    case "chat":
      return <ChatArea host={host} at={at} />;
    default:
      return <More key={location.hash} host={host} at={at} />;
  }
}

const CardOfferSheet = lazy(() => import("../chat/card_offer"), (module) => module.CardOfferSheet);
// A mini-app's page and every component one may have: the first of what is fetched while nobody waits for it.
const appPage = (): Promise<typeof import("./app_page")> => import("./app_page");
const AppPage = lazy<typeof import("./app_page"), { host: Host; appId: string; path: string }>(appPage, (all) => all.AppPage);
const more = (): Promise<typeof import("./more")> => import("./more");
const More = lazy<typeof import("./more"), { host: Host; at: Route }>(more, (all) => all.MorePage);
const Sharing = lazy<typeof import("../places/bar"), { host: Host }>(
  placesPiece(() => import("../places/bar")),
  (all) => all.Sharing,
  () => null,
);
const walletArea = piece(() => import("../wallet/area"));
const WalletArea = lazy(walletArea, (all) => all.WalletArea);
