/** What somebody paid an app: for what, how much, and what came back of it. */
import type { JSX } from "preact";
import { cardApp } from "../../chat/card_apps";
import { useChat } from "../../chat/context";
import { num, type WalletCard } from "../../chat/shapes";
import { tameLine } from "../../chat/text";
import { appHref } from "../../host/route";
import { pick, say } from "../../i18n/texts";
import { Icon, Said } from "../../kit/basics";
import "../icons";
import { shown } from "../sum";
import { Shell } from "./shell";

const STATES: Record<string, string> = {
  paid: "money-receipt-paid", held: "money-receipt-held", voided: "money-receipt-voided", expired: "money-receipt-voided",
  declined: "money-receipt-declined", refunded: "money-receipt-refunded",
};

export function ReceiptCard({ card }: { card: WalletCard }): JSX.Element {
  const { post } = useChat();
  const appId = card.app_id ?? "";
  const found = appId ? cardApp(appId, post).value : "gone";
  const app = found === "gone" ? null : found;
  const name = tameLine(pick(app?.name_ar, app?.name_en)) || appId;
  const currency = card.amount?.currency_code ?? "SAR";
  const back = num(card.refunded_minor);
  const all = back > 0 && back >= num(card.amount?.amount_minor);
  const state = all ? "refunded" : (card.state ?? "");
  const good = state === "paid" && back === 0;
  const over = ["voided", "expired", "declined", "refunded"].includes(state);
  const status = back > 0 && !all ? say("money-receipt-part", { amount: shown(currency, back) }) : say(STATES[state] ?? "money-receipt-paid");
  return (
    <Shell
      card={card}
      look="receipt"
      icon="receipt"
      title={name ? <Said>{name}</Said> : say("money-receipt")}
      over={over}
      note={pick(card.title_ar, card.title_en) || (card.note ?? "")}
      mark={{ icon: good ? "good" : state === "held" ? "clock" : "undo", tone: good ? "good" : state === "held" ? "wait" : "quiet" }}
      status={status}
    >
      {app ? (
        <a class="button button-secondary" href={appHref(appId)} data-testid="receipt-app">
          <span class="button-text">{say("money-receipt-open")}</span>
          <Icon name="forward" size="s" />
        </a>
      ) : null}
    </Shell>
  );
}
