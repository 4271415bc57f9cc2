/** One report: what was said, in its place, with every text kept to itself; then the decision, after which it is gone. */
import type { JSX } from "preact";
import { Shown, useLoaded } from "../host/frame";
import { goBack } from "../host/route";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Avatar, Badge, IconButton, Said } from "../kit/basics";
import { Notice } from "../kit/surfaces";
import { CloseReport } from "./close_report";
import type { Desk } from "./operator";
import { said, wordOf, type ReportAction, type ReportedMessage, type ReportShown } from "./reports";

const SERVICE = "messaging.v1.ModerationService";

interface Loaded {
  shown: ReportShown;
  actions: ReportAction[];
}

export function ReportPage({ desk, reportId }: { desk: Desk; reportId: string }): JSX.Element {
  const report = useLoaded(async (): Promise<Loaded> => {
    const asked = { report_id: reportId };
    const shown = await desk.account.call<ReportShown>(`${SERVICE}/GetReport`, asked);
    const answer = await desk.account.call<{ actions?: ReportAction[] }>(`${SERVICE}/ListReportActions`, asked);
    return { shown, actions: answer.actions ?? [] };
  });
  return (
    <Shown of={report} failedTitle={say("error-unavailable")}>
      {({ shown, actions }) => (
        <div class="review" data-testid="report">
          <Head shown={shown} />
          <Messages messages={shown.messages ?? []} />
          {shown.note ? (
            <section class="part">
              <h2>{say("op-report-note")}</h2>
              <p class="reported-text" dir="auto" data-testid="report-note">
                {shown.note}
              </p>
            </section>
          ) : null}
          {shown.report.state === "REPORT_STATE_CLOSED" ? null : <CloseReport desk={desk} reportId={reportId} />}
          <Actions actions={actions} />
        </div>
      )}
    </Shown>
  );
}

function Head({ shown }: { shown: ReportShown }): JSX.Element {
  const { report } = shown;
  const count = report.same_message_count ?? 0;
  const state = wordOf(report.state, "REPORT_STATE_");
  const verdict = wordOf(report.verdict, "REPORT_VERDICT_");
  return (
    <header class="review-head">
      <IconButton icon="back" label={say("back")} testId="back" onPress={() => goBack("#/reports")} />
      <div class="review-words">
        <h1>{say(`chat-report-${wordOf(report.reason, "REPORT_REASON_")}`)}</h1>
        <p class="frame-lead">
          {say("op-report-made", { when: time(Number(report.created_at_ms ?? 0), "relative") })}
          {shown.kind ? <> · {say(`op-report-kind-${wordOf(shown.kind, "CONVERSATION_KIND_")}`)}</> : null}
        </p>
        <p class="frame-lead">{say("op-report-sealed")}</p>
      </div>
      <div class="review-marks">
        <Badge tone="brand">{say(`op-report-${state}`)}</Badge>
        {verdict ? <Badge>{say(`op-report-${verdict}`)}</Badge> : null}
        {count > 1 ? <Badge tone="warn">{say("op-report-same", { count })}</Badge> : null}
      </div>
    </header>
  );
}

function Messages({ messages }: { messages: ReportedMessage[] }): JSX.Element {
  return (
    <section class="part">
      <h2>{say("op-report-shown")}</h2>
      {messages.length === 0 ? <p data-testid="report-gone">{say("op-report-gone")}</p> : null}
      <ol class="reported">
        {messages.map((message) => (
          <Message key={message.seq} message={message} />
        ))}
      </ol>
    </section>
  );
}

function Message({ message }: { message: ReportedMessage }): JSX.Element {
  const { text, held, hidden } = said(message);
  const name = message.sender_id ? message.sender_name || say("op-report-someone") : say("op-report-host");
  return (
    <li class={`reported-message${message.reported ? " is-reported" : ""}`} data-testid={`reported-${message.seq}`}>
      <Avatar name={name} size="s" />
      <div class="reported-words">
        <p class="reported-who">
          <strong>
            <Said>{name}</Said>
          </strong>{" "}
          <span class="frame-lead">{time(Number(message.created_at_ms ?? 0), "short")}</span>{" "}
          {message.reported ? <Badge tone="bad">{say("op-report-this")}</Badge> : null}
        </p>
        {held ? (
          <p class="frame-lead">
            <Said>{held}</Said>
          </p>
        ) : null}
        {text ? (
          <p class="reported-text" dir="auto">
            {text}
          </p>
        ) : null}
        {hidden > 0 ? <Notice tone="warn">{say("op-report-hidden-characters", { count: hidden })}</Notice> : null}
      </div>
    </li>
  );
}

function Actions({ actions }: { actions: ReportAction[] }): JSX.Element {
  return (
    <section class="part">
      <h2>{say("op-report-actions")}</h2>
      <ol class="life">
        {actions.map((action, n) => (
          <li key={n}>
            <Badge>{say(`op-report-action-${action.action ?? "read"}`)}</Badge>{" "}
            <bdi class="code" dir="ltr">
              {action.operator_id}
            </bdi>{" "}
            <span class="frame-lead">{time(Number(action.acted_at_ms ?? 0), "short")}</span>
            {action.reason ? (
              <p>
                <Said>{action.reason}</Said>
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
