/** A sticker of a set this client draws; its name where it does not. */
import type { JSX } from "preact";
import { say } from "../../i18n/texts";
import type { AttachmentProps } from "./registry";
import { type Drawn, STICKERS } from "./sticker_art";

const WORD_LONG = 6;

export function StickerArt({ drawn }: { drawn: Drawn }): JSX.Element {
  return (
    <svg class="sticker-art" viewBox="0 0 96 96" aria-hidden="true">
      {drawn.word ? (
        <>
          <path fill={drawn.tile} d="M4 28a24 24 0 0 1 24-24h40a24 24 0 0 1 24 24v40a24 24 0 0 1-24 24H10a6 6 0 0 1-6-6z" />
          <text class={drawn.word.length > WORD_LONG ? "sticker-word sticker-word-long" : "sticker-word"} x="48" y="50" text-anchor="middle" dominant-baseline="middle" direction="rtl">
            {drawn.word}
          </text>
        </>
      ) : (
        drawn.shapes?.map(([fill, path], at) => <path key={at} fill={fill} d={path} />)
      )}
    </svg>
  );
}

export function StickerView({ content }: AttachmentProps): JSX.Element {
  const { set = "", name = "" } = content.sticker ?? {};
  const drawn = STICKERS[set]?.[name];
  if (!drawn) return <p class="unknown">{content.fallback_text || say("chat-type-sticker")}</p>;
  return (
    <span class="sticker" role="img" aria-label={say(`sticker-${name}`)}>
      <StickerArt drawn={drawn} />
    </span>
  );
}
