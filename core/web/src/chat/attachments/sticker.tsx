/** A sticker of a set this client has; its name where it has not. */
import type { JSX } from "preact";
import { say } from "../../i18n/texts";
import type { AttachmentProps } from "./registry";

/** Sets drawn with the system's own emoji: nothing to load. */
export const STICKERS: Record<string, Record<string, string>> = {
  majlis: {
    coffee: "☕", dates: "🌴", rose: "🌹", moon: "🌙", welcome: "🤝", thanks: "🙏", laugh: "😂", love: "❤️",
    celebrate: "🎉", "well-done": "👏", prayer: "🤲", sad: "😢",
  },
};

export function StickerView({ content }: AttachmentProps): JSX.Element {
  const { set = "", name = "" } = content.sticker ?? {};
  const drawn = STICKERS[set]?.[name];
  if (!drawn) return <p class="unknown">{content.fallback_text || say("chat-type-sticker")}</p>;
  return (
    <span class="sticker" role="img" aria-label={say("chat-type-sticker")}>
      {drawn}
    </span>
  );
}
