/** Sheets the host draws over a mini-app: consent, confirm, menu, about, permissions. An app cannot draw these. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { time } from "../i18n/format";
import { has, pick, say } from "../i18n/texts";
import { AppIcon, Badge, Button, Icon, Said } from "../kit/basics";
import { Switch } from "../kit/inputs";
import { Empty, Group, Row, Sheet } from "../kit/surfaces";
import { lazy } from "../kit/lazy";
import { Txt } from "../tree/components/words";
import { textOf } from "../tree/typed";
import { asFailure } from "../wire/failure";
import type { DeclaredScope } from "../wire/types";
import { piece } from "../wallet/piece";
import { explain } from "./complaints";
import type { Room } from "./room";

const scopeKey = (scope: string): string => `scope-${scope.replaceAll(".", "-")}`;

/** What a scope lets an app do, to go on a sentence with: "see the name you use in Majlis". */
function scopeWords(scope: string): string {
  return has(scopeKey(scope)) ? say(scopeKey(scope)) : say("scope-other", { scope });
}

/** The same standing alone. */
export function scopeSentence(scope: string): string {
  const words = scopeWords(scope);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const SCOPE_ICON: Record<string, string> = { profile: "user", wallet: "wallet", messages: "chat", places: "place" };
export const scopeIcon = (scope: string): string => SCOPE_ICON[scope.split(".")[0] ?? ""] ?? "shield";

export function RoomSheets({ room }: { room: Room }): JSX.Element | null {
  if (room.consent.value) return <ConsentSheet room={room} />;
  if (room.asked.value) return <AskedSheet key={JSON.stringify(room.asked.value)} room={room} asked={room.asked.value} />;
  if (room.question.value) return <QuestionSheet room={room} />;
  if (room.laid.value) return room.laid.value(() => (room.laid.value = null));
  if (room.sheet.value === "menu") return <MenuSheet room={room} />;
  if (room.sheet.value === "about") return <AboutSheet room={room} />;
  if (room.sheet.value === "permissions") return <PermissionsSheet room={room} />;
  return null;
}

const AskedSheet = lazy(
  piece(() => import("../wallet/asked_sheet")),
  (all) => all.AskedSheet,
  ({ room, failed }) =>
    failed ? (
      <Sheet title={say("page-late")} onClose={() => (room.asked.value = null)}>
        <Empty icon="offline" tone="warn" title={say("error-offline")} />
      </Sheet>
    ) : null,
);

function ConsentSheet({ room }: { room: Room }): JSX.Element | null {
  const request = room.consent.value;
  const [sent, setSent] = useState(false);
  if (!request) return null;
  const { scope } = request;
  const answer = (allow: boolean): void => {
    setSent(true);
    request.answer(allow);
  };
  return (
    <Sheet
      testId="consent-sheet"
      asks
      onClose={() => answer(false)}
      lead={
        <span class="consent-marks">
          <AppIcon svg={room.app.value?.icon_svg} name={room.name.value} size="l" />
          <span class="consent-scope">
            <Icon name={scopeIcon(scope.scope)} />
          </span>
        </span>
      }
      title={say("consent-title", { app: room.name.value })}
      actions={
        <>
          <Button look="primary" wide busy={sent} testId="consent-allow" onPress={() => answer(true)}>
            {say("consent-allow")}
          </Button>
          <Button wide disabled={sent} testId="consent-deny" onPress={() => answer(false)}>
            {say("consent-not-now")}
          </Button>
        </>
      }
    >
      <p class="consent-sentence">{say("consent-sentence", { app: room.name.value, what: scopeWords(scope.scope) })}</p>
      <figure class="consent-reason">
        <figcaption>{say("consent-reason-of", { app: room.name.value })}</figcaption>
        <blockquote>
          <Said>{pick(scope.reason_ar, scope.reason_en)}</Said>
        </blockquote>
      </figure>
      <p class="consent-note">
        <Icon name="shield" size="s" />
        {say("consent-note")}
      </p>
    </Sheet>
  );
}

function QuestionSheet({ room }: { room: Room }): JSX.Element | null {
  const question = room.question.value;
  if (!question) return null;
  const texts = room.texts.value;
  const close = (): void => {
    room.question.value = null;
  };
  return (
    <Sheet
      testId="question-sheet"
      onClose={close}
      title={<Txt value={question.title} />}
      actions={
        <>
          <Button
            look={question.danger ? "danger" : "primary"}
            wide
            testId="question-yes"
            onPress={() => {
              close();
              question.yes();
            }}
          >
            {textOf(question.ok, texts) ? <Txt value={question.ok} /> : say("ok")}
          </Button>
          <Button wide testId="question-no" onPress={close}>
            {say("cancel")}
          </Button>
        </>
      }
    >
      {question.text ? (
        <p>
          <Txt value={question.text} />
        </p>
      ) : null}
    </Sheet>
  );
}

function MenuSheet({ room }: { room: Room }): JSX.Element {
  const go = (sheet: "about" | "permissions"): void => {
    room.sheet.value = sheet;
  };
  return (
    <Sheet
      testId="menu-sheet"
      onClose={() => (room.sheet.value = null)}
      lead={<AppIcon svg={room.app.value?.icon_svg} name={room.name.value} />}
      title={<Said>{room.name.value}</Said>}
    >
      <Group>
        <Row lead={<Icon name="info" />} title={say("menu-about")} testId="menu-about" onPress={() => go("about")} />
        <Row
          lead={<Icon name="shield" />}
          title={say("menu-permissions")}
          testId="menu-permissions"
          onPress={() => go("permissions")}
        />
        <Row
          lead={<Icon name="refresh" />}
          title={say("menu-reload")}
          testId="menu-reload"
          onPress={() => {
            room.sheet.value = null;
            room.session.open(room.session.path.value || "/");
          }}
        />
      </Group>
    </Sheet>
  );
}

function Fact({ name, children }: { name: string; children: JSX.Element | string }): JSX.Element {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function AboutSheet({ room }: { room: Room }): JSX.Element {
  const app = room.app.value;
  const runtime = room.session.runtime.value;
  return (
    <Sheet
      testId="about-sheet"
      onClose={() => (room.sheet.value = null)}
      lead={<AppIcon svg={app?.icon_svg} name={room.name.value} size="l" />}
      title={<Said>{room.name.value}</Said>}
      actions={
        <Button wide onPress={() => (room.sheet.value = null)}>
          {say("close")}
        </Button>
      }
    >
      <p class="about-text">
        <Said>{pick(app?.description_ar, app?.description_en)}</Said>
      </p>
      <dl class="facts">
        <Fact name={say("about-developer")}>
          <Said>{app?.developer_name || say("about-unknown")}</Said>
        </Fact>
        <Fact name={say("about-version")}>
          <bdi class="code" dir="ltr">
            {app?.version_name || room.session.version.value}
          </bdi>
        </Fact>
        <Fact name={say("about-reviewed")}>
          {Number(app?.reviewed_at_ms) > 0 ? time(Number(app?.reviewed_at_ms), "short") : say("about-not-reviewed")}
        </Fact>
        <Fact name={say("about-runtime")}>
          {runtime ? (
            <span data-testid="runtime-badge">
              <Badge tone={runtime === "snapshot" ? "good" : "warn"}>{say(`runtime-${runtime}`)}</Badge>
            </span>
          ) : (
            say("about-unknown")
          )}
        </Fact>
      </dl>
      {runtime ? <p class="about-hint">{say(`runtime-${runtime}-hint`)}</p> : null}
    </Sheet>
  );
}

function PermissionsSheet({ room }: { room: Room }): JSX.Element {
  return (
    <Sheet
      testId="permissions-sheet"
      onClose={() => (room.sheet.value = null)}
      title={say("permissions-of", { app: room.name.value })}
      actions={
        <Button wide onPress={() => (room.sheet.value = null)}>
          {say("close")}
        </Button>
      }
    >
      <ScopeSwitches
        scopes={room.app.value?.scopes ?? []}
        set={(scope, allow) => room.setGrant(scope, allow)}
        complain={(text) => room.toasts.show(text, "bad")}
      />
    </Sheet>
  );
}

export interface ScopeSwitchesProps {
  scopes: DeclaredScope[];
  set: (scope: string, allow: boolean) => Promise<void>;
  complain: (text: string) => void;
}

/** Every scope an app declares, with the app's reason and a switch that acts on the very next call. */
export function ScopeSwitches({ scopes, set, complain }: ScopeSwitchesProps): JSX.Element {
  const [waiting, setWaiting] = useState<string | null>(null);
  if (scopes.length === 0) return <p class="about-text">{say("permissions-none")}</p>;
  const change = (scope: string, allow: boolean): void => {
    setWaiting(scope);
    set(scope, allow)
      .catch((error: unknown) => complain(explain(asFailure(error))))
      .finally(() => setWaiting(null));
  };
  return (
    <ul class="rows scope-rows">
      {scopes.map((one) => (
        <li key={`${one.scope}-${one.state ?? ""}-${waiting === one.scope}`} class="row">
          <div class="row-face">
            <Switch
              label={
                <span class="row-words">
                  <span class="row-title">{scopeSentence(one.scope)}</span>
                  <span class="row-subtitle">
                    <Said>{pick(one.reason_ar, one.reason_en)}</Said>
                  </span>
                </span>
              }
              value={one.state === "GRANT_STATE_GRANTED" !== (waiting === one.scope)}
              busy={waiting === one.scope}
              testId={`scope-${one.scope}`}
              onChange={(allow) => change(one.scope, allow)}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
