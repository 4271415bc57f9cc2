/** Reports that wait: untouched ones first, the oldest before. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Shown, useLoaded } from "../host/frame";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Badge, Button, Icon, IconButton } from "../kit/basics";
import { Empty, Row } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import type { Desk } from "./operator";
import { type Report, wordOf } from "./reports";

const SIZE = 50;

interface Page {
  reports?: Report[];
  next_page_token?: string;
}

export function ReportsPage({ desk }: { desk: Desk }): JSX.Element {
  const ask = (token: string): Promise<Page> =>
    desk.account.call<Page>("messaging.v1.ModerationService/ListReports", { page_size: SIZE, page_token: token });
  const [more, setMore] = useState<Report[]>([]);
  const [token, setToken] = useState("");
  const first = useLoaded(async () => {
    const page = await ask("");
    setMore([]);
    setToken(page.next_page_token ?? "");
    return page.reports ?? [];
  });
  const goOn = async (): Promise<void> => {
    try {
      const page = await ask(token);
      setMore((before) => [...before, ...(page.reports ?? [])]);
      setToken(page.next_page_token ?? "");
    } catch (error) {
      desk.toasts.show(explain(asFailure(error)), "bad");
    }
  };
  const shown = [...(first.value ?? []), ...more];
  return (
    <>
      <header class="desk-head">
        <h1>{say("op-reports")}</h1>
        {shown.length > 0 && !token ? <p class="frame-lead">{say("op-reports-count", { count: shown.length })}</p> : null}
        <IconButton icon="refresh" label={say("refresh")} testId="refresh" onPress={first.reload} />
      </header>
      <Shown of={first} failedTitle={say("error-unavailable")}>
        {() =>
          shown.length === 0 ? (
            <Empty icon="good" tone="good" title={say("op-reports-empty")} text={say("op-reports-empty-text")} testId="reports-empty" />
          ) : (
            <>
              <ul class="rows" data-testid="reports">
                {shown.map((report) => (
                  <ReportRow key={report.report_id} report={report} />
                ))}
              </ul>
              {token ? (
                <Button testId="reports-more" onPress={() => void goOn()}>
                  {say("op-reports-more")}
                </Button>
              ) : null}
            </>
          )
        }
      </Shown>
    </>
  );
}

function ReportRow({ report }: { report: Report }): JSX.Element {
  const count = report.same_message_count ?? 0;
  const isNew = report.state === "REPORT_STATE_OPEN";
  return (
    <Row
      lead={<Icon name="alert" />}
      title={say(`chat-report-${wordOf(report.reason, "REPORT_REASON_")}`)}
      subtitle={
        <>
          {say("op-report-made", { when: time(Number(report.created_at_ms ?? 0), "relative") })}
          {count > 1 ? <> · {say("op-report-same", { count })}</> : null}
        </>
      }
      trailing={<Badge tone={isNew ? "warn" : "neutral"}>{say(isNew ? "op-report-open" : "op-report-taken")}</Badge>}
      href={`#/reports/${report.report_id}`}
      testId={`report-${report.report_id}`}
    />
  );
}
