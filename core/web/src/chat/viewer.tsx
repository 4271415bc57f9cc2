/** A picture or film over everything else, as large as the screen allows; Back, Escape and a tap beside it close it. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Icon, IconButton, Spinner } from "../kit/basics";
import { closeOnBack } from "../kit/back";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { mediaLink, useChat } from "./context";

interface Viewed {
  conversationId: string;
  seq: number;
  kind: "image" | "video";
  text: string;
}

export const viewed = signal<Viewed | null>(null);

export function Viewer(): JSX.Element | null {
  const shown = viewed.value;
  return shown ? <Open key={`${shown.conversationId} ${shown.seq}`} shown={shown} /> : null;
}

function Open({ shown }: { shown: Viewed }): JSX.Element {
  const { post } = useChat();
  const dialog = useRef<HTMLDialogElement>(null);
  const [path, setPath] = useState("");
  const [trouble, setTrouble] = useState("");
  const close = (): void => {
    viewed.value = null;
  };
  useEffect(() => {
    // The browser's own modal: the page behind is out of reach, and the focus comes back by itself.
    dialog.current?.showModal();
    const noBack = closeOnBack(close);
    mediaLink(post, shown.conversationId, shown.seq, false).then(
      (found) => found.startsWith("/media/") && setPath(found),
      (error: unknown) => setTrouble(explain(asFailure(error))),
    );
    return noBack;
  }, []);
  const beside = (event: MouseEvent): void => {
    if (event.target === dialog.current || (event.target as Element).classList.contains("viewer-place")) close();
  };
  return (
    <dialog ref={dialog} class="viewer" aria-label={say(`chat-type-${shown.kind}`)} data-testid="viewer" onClose={close} onClick={beside}>
      <div class="viewer-bar">
        <IconButton icon="close" plain label={say("close")} testId="viewer-close" onPress={close} />
        {path ? (
          <a class="icon-button icon-button-plain" href={path} download="" aria-label={say("viewer-save")} title={say("viewer-save")}>
            <Icon name="save" />
          </a>
        ) : null}
      </div>
      <div class="viewer-place">
        {trouble ? <p class="viewer-trouble">{trouble}</p> : !path ? <Spinner /> : shown.kind === "image" ? <img src={path} alt={shown.text} onError={() => setTrouble(say("error-media-not-found"))} /> : <video src={path} controls autoPlay playsInline onError={() => setTrouble(say("viewer-no-video"))} />}
      </div>
      {shown.text ? <p class="viewer-text" dir="auto">{shown.text}</p> : null}
    </dialog>
  );
}
