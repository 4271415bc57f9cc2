/** A payment: on its way with its way back, arrived, or back. */
import type { JSX } from "preact";
import { useChat } from "../../chat/context";
import { num, type WalletCard } from "../../chat/shapes";
import { number, time } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Button } from "../../kit/basics";
import "../icons";
import { WalletCalls } from "../calls";
import { Shell, useActing, useAhead, useLeft, useName } from "./shell";

/** To a contact it settles by itself in seconds; what waits longer waits to be accepted. */
const SETTLES_WITHIN_MS = 60_000;
type Verb = "TakeBackPayment" | "AcceptPayment" | "DeclinePayment";

export function PayCard(props: { card: WalletCard }): JSX.Element {
  const { chat, post } = useChat();
  const [card, ahead] = useAhead(props.card);
  const name = useName();
  const { busy, run } = useActing(card.amount?.currency_code);
  const left = useLeft(num(card.decide_by_ms));
  const mine = card.from_user_id === chat.me;
  const toMe = card.to_user_id === chat.me;
  const title = mine
    ? say("money-pay-mine", { name: name(card.to_user_id) })
    : say(toMe ? "money-pay-to-me" : "money-pay-others", { name: name(card.from_user_id), to: name(card.to_user_id) });
  const decide = (verb: Verb) => (): void =>
    void run(verb, async () => ahead((await new WalletCalls(post).decide(verb, card.ref_id)).state));
  const state = card.state ?? "";
  const button = (verb: Verb, words: string, look: "primary" | "secondary" = "secondary"): JSX.Element => (
    <Button look={look} busy={busy === verb} disabled={busy !== "" && busy !== verb} testId={`money-${verb}`} onPress={decide(verb)}>
      {words}
    </Button>
  );
  if (state === "waiting") {
    const seconds = Math.ceil(left / 1000);
    const soon = left < SETTLES_WITHIN_MS;
    const counts = soon && mine && seconds > 0;
    const status = !soon
      ? say(toMe ? "money-pay-accept-by" : "money-pay-waits-by", { when: time(num(card.decide_by_ms), "short") })
      : counts
        ? say("money-pay-back-within", { count: seconds, shown: number(seconds) })
        : say(mine ? "money-pay-arriving" : "money-pay-on-its-way");
    return (
      <Shell card={card} look="pay" icon="money-out" title={title} mark={{ icon: "clock", tone: "wait" }} status={status} counts={counts}>
        {mine && seconds > 0 ? button("TakeBackPayment", say("money-take-back")) : null}
        {toMe && !soon ? (
          <>
            {button("AcceptPayment", say("money-accept"), "primary")}
            {button("DeclinePayment", say("money-send-back"))}
          </>
        ) : null}
      </Shell>
    );
  }
  const paid = state === "paid";
  const status = paid ? say(toMe ? "money-pay-yours" : "money-pay-arrived") : say(END[state] ?? "money-over");
  return (
    <Shell card={card} look="pay" icon={toMe ? "money-in" : "money-out"} title={title} over={!paid} mark={{ icon: paid ? "good" : "undo", tone: paid ? "good" : "quiet" }} status={status} />
  );
}

const END: Record<string, string> = { taken_back: "money-pay-taken-back", declined: "money-pay-declined", returned: "money-pay-returned" };
