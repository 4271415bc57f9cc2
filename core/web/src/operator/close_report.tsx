/** The decision on a report: what is done, and why. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Choice, Field } from "../kit/inputs";
import { Notice } from "../kit/surfaces";
import { SureSheet, useDecision } from "./deciding";
import type { Desk } from "./operator";

const VERDICTS = ["nothing-wrong", "message-removed", "warned"];
const REASON_MAX = 1000;

export function CloseReport({ desk, reportId }: { desk: Desk; reportId: string }): JSX.Element {
  const [verdict, setVerdict] = useState("");
  const [reason, setReason] = useState("");
  const [complaints, setComplaints] = useState<{ verdict?: string; reason?: string }>({});
  const [asking, setAsking] = useState(false);
  const { busy, decide } = useDecision(desk);
  const ask = (): void => {
    const found: typeof complaints = {};
    if (!verdict) found.verdict = say("op-report-verdict-missing");
    if (!reason.trim()) found.reason = say("op-report-verdict-empty");
    setComplaints(found);
    if (!found.verdict && !found.reason) setAsking(true);
  };
  const close = (): void => {
    const wire = `REPORT_VERDICT_${verdict.toUpperCase().replaceAll("-", "_")}`;
    const request = { report_id: reportId, verdict: wire, reason: reason.trim() };
    void decide("messaging.v1.ModerationService/CloseReport", request, say("op-report-done"), "#/reports");
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
        <SureSheet
          name="verdict"
          title={say("op-report-close-title")}
          text={say("op-report-close-text")}
          yes={say(`op-report-${verdict}`)}
          look={verdict === "nothing-wrong" ? "primary" : "danger"}
          onYes={close}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}
