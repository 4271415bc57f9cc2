/** Asking the other of two, or a contact of the group, for money. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useChat } from "../../chat/context";
import { nameOf, type View } from "../../chat/state";
import { tameLine } from "../../chat/text";
import { say } from "../../i18n/texts";
import { Avatar, Button, Said } from "../../kit/basics";
import { Notice, Sheet } from "../../kit/surfaces";
import { asFailure } from "../../wire/failure";
import { WalletCalls } from "../calls";
import { useOnce } from "../once";
import { complaintOf } from "../refusals";
import { Amount, Note, usePurse, WhoOf } from "./form";

export function AskPanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const [who, setWho] = useState(view.peerId);
  if (who) return <AskForm payerId={who} onClose={onClose} />;
  return (
    <Sheet title={say("money-ask-whom")} testId="ask-sheet" onClose={onClose}>
      <WhoOf view={view} onChosen={(mate) => setWho(mate.id)} />
    </Sheet>
  );
}

function AskForm({ payerId, onClose }: { payerId: string; onClose: () => void }): JSX.Element {
  const { chat, post } = useChat();
  const [amount, setAmount] = useState<bigint | null>(null);
  const [note, setNote] = useState("");
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const purse = usePurse();
  const once = useOnce();
  const name = tameLine(nameOf(chat.state.value, payerId)) || say("chat-someone");
  const send = async (): Promise<void> => {
    const asked = { payer_user_id: payerId, amount: { currency_code: purse.currency, amount_minor: String(amount) }, note: note.trim() };
    setBusy(true);
    setTrouble("");
    try {
      await once((request_id) => new WalletCalls(post).requestMoney({ request_id, ...asked }));
      onClose();
    } catch (error) {
      setTrouble(complaintOf(asFailure(error), purse.currency));
      setBusy(false);
    }
  };
  return (
    <Sheet
      title={say("money-ask-title")}
      testId="ask-sheet"
      onClose={onClose}
      actions={
        <Button look="primary" wide busy={busy} disabled={!amount} testId="ask-send" onPress={() => void send()}>
          {say("money-ask-send")}
        </Button>
      }
    >
      <div class="money-to">
        <Avatar name={name} quiet />
        <p class="money-to-name">
          <Said>{name}</Said>
        </p>
      </div>
      {trouble ? <Notice tone="bad">{trouble}</Notice> : null}
      <Amount purse={purse} onAmount={setAmount} />
      <Note label={say("money-ask-note")} onInput={setNote} />
      <p class="share-hint">{say("money-ask-hint")}</p>
    </Sheet>
  );
}
