/** Paying what somebody asked for: the approval sheet with what they asked. */
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import type { Call } from "../wire/rpc";
import { ApproveSheet } from "./approve";
import { WalletCalls } from "./calls";
import type { MoneyRequest, Payment } from "./shapes";
import { shownMoney } from "./sum";

export interface MoneyRequestSheetProps {
  call: Call;
  request: MoneyRequest;
  onDone: (payment: Payment) => void;
  onClose: () => void;
}

export function MoneyRequestSheet({ call, request, onDone, onClose }: MoneyRequestSheetProps): JSX.Element {
  const calls = new WalletCalls(call);
  return (
    <ApproveSheet
      call={call}
      title={say("request-pay-title", { name: request.payee_name })}
      amount={request.amount}
      to={{ name: request.payee_name, note: request.note }}
      yes={say("pay-yes", { amount: shownMoney(request.amount) })}
      submit={(approval, requestId) =>
        calls.payMoneyRequest({ request_id: requestId, money_request_id: request.money_request_id, approval })
      }
      onDone={onDone}
      onClose={onClose}
    />
  );
}
