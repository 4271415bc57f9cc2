/** Signing in and signing up: three fields at most, and every complaint under the field it is about. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { lang } from "../i18n/prefs";
import { say } from "../i18n/texts";
import { Button, LogoMark, Sadu } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice } from "../kit/surfaces";
import { explain, fieldOf } from "../room/complaints";
import type { Account } from "../wire/account";
import { asFailure, Failure } from "../wire/failure";
import { LanguageSwitch } from "./look";

type Complaints = Partial<Record<"username" | "password" | "display_name" | "form", string>>;

const USERNAME = /^[a-z][a-z0-9._]{2,31}$/;
const PASSWORD_CHARS_MIN = 8;

function complaintsAbout(joins: boolean, entered: Record<string, string>): Complaints {
  const complaints: Complaints = {};
  const { username = "", password = "", display_name = "" } = entered;
  if (!username) complaints.username = say("form-username-empty");
  else if (joins && !USERNAME.test(username)) complaints.username = say("form-username-form");
  if (!password) complaints.password = say("form-password-empty");
  else if (joins && [...password].length < PASSWORD_CHARS_MIN) complaints.password = say("form-password-short");
  if (joins && !display_name.trim()) complaints.display_name = say("form-name-empty");
  return complaints;
}

function complaintOf(failure: Failure): Complaints {
  const field = fieldOf(failure);
  if (field === "username" || field === "password" || field === "display_name") return { [field]: explain(failure) };
  return { form: explain(failure) };
}

export function SignInPage({ account }: { account: Account }): JSX.Element {
  const [joins, setJoins] = useState(false);
  const [complaints, setComplaints] = useState<Complaints>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const send = async (): Promise<void> => {
    const entered = Object.fromEntries(new FormData(form.current ?? undefined)) as Record<string, string>;
    const username = (entered.username ?? "").trim().toLowerCase();
    const found = complaintsAbout(joins, { ...entered, username });
    setComplaints(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      if (joins) await account.signUp(username, entered.password ?? "", (entered.display_name ?? "").trim(), lang.value);
      else await account.logIn(username, entered.password ?? "");
    } catch (error) {
      setComplaints(complaintOf(asFailure(error)));
      setBusy(false);
    }
  };
  const ended = account.endedBy.value;
  return (
    <div class="door">
      <header class="door-face">
        <LanguageSwitch />
        <div class="door-brand">
          <LogoMark size="l" />
          <p class="door-name">{say("app-name")}</p>
          <p class="door-tagline">{say("tagline")}</p>
        </div>
        <Sadu />
      </header>
      <main class="door-form">
        <h1>{say(joins ? "signup-title" : "login-title")}</h1>
        <p class="door-lead">{say(joins ? "signup-lead" : "login-lead")}</p>
        {ended && !complaints.form ? (
          <Notice tone="warn" title={say("ended-title")}>
            {explain(new Failure("unauthenticated", ended, ""))}
          </Notice>
        ) : null}
        {complaints.form ? (
          <Notice tone="bad" testId="form-error">
            {complaints.form}
          </Notice>
        ) : null}
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void send();
          }}
        >
          {joins ? (
            <Field
              name="display_name"
              label={say("display-name")}
              hint={say("display-name-hint")}
              autocomplete="name"
              max={64}
              error={complaints.display_name}
              testId="display-name"
            />
          ) : null}
          <Field
            name="username"
            label={say("username")}
            hint={joins ? say("username-hint") : undefined}
            autocomplete="username"
            ltr
            max={32}
            error={complaints.username}
            testId="username"
          />
          <Field
            name="password"
            kind="password"
            label={say("password")}
            hint={joins ? say("password-hint") : undefined}
            autocomplete={joins ? "new-password" : "current-password"}
            ltr
            max={128}
            error={complaints.password}
            testId="password"
          />
          <Button type="submit" look="primary" wide busy={busy} testId="sign-in">
            {say(joins ? "sign-up" : "log-in")}
          </Button>
        </form>
        <p class="door-other">
          {say(joins ? "to-log-in" : "to-sign-up")}{" "}
          <Button
            look="link"
            testId="other-way"
            onPress={() => {
              setJoins(!joins);
              setComplaints({});
            }}
          >
            {say(joins ? "log-in" : "sign-up")}
          </Button>
        </p>
      </main>
    </div>
  );
}
