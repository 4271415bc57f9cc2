/** The wallet's cards in chat, one for each kind of thing. */
import type { JSX } from "preact";
import type { AttachmentProps } from "../../chat/attachments/registry";
import type { WalletCard } from "../../chat/shapes";
import { oneLine } from "../../chat/words";
import { AskCard } from "./ask_card";
import { PacketCard } from "./packet_card";
import { PayCard } from "./pay_card";
import { PinCard } from "./pin_card";
import { ReceiptCard } from "./receipt_card";
import { SplitCard } from "./split_card";

const CARDS: Record<string, (props: { card: WalletCard }) => JSX.Element> = {
  WALLET_CARD_KIND_PAYMENT: PayCard,
  WALLET_CARD_KIND_MONEY_REQUEST: AskCard,
  WALLET_CARD_KIND_SPLIT: SplitCard,
  WALLET_CARD_KIND_RED_PACKET: PacketCard,
  WALLET_CARD_KIND_RECEIPT: ReceiptCard,
  WALLET_CARD_KIND_PIN_RESET: PinCard,
};

export function MoneyCard({ content }: AttachmentProps): JSX.Element | null {
  const card = content.wallet_card;
  if (!card) return null;
  const View = CARDS[card.kind ?? ""];
  // A kind that came after this client.
  return View ? <View card={card} /> : <p class="unknown">{oneLine(content)}</p>;
}
