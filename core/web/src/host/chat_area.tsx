/** Where chat stands in the host: one page on a phone, the list beside the conversation on a desk. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { ChatProvider } from "../chat/context";
import { ChatList } from "../chat/chats_page";
import { NewChat } from "../chat/new_page";
import { MoneySheet } from "../chat/attachments/wallet_card";
import { Viewer } from "../chat/viewer";
import { ThreadPage } from "../chat/thread_page";
import { say } from "../i18n/texts";
import { Skeleton } from "../kit/basics";
import { lazy } from "../kit/lazy";
import { Empty } from "../kit/surfaces";
import { chatHref } from "../chat/context";
import { Frame, OfflineBar, Tabs } from "./frame";
import type { Host } from "./host";
import { PeopleLink } from "./people_link";
import { go, goBack, type Route } from "./route";

const SearchPage = lazy(() => import("../chat/search"), (all) => all.SearchPage);

const desk = matchMedia("(min-width: 1100px)");
const isWide = signal(desk.matches);
desk.addEventListener("change", () => (isWide.value = desk.matches));

export function ChatArea({ host, at }: { host: Host; at: Route }): JSX.Element {
  const chat = host.chat.value;
  const open = at.page === "chat" ? at.conversationId : "";
  const line = host.line.value;
  useEffect(() => {
    line?.show(open ? [open] : []);
  }, [line, open]);
  if (!chat) return <Skeleton rows={6} />;
  return (
    <ChatProvider value={{ chat, post: host.account.call, toasts: host.toasts, uploads: host.uploads.value, go }}>
      <Viewer />
      <MoneySheet />
      {isWide.value && at.page !== "new-chat" ? (
        <div class="chat-desk">
          <Tabs current="chats" host={host} />
          <aside class="chat-desk-side" aria-label={say("nav-chats")}>
            <header class="chat-desk-head">
              <h2 class="frame-title">{say("nav-chats")}</h2>
              <div class="head-links">
                <PeopleLink host={host} />
                <NewLink />
              </div>
            </header>
            <OfflineBar host={host} />
            <ChatList current={open} />
          </aside>
          {open ? <OpenChat host={host} at={at} /> : <main class="chat-desk-none"><h1 class="for-ears">{say("nav-chats")}</h1><Empty icon="chat" title={say("chats-none-open")} /></main>}
        </div>
      ) : open ? (
        <OpenChat host={host} at={at} />
      ) : at.page === "new-chat" ? (
        <Frame host={host} tab="chats" up="#/" title={say("chat-new")}>
          <NewChat />
        </Frame>
      ) : (
        <Frame host={host} tab="chats" title={say("nav-chats")} action={<span class="head-links"><PeopleLink host={host} /><NewLink /></span>}>
          <ChatList />
        </Frame>
      )}
    </ChatProvider>
  );
}

function NewLink(): JSX.Element {
  return (
    <a class="button button-primary new-link" href="#/chats/new" data-testid="new-chat">
      {say("chat-new")}
    </a>
  );
}

function OpenChat({ host, at }: { host: Host; at: Route }): JSX.Element | null {
  if (at.page !== "chat") return null;
  if (at.search) return <SearchPage conversationId={at.conversationId} onBack={() => goBack(chatHref(at.conversationId))} />;
  return (
    <ThreadPage
      conversationId={at.conversationId}
      at={at.seq}
      offline={host.link.offline.value}
      onReconnect={() => host.link.retryNow()}
      onBack={() => goBack("#/")}
    />
  );
}
