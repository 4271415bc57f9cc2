/** A link somebody hands on: as a QR code to be photographed, to copy, and to share where the device can. */
import type { ComponentChildren, JSX } from "preact";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Qr } from "../kit/qr";
import type { Host } from "./host";

export interface ShareBoxProps {
  host: Host;
  link: string;
  /** What the QR code leads to, for those who cannot see it. */
  label: string;
  children?: ComponentChildren;
}

export const linkTo = (page: "c" | "g", id: string): string => `${location.origin}/#/${page}/${encodeURIComponent(id)}`;

export function ShareBox({ host, link, label, children }: ShareBoxProps): JSX.Element {
  const copy = (): void => {
    const copied = navigator.clipboard?.writeText(link) ?? Promise.reject(new Error("no clipboard"));
    copied.then(
      () => host.toasts.show(say("chat-copied"), "good"),
      () => host.toasts.show(say("share-copy-failed"), "bad"),
    );
  };
  // Whoever closes the sheet of the system has chosen to: nothing to complain about.
  const share = (): void => void navigator.share({ url: link, title: label }).catch(() => undefined);
  return (
    <div class="share-box" data-testid="share-box">
      <Qr text={link} label={label} />
      <bdi class="code share-link" dir="ltr" data-testid="share-link">
        {link}
      </bdi>
      <div class="share-acts">
        <Button look="primary" icon="copy" testId="share-copy" onPress={copy}>
          {say("share-copy")}
        </Button>
        {"share" in navigator ? (
          <Button icon="share" onPress={share}>
            {say("share-share")}
          </Button>
        ) : null}
      </div>
      {children}
    </div>
  );
}
