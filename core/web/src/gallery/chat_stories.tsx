/** Chat in the gallery: ?story=chats|search|thread|team|hostile|waiting|money|gifts|new. */
import type { JSX } from "preact";
import { offerAttaching } from "../chat/attaching/choices";
import { ChatProvider } from "../chat/context";
import { ChatList } from "../chat/chats_page";
import { NewChat } from "../chat/new_page";
import { MoneySheet } from "../chat/attachments/wallet_card";
import { ThreadPage } from "../chat/thread_page";
import { nowMs } from "../i18n/format";
import { say } from "../i18n/texts";
import { Toasts, ToastStack } from "../kit/surfaces";
import { makeChat, NOW_MS } from "./chat_fixtures";

const THREADS: Record<string, string> = { thread: "conv_layla", team: "conv_team", hostile: "conv_hostile", waiting: "conv_layla", money: "conv_money", gifts: "conv_gifts" };
export const isChatStory = (story: string): boolean => story in THREADS || ["chats", "new"].includes(story);

const nothing = (): void => undefined;

export function makeChatStory(story: string, at: number): () => JSX.Element {
  nowMs.value = NOW_MS;
  const chat = makeChat(story === "waiting");
  const toasts = new Toasts();
  if (story === "waiting") chat.send("conv_layla", { text: "سأصل بعد عشر دقائق" });
  Object.assign(globalThis, { majlisChat: chat });
  offerAttaching();
  return () => (
    <ChatProvider value={{ chat, post: chat.call, toasts, go: nothing }}>
      <MoneySheet />
      {THREADS[story] ? (
        <ThreadPage conversationId={THREADS[story]} at={at} offline={story === "waiting"} onReconnect={nothing} onBack={nothing} />
      ) : (
        <div class="frame">
          <main class="frame-page" data-testid="screen">
            <header class="frame-head">
              <h1 class="frame-title">{say(story === "new" ? "chat-new" : "nav-chats")}</h1>
            </header>
            {story === "new" ? <NewChat /> : <ChatList />}
          </main>
        </div>
      )}
      <ToastStack toasts={toasts} />
    </ChatProvider>
  );
}
