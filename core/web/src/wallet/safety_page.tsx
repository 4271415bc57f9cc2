/** What stands between somebody's phone and somebody's money: the PIN, the mark of true sheets, the daily limits. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Button, Icon, Said } from "../kit/basics";
import { Group, Notice, Row } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { useCalls } from "./house";
import { Limits } from "./limits";
import { MarkSheet } from "./mark_sheet";
import { PinSheet } from "./pin_sheet";
import type { Guard } from "./shapes";

type Open = "set" | "change" | "reset" | "mark" | null;

export function SafetyPage({ host }: { host: Host }): JSX.Element {
  const calls = useCalls(host);
  const guard = useLoaded(() => calls.guard());
  return (
    <Frame host={host} tab="wallet" up="#/wallet" title={say("safety-title")} lead={say("safety-lead")}>
      <Shown of={guard} failedTitle={say("wallet-failed")}>
        {(now) => <Safety host={host} guard={now} changed={guard.reload} />}
      </Shown>
    </Frame>
  );
}

function Safety({ host, guard, changed }: { host: Host; guard: Guard; changed: () => void }): JSX.Element {
  const calls = useCalls(host);
  const [open, setOpen] = useState<Open>(null);
  const [busy, setBusy] = useState(false);
  const done = (words: string): void => {
    setOpen(null);
    host.toasts.show(words, "good");
    changed();
  };
  const cancelReset = async (): Promise<void> => {
    setBusy(true);
    await attempt(host, () => calls.cancelPinReset(), say("reset-cancelled"));
    setBusy(false);
    changed();
  };
  const locked = Number(guard.locked_until_ms ?? 0);
  const reset = Number(guard.reset_at_ms ?? 0);
  return (
    <>
      {locked > Date.now() ? <Notice tone="warn">{say("pin-locked-until", { when: time(locked, "short") })}</Notice> : null}
      {reset > 0 ? (
        <Notice
          tone="warn"
          title={say("reset-title")}
          testId="reset-pending"
          action={
            <Button look="danger" busy={busy} testId="reset-cancel" onPress={() => void cancelReset()}>
              {say("reset-cancel")}
            </Button>
          }
        >
          {say("reset-text", { when: time(reset, "short") })}
        </Notice>
      ) : null}
      <Group title={say("pin-title")} hint={say("pin-hint")}>
        {guard.has_pin ? (
          <>
            <Row lead={<Icon name="lock" />} title={say("pin-change")} testId="pin-change" onPress={() => setOpen("change")} />
            {reset > 0 ? null : <Row lead={<Icon name="clock" />} title={say("pin-forgot")} subtitle={say("pin-forgot-row")} testId="pin-forgot" onPress={() => setOpen("reset")} />}
          </>
        ) : (
          <Row lead={<Icon name="lock" />} title={say("pin-set")} subtitle={say("pin-set-row")} testId="pin-set" onPress={() => setOpen("set")} />
        )}
      </Group>
      <Group title={say("mark-title")} hint={say("mark-hint")}>
        <Row
          lead={guard.mark ? <span class="approve-emoji">{guard.mark.emoji}</span> : <Icon name="spark" />}
          title={guard.mark ? <Said>{guard.mark.phrase}</Said> : say("mark-choose")}
          subtitle={guard.mark ? say("mark-change") : undefined}
          testId="mark-choose"
          onPress={() => setOpen(guard.has_pin ? "mark" : "set")}
        />
      </Group>
      <Limits host={host} />
      {open === "set" ? (
        <PinSheet title={say("pin-first-title")} lead={say("pin-first-lead")} proof="password" submit={(pin, password) => calls.setPin(pin, password)} onDone={() => done(say("pin-saved"))} onClose={() => setOpen(null)} />
      ) : null}
      {open === "change" ? (
        <PinSheet title={say("pin-change")} lead="" proof="pin" submit={(pin, old) => calls.changePin(old, pin)} onDone={() => done(say("pin-saved"))} onClose={() => setOpen(null)} />
      ) : null}
      {open === "reset" ? (
        <PinSheet title={say("pin-forgot")} lead={say("pin-forgot-lead")} proof="password" submit={(pin, password) => calls.resetPin(pin, password)} onDone={() => done(say("reset-began"))} onClose={() => setOpen(null)} />
      ) : null}
      {open === "mark" ? <MarkSheet host={host} mark={guard.mark} onDone={() => done(say("mark-saved"))} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
