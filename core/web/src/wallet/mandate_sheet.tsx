/** Letting an app take: how much at most, in how long, until when; always with the password. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { duration, time } from "../i18n/format";
import { pick, say } from "../i18n/texts";
import { Button, Skeleton } from "../kit/basics";
import { Notice, Sheet } from "../kit/surfaces";
import { asFailure, type Failure } from "../wire/failure";
import { ApproveSheet } from "./approve";
import { WalletCalls } from "./calls";
import type { AskedProps } from "./order_sheet";
import { complaintOf } from "./refusals";
import type { Mandate, Mark } from "./shapes";
import { shownMoney } from "./sum";

interface Proposed {
  mandate: Mandate;
  has_pin?: boolean;
  mark?: Mark;
}

export function MandateSheet({ call, appId, appName, face, toasts, onClose, mandateId }: AskedProps & { mandateId: string }): JSX.Element {
  const [calls] = useState(() => new WalletCalls(call));
  const [sheet, setSheet] = useState<Proposed | null>(null);
  const [late, setLate] = useState<Failure | null>(null);
  const load = (): void => {
    setLate(null);
    calls.mandateSheet(mandateId).then(
      (found) => {
        if (found.mandate.app_id === appId && found.mandate.state === "MANDATE_STATE_PROPOSED") return setSheet(found);
        toasts.show(say("order-over"));
        onClose();
      },
      (error: unknown) => setLate(asFailure(error)),
    );
  };
  useEffect(load, []);
  const title = say("mandate-sheet-title", { app: appName });
  if (!sheet) {
    return (
      <Sheet testId="mandate-pay-sheet" title={title} onClose={onClose}>
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
  const { mandate } = sheet;
  const decline = async (): Promise<void> => {
    try {
      await calls.endMandate("DeclineMandate", mandate.mandate_id);
      onClose();
    } catch (error) {
      toasts.show(complaintOf(asFailure(error)), "bad");
    }
  };
  return (
    <ApproveSheet
      testId="mandate-pay-sheet"
      call={call}
      title={title}
      to={{ name: appName, note: pick(mandate.title_ar, mandate.title_en), face }}
      rows={[
        { name: say("mandate-max"), text: shownMoney(mandate.max) },
        { name: say("mandate-window"), text: duration(mandate.window_s ?? 0) },
        { name: say("mandate-lasts"), text: time(Number(mandate.expires_at_ms), "short") },
      ]}
      facts={{ guard: { has_pin: sheet.has_pin ?? false, ...(sheet.mark ? { mark: sheet.mark } : {}) }, available: 0n }}
      stepUp
      yes={say("mandate-yes")}
      no={{ text: say("mandate-no"), onPress: () => void decline() }}
      submit={(approval, requestId) => calls.approveMandate({ request_id: requestId, mandate_id: mandate.mandate_id, approval })}
      onDone={() => {
        toasts.show(say("mandate-done"), "good");
        onClose();
      }}
      onClose={onClose}
    >
      <p class="pay-hint">{say("mandate-note")}</p>
    </ApproveSheet>
  );
}
