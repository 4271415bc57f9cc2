/** A request for money: whoever is asked pays or says no, whoever asks may take it back. */
import type { JSX } from "preact";
import { moneySheet } from "../../chat/attachments/wallet_card";
import { useChat } from "../../chat/context";
import { num, type WalletCard } from "../../chat/shapes";
import { time } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Button } from "../../kit/basics";
import { WalletCalls } from "../calls";
import "../icons";
import { PayRequest } from "./pay_request";
import { Shell, useActing, useAhead, useName } from "./shell";

const END: Record<string, string> = {
  paid: "money-ask-paid", declined: "money-ask-declined", cancelled: "money-ask-cancelled", expired: "money-ask-expired",
};

export function AskCard(props: { card: WalletCard }): JSX.Element {
  const { chat, post } = useChat();
  const [card, ahead] = useAhead(props.card);
  const name = useName();
  const { busy, run } = useActing(card.amount?.currency_code);
  const asks = card.to_user_id === chat.me;
  const asked = card.from_user_id === chat.me;
  const state = card.state ?? "";
  const close = (verb: "DeclineMoneyRequest" | "CancelMoneyRequest") => (): void =>
    void run(verb, async () => ahead((await new WalletCalls(post).closeMoneyRequest(verb, card.ref_id)).state));
  const pay = (): void => {
    const shut = (): void => void (moneySheet.value = null);
    moneySheet.value = <PayRequest requestId={card.ref_id} post={post} onPaid={() => (ahead("paid"), shut())} onClose={shut} />;
  };
  const title = asks
    ? say("money-ask-mine", { name: name(card.from_user_id) })
    : say(asked ? "money-ask-me" : "money-ask-others", { name: name(card.to_user_id), to: name(card.from_user_id) });
  if (state !== "open") {
    const paid = state === "paid";
    return (
      <Shell card={card} look="ask" icon="ask" title={title} over mark={{ icon: paid ? "good" : "close", tone: paid ? "good" : "quiet" }} status={say(END[state] ?? "money-over")} />
    );
  }
  const until = num(card.decide_by_ms);
  const status = until > 0 ? say("money-ask-until", { when: time(until, "short") }) : say("money-ask-open");
  return (
    <Shell card={card} look="ask" icon="ask" title={title} mark={{ icon: "clock", tone: "wait" }} status={status}>
      {asked ? (
        <>
          <Button look="primary" disabled={busy !== ""} testId="money-pay-request" onPress={pay}>
            {say("money-pay")}
          </Button>
          <Button busy={busy !== ""} testId="money-decline-request" onPress={close("DeclineMoneyRequest")}>
            {say("money-decline")}
          </Button>
        </>
      ) : asks ? (
        <Button busy={busy !== ""} testId="money-cancel-request" onPress={close("CancelMoneyRequest")}>
          {say("money-cancel-request")}
        </Button>
      ) : null}
    </Shell>
  );
}
