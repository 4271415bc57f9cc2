/** What the composer offers to attach; each panel's script is fetched when it is first opened. */
import { lazy } from "../../kit/lazy";
import { ATTACH_CHOICES, type AttachChoice } from "../attach";

const panels = (): Promise<typeof import("./panels")> => import("./panels");

const CHOICES: AttachChoice[] = [
  { id: "photo", icon: "image", label: "attach-photo", Panel: lazy(panels, (all) => all.PhotoPanel) },
  { id: "voice", icon: "mic", label: "attach-voice", Panel: lazy(panels, (all) => all.VoicePanel) },
  { id: "file", icon: "file", label: "attach-file", Panel: lazy(panels, (all) => all.FilePanel) },
  { id: "place", icon: "place", label: "attach-place", Panel: lazy(panels, (all) => all.PlacePanel) },
  { id: "contact", icon: "user", label: "attach-contact", Panel: lazy(panels, (all) => all.ContactPanel) },
  { id: "sticker", icon: "smile", label: "attach-sticker", Panel: lazy(panels, (all) => all.StickerPanel) },
];

/** The host's page offers them all. */
export function offerAttaching(): void {
  ATTACH_CHOICES.splice(0, ATTACH_CHOICES.length, ...CHOICES);
}

/** Fetched while nothing else is to be done, so that they are there in a tunnel. */
export const prefetchAttaching = (): void => void panels().catch(() => undefined);
