/** What belongs to maps is fetched when the first one is shown, its words with it: `lazy(mapPiece(() => import("../map/…")), …)`. */
import { addTexts } from "../i18n/texts";

let words: Promise<void> | null = null;

function mapTexts(): Promise<void> {
  words ??= addTexts({
    ar: () => import("../texts/map.ar.ftl"),
    en: () => import("../texts/map.en.ftl"),
  }).catch((error: unknown) => {
    words = null; // Without a network: asked for again with the next map.
    throw error;
  });
  return words;
}

/** `load` with the words of maps. */
export const mapPiece =
  <Module>(load: () => Promise<Module>) =>
  async (): Promise<Module> => (await Promise.all([load(), mapTexts()]))[0];
