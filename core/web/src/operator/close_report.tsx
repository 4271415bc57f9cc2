/** The decision on a report: what is done, and why; one request id for as long as its outcome is unknown. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Choice, Field } from "../kit/inputs";
import { Notice, Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Desk } from "./operator";

const VERDICTS = ["nothing-wrong", "message-removed", "warned"];
const REASON_MAX = 1000;

export function CloseReport({ desk, reportId }: { desk: Desk; reportId: string }): JSX.Element {
  const [verdict, setVerdict] = useState("");
  const [reason, setReason] = useState("");
  const [complaints, setComplaints] = useState<{ verdict?: string; reason?: string }>({});
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const requestId = useRef(newRequestId());
  const ask = (): void => {
    const found: typeof complaints = {};
    if (!verdict) found.verdict = say("op-report-verdict-missing");
    if (!reason.trim()) found.reason = say("op-report-verdict-empty");
    setComplaints(found);
    if (!found.verdict && !found.reason) setAsking(true);
  };
  const close = async (): Promise<void> => {
    setAsking(false);
    setBusy(true);
    const wire = `REPORT_VERDICT_${verdict.toUpperCase().replaceAll("-", "_")}`;
    const request = { request_id: requestId.current, report_id: reportId, verdict: wire, reason: reason.trim() };
    try {
      await desk.account.call("messaging.v1.ModerationService/CloseReport", request);
      desk.toasts.show(say("op-report-done"), "good");
      location.hash = "#/reports";
    } catch (error) {
      const failure = asFailure(error);
      desk.toasts.show(explain(failure), "bad");
      // After a final refusal the next try is a new request; while the outcome is unknown it stays the same.
      if (!failure.mayRetry) requestId.current = newRequestId();
      setBusy(false);
    }
  };
  return (
    <section class="part">
      <h2>{say("op-report-verdict")}</h2>
      <div class="verdict">
        <Choice
          label={say("op-report-verdict")}
          name="verdict"
          display="list"
          testId="verdict"
          chosen={verdict ? [verdict] : []}
          options={VERDICTS.map((id) => ({ id, text: say(`op-report-${id}`), hint: say(`op-report-${id}-hint`) }))}
          onChange={([chosen]) => setVerdict(chosen ?? "")}
        />
        {complaints.verdict ? (
          <Notice tone="bad" testId="verdict-missing">
            {complaints.verdict}
          </Notice>
        ) : null}
        <Field
          name="reason"
          label={say("op-report-verdict-reason")}
          hint={say("op-report-verdict-hint")}
          multiline
          max={REASON_MAX}
          error={complaints.reason}
          testId="verdict-reason"
          onInput={setReason}
        />
        <div class="verdict-ways">
          <Button look="primary" icon="check" busy={busy} testId="close-report" onPress={ask}>
            {say("op-report-close")}
          </Button>
        </div>
      </div>
      {asking ? (
        <Sheet
          testId="verdict-sheet"
          onClose={() => setAsking(false)}
          title={say("op-report-close-title")}
          actions={
            <>
              <Button look={verdict === "nothing-wrong" ? "primary" : "danger"} wide testId="verdict-yes" onPress={() => void close()}>
                {say(`op-report-${verdict}`)}
              </Button>
              <Button wide onPress={() => setAsking(false)}>
                {say("cancel")}
              </Button>
            </>
          }
        >
          <p>{say("op-report-close-text")}</p>
        </Sheet>
      ) : null}
    </section>
  );
}
