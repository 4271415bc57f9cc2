/** A shared bill: how much of it is paid, and one's own part of it. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { moneySheet } from "../../chat/attachments/wallet_card";
import { useChat } from "../../chat/context";
import type { WalletCard } from "../../chat/shapes";
import { tameLine } from "../../chat/text";
import { number } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Avatar, Badge, Button, Meter, Said, Skeleton } from "../../kit/basics";
import { Group, Notice, Row, Sheet } from "../../kit/surfaces";
import { asFailure, type Failure } from "../../wire/failure";
import "../icons";
import { complaintOf } from "../refusals";
import type { MoneyRequestState } from "../shapes";
import { Sum } from "../sum";
import { ChatMoney, type Split } from "./calls";
import { PayRequest } from "./pay_request";
import { Shell, useActing, useName } from "./shell";

export function SplitCard({ card }: { card: WalletCard }): JSX.Element {
  const { chat } = useChat();
  const name = useName();
  const owner = card.to_user_id || card.from_user_id;
  const done = card.done ?? 0;
  const of = card.of ?? 0;
  const full = of > 0 && done >= of;
  const closed = card.state === "closed" || card.state === "cancelled";
  const open = (): void => {
    moneySheet.value = <SplitSheet key={card.ref_id} splitId={card.ref_id} onClose={() => (moneySheet.value = null)} />;
  };
  const counts = { count: of, done: number(done), of: number(of) };
  return (
    <Shell
      card={card}
      look="split"
      icon="split"
      title={owner === chat.me ? say("money-split-mine") : say("money-split-by", { name: name(owner) })}
      over={closed && !full}
      mark={{ icon: full ? "good" : closed ? "close" : "clock", tone: full ? "good" : closed ? "quiet" : "wait" }}
      status={full ? say("money-split-all") : say(closed ? "money-split-closed" : "money-split-some", counts)}
      middle={of > 0 ? <Meter value={done / of} label={say("money-split-progress")} text={say("money-split-some", counts)} /> : null}
    >
      <Button testId="split-open" onPress={open}>
        {say("money-split-open")}
      </Button>
    </Shell>
  );
}

const PART: Record<MoneyRequestState, [key: string, tone: "good" | "warn" | "neutral"]> = {
  MONEY_REQUEST_STATE_OPEN: ["money-part-open", "warn"],
  MONEY_REQUEST_STATE_PAID: ["money-part-paid", "good"],
  MONEY_REQUEST_STATE_DECLINED: ["money-ask-declined", "neutral"],
  MONEY_REQUEST_STATE_CANCELLED: ["money-ask-cancelled", "neutral"],
  MONEY_REQUEST_STATE_EXPIRED: ["money-ask-expired", "neutral"],
};

function SplitSheet({ splitId, onClose }: { splitId: string; onClose: () => void }): JSX.Element {
  const { chat, post } = useChat();
  const [split, setSplit] = useState<Split | null>(null);
  const [late, setLate] = useState<Failure | null>(null);
  const [paying, setPaying] = useState("");
  const { busy, run } = useActing();
  const load = (): void => {
    setLate(null);
    new ChatMoney(post).split(splitId).then(setSplit, (error: unknown) => setLate(asFailure(error)));
  };
  useEffect(load, []);
  if (paying) {
    return <PayRequest requestId={paying} post={post} onPaid={() => (setPaying(""), load())} onClose={() => setPaying("")} />;
  }
  const mine = split?.parts?.find((part) => part.user_id === chat.me);
  const owes = mine?.state === "MONEY_REQUEST_STATE_OPEN" ? (mine.money_request_id ?? "") : "";
  const ends = split && !split.closed && split.owner_user_id === chat.me && split.parts?.some((part) => part.state === "MONEY_REQUEST_STATE_OPEN");
  return (
    <Sheet
      title={split?.title ? <Said>{tameLine(split.title)}</Said> : say("money-split")}
      testId="split-sheet"
      onClose={onClose}
      actions={
        owes ? (
          <Button look="primary" wide testId="split-pay" onPress={() => setPaying(owes)}>
            {say("money-split-pay-mine")}
          </Button>
        ) : ends ? (
          <Button wide busy={busy !== ""} testId="split-close" onPress={() => void run("close", async () => setSplit(await new ChatMoney(post).closeSplit(splitId)))}>
            {say("money-split-close")}
          </Button>
        ) : undefined
      }
    >
      {late ? (
        <Notice tone="bad" action={<Button onPress={load}>{say("retry")}</Button>}>
          {complaintOf(late)}
        </Notice>
      ) : split ? (
        <Parts split={split} me={chat.me} />
      ) : (
        <Skeleton rows={3} />
      )}
    </Sheet>
  );
}

function Parts({ split, me }: { split: Split; me: string }): JSX.Element {
  const currency = split.total.currency_code;
  return (
    <>
      <p class="money-total">
        <Sum currency={currency} amount={split.total.amount_minor} look="big" />
      </p>
      <Group title={say("money-split-parts")}>
        {(split.parts ?? []).map((part) => {
          const [key, tone] = PART[part.state ?? "MONEY_REQUEST_STATE_OPEN"];
          const name = part.user_id === me ? say("chat-you") : tameLine(part.name ?? "") || say("chat-someone");
          return (
            <Row
              key={part.user_id}
              testId={`part-${part.user_id}`}
              lead={<Avatar name={name} size="s" quiet />}
              title={<Said>{name}</Said>}
              subtitle={<Sum currency={currency} amount={part.amount?.amount_minor} />}
              trailing={<Badge tone={tone}>{say(key)}</Badge>}
            />
          );
        })}
      </Group>
      {(split.items ?? []).length > 0 ? (
        <Group title={say("money-split-items")}>
          {(split.items ?? []).map((item, place) => (
            <Row key={place} title={<Said>{tameLine(item.title)}</Said>} trailing={<Sum currency={currency} amount={item.amount.amount_minor} />} />
          ))}
        </Group>
      ) : null}
    </>
  );
}
