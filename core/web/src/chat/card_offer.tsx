/** A mini-app offers a card: the host, and not the app, asks where to share it. */
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import type { Toasts } from "../kit/surfaces";
import type { Chat } from "./chat";
import { ForwardSheet } from "./message_sheets";
import { num } from "./shapes";

const OFFER_MS = 10 * 60 * 1000; // As long as the service takes it.

export function CardOfferSheet({ chat, toasts }: { chat: Chat; toasts: Toasts }): JSX.Element | null {
  const offer = chat.state.value.offer;
  if (!offer?.card || num(offer.created_at_ms) + OFFER_MS < chat.clockMs.value) return null;
  const share = async (ids: string[]): Promise<void> => {
    chat.closeOffer();
    for (const id of ids) if (!(await chat.acts.share(offer.offer_id, id))) return;
    toasts.show(say("chat-card-shared"), "good");
  };
  return (
    <ForwardSheet
      state={chat.state.value}
      title={say("chat-card-share", { title: offer.card.title ?? "" })}
      action={say("chat-card-share-yes")}
      onClose={() => chat.closeOffer()}
      onPick={(ids) => void share(ids)}
    />
  );
}
