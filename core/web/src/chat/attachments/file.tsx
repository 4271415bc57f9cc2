/** A file: its name, size and the way to it. */
import type { JSX } from "preact";
import { bytes } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { explain } from "../../room/complaints";
import { asFailure } from "../../wire/failure";
import { mediaLink, useChat } from "../context";
import { num } from "../shapes";
import { tameLine } from "../text";
import type { AttachmentProps } from "./registry";

export function FileView({ content, conversationId, seq }: AttachmentProps): JSX.Element {
  const { post, toasts } = useChat();
  const file = content.file;
  const name = tameLine(file?.name ?? "") || say("chat-type-file");
  const open = (): void => {
    mediaLink(post, conversationId, seq, false).then(
      (path) => path.startsWith("/media/") && location.assign(path),
      (error: unknown) => toasts.show(explain(asFailure(error)), "bad"),
    );
  };
  return (
    <button type="button" class="attached" disabled={seq === 0} onClick={open}>
      <span class="attached-mark">
        <Icon name="file" />
      </span>
      <span class="attached-words">
        <bdi class="attached-title">{name}</bdi>
        <span class="attached-more">{bytes(num(file?.size_bytes))}</span>
      </span>
    </button>
  );
}
