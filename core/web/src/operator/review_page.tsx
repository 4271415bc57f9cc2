/** Everything about one version on one page, what it may do first, and the verdict at the end. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Shown, useLoaded } from "../host/frame";
import { goBack } from "../host/route";
import { time } from "../i18n/format";
import { pick, say } from "../i18n/texts";
import { AppIcon, Badge, Icon, IconButton, Said, type Tone } from "../kit/basics";
import { scopeIcon, scopeSentence } from "../room/sheets";
import { assetUrl } from "../tree/assets";
import type { DeclaredScope, Finding, Review } from "../wire/types";
import { Files, placeOf, type Place } from "./files";
import type { Desk } from "./operator";
import { SuspensionPart } from "./suspension";
import { Verdict } from "./verdict";

export function ReviewPage({ desk, versionId }: { desk: Desk; versionId: string }): JSX.Element {
  const review = useLoaded(() =>
    desk.account.call<Review>("apps.v1.AppsService/GetReview", { version_id: versionId }),
  );
  return (
    <Shown of={review} failedTitle={say("error-unavailable")}>
      {(found) => <Judged desk={desk} review={found} />}
    </Shown>
  );
}

function firstPlace(review: Review): Place {
  const files = review.files ?? [];
  return { path: (files.find((file) => file.path.endsWith(".py")) ?? files[0])?.path ?? "", line: 0 };
}

function Judged({ desk, review }: { desk: Desk; review: Review }): JSX.Element {
  const { version } = review;
  const [place, show] = useState(() => firstPlace(review));
  const added = new Set(review.added_scopes ?? []);
  // What is new comes first: it is what the verdict is about.
  const scopes = [...(review.scopes ?? [])].sort((a, b) => Number(added.has(b.scope)) - Number(added.has(a.scope)));
  return (
    <div class="review" data-testid="review">
      <Head review={review} />
      {version.state === "VERSION_STATE_SUSPENDED" ? <SuspensionPart desk={desk} version={version} /> : null}
      <Part title={say("op-scopes")}>
        {scopes.length === 0 ? <p>{say("op-scopes-none")}</p> : null}
        <ul class="scopes">
          {scopes.map((scope) => (
            <Scope key={scope.scope} scope={scope} added={added.has(scope.scope)} />
          ))}
        </ul>
      </Part>
      <Part title={say("op-findings")}>
        <Findings findings={version.findings ?? []} show={show} />
      </Part>
      <Part title={say("op-files")}>
        <Files
          files={review.files ?? []}
          findings={version.findings ?? []}
          place={place}
          show={show}
          picture={(path) => assetUrl({ call: desk.account.call, appId: version.app_id, version: version.version_id, path })}
        />
      </Part>
      <Part title={say("op-life")}>
        <Life review={review} />
      </Part>
      {version.state === "VERSION_STATE_IN_REVIEW" ? (
        <Part title={say("op-verdict")}>
          <Verdict desk={desk} version={version} />
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: preact.ComponentChildren }): JSX.Element {
  return (
    <section class="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const stateId = (state: string | undefined): string => (state ?? "unspecified").toLowerCase().replaceAll("_", "-");

function Head({ review }: { review: Review }): JSX.Element {
  const { version } = review;
  const name = pick(version.app_name_ar, version.app_name_en) || version.app_id;
  return (
    <header class="review-head">
      <IconButton icon="back" label={say("back")} testId="back" onPress={() => goBack("#/")} />
      <AppIcon svg={review.icon_svg} name={name} size="l" />
      <div class="review-words">
        <h1>
          <Said>{name}</Said>
        </h1>
        <p class="frame-lead">
          <bdi class="code" dir="ltr">
            {version.app_id}
          </bdi>{" "}
          · {say("op-version", { name: version.name ?? "" })} · <Said>{review.developer_name}</Said> ·{" "}
          {say("op-submitted", { when: time(Number(version.submitted_at_ms ?? 0), "relative") })}
        </p>
        <p class="review-hash">
          {say("op-package")}{" "}
          <bdi class="code" dir="ltr">
            sha256:{(version.package_sha256 ?? "").slice(0, 16)}…
          </bdi>
        </p>
      </div>
      <div class="review-marks">
        <Badge tone={version.state === "VERSION_STATE_SUSPENDED" ? "bad" : "brand"}>{say(stateId(version.state))}</Badge>
        <Badge>
          {say("op-snapshot")}: {say(stateId(version.snapshot_state ?? "SNAPSHOT_STATE_UNSPECIFIED"))}
        </Badge>
      </div>
      {version.note ? (
        <blockquote class="review-note">
          <strong>{say("op-note")}</strong>
          <p>
            <Said>{version.note}</Said>
          </p>
        </blockquote>
      ) : null}
    </header>
  );
}

function Scope({ scope, added }: { scope: DeclaredScope; added: boolean }): JSX.Element {
  const reason = (text: string | undefined): JSX.Element =>
    text ? <Said>{text}</Said> : <span class="words-bad">{say("op-reason-missing")}</span>;
  return (
    <li class={`scope${added ? " is-added" : ""}`} data-testid={`scope-${scope.scope}`}>
      <Icon name={scopeIcon(scope.scope)} />
      <div class="scope-words">
        <p class="scope-name">
          <strong>{scopeSentence(scope.scope)}</strong>{" "}
          <bdi class="code" dir="ltr">
            {scope.scope}
          </bdi>{" "}
          {added ? <Badge tone="bad">{say("op-scope-added")}</Badge> : null}
        </p>
        <dl class="scope-reasons">
          <dt>{say("op-reason-ar")}</dt>
          <dd lang="ar">{reason(scope.reason_ar)}</dd>
          <dt>{say("op-reason-en")}</dt>
          <dd lang="en">{reason(scope.reason_en)}</dd>
        </dl>
      </div>
    </li>
  );
}

function Findings({ findings, show }: { findings: Finding[]; show: (place: Place) => void }): JSX.Element {
  if (findings.length === 0) return <p class="words-good">{say("op-findings-none")}</p>;
  return (
    <ul class="findings">
      {findings.map((finding, n) => {
        const place = placeOf(finding.where);
        return (
          <li key={n} class="finding">
            <Badge tone={finding.error ? "bad" : "warn"}>
              {say(finding.error ? "op-finding-error" : "op-finding-warning")} {finding.code}
            </Badge>
            <p>
              <Said>{pick(finding.text_ar, finding.text_en)}</Said>
            </p>
            {place ? (
              <button type="button" class="finding-where code" dir="ltr" onClick={() => show(place)}>
                {finding.where}
              </button>
            ) : null}
            {finding.fix ? <p class="frame-lead">{say("op-fix", { fix: finding.fix })}</p> : null}
          </li>
        );
      })}
    </ul>
  );
}

const STEP_TONE: Record<string, Tone> = {
  VERSION_STATE_REJECTED: "bad",
  VERSION_STATE_CHANGES_NEEDED: "warn",
  VERSION_STATE_SUSPENDED: "bad",
  VERSION_STATE_APPROVED: "good",
  VERSION_STATE_RELEASED: "good",
};

function Life({ review }: { review: Review }): JSX.Element {
  return (
    <ol class="life">
      {(review.steps ?? []).map((step, n) => (
        <li key={n}>
          <Badge tone={STEP_TONE[step.state ?? ""] ?? "neutral"}>{say(stateId(step.state))}</Badge>{" "}
          <span>{say("op-by", { who: step.by ?? "" })}</span>{" "}
          <span class="frame-lead">{time(Number(step.at_ms ?? 0), "short")}</span>
          {step.reason ? (
            <p class="life-reason">
              <Said>{step.reason}</Said>
            </p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
