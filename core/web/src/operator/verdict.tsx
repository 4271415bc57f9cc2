/** The verdict: approve, or reject with a reason. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { pick, say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import type { Version } from "../wire/types";
import { SureSheet, useDecision } from "./deciding";
import type { Desk } from "./operator";

type Way = "approve" | "reject";

export function Verdict({ desk, version }: { desk: Desk; version: Version }): JSX.Element {
  const [reason, setReason] = useState("");
  const [complaint, setComplaint] = useState("");
  const [asking, setAsking] = useState<Way | null>(null);
  const { busy, decide } = useDecision(desk);
  const ask = (way: Way): void => {
    const missing = way === "reject" && reason.trim() === "";
    setComplaint(missing ? say("op-verdict-empty") : "");
    if (!missing) setAsking(way);
  };
  const send = (way: Way): void => {
    const request = { version_id: version.version_id, reason: reason.trim() };
    const method = way === "approve" ? "ApproveVersion" : "RejectVersion";
    void decide(`apps.v1.AppsService/${method}`, request, say(way === "approve" ? "op-approved" : "op-rejected"), "#/");
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
        <SureSheet
          name="verdict"
          title={say(`op-${asking}-title`, named)}
          text={say(`op-${asking}-text`)}
          yes={say(`op-${asking}`)}
          look={asking === "approve" ? "primary" : "danger"}
          onYes={() => send(asking)}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
}
