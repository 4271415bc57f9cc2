/** What one is told about, when it makes no sound, and whether this browser shows it outside of the page. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { say } from "../i18n/texts";
import { Switch } from "../kit/inputs";
import { Group, Notice } from "../kit/surfaces";
import { KindRows } from "./kinds";
import { askBrowser, browserState, stopBrowser } from "./browser";
import { clockOf, loadPrefs, minuteOf, type PrefsShape, type QuietShape, updatePrefs } from "./prefs";

const NIGHT: QuietShape = { from_minute: 22 * 60, to_minute: 7 * 60 };

export function NoticesPage({ host }: { host: Host }): JSX.Element {
  const loaded = useLoaded(() => loadPrefs(host.account.call));
  return (
    <Frame host={host} tab="me" up="#/me" title={say("notices-title")} lead={say("notices-lead")}>
      <Browser />
      <Shown of={loaded} failedTitle={say("error-unavailable")}>
        {(prefs) => <Prefs host={host} first={prefs} />}
      </Shown>
    </Frame>
  );
}

/** Asked for by a tap and by nothing else. */
function Browser(): JSX.Element {
  const state = browserState.value;
  return (
    <Group hint={say(`notices-browser-${state}`)}>
      <li class="row switch-row">
        <Switch
          label={say("notices-browser")}
          value={state === "on"}
          disabled={state === "denied" || state === "none"}
          testId="notices-browser"
          onChange={(on) => (on ? void askBrowser() : stopBrowser())}
        />
      </li>
    </Group>
  );
}

function Prefs({ host, first }: { host: Host; first: PrefsShape }): JSX.Element {
  const [prefs, setPrefs] = useState(first);
  const change = async (what: object, meanwhile: PrefsShape): Promise<void> => {
    const before = prefs;
    setPrefs(meanwhile);
    setPrefs((await attempt(host, () => updatePrefs(host.account.call, what))) ?? before);
  };
  const flag = (name: "mentions_pierce" | "payments_pierce" | "previews"): JSX.Element => (
    <li class="row switch-row">
      <Switch
        label={
          <span class="row-words">
            <span class="row-title">{say(`notices-${name.replace("_", "-")}`)}</span>
            <span class="row-subtitle">{say(`notices-${name.replace("_", "-")}-hint`)}</span>
          </span>
        }
        value={prefs[name] ?? false}
        testId={`notices-${name.replace("_", "-")}`}
        onChange={(value) => void change({ [name]: value }, { ...prefs, [name]: value })}
      />
    </li>
  );
  return (
    <>
      <section class="group">
        <h2 class="group-title">{say("notices-kinds")}</h2>
        <KindRows host={host} prefs={prefs} changed={setPrefs} conversationId="" />
      </section>
      <Quiet quiet={prefs.quiet_hours ?? {}} onChange={(quiet) => void change({ quiet_hours: quiet }, { ...prefs, quiet_hours: quiet })} />
      <Group title={say("notices-pierce")}>
        {flag("mentions_pierce")}
        {flag("payments_pierce")}
      </Group>
      <Group title={say("notices-what")}>{flag("previews")}</Group>
      <Notice>{say("notices-why-hint")}</Notice>
    </>
  );
}

function Quiet({ quiet, onChange }: { quiet: QuietShape; onChange: (quiet: QuietShape) => void }): JSX.Element {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = { ...NIGHT, ...quiet };
  // Minute 0 is not sent, as the contract leaves defaults out.
  if (quiet.time_zone) Object.assign(now, { from_minute: quiet.from_minute ?? 0, to_minute: quiet.to_minute ?? 0 });
  const zone = quiet.time_zone || here;
  const set = (what: QuietShape): void => onChange({ ...now, enabled: quiet.enabled ?? false, time_zone: zone, ...what });
  const moment = (field: "from_minute" | "to_minute"): JSX.Element => (
    <label class="field quiet-time">
      <span class="field-label">{say(`quiet-${field === "from_minute" ? "from" : "to"}`)}</span>
      <input
        class="input"
        type="time"
        value={clockOf(now[field] ?? 0)}
        data-testid={`quiet-${field}`}
        onChange={(event) => {
          const minute = minuteOf(event.currentTarget.value);
          if (minute !== null) set({ [field]: minute });
        }}
      />
    </label>
  );
  return (
    <Group title={say("quiet-title")} hint={say("quiet-hint")}>
      <li class="row switch-row">
        <Switch label={say("quiet-on")} value={quiet.enabled ?? false} testId="quiet-on" onChange={(enabled) => set(enabled ? { enabled, time_zone: here } : { enabled })} />
      </li>
      {quiet.enabled ? (
        <li class="row quiet-row">
          {moment("from_minute")}
          {moment("to_minute")}
          <label class="field quiet-zone">
            <span class="field-label">{say("quiet-zone")}</span>
            <select class="input" dir="ltr" data-testid="quiet-zone" value={zone} onChange={(event) => set({ time_zone: event.currentTarget.value })}>
              {zones(zone).map((name) => (
                <option key={name} value={name} selected={name === zone}>
                  {name.replaceAll("_", " ")}
                </option>
              ))}
            </select>
          </label>
        </li>
      ) : null}
    </Group>
  );
}

function zones(mine: string): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return all.includes(mine) ? all : [mine, ...all];
}
