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

/** Opened by the reader on this page: their seal stays broken. */
export const opened = signal<ReadonlySet<string>>(new Set());

export function PacketCard({ card }: { card: WalletCard }): JSX.Element {
  const { chat } = useChat();
  const name = useName();
  const left = useLeft(num(card.decide_by_ms));
  const done = card.done ?? 0;
  const of = card.of ?? 0;
  const state = card.state === "open" && card.decide_by_ms && left <= 0 ? "expired" : (card.state ?? "");
  const broken = state !== "open" || opened.value.has(card.ref_id);
  const open = (): void => {
    const mayClaim = state === "open" && !opened.peek().has(card.ref_id);
    const claimed = (): void => void (opened.value = new Set([...opened.peek(), card.ref_id]));
    moneySheet.value = <PacketSheet key={card.ref_id} card={card} claims={mayClaim} onClaimed={claimed} onClose={() => (moneySheet.value = null)} />;
  };
  const counts = { count: of, done: number(done), of: number(of) };
  const status = say(state === "empty" ? "money-packet-empty" : state === "expired" ? "money-packet-expired" : "money-packet-taken", counts);
  return (
    <Shell
      card={card}
      look="packet"
      icon="gift"
      title={card.from_user_id === chat.me ? say("money-packet-mine") : say("money-packet-by", { name: name(card.from_user_id) })}
      lead={<Said>{tameLine(card.note ?? "") || say("money-packet-greeting")}</Said>}
      note=""
      over={broken}
      mark={{ icon: state === "open" ? "gift" : state === "empty" ? "check" : "clock", tone: state === "open" ? "wait" : "quiet" }}
      status={status}
    >
      <Button look={broken ? "secondary" : "primary"} testId="packet-open" onPress={open}>
        {say(broken ? "money-packet-look" : "money-packet-open")}
      </Button>
    </Shell>
  );
}
