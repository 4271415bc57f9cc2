/** Paying the other of two, or somebody of a group: under the name that holds now, approved on the one sheet. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useChat } from "../../chat/context";
import type { View } from "../../chat/state";
import { tameLine } from "../../chat/text";
import { say } from "../../i18n/texts";
import { Avatar, Button, Said, Skeleton } from "../../kit/basics";
import { Notice, Sheet } from "../../kit/surfaces";
import { asFailure, type Failure } from "../../wire/failure";
import { ApproveSheet } from "../approve";
import { WalletCalls } from "../calls";
import { complaintOf } from "../refusals";
import type { Payee } from "../shapes";
import { shown } from "../sum";
import { Amount, Note, usePurse, WhoOf } from "./form";

export function PayPanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const [who, setWho] = useState(view.peerId);
  if (who) return <PayForm payeeId={who} onClose={onClose} />;
  return (
    <Sheet title={say("money-pay-whom")} testId="pay-sheet" onClose={onClose}>
      <WhoOf view={view} onChosen={(mate) => setWho(mate.id)} />
    </Sheet>
  );
}

function PayForm({ payeeId, onClose }: { payeeId: string; onClose: () => void }): JSX.Element {
  const { post, toasts } = useChat();
  const [payee, setPayee] = useState<Payee | null>(null);
  const [late, setLate] = useState<Failure | null>(null);
  const [amount, setAmount] = useState<bigint | null>(null);
  const [note, setNote] = useState("");
  const [approving, setApproving] = useState(false);
  const purse = usePurse();
  const load = (): void => {
    setLate(null);
    new WalletCalls(post).payee({ user_id: payeeId }).then(setPayee, (error: unknown) => setLate(asFailure(error)));
  };
  useEffect(load, []);
  const money = { currency_code: purse.currency, amount_minor: String(amount ?? 0) };
  if (approving && payee && amount) {
    return (
      <ApproveSheet
        call={post}
        title={say("money-pay-title")}
        amount={money}
        to={{ name: payee.name, note: note.trim() || undefined }}
        yes={say("money-pay")}
        submit={(approval, request_id) =>
          new WalletCalls(post).pay({ request_id, payee_user_id: payee.user_id, payee_name: payee.name, amount: money, note: note.trim(), pay_code: "", approval })
        }
        onDone={() => {
          toasts.show(say("money-pay-done", { amount: shown(purse.currency, amount), name: payee.name }), "good");
          onClose();
        }}
        onClose={onClose}
      />
    );
  }
  return (
    <Sheet
      title={say("money-pay-title")}
      testId="pay-sheet"
      onClose={onClose}
      actions={
        <Button look="primary" wide disabled={!payee || !amount} testId="pay-next" onPress={() => setApproving(true)}>
          {say("continue")}
        </Button>
      }
    >
      {late ? (
        <Notice tone="bad" action={<Button onPress={load}>{say("retry")}</Button>}>
          {complaintOf(late)}
        </Notice>
      ) : payee ? (
        <>
          <div class="money-to">
            <Avatar name={tameLine(payee.name)} quiet />
            <p class="money-to-name">
              <Said>{tameLine(payee.name)}</Said>
            </p>
          </div>
          <Amount purse={purse} balance onAmount={setAmount} />
          <Note label={say("money-note")} onInput={setNote} />
          <p class="share-hint">{payee.is_contact ? say("money-pay-hint", { count: payee.take_back_s ?? 10 }) : say("money-pay-hint-stranger")}</p>
        </>
      ) : (
        <Skeleton rows={3} />
      )}
    </Sheet>
  );
}
