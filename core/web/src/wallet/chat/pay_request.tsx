/** Paying what was asked: the amount and the name as the wallet has them, not as the card says. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Button, Skeleton } from "../../kit/basics";
import { Notice, Sheet } from "../../kit/surfaces";
import { asFailure, type Failure } from "../../wire/failure";
import type { Call } from "../../wire/rpc";
import { MoneyRequestSheet } from "../money_request_sheet";
import { complaintOf } from "../refusals";
import type { MoneyRequest } from "../shapes";
import { ChatMoney } from "./calls";

export interface PayRequestProps {
  requestId: string;
  post: Call;
  onPaid: () => void;
  onClose: () => void;
}

export function PayRequest({ requestId, post, onPaid, onClose }: PayRequestProps): JSX.Element {
  const [found, setFound] = useState<MoneyRequest | null>(null);
  const [late, setLate] = useState<Failure | null>(null);
  const load = (): void => {
    setLate(null);
    new ChatMoney(post).moneyRequest(requestId).then(setFound, (error: unknown) => setLate(asFailure(error)));
  };
  useEffect(load, []);
  if (!found) {
    return (
      <Sheet title={say("money-pay")} testId="approve-sheet" onClose={onClose}>
        {late ? (
          <Notice tone="bad" action={<Button onPress={load}>{say("retry")}</Button>}>
            {complaintOf(late)}
          </Notice>
        ) : (
          <Skeleton rows={3} />
        )}
      </Sheet>
    );
  }
  return <MoneyRequestSheet call={post} request={found} onDone={onPaid} onClose={onClose} />;
}
