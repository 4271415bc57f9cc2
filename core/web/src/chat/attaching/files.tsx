/** Pictures, films and files to attach: chosen, looked at once more with room for a caption, then sent. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { bytes } from "../../i18n/format";
import { say } from "../../i18n/texts";
import { Button, Icon, IconButton } from "../../kit/basics";
import { Field } from "../../kit/inputs";
import { Notice, Sheet } from "../../kit/surfaces";
import { useChat } from "../context";
import type { View } from "../state";
import { tameLine } from "../text";
import { FILE_BYTES_MAX, type MediaKind } from "../uploads";
import { newRequestId } from "../../wire/ids";
import { videoLength } from "./lengths";

const PICTURES = "image/jpeg,image/png,image/webp,image/gif,video/mp4,video/webm";
const AT_ONCE_MAX = 10;
const CAPTION_CHARS_MAX = 1024;

export const PhotoPanel = (props: { view: View; onClose: () => void }): JSX.Element => <Files {...props} as="photo" />;
export const FilePanel = (props: { view: View; onClose: () => void }): JSX.Element => <Files {...props} as="file" />;

const kindOf = (file: File, as: "photo" | "file"): MediaKind =>
  as === "file" ? "file" : file.type.startsWith("video/") ? "video" : "image";

function Files({ view, onClose, as }: { view: View; onClose: () => void; as: "photo" | "file" }): JSX.Element {
  const { uploads } = useChat();
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<File[]>([]);
  const [caption, setCaption] = useState("");
  const tooLarge = files.some((one) => one.size > FILE_BYTES_MAX);
  const empty = files.some((one) => one.size === 0);
  // The tap that opened this may open the system's own chooser too; where it may not, the button does.
  useEffect(() => input.current?.click(), []);
  const add = (): void => {
    const chosen = [...(input.current?.files ?? [])];
    if (input.current) input.current.value = "";
    setFiles([...files, ...chosen].slice(0, AT_ONCE_MAX));
  };
  const send = async (): Promise<void> => {
    onClose();
    const batch = newRequestId();
    for (const [index, file] of files.entries()) {
      const kind = kindOf(file, as);
      // The words go with the last one, so that they stand below all of them.
      const text = index === files.length - 1 ? caption.trim() : "";
      const durationMs = kind === "video" ? await videoLength(file) : 0;
      uploads?.start({ conversationId: view.id, kind, file, name: file.name, text, durationMs, batch });
    }
  };
  const bad = tooLarge || empty;
  return (
    <Sheet
      title={say(as === "photo" ? "attach-photo" : "attach-file")}
      onClose={onClose}
      testId="attach-sheet"
      actions={
        files.length > 0 ? (
          <Button look="primary" wide icon="send" disabled={bad} testId="attach-send" onPress={() => void send()}>
            {say("attach-send", { count: files.length })}
          </Button>
        ) : undefined
      }
    >
      <input ref={input} class="for-ears" type="file" multiple accept={as === "photo" ? PICTURES : undefined} aria-label={say(`attach-choose-${as}`)} tabIndex={-1} data-testid="attach-input" onChange={add} />
      {tooLarge ? <Notice tone="bad">{say("attach-too-large", { max: bytes(FILE_BYTES_MAX) })}</Notice> : empty ? <Notice tone="bad">{say("attach-empty")}</Notice> : null}
      {files.length > 0 ? (
        <ul class="attach-files">
          {files.map((file, index) => (
            <Chosen key={`${index} ${file.name}`} file={file} as={as} drop={() => setFiles(files.filter((_, at) => at !== index))} />
          ))}
        </ul>
      ) : null}
      <Button icon={as === "photo" ? "image" : "file"} wide testId="attach-choose" disabled={files.length >= AT_ONCE_MAX} onPress={() => input.current?.click()}>
        {say(files.length > 0 ? "attach-more" : `attach-choose-${as}`)}
      </Button>
      {files.length > 0 ? <Field name="caption" label={say("attach-caption")} max={CAPTION_CHARS_MAX} multiline testId="attach-caption" onInput={setCaption} /> : <p class="share-hint">{say(`attach-hint-${as}`, { max: bytes(FILE_BYTES_MAX) })}</p>}
    </Sheet>
  );
}

function Chosen({ file, as, drop }: { file: File; as: "photo" | "file"; drop: () => void }): JSX.Element {
  const kind = kindOf(file, as);
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (kind !== "image") return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <li class="attach-file">
      {url ? <img src={url} alt="" onError={() => setUrl("")} /> : <span class="attached-mark"><Icon name={kind === "image" ? "image" : kind} /></span>}
      <span class="attached-words">
        <bdi class="one-line">{tameLine(file.name)}</bdi>
        <span class={`attached-more${file.size > FILE_BYTES_MAX ? " words-bad" : ""}`}>{bytes(file.size)}</span>
      </span>
      <IconButton icon="close" plain label={say("attach-drop", { name: file.name })} onPress={drop} />
    </li>
  );
}
