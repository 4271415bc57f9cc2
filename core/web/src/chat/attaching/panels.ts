/** The panels behind the choices of what to attach: one piece of script. */
export { ContactPanel } from "./contact";
export { FilePanel, PhotoPanel } from "./files";
export { PlacePanel } from "./place";
export { StickerPanel } from "./stickers";
export { VoicePanel } from "./voice";
