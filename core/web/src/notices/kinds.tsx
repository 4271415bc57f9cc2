/** What is done with each kind of notification: everywhere, or in one conversation. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Segments } from "../kit/inputs";
import { Sheet } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import { Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { defaultOf, type Kind, KINDS, KINDS_HERE, loadPrefs, type PrefsShape, type Setting, setRule, settingOf } from "./prefs";

const SETTINGS: Setting[] = ["on", "silent", "off"];

export interface KindRowsProps {
  host: Host;
  prefs: PrefsShape;
  changed: (prefs: PrefsShape) => void;
  /** Empty for everywhere. */
  conversationId: string;
}

export function KindRows({ host, prefs, changed, conversationId }: KindRowsProps): JSX.Element {
  const scope = conversationId ? "conversation" : "global";
  const set = async (kind: Kind, setting: Setting | null): Promise<void> => {
    const now = await attempt(host, () => setRule(host.account.call, kind, scope, conversationId, setting));
    // Drawn again either way: the buttons show what the host holds.
    changed(now ?? { ...prefs });
  };
  return (
    <ul class="rows">
      {(conversationId ? KINDS_HERE : KINDS).map((kind) => {
        const own = settingOf(prefs, kind, scope, conversationId);
        return (
          <li key={kind} class="row kind-row" data-testid={`kind-${kind}`}>
            <span class="row-words">
              <span class="row-title">{say(`notice-kind-${kind}`)}</span>
              <span class="row-subtitle">{say(`notice-kind-${kind}-hint`)}</span>
            </span>
            <Segments<Setting | "as-set">
              label={say(`notice-kind-${kind}`)}
              value={own ?? (conversationId ? "as-set" : defaultOf(kind))}
              options={[
                ...(conversationId ? [{ id: "as-set" as const, text: say("notice-as-set") }] : []),
                ...SETTINGS.map((id) => ({ id, text: say(`notice-${id}`) })),
              ]}
              onChange={(next) => void set(kind, next === "as-set" ? null : next)}
            />
          </li>
        );
      })}
    </ul>
  );
}

export function ConversationKindsSheet({ host, conversationId, onClose }: { host: Host; conversationId: string; onClose: () => void }): JSX.Element {
  const loaded = useLoaded(() => loadPrefs(host.account.call));
  return (
    <Sheet title={say("notice-kinds-here")} onClose={onClose} testId="kinds-sheet">
      <p>{say("notice-kinds-here-text")}</p>
      <Shown of={loaded} failedTitle={say("error-unavailable")}>
        {(prefs) => <Held host={host} first={prefs} conversationId={conversationId} />}
      </Shown>
    </Sheet>
  );
}

function Held({ host, first, conversationId }: { host: Host; first: PrefsShape; conversationId: string }): JSX.Element {
  const [prefs, setPrefs] = useState(first);
  return <KindRows host={host} prefs={prefs} changed={setPrefs} conversationId={conversationId} />;
}
