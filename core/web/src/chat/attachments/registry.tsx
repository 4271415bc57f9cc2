/** One renderer for each attachment there is; what this client does not know shows its fallback text. */
import type { JSX } from "preact";
import type { Content } from "../shapes";
import { attachmentOf, type AttachmentType } from "../words";
import { CardView } from "./card";
import { ContactView } from "./contact";
import { FileView } from "./file";
import { ImageView } from "./image";
import { LocationView } from "./location";
import { StickerView } from "./sticker";
import { VideoView } from "./video";
import { VoiceView } from "./voice";
import { WalletCardView } from "./wallet_card";

export interface AttachmentProps {
  content: Content;
  conversationId: string;
  /** 0 for a message that is still on its way. */
  seq: number;
}

export const ATTACHMENTS: Record<AttachmentType, (props: AttachmentProps) => JSX.Element | null> = {
  image: ImageView,
  file: FileView,
  voice: VoiceView,
  video: VideoView,
  location: LocationView,
  contact: ContactView,
  sticker: StickerView,
  card: CardView,
  wallet_card: WalletCardView,
};

export function Attachment(props: AttachmentProps): JSX.Element | null {
  const type = attachmentOf(props.content);
  if (!type) return null;
  const View = ATTACHMENTS[type];
  return <View {...props} />;
}
