/** Stickers: one tap sends one. */
import type { JSX } from "preact";
import { say } from "../../i18n/texts";
import { Sheet } from "../../kit/surfaces";
import { STICKERS } from "../attachments/sticker";
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
              {drawn}
            </button>
          ))}
        </div>
      ))}
    </Sheet>
  );
}
