/** Files of this conversation on their way: how far, why they wait, and the way to stop each. */
import type { JSX } from "preact";
import { bytes, percent } from "../i18n/format";
import { say } from "../i18n/texts";
import { Icon, IconButton, Meter } from "../kit/basics";
import { explain } from "../room/complaints";
import { useChat } from "./context";
import { tameLine } from "./text";
import type { Upload, Uploads } from "./uploads";
import { TYPE_ICONS } from "./words";

export function UploadTray({ conversationId }: { conversationId: string }): JSX.Element | null {
  const { uploads } = useChat();
  const mine = uploads?.all.value.filter((one) => one.conversationId === conversationId) ?? [];
  if (!uploads || mine.length === 0) return null;
  return (
    <ul class="uploads" aria-label={say("upload-list")} data-testid="uploads">
      {mine.map((one) => (
        <UploadRow key={one.id} upload={one} uploads={uploads} />
      ))}
    </ul>
  );
}

function UploadRow({ upload, uploads }: { upload: Upload; uploads: Uploads }): JSX.Element {
  const name = upload.kind === "file" ? tameLine(upload.name) : say(`chat-type-${upload.kind}`);
  const share = upload.sentBytes / Math.max(1, upload.file.size);
  const halted = upload.state === "paused" || upload.state === "failed";
  return (
    <li class={`upload upload-${upload.state}`} data-testid="upload" data-state={upload.state}>
      <Icon name={TYPE_ICONS[upload.kind]} />
      <div class="upload-words">
        <p class="upload-line">
          <bdi class="one-line">{name}</bdi>
          <span class="upload-share">{say("upload-of", { share: percent(share), size: bytes(upload.file.size) })}</span>
        </p>
        <Meter value={share} label={name} text={percent(share)} />
        <p class={`upload-why${upload.state === "failed" ? " words-bad" : ""}`} role={upload.state === "failed" ? "alert" : undefined}>
          {upload.failure && upload.state === "failed" ? explain(upload.failure) : say(`upload-${upload.state}`)}
        </p>
      </div>
      {upload.state === "finishing" ? null : (
        <IconButton
          icon={halted ? (upload.state === "failed" ? "refresh" : "play") : "pause"}
          plain
          label={say(upload.state === "failed" ? "chat-try-again" : halted ? "upload-resume" : "upload-pause", { name })}
          testId={halted ? "upload-resume" : "upload-pause"}
          onPress={() => (halted ? uploads.resume(upload.id) : uploads.pause(upload.id))}
        />
      )}
      <IconButton icon="close" plain label={say("upload-cancel", { name })} testId="upload-cancel" onPress={() => uploads.cancel(upload.id)} />
    </li>
  );
}
