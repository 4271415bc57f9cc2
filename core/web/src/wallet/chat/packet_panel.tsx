/** A red packet for the conversation: how much, for how many, alike or by a fair draw. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useChat } from "../../chat/context";
import { titleOf, type View } from "../../chat/state";
import { tameLine } from "../../chat/text";
import { say } from "../../i18n/texts";
import { Button, Icon } from "../../kit/basics";
import { Field, Segments } from "../../kit/inputs";
import { Sheet } from "../../kit/surfaces";
import { ApproveSheet } from "../approve";
import { digitsOf } from "../digits";
import { shown } from "../sum";
import { ChatMoney } from "./calls";
import { Amount, Note, usePurse } from "./form";

const SHARES_MAX = 500;
const GREETING_CHARS_MAX = 64;

export function PacketPanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const { chat, post } = useChat();
  const purse = usePurse();
  const [amount, setAmount] = useState<bigint | null>(null);
  const [typed, setTyped] = useState("");
  const [mode, setMode] = useState<"random" | "equal">("random");
  const [greeting, setGreeting] = useState("");
  const [approving, setApproving] = useState(false);
  const direct = view.kind === "direct";
  const shares = direct ? 1 : Number(digitsOf(typed));
  const tooMany = shares > SHARES_MAX;
  const tooSmall = amount !== null && shares > 0 && amount < BigInt(shares);
  const ready = amount !== null && amount > 0n && shares > 0 && !tooMany && !tooSmall;
  const total = { currency_code: purse.currency, amount_minor: String(amount ?? 0) };
  if (approving && ready) {
    return (
      <ApproveSheet
        call={post}
        title={say("money-packet-title")}
        amount={total}
        to={{ name: tameLine(titleOf(chat.state.value, view)), note: greeting.trim() || undefined, face: <span class="packet-seal"><Icon name="gift" size="l" /></span> }}
        rows={direct ? [] : [{ name: say("money-packet-shares"), text: say(`money-packet-${mode}-of`, { count: shares }) }]}
        yes={say("money-packet-send")}
        submit={(approval, request_id) =>
          new ChatMoney(post).sendPacket({ request_id, conversation_id: view.id, total, shares, mode: `RED_PACKET_MODE_${mode.toUpperCase()}`, greeting: greeting.trim(), approval })
        }
        onDone={onClose}
        onClose={onClose}
      />
    );
  }
  const error = tooMany ? say("money-packet-many", { max: SHARES_MAX }) : tooSmall ? say("error-red-packet-too-small") : undefined;
  const each = ready && !direct && mode === "equal" ? say("money-packet-each", { amount: shown(purse.currency, (amount ?? 0n) / BigInt(shares)) }) : say("money-packet-hint");
  return (
    <Sheet
      title={say("money-packet-title")}
      testId="packet-form"
      onClose={onClose}
      actions={
        <Button look="primary" wide icon="gift" disabled={!ready} testId="packet-next" onPress={() => setApproving(true)}>
          {say("continue")}
        </Button>
      }
    >
      {direct ? null : (
        <div class="money-how">
          <Segments
            label={say("money-packet-shares")}
            value={mode}
            options={[
              { id: "random", text: say("money-packet-random") },
              { id: "equal", text: say("money-packet-equal") },
            ]}
            onChange={setMode}
          />
        </div>
      )}
      <Amount purse={purse} balance label={direct ? undefined : say("money-packet-total")} onAmount={setAmount} />
      {direct ? null : (
        <Field name="shares" kind="code" label={say("money-packet-count")} hint={each} error={error} max={3} testId="packet-shares" onInput={setTyped} />
      )}
      <Note label={say("money-packet-words")} max={GREETING_CHARS_MAX} placeholder={say("money-packet-greeting")} onInput={setGreeting} />
    </Sheet>
  );
}
