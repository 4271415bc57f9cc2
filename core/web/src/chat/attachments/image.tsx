/** A picture: its place and preview at once, the picture as soon as its link is there, the whole of it on a tap. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { useMediaLink } from "../context";
import { tame } from "../text";
import { viewed } from "../viewer";
import type { AttachmentProps } from "./registry";

const SHAPE_MIN = 0.5;
const SHAPE_MAX = 2;
/** Pictures that hold no script; the page's policy would stop one anyway. */
const PREVIEW = /^data:image\/(jpeg|png|webp|gif);base64,[\w+/=]+$/;

export function ImageView({ content, conversationId, seq }: AttachmentProps): JSX.Element {
  const image = content.image;
  const frame = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState(false);
  const path = useMediaLink(conversationId, seq, true);
  const shape = (image?.width_px || 4) / (image?.height_px || 3);
  // The place is kept before the picture is there, so that nothing moves when it comes.
  useEffect(() => frame.current?.style.setProperty("--shape", String(Math.min(SHAPE_MAX, Math.max(SHAPE_MIN, shape)))), [shape]);
  const open = (): void => {
    viewed.value = { conversationId, seq, kind: "image", text: tame(content.text ?? "") };
  };
  const preview = PREVIEW.test(image?.thumb_data ?? "") ? image?.thumb_data : "";
  return (
    <button type="button" class="picture" ref={frame} aria-label={say("chat-open-image")} disabled={seq === 0} onClick={open}>
      {preview ? <img class="picture-preview" src={preview} alt="" /> : shown ? null : <Icon name="image" size="l" />}
      {path ? <img class={shown ? "picture-shown" : ""} src={path} alt={content.text ?? ""} loading="lazy" onLoad={() => setShown(true)} /> : null}
    </button>
  );
}
