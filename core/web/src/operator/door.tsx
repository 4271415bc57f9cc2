/** The operators' door: username, password and the six digits of the second factor. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { LanguageSwitch } from "../host/look";
import { say } from "../i18n/texts";
import { Button, LogoMark, Sadu } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice } from "../kit/surfaces";
import { explain } from "../room/complaints";
import type { Account } from "../wire/account";
import { asFailure, Failure } from "../wire/failure";

export function OperatorDoor({ account }: { account: Account }): JSX.Element {
  const form = useRef<HTMLFormElement>(null);
  const [complaints, setComplaints] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    const entered = Object.fromEntries(new FormData(form.current ?? undefined)) as Record<string, string>;
    const found: Record<string, string> = {};
    if (!entered.username) found.username = say("form-username-empty");
    if (!entered.password) found.password = say("form-password-empty");
    if (!/^[0-9]{6}$/.test(entered.totp_code ?? "")) found.totp_code = say("op-form-totp");
    setComplaints(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await account.logInOperator((entered.username ?? "").trim(), entered.password ?? "", entered.totp_code ?? "");
    } catch (error) {
      setComplaints({ form: explain(asFailure(error)) });
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
          <p class="door-tagline">{say("op-title")}</p>
        </div>
        <Sadu />
      </header>
      <main class="door-form">
        <h1>{say("op-login-title")}</h1>
        <p class="door-lead">{say("op-login-lead")}</p>
        {complaints.form || ended ? (
          <Notice tone="bad" testId="form-error">
            {complaints.form ?? explain(new Failure("unauthenticated", ended ?? "", ""))}
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
          <Field name="username" label={say("username")} ltr autocomplete="username" error={complaints.username} testId="username" />
          <Field
            name="password"
            kind="password"
            label={say("password")}
            ltr
            autocomplete="current-password"
            error={complaints.password}
            testId="password"
          />
          <Field
            name="totp_code"
            kind="code"
            label={say("op-totp")}
            ltr
            max={6}
            autocomplete="one-time-code"
            error={complaints.totp_code}
            testId="totp"
          />
          <Button type="submit" look="primary" wide busy={busy} testId="sign-in">
            {say("log-in")}
          </Button>
        </form>
      </main>
    </div>
  );
}
