/** What came of a red packet: one's share first, then who took what, the luckiest, and whether the draw was the promised one. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useChat } from "../../chat/context";
import { num, type WalletCard } from "../../chat/shapes";
import { tameLine } from "../../chat/text";
import { number, time } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Avatar, Badge, Button, Icon, Said, Sadu, Skeleton } from "../../kit/basics";
import { Group, Notice, Row, Sheet } from "../../kit/surfaces";
import { asFailure, type Failure } from "../../wire/failure";
import { complaintOf } from "../refusals";
import { type Money, minor } from "../shapes";
import { Sum, shown } from "../sum";
import { ChatMoney, type Packet } from "./calls";
import { checkDraw, hexOfBase64 } from "./draw";

export interface PacketSheetProps {
  card: WalletCard;
  /** Opens it: takes the reader's share. */
  claims: boolean;
  onClaimed: () => void;
  onClose: () => void;
}

/** Too late, or nothing for who asks: what came of it is shown all the same. */
const OVER = ["RED_PACKET_EMPTY", "RED_PACKET_EXPIRED"];

interface Found {
  packet: Packet;
  share: Money | null;
  missed: string;
}

async function find(money: ChatMoney, id: string, claims: boolean, me: string): Promise<Found> {
  let missed = "";
  if (claims) {
    try {
      return { ...(await money.claimPacket(id)), missed };
    } catch (error) {
      const failure = asFailure(error);
      if (!OVER.includes(failure.reason)) throw failure;
      missed = failure.reason;
    }
  }
  const packet = await money.packet(id);
  return { packet, share: packet.claims?.find((claim) => claim.user_id === me)?.amount ?? null, missed };
}

export function PacketSheet({ card, claims, onClaimed, onClose }: PacketSheetProps): JSX.Element {
  const { chat, post } = useChat();
  const [found, setFound] = useState<Found | null>(null);
  const [late, setLate] = useState<Failure | null>(null);
  const load = (): void => {
    setLate(null);
    find(new ChatMoney(post), card.ref_id, claims, chat.me).then(
      (one) => {
        setFound(one);
        if (claims) onClaimed();
      },
      (error: unknown) => setLate(asFailure(error)),
    );
  };
  useEffect(load, []);
  const packet = found?.packet;
  const sender = tameLine(packet?.sender_name ?? "") || say("chat-someone");
  return (
    <Sheet
      title={packet && packet.sender_user_id !== chat.me ? say("money-packet-by", { name: sender }) : say("money-packet-mine")}
      testId="packet-sheet"
      onClose={onClose}
    >
      {late ? (
        <Notice tone="bad" action={<Button onPress={load}>{say("retry")}</Button>}>
          {complaintOf(late, card.amount?.currency_code)}
        </Notice>
      ) : found ? (
        <Inside card={card} found={found} me={chat.me} />
      ) : (
        <Skeleton rows={4} />
      )}
    </Sheet>
  );
}

function Inside({ card, found, me }: { card: WalletCard; found: Found; me: string }): JSX.Element {
  const { packet, share, missed } = found;
  const claims = packet.claims ?? [];
  const currency = packet.total.currency_code;
  const shares = packet.shares ?? 0;
  const back = minor(packet.refunded_minor);
  return (
    <>
      <div class="packet-share">
        <p class="packet-greeting">
          <Said>{tameLine(packet.greeting ?? "") || say("money-packet-greeting")}</Said>
        </p>
        {share ? (
          <>
            <Sum currency={currency} amount={share.amount_minor} look="big" testId="packet-share" />
            <p class="packet-hint">{say("money-packet-in-wallet")}</p>
          </>
        ) : (
          <p class="packet-hint">{say(missed === "RED_PACKET_EXPIRED" || packet.state === "RED_PACKET_STATE_EXPIRED" ? "error-red-packet-expired" : missed || packet.state === "RED_PACKET_STATE_EMPTY" ? "error-red-packet-empty" : "money-packet-not-opened")}</p>
        )}
        <Sadu />
      </div>
      <Group
        title={say("money-packet-claims", { count: shares, done: number(claims.length), of: number(shares), taken: shown(currency, packet.taken_minor), total: shown(currency, packet.total.amount_minor) })}
        hint={back > 0n ? say("money-packet-back", { amount: shown(currency, back) }) : undefined}
      >
        {claims.map((claim) => {
          const name = claim.user_id === me ? say("chat-you") : tameLine(claim.name ?? "") || say("chat-someone");
          return (
            <Row
              key={claim.user_id}
              testId={`claim-${claim.rank ?? 0}`}
              lead={<Avatar name={name} size="s" quiet />}
              title={<Said>{name}</Said>}
              subtitle={claim.best ? <Badge tone="warn">{say("money-packet-best")}</Badge> : time(num(claim.claimed_at_ms), "relative")}
              trailing={<Sum currency={currency} amount={claim.amount.amount_minor} />}
            />
          );
        })}
      </Group>
      <Checked card={card} packet={packet} />
    </>
  );
}

/** Counted here, by this page: the seed that is told now must be the one the card was bound to from the beginning. */
function Checked({ card, packet }: { card: WalletCard; packet: Packet }): JSX.Element {
  const [holds, setHolds] = useState<boolean | null>(null);
  const told = packet.transcript_json;
  useEffect(() => {
    if (!told || !card.commitment) return;
    const promised = {
      packetId: card.ref_id,
      currencyCode: card.amount?.currency_code ?? "",
      totalMinor: minor(card.amount?.amount_minor),
      shares: card.of ?? 0,
      commitment: hexOfBase64(card.commitment),
    };
    checkDraw(told, promised).then(setHolds, () => setHolds(false));
  }, [told]);
  if (!told) {
    return (
      <p class="packet-check" data-testid="packet-sealed">
        <Icon name="lock" size="s" />
        <span>{say("money-packet-sealed")}</span>
      </p>
    );
  }
  if (holds === false) {
    return (
      <Notice tone="bad" testId="packet-wrong">
        {say("money-packet-wrong")}
      </Notice>
    );
  }
  return (
    <p class="packet-check" data-testid={holds ? "packet-checked" : undefined}>
      <Icon name="shield" size="s" />
      <span>{say(holds ? "money-packet-checked" : "loading")}</span>
    </p>
  );
}
