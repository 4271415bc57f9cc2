/** What the composer offers to attach; each panel's script is fetched when it is first opened. */
import { lazy } from "../../kit/lazy";
import { piece } from "../../wallet/piece";
import { ATTACH_CHOICES, type AttachChoice } from "../attach";

const panels = (): Promise<typeof import("./panels")> => import("./panels");

const money = piece(() => import("../../wallet/chat/panels"));

const CHOICES: AttachChoice[] = [
  { id: "photo", icon: "image", label: "attach-photo", Panel: lazy(panels, (all) => all.PhotoPanel) },
  { id: "voice", icon: "mic", label: "attach-voice", Panel: lazy(panels, (all) => all.VoicePanel) },
  { id: "file", icon: "file", label: "attach-file", Panel: lazy(panels, (all) => all.FilePanel) },
  { id: "place", icon: "place", label: "attach-place", Panel: lazy(panels, (all) => all.PlacePanel) },
  { id: "contact", icon: "user", label: "attach-contact", Panel: lazy(panels, (all) => all.ContactPanel) },
  { id: "sticker", icon: "smile", label: "attach-sticker", Panel: lazy(panels, (all) => all.StickerPanel) },
  { id: "pay", icon: "money-out", label: "attach-pay", fits: ({ kind }) => kind !== "channel", Panel: lazy(money, (all) => all.PayPanel) },
  { id: "ask", icon: "ask", label: "attach-ask", fits: ({ kind }) => kind !== "channel", Panel: lazy(money, (all) => all.AskPanel) },
  { id: "split", icon: "split", label: "attach-split", fits: ({ kind }) => kind === "group", Panel: lazy(money, (all) => all.SplitPanel) },
  { id: "packet", icon: "gift", label: "attach-packet", Panel: lazy(money, (all) => all.PacketPanel) },
];

/** The host's page offers them all. */
export function offerAttaching(): void {
  ATTACH_CHOICES.splice(0, ATTACH_CHOICES.length, ...CHOICES);
}

/** Fetched while nothing else is to be done, so that they are there in a tunnel. */
export const prefetchAttaching = (): void => void panels().catch(() => undefined);
