/** Paying an app's order: every line and fee, who shares in it, the tip one adds, and the one yes that moves money. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { percent } from "../i18n/format";
import { pick, say } from "../i18n/texts";
import { Button, Said, Skeleton } from "../kit/basics";
import { Segments } from "../kit/inputs";
import { Notice, Sheet, type Toasts } from "../kit/surfaces";
import { asFailure, type Failure } from "../wire/failure";
import type { Call } from "../wire/rpc";
import { type ApproveRow, ApproveSheet } from "./approve";
import { WalletCalls } from "./calls";
import { lineName, lineSum, share } from "./order_facts";
import { complaintOf } from "./refusals";
import { minor, type Order, type OrderSheet as Shown } from "./shapes";
import { shownMoney } from "./sum";

const TIPS = [0, 10, 15, 20];

export interface AskedProps {
  call: Call;
  /** Whose it must be: an app may not have another's order paid under its own name. */
  appId: string;
  appName: string;
  face: ComponentChildren;
  toasts: Toasts;
  onClose: () => void;
}

export function OrderSheet(props: AskedProps & { orderId: string; onDone?: () => void }): JSX.Element | null {
  const { call, appId, appName, orderId, toasts, onClose } = props;
  const [calls] = useState(() => new WalletCalls(call));
  const [sheet, setSheet] = useState<Shown | null>(null);
  const [late, setLate] = useState<Failure | null>(null);
  const load = (): void => {
    setLate(null);
    calls.orderSheet(orderId).then(
      (found) => {
        // Approved or closed meanwhile, here or on another device: there is nothing to ask.
        if (found.order.app_id === appId && found.order.state === "ORDER_STATE_OPEN") return setSheet(found);
        toasts.show(say("order-over"));
        onClose();
      },
      (error: unknown) => setLate(asFailure(error)),
    );
  };
  useEffect(load, []);
  if (sheet) return <Paying {...props} calls={calls} sheet={sheet} />;
  return (
    <Sheet testId="order-pay-sheet" title={say("order-sheet-title", { app: appName })} onClose={onClose}>
      {late ? (
        <Notice tone="bad" title={say("order-late")} action={<Button onPress={load}>{say("retry")}</Button>}>
          {complaintOf(late)}
        </Notice>
      ) : (
        <Skeleton rows={4} />
      )}
    </Sheet>
  );
}

type PayingProps = AskedProps & { calls: WalletCalls; sheet: Shown; onDone?: () => void };

function Paying({ call, calls, sheet, appName, face, toasts, onClose, onDone }: PayingProps): JSX.Element {
  const { order } = sheet;
  const [tip, setTip] = useState(0);
  const [declining, setDeclining] = useState(false);
  const total = minor(order.total.amount_minor);
  const tipMinor = (total * BigInt(tip)) / 100n;
  const whole = { currency_code: order.total.currency_code, amount_minor: (total + tipMinor).toString() };
  const decline = async (): Promise<void> => {
    if (declining) return;
    setDeclining(true);
    try {
      await calls.declineOrder(order.order_id);
      onClose();
    } catch (error) {
      toasts.show(complaintOf(asFailure(error)), "bad");
      setDeclining(false);
    }
  };
  return (
    <ApproveSheet
      testId="order-pay-sheet"
      call={call}
      title={say("order-sheet-title", { app: appName })}
      amount={whole}
      to={{ name: appName, note: pick(order.title_ar, order.title_en), face }}
      rows={rowsOf(order, tipMinor)}
      facts={{ guard: { has_pin: sheet.has_pin ?? false, ...(sheet.mark ? { mark: sheet.mark } : {}) }, available: minor(sheet.available_minor) }}
      stepUp={sheet.step_up ?? false}
      yes={say(order.hold ? "order-hold-yes" : "order-yes", { amount: shownMoney(whole) })}
      no={{ text: say("order-no"), onPress: () => void decline() }}
      submit={(approval, requestId) =>
        calls.approveOrder({ request_id: requestId, order_id: order.order_id, total: order.total, tip_minor: tipMinor.toString(), approval })
      }
      onDone={() => {
        toasts.show(say(order.hold ? "order-hold-done" : "order-done"), "good");
        onClose();
        onDone?.();
      }}
      onClose={onClose}
    >
      {order.may_tip ? (
        <div class="tips">
          <span class="field-label">{say("tip-title")}</span>
          <Segments
            label={say("tip-title")}
            value={String(tip)}
            options={TIPS.map((one) => ({ id: String(one), text: one === 0 ? say("tip-none") : percent(one / 100) }))}
            onChange={(one) => setTip(Number(one))}
          />
        </div>
      ) : null}
      {order.hold ? (
        <p class="pay-hint">
          {say("order-hold-note")}
          {tipMinor > 0n ? ` ${say("order-hold-tip-note")}` : ""}
        </p>
      ) : null}
    </ApproveSheet>
  );
}

/** What is paid for, what one adds, and who of the others gets how much of it. */
function rowsOf(order: Order, tip: bigint): ApproveRow[] {
  const rows: ApproveRow[] = (order.lines ?? []).map((line) => ({ name: lineName(line), amount: lineSum(line) }));
  if (tip > 0n) rows.push({ name: say("order-tip"), amount: tip });
  for (const split of order.splits ?? []) rows.push({ name: <Said>{split.name || say("order-someone")}</Said>, text: share(split) });
  return rows;
}
