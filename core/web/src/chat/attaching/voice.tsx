/** A voice note: recorded while the sheet is open, seen as it is heard, sent with one tap. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Button } from "../../kit/basics";
import { Notice, Sheet } from "../../kit/surfaces";
import { useChat } from "../context";
import type { View } from "../state";
import { length } from "../words";
import { LENGTH_MAX_MS, Recorder } from "./recorder";

const SHORTEST_MS = 600;
const BARS = 48;

export function VoicePanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const { uploads, toasts } = useChat();
  const recorder = useRef<Recorder | null>(null);
  const [heard, setHeard] = useState<{ ms: number; loud: number[] } | null>(null);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    let here = true;
    Recorder.start((ms, loud) => setHeard({ ms, loud: loud.slice(-BARS) })).then(
      (started) => {
        if (here) recorder.current = started;
        else started.drop();
      },
      (error: unknown) => setTrouble(error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "none"),
    );
    return () => {
      here = false;
      recorder.current?.drop();
    };
  }, []);
  const send = async (): Promise<void> => {
    const started = recorder.current;
    if (!started) return;
    recorder.current = null;
    const { sound, durationMs, waveform } = await started.stop();
    onClose();
    if (durationMs < SHORTEST_MS) return toasts.show(say("voice-too-short"), "warn");
    uploads?.start({ conversationId: view.id, kind: "voice", file: sound, name: "voice", durationMs, waveform });
  };
  useEffect(() => {
    if (heard && heard.ms >= LENGTH_MAX_MS) void send();
  }, [heard]);
  return (
    <Sheet
      title={say("attach-voice")}
      onClose={onClose}
      testId="voice-sheet"
      asks
      actions={
        <>
          <Button look="primary" wide icon="send" disabled={!heard} testId="voice-send" onPress={() => void send()}>
            {say("send")}
          </Button>
          <Button wide testId="voice-cancel" onPress={onClose}>
            {say("cancel")}
          </Button>
        </>
      }
    >
      {trouble ? (
        <Notice tone="warn" title={say(`voice-${trouble}`)} testId="voice-trouble">
          {say(`voice-${trouble}-text`)}
        </Notice>
      ) : (
        <div class="recording">
          <span class="recording-dot" aria-hidden="true" />
          <Bars loud={heard?.loud ?? []} />
          <output class="recording-length" data-testid="voice-length">
            {length(heard?.ms ?? 0)}
          </output>
        </div>
      )}
      <p class="share-hint">{say(heard ? "voice-recording" : "voice-waiting")}</p>
    </Sheet>
  );
}

/** Newest at the end; drawn where the reader's line ends. */
function Bars({ loud }: { loud: number[] }): JSX.Element {
  return (
    <svg class="recording-wave" viewBox={`0 0 ${BARS * 4} 32`} preserveAspectRatio="none" aria-hidden="true">
      <path d={loud.map((value, at) => {
        const half = 1 + 14 * Math.min(1, value * 1.6);
        return `M${(BARS - loud.length + at) * 4 + 2} ${16 - half}v${2 * half}`;
      }).join("")} />
    </svg>
  );
}
