/** What belongs to money is fetched when it is first opened, its words with it: `lazy(piece(() => import("../wallet/…")), …)`. */
import { addTexts } from "../i18n/texts";

let words: Promise<void> | null = null;

/** The words of money, of which sentences about refusals are a part: known once this resolves. */
export function walletTexts(): Promise<void> {
  words ??= addTexts({
    ar: () => import("../texts/wallet.ar.ftl"),
    en: () => import("../texts/wallet.en.ftl"),
  }).catch((error: unknown) => {
    words = null; // Without a network: asked for again with the next page of money.
    throw error;
  });
  return words;
}

/** `load` with the words of money. */
export const piece =
  <Module>(load: () => Promise<Module>) =>
  async (): Promise<Module> => (await Promise.all([load(), walletTexts()]))[0];
