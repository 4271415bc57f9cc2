/** What shows that a position is shared is fetched with its words, while the first page is idle. */
import { addTexts } from "../i18n/texts";

let words: Promise<void> | null = null;

function placesTexts(): Promise<void> {
  words ??= addTexts({
    ar: () => import("../texts/places.ar.ftl"),
    en: () => import("../texts/places.en.ftl"),
  }).catch((error: unknown) => {
    words = null;
    throw error;
  });
  return words;
}

/** `load` with those words. */
export const placesPiece =
  <Module>(load: () => Promise<Module>) =>
  async (): Promise<Module> => (await Promise.all([load(), placesTexts()]))[0];
