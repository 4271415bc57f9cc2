/** For how long a conversation keeps quiet. */
import type { JSX } from "preact";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import { Row, Sheet } from "../kit/surfaces";

const HOUR_MS = 3_600_000;
const FOR_GOOD_MS = 253_402_300_799_999;
const SPANS: [id: string, ms: number][] = [["hour", HOUR_MS], ["eight-hours", 8 * HOUR_MS], ["week", 7 * 24 * HOUR_MS]];

export const isForGood = (untilMs: number): boolean => untilMs >= FOR_GOOD_MS;

/** What stands beside "mute" in a list: until when. */
export function mutedUntil(untilMs: number, nowMs: number): string {
  if (untilMs <= nowMs) return say("mute-not");
  return isForGood(untilMs) ? say("mute-for-good-now") : say("mute-until", { when: time(untilMs, "short") });
}

/** `onPick` gets the moment it ends, 0 for now. */
export function MuteSheet({ muted, onPick, onClose }: { muted: boolean; onPick: (untilMs: number) => void; onClose: () => void }): JSX.Element {
  return (
    <Sheet title={say("mute-title")} onClose={onClose} testId="mute-sheet">
      <p>{say("mute-text")}</p>
      <ul class="rows">
        {muted ? <Row lead={<Icon name="bell" />} title={say("chat-unmute")} testId="mute-off" onPress={() => onPick(0)} /> : null}
        {SPANS.map(([id, ms]) => (
          <Row key={id} lead={<Icon name="clock" />} title={say(`mute-${id}`)} testId={`mute-${id}`} onPress={() => onPick(Date.now() + ms)} />
        ))}
        <Row lead={<Icon name="bell-off" />} title={say("mute-for-good")} testId="mute-for-good" onPress={() => onPick(FOR_GOOD_MS)} />
      </ul>
    </Sheet>
  );
}
