/** The verdict: approve, or reject with a reason; one request id for as long as its outcome is unknown. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { pick, say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Version } from "../wire/types";
import type { Desk } from "./operator";

type Way = "approve" | "reject";

export function Verdict({ desk, version }: { desk: Desk; version: Version }): JSX.Element {
  const [reason, setReason] = useState("");
  const [complaint, setComplaint] = useState("");
  const [asking, setAsking] = useState<Way | null>(null);
  const [busy, setBusy] = useState(false);
  const requestId = useRef(newRequestId());
  const ask = (way: Way): void => {
    const missing = way === "reject" && reason.trim() === "";
    setComplaint(missing ? say("op-verdict-empty") : "");
    if (!missing) setAsking(way);
  };
  const decide = async (way: Way): Promise<void> => {
    setAsking(null);
    setBusy(true);
    const method = way === "approve" ? "ApproveVersion" : "RejectVersion";
    const request = { request_id: requestId.current, version_id: version.version_id, reason: reason.trim() };
    try {
      await desk.account.call(`apps.v1.AppsService/${method}`, request);
      desk.toasts.show(say(way === "approve" ? "op-approved" : "op-rejected"), "good");
      location.hash = "#/";
    } catch (error) {
      const failure = asFailure(error);
      desk.toasts.show(explain(failure), "bad");
      // After a final refusal the next try is a new request; while the outcome is unknown it stays the same.
      if (!failure.mayRetry) requestId.current = newRequestId();
      setBusy(false);
    }
  };
  const named = { app: pick(version.app_name_ar, version.app_name_en), version: version.name ?? "" };
  return (
    <div class="verdict">
      <Field
        name="reason"
        label={say("op-verdict-text")}
        hint={say("op-verdict-hint")}
        multiline
        max={2000}
        error={complaint || undefined}
        testId="verdict-reason"
        onInput={setReason}
      />
      <div class="verdict-ways">
        <Button look="primary" icon="check" busy={busy} testId="approve" onPress={() => ask("approve")}>
          {say("op-approve")}
        </Button>
        <Button look="danger" icon="close" disabled={busy} testId="reject" onPress={() => ask("reject")}>
          {say("op-reject")}
        </Button>
      </div>
      {asking ? (
        <Sheet
          testId="verdict-sheet"
          onClose={() => setAsking(null)}
          title={say(`op-${asking}-title`, named)}
          actions={
            <>
              <Button
                look={asking === "approve" ? "primary" : "danger"}
                wide
                testId="verdict-yes"
                onPress={() => void decide(asking)}
              >
                {say(`op-${asking}`)}
              </Button>
              <Button wide onPress={() => setAsking(null)}>
                {say("cancel")}
              </Button>
            </>
          }
        >
          <p>{say(`op-${asking}-text`)}</p>
        </Sheet>
      ) : null}
    </div>
  );
}
