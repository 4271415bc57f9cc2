/** A voice note: its wave, its length, and play. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { explain } from "../../room/complaints";
import { asFailure } from "../../wire/failure";
import { mediaLink, useChat } from "../context";
import { length } from "../words";
import type { AttachmentProps } from "./registry";

export function VoiceView({ content, conversationId, seq }: AttachmentProps): JSX.Element {
  const { post, toasts } = useChat();
  const [plays, setPlays] = useState(false);
  const sound = useRef<HTMLAudioElement | null>(null);
  useEffect(() => () => sound.current?.pause(), []);
  const toggle = async (): Promise<void> => {
    if (plays) {
      sound.current?.pause();
      return;
    }
    try {
      const path = await mediaLink(post, conversationId, seq, false);
      if (!path.startsWith("/media/")) return;
      sound.current ??= new Audio();
      sound.current.src = path;
      sound.current.onpause = sound.current.onended = () => setPlays(false);
      await sound.current.play();
      setPlays(true);
    } catch (error) {
      toasts.show(explain(asFailure(error)), "bad");
    }
  };
  const wave = content.voice?.waveform || "3546372";
  return (
    <div class="voice">
      <button type="button" class="voice-play" disabled={seq === 0} aria-label={say(plays ? "chat-pause" : "chat-play")} onClick={() => void toggle()}>
        <Icon name={plays ? "pause" : "play"} />
      </button>
      <svg class="voice-wave" viewBox={`0 0 ${wave.length * 4} 20`} preserveAspectRatio="none" aria-hidden="true">
        <path d={[...wave].map((digit, at) => `M${at * 4 + 2} ${10 - Number(digit) - 1}v${2 * Number(digit) + 2}`).join("")} />
      </svg>
      <span class="voice-length">{length(content.voice?.duration_ms ?? 0)}</span>
    </div>
  );
}
