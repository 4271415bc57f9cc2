/** What every card of money is made of: a head with the sum, a thread of sadu, what its maker wrote, how it stands. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useChat } from "../../chat/context";
import type { WalletCard } from "../../chat/shapes";
import { nameOf } from "../../chat/state";
import { tameLine } from "../../chat/text";
import { say } from "../../i18n/texts";
import { Icon, Said, Sadu } from "../../kit/basics";
import { asFailure } from "../../wire/failure";
import { complaintOf } from "../refusals";
import { Sum } from "../sum";

export interface ShellProps {
  card: WalletCard;
  look: "pay" | "ask" | "split" | "packet" | "receipt";
  icon: string;
  title: ComponentChildren;
  /** It came to nothing, or to an end that leaves nothing to do. */
  over?: boolean;
  /** Instead of the card's sum. */
  lead?: ComponentChildren;
  /** Instead of the card's note. */
  note?: string;
  mark: { icon: string; tone: "good" | "wait" | "quiet" };
  status: ComponentChildren;
  /** It counts down: nobody is told every second of it. */
  counts?: boolean;
  /** Between the note and how it stands. */
  middle?: ComponentChildren;
  /** Buttons. */
  children?: ComponentChildren;
}

export function Shell({ card, look, icon, title, over, lead, note, mark, status, counts, middle, children }: ShellProps): JSX.Element {
  const words = tameLine(note ?? card.note ?? "");
  return (
    <section class={`money-card money-${look}${over ? " money-over" : ""}`} data-testid="money-card" data-kind={look} data-state={card.state}>
      <div class="money-head">
        <span class="money-mark">
          <Icon name={icon} />
        </span>
        <div class="money-words">
          <p class="money-title">{title}</p>
          <p class="money-sum">{lead ?? <Sum currency={card.amount?.currency_code ?? "SAR"} amount={card.amount?.amount_minor} testId="money-sum" />}</p>
        </div>
        <Sadu />
      </div>
      <div class="money-body">
        {words ? (
          <p class="money-note">
            <Said>{words}</Said>
          </p>
        ) : null}
        {middle}
        <p class={`money-status money-is-${mark.tone}`} role={counts ? "timer" : "status"} data-testid="money-status">
          <Icon name={mark.icon} size="s" />
          <span>{status}</span>
        </p>
        {children ? <div class="money-acts">{children}</div> : null}
      </div>
    </section>
  );
}

/** What the reader calls somebody, or somebody. */
export function useName(): (userId: string | undefined) => string {
  const { chat } = useChat();
  return (userId) => tameLine(nameOf(chat.state.value, userId ?? "")).trim() || say("chat-someone");
}

const TICK_MS = 500;
/** Beyond that nobody counts seconds. */
const COUNTED_MS = 120_000;

/** How long until a moment of the host's clock; drawn again each second near its end. */
export function useLeft(untilMs: number): number {
  const { chat } = useChat();
  const [left, setLeft] = useState(() => untilMs - chat.now());
  useEffect(() => {
    const look = (): void => setLeft(untilMs - chat.now());
    look();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = (): void => {
      const now = untilMs - chat.now();
      if (now <= 0) return;
      timer = setTimeout(() => {
        look();
        next();
      }, now > COUNTED_MS ? Math.min(now - COUNTED_MS, 60_000) : TICK_MS);
    };
    next();
    return () => clearTimeout(timer);
  }, [untilMs]);
  return Math.max(0, left);
}

interface Acting {
  /** The name of what is being done, empty for nothing. */
  busy: string;
  run: (name: string, act: () => Promise<unknown>) => Promise<void>;
}

/** One act at a time; a refusal is told over the page. */
export function useActing(currencyCode = ""): Acting {
  const { toasts } = useChat();
  const [busy, setBusy] = useState("");
  const run = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    if (busy) return;
    setBusy(name);
    try {
      await act();
    } catch (error) {
      toasts.show(complaintOf(asFailure(error), currencyCode), "bad");
    } finally {
      setBusy("");
    }
  };
  return { busy, run };
}

/** The card as its own act left it, until the conversation says so too. */
export function useAhead(card: WalletCard): [card: WalletCard, ahead: (state: string) => void] {
  const [known, setKnown] = useState({ revision: "", state: "" });
  const revision = String(card.revision ?? "");
  const shown = known.state && known.revision === revision ? { ...card, state: known.state } : card;
  return [shown, (state) => setKnown({ revision, state: state.replace(/^[A-Z_]*_STATE_/, "").toLowerCase() })];
}
