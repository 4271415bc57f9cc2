/** Versions that wait for a person, oldest first. */
import type { JSX } from "preact";
import { Shown, useLoaded } from "../host/frame";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { AppIcon, Badge, IconButton } from "../kit/basics";
import { Empty, Row } from "../kit/surfaces";
import type { Version } from "../wire/types";
import type { Desk } from "./operator";
import { SuspendedVersions } from "./suspension";
import { appName, VersionTitle } from "./version_title";

export function QueuePage({ desk }: { desk: Desk }): JSX.Element {
  const queue = useLoaded(async () => {
    const answer = await desk.account.call<{ versions?: Version[] }>("apps.v1.AppsService/ListQueue", { page_size: 100 });
    return answer.versions ?? [];
  });
  return (
    <>
      <header class="desk-head">
        <h1>{say("op-queue")}</h1>
        {queue.value?.length ? <p class="frame-lead">{say("op-queue-count", { count: queue.value.length })}</p> : null}
        <IconButton icon="refresh" label={say("refresh")} testId="refresh" onPress={queue.reload} />
      </header>
      <Shown of={queue} failedTitle={say("error-unavailable")}>
        {(versions) =>
          versions.length === 0 ? (
            <Empty icon="good" tone="good" title={say("op-queue-empty")} text={say("op-queue-empty-text")} testId="queue-empty" />
          ) : (
            <ul class="rows" data-testid="queue">
              {versions.map((version) => (
                <QueueRow key={version.version_id} version={version} />
              ))}
            </ul>
          )
        }
      </Shown>
      <SuspendedVersions desk={desk} />
    </>
  );
}

function QueueRow({ version }: { version: Version }): JSX.Element {
  const errors = (version.findings ?? []).filter((finding) => finding.error).length;
  return (
    <Row
      lead={<AppIcon name={appName(version)} />}
      title={<VersionTitle version={version} />}
      subtitle={
        <>
          <bdi class="code" dir="ltr">
            {version.app_id}
          </bdi>{" "}
          · {say("op-submitted", { when: time(Number(version.submitted_at_ms ?? 0), "relative") })}
        </>
      }
      trailing={errors > 0 ? <Badge tone="bad">{say("op-finding-error")}</Badge> : undefined}
      href={`#/${version.version_id}`}
      testId={`review-${version.version_id}`}
    />
  );
}
