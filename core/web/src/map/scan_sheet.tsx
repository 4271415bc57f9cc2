/** Reading a code: by the camera where this browser can, and typed always. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice, Sheet } from "../kit/surfaces";
import { Camera, mayLook } from "../kit/camera";

/** As much as a QR component may hold. */
const CODE_CHARS_MAX = 500;

export function ScanSheet({ read, onClose }: { read: (text: string) => void; onClose: () => void }): JSX.Element {
  const [looks, setLooks] = useState(mayLook);
  const [failed, setFailed] = useState(false);
  const [typed, setTyped] = useState("");
  const found = (text: string): void => {
    const code = text.trim().slice(0, CODE_CHARS_MAX);
    if (!code) return;
    onClose();
    read(code);
  };
  return (
    <Sheet title={say("scan-title")} onClose={onClose} testId="scan-sheet">
      {looks ? (
        <>
          <Camera
            label={say("scan-camera")}
            found={found}
            failed={() => {
              setLooks(false);
              setFailed(true);
            }}
          />
          <p class="scan-hint">{say("scan-camera")}</p>
        </>
      ) : (
        <Notice tone={failed ? "warn" : "neutral"}>{say(failed ? "scan-no-camera" : "scan-none")}</Notice>
      )}
      <form
        class="place-keep"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          found(typed);
        }}
      >
        <Field name="code" label={say("scan-type")} hint={say("scan-type-hint")} ltr max={CODE_CHARS_MAX} testId="scan-text" onInput={setTyped} />
        <Button type="submit" look={looks ? "secondary" : "primary"} wide disabled={!typed.trim()} testId="scan-go">
          {say("scan-go")}
        </Button>
      </form>
    </Sheet>
  );
}
