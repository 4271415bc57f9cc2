/** What a version is switched off for, and the way back; those that are, beneath the queue. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Shown, useLoaded } from "../host/frame";
import { duration, number, time } from "../i18n/format";
import { has, pick, say } from "../i18n/texts";
import { AppIcon, Badge, Button, Said } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice, Row } from "../kit/surfaces";
import type { Suspension, Version } from "../wire/types";
import { SureSheet, useDecision } from "./deciding";
import type { Desk } from "./operator";
import { appName, VersionTitle } from "./version_title";

const REASON_MAX = 2000;

/** APP_OUT_OF_FUEL in words; the word itself where there are none. */
function trapWords(reason: string): string {
  const id = `op-trap-${reason.toLowerCase().replaceAll("_", "-")}`;
  return has(id) ? say(id) : reason;
}

const ago = (suspension: Suspension | undefined): string =>
  say("op-suspended-ago", { when: time(Number(suspension?.suspended_at_ms ?? 0), "relative") });

export function SuspensionPart({ desk, version }: { desk: Desk; version: Version }): JSX.Element {
  const traps = version.suspension?.traps ?? {};
  return (
    <section class="part" data-testid="suspension">
      <h2>{say("op-suspension")}</h2>
      <Notice tone="bad">
        {say("op-suspension-lead")} {ago(version.suspension)}
      </Notice>
      <ul class="traps">
        {(traps.counts ?? []).map((each) => (
          <li key={each.reason} class="trap">
            <strong class="trap-count">{number(each.count ?? 0)}</strong>
            <span>{trapWords(each.reason)}</span>{" "}
            <bdi class="code" dir="ltr">
              {each.reason}
            </bdi>
          </li>
        ))}
      </ul>
      <dl class="scope-reasons">
        <dt>{say("op-suspension-people")}</dt>
        <dd>
          {say("op-suspension-of", {
            people: traps.people ?? 0,
            served: traps.people_served ?? 0,
            window: duration(traps.window_s ?? 0),
          })}
        </dd>
        <dt>{say("op-suspension-last")}</dt>
        <dd>
          <bdi class="code" dir="ltr">
            {traps.last_event}
          </bdi>{" "}
          <Said>{traps.last_detail}</Said>
        </dd>
        <dt>{say("op-suspension-incident")}</dt>
        <dd>
          <bdi class="code" dir="ltr">
            {traps.last_incident}
          </bdi>
        </dd>
      </dl>
      <Resume desk={desk} version={version} />
    </section>
  );
}

function Resume({ desk, version }: { desk: Desk; version: Version }): JSX.Element {
  const [reason, setReason] = useState("");
  const [complaint, setComplaint] = useState("");
  const [asking, setAsking] = useState(false);
  const { busy, decide } = useDecision(desk);
  const ask = (): void => {
    const missing = reason.trim() === "";
    setComplaint(missing ? say("op-resume-empty") : "");
    setAsking(!missing);
  };
  const resume = (): void => {
    const request = { version_id: version.version_id, reason: reason.trim() };
    void decide("apps.v1.AppsService/ResumeVersion", request, say("op-resumed"), "#/");
  };
  const named = { app: pick(version.app_name_ar, version.app_name_en), version: version.name ?? "" };
  return (
    <div class="verdict">
      <Field
        name="reason"
        label={say("op-verdict-text")}
        hint={say("op-resume-hint")}
        multiline
        max={REASON_MAX}
        error={complaint || undefined}
        testId="resume-reason"
        onInput={setReason}
      />
      <div class="verdict-ways">
        <Button look="primary" icon="refresh" busy={busy} testId="resume" onPress={ask}>
          {say("op-resume")}
        </Button>
      </div>
      {asking ? (
        <SureSheet
          name="resume"
          title={say("op-resume-title", named)}
          text={say("op-resume-text")}
          yes={say("op-resume")}
          look="primary"
          onYes={resume}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}

/** Nothing at all while none is suspended. */
export function SuspendedVersions({ desk }: { desk: Desk }): JSX.Element | null {
  const found = useLoaded(async () => {
    const answer = await desk.account.call<{ versions?: Version[] }>("apps.v1.AppsService/ListSuspended", { page_size: 100 });
    return answer.versions ?? [];
  });
  if (found.value?.length === 0) return null;
  return (
    <section class="part">
      <h2>{say("op-suspended")}</h2>
      <Shown of={found} failedTitle={say("error-unavailable")}>
        {(versions) => (
          <ul class="rows" data-testid="suspended">
            {versions.map((version) => (
              <SuspendedRow key={version.version_id} version={version} />
            ))}
          </ul>
        )}
      </Shown>
    </section>
  );
}

function SuspendedRow({ version }: { version: Version }): JSX.Element {
  const { people = 0, people_served: served = 0, window_s: window = 0 } = version.suspension?.traps ?? {};
  return (
    <Row
      lead={<AppIcon name={appName(version)} />}
      title={<VersionTitle version={version} />}
      subtitle={
        <>
          {ago(version.suspension)} · {say("op-suspension-of", { people, served, window: duration(window) })}
        </>
      }
      trailing={<Badge tone="bad">{say("version-state-suspended")}</Badge>}
      href={`#/${version.version_id}`}
      testId={`suspended-${version.version_id}`}
    />
  );
}
