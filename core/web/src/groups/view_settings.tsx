/** What a conversation is for oneself: how loud, where in the list, which marks. Nobody else sees any of it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { View } from "../chat/state";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import { Switch } from "../kit/inputs";
import { Group, Row } from "../kit/surfaces";
import type { Host } from "../host/host";
import { ConversationKindsSheet } from "../notices/kinds";
import { mutedUntil, MuteSheet } from "./mute";

export function ViewSettings({ host, view }: { host: Host; view: View }): JSX.Element {
  const [sheet, setSheet] = useState<"mute" | "kinds" | null>(null);
  const chat = host.chat.value;
  const nowMs = chat?.clockMs.value ?? 0;
  const change = (what: object): void => void chat?.updateView(view.id, what);
  return (
    <>
      <Group title={say("view-settings")}>
        <Row lead={<Icon name={view.mutedUntilMs > nowMs ? "bell-off" : "bell"} />} title={say("chat-mute")} subtitle={mutedUntil(view.mutedUntilMs, nowMs)} testId="view-mute" onPress={() => setSheet("mute")} />
        <Row lead={<Icon name="settings" />} title={say("notice-kinds-here")} subtitle={say("notice-kinds-here-row")} testId="view-kinds" onPress={() => setSheet("kinds")} />
        <li class="row switch-row">
          <Switch label={say("chat-pin")} value={view.pinned} testId="view-pin" onChange={(pinned) => change({ pinned })} />
        </li>
        {view.kind === "direct" || view.kind === "group" ? (
          <li class="row switch-row">
            <Switch
              label={
                <span class="row-words">
                  <span class="row-title">{say("chat-marks-private")}</span>
                  <span class="row-subtitle">{say("view-marks-hint")}</span>
                </span>
              }
              value={view.marksPrivate}
              testId="view-marks"
              onChange={(marks_private) => change({ marks_private })}
            />
          </li>
        ) : null}
      </Group>
      {sheet === "mute" ? (
        <MuteSheet
          muted={view.mutedUntilMs > nowMs}
          onClose={() => setSheet(null)}
          onPick={(untilMs) => {
            change({ muted_until_ms: String(untilMs) });
            setSheet(null);
          }}
        />
      ) : null}
      {sheet === "kinds" ? <ConversationKindsSheet host={host} conversationId={view.id} onClose={() => setSheet(null)} /> : null}
    </>
  );
}
