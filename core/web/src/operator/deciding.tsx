/** An operator's decision: asked once more whether it is meant, and one request for as long as its outcome is unknown. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Desk } from "./operator";

type Decision = {
  busy: boolean;
  /** Sends it; then says `told` and goes to `page`, or says why not. */
  decide: (rpc: string, request: Record<string, string | undefined>, told: string, page: string) => Promise<void>;
};

export function useDecision(desk: Desk): Decision {
  const [busy, setBusy] = useState(false);
  const requestId = useRef(newRequestId());
  const decide: Decision["decide"] = async (rpc, request, told, page) => {
    setBusy(true);
    try {
      await desk.account.call(rpc, { request_id: requestId.current, ...request });
      desk.toasts.show(told, "good");
      location.hash = page;
    } catch (error) {
      const failure = asFailure(error);
      desk.toasts.show(explain(failure), "bad");
      // After a final refusal the next try is a new request; while the outcome is unknown it stays the same.
      if (!failure.mayRetry) requestId.current = newRequestId();
      setBusy(false);
    }
  };
  return { busy, decide };
}

type Sure = { name: string; title: string; text: string; yes: string; look: "primary" | "danger"; onYes: () => void; onClose: () => void };

export function SureSheet({ name, title, text, yes, look, onYes, onClose }: Sure): JSX.Element {
  const meant = (): void => {
    onClose();
    onYes();
  };
  return (
    <Sheet
      testId={`${name}-sheet`}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button look={look} wide testId={`${name}-yes`} onPress={meant}>
            {yes}
          </Button>
          <Button wide onPress={onClose}>
            {say("cancel")}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Sheet>
  );
}
