/** A red packet: sealed until one opens it, then one's own share, everybody's, and the check of the draw. */
import type { JSX } from "preact";
import { signal } from "@preact/signals";
import { moneySheet } from "../../chat/attachments/wallet_card";
import { useChat } from "../../chat/context";
import { num, type WalletCard } from "../../chat/shapes";
import { tameLine } from "../../chat/text";
import { number } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Button, Said } from "../../kit/basics";
import "../icons";
import { PacketSheet } from "./packet_sheet";
import { Shell, useLeft, useName } from "./shell";

/** What was opened on this page, and by whom: their seal stays broken. */
const opened = signal<ReadonlySet<string>>(new Set());

export function PacketCard({ card }: { card: WalletCard }): JSX.Element {
  const { chat } = useChat();
  const name = useName();
  const left = useLeft(num(card.decide_by_ms));
  const done = card.done ?? 0;
  const of = card.of ?? 0;
  const state = card.state === "open" && card.decide_by_ms && left <= 0 ? "expired" : (card.state ?? "");
  const mine = card.from_user_id === chat.me;
  const key = `${chat.me} ${card.ref_id}`;
  // A gift for one is not its giver's to open.
  const sealed = state === "open" && !opened.value.has(key) && !(mine && of === 1);
  const open = (): void => {
    const claimed = (): void => void (opened.value = new Set([...opened.peek(), key]));
    moneySheet.value = <PacketSheet key={card.ref_id} card={card} claims={sealed} onClaimed={claimed} onClose={() => (moneySheet.value = null)} />;
  };
  const counts = { count: of, done: number(done), of: number(of) };
  const status = say(state === "empty" ? "money-packet-empty" : state === "expired" ? "money-packet-expired" : "money-packet-taken", counts);
  return (
    <Shell
      card={card}
      look="packet"
      icon="gift"
      title={mine ? say("money-packet-mine") : say("money-packet-by", { name: name(card.from_user_id) })}
      lead={<Said>{tameLine(card.note ?? "") || say("money-packet-greeting")}</Said>}
      note=""
      over={!sealed}
      mark={{ icon: state === "open" ? "gift" : state === "empty" ? "check" : "clock", tone: state === "open" ? "wait" : "quiet" }}
      status={status}
    >
      <Button look={sealed ? "primary" : "secondary"} testId="packet-open" onPress={open}>
        {say(sealed ? "money-packet-open" : "money-packet-look")}
      </Button>
    </Shell>
  );
}
