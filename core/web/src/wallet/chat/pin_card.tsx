/** The host's own word: another PIN is on its way, and how to stop it. */
import type { JSX } from "preact";
import { num, type WalletCard } from "../../chat/shapes";
import { time } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import "../icons";
import { Shell, useLeft } from "./shell";

export function PinCard({ card }: { card: WalletCard }): JSX.Element {
  const begins = num(card.decide_by_ms);
  const waits = useLeft(begins) > 0 && card.state === "waiting";
  const stopped = card.state === "stopped";
  const when = time(begins, "short");
  return (
    <Shell
      card={card}
      look="receipt"
      icon="shield"
      title={say("money-pin")}
      lead={when}
      over={stopped}
      mark={{ icon: stopped ? "undo" : waits ? "clock" : "good", tone: stopped ? "quiet" : waits ? "wait" : "good" }}
      status={say(stopped ? "money-pin-stopped" : waits ? "money-pin-waits" : "money-pin-began")}
    >
      {waits ? (
        <a class="button button-secondary" href="#/wallet/safety" data-testid="pin-stop">
          <span class="button-text">{say("money-pin-stop")}</span>
          <Icon name="forward" size="s" />
        </a>
      ) : null}
    </Shell>
  );
}
