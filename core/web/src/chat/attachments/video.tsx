/** A video: played over the page by the browser's own player. */
import type { JSX } from "preact";
import { bytes } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { num } from "../shapes";
import { tame } from "../text";
import { viewed } from "../viewer";
import { length } from "../words";
import type { AttachmentProps } from "./registry";

export function VideoView({ content, conversationId, seq }: AttachmentProps): JSX.Element {
  const open = (): void => {
    viewed.value = { conversationId, seq, kind: "video", text: tame(content.text ?? "") };
  };
  return (
    <button type="button" class="attached" disabled={seq === 0} onClick={open}>
      <span class="attached-mark">
        <Icon name="video" />
      </span>
      <span class="attached-words">
        <span class="attached-title">{say("chat-type-video")}</span>
        <span class="attached-more">
          {length(content.video?.duration_ms ?? 0)} · {bytes(num(content.video?.size_bytes))}
        </span>
      </span>
    </button>
  );
}
