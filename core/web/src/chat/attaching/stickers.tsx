/** Stickers: one tap sends one. */
import type { JSX } from "preact";
import { say } from "../../i18n/texts";
import { Sheet } from "../../kit/surfaces";
import { StickerArt } from "../attachments/sticker";
import { STICKERS } from "../attachments/sticker_art";
import { useChat } from "../context";
import type { View } from "../state";

export function StickerPanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const { chat } = useChat();
  const send = (set: string, name: string): void => {
    chat.send(view.id, { sticker: { set, name } });
    onClose();
  };
  return (
    <Sheet title={say("attach-sticker")} onClose={onClose} testId="sticker-sheet">
      {Object.entries(STICKERS).map(([set, stickers]) => (
        <div key={set} class="stickers">
          {Object.entries(stickers).map(([name, drawn]) => (
            <button key={name} type="button" class="sticker-choice" aria-label={say(`sticker-${name}`)} data-testid={`sticker-${name}`} onClick={() => send(set, name)}>
              <StickerArt drawn={drawn} />
            </button>
          ))}
        </div>
      ))}
    </Sheet>
  );
}
