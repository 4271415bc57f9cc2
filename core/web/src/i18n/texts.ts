/** The host's own words: Fluent messages in the user's language, every argument isolated.
 *
 * Arabic comes with the script; English is fetched by whoever reads it, and Arabic stands in until it is there. Words of
 * a part that is opened more rarely are fetched with that part (`addTexts`).
 */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { computed, effect, signal } from "@preact/signals";
import arSource from "../texts/ar.ftl";
import { type Lang, lang, locale } from "./prefs";

const resources = signal<Partial<Record<Lang, FluentResource>> & { ar: FluentResource }>({ ar: new FluentResource(arSource) });
let english: Promise<void> | null = null;

function fetchEnglish(): Promise<void> {
  english ??= import("../texts/en.ftl").then(
    ({ default: source }) => void (resources.value = { ...resources.peek(), en: new FluentResource(source) }),
    () => void (english = null), // Without a network: asked for again with the next choice of a language.
  );
  return english;
}

effect(() => {
  if (lang.value === "en") void fetchEnglish();
});

/** The words of this page's language are there, as far as they can be: before the first drawing. */
export const textsReady = (): Promise<void> => (lang.peek() === "en" ? fetchEnglish() : Promise.resolve());

type Fetch = () => Promise<{ default: string }>;
const added = signal<Partial<Record<Lang, FluentResource>>[]>([]);

/** Words of one part, in both languages. Resolves when `say` knows those of this page's language, and rejects where they
 * cannot be had; another language's follow when it is chosen. */
export function addTexts(fetch: Record<Lang, Fetch>): Promise<void> {
  const mine: Partial<Record<Lang, FluentResource>> = {};
  const get = async (wanted: Lang): Promise<void> => {
    if (mine[wanted]) return;
    mine[wanted] = new FluentResource((await fetch[wanted]()).default);
    added.value = [...added.peek().filter((one) => one !== mine), mine];
  };
  effect(() => void get(lang.value).catch(() => undefined));
  return get(lang.peek());
}

export type Args = Record<string, FluentVariable>;

export function makeBundle(resource: FluentResource, localeTag: string): FluentBundle {
  const bundle = new FluentBundle(localeTag, { useIsolating: true });
  bundle.addResource(resource);
  return bundle;
}

/** The message in this bundle, or null where it has none. */
export function formatIn(bundle: FluentBundle, id: string, args?: Args): string | null {
  const message = bundle.getMessage(id);
  // A broken argument shows as {$name} in the text: better than no text at all.
  return message?.value ? bundle.formatPattern(message.value, args, []) : null;
}

const current = computed(() => {
  const bundle = makeBundle(resources.value[lang.value] ?? resources.value.ar, locale.value);
  for (const part of added.value) {
    const words = part[lang.value] ?? part.ar ?? part.en;
    if (words) bundle.addResource(words);
  }
  return bundle;
});

/** The host's message; reading it in a component redraws the component when the language changes. */
export function say(id: string, args?: Args): string {
  return formatIn(current.value, id, args) ?? id;
}

export function has(id: string): boolean {
  return current.value.hasMessage(id);
}

/** The one of two texts that is in the user's language, or the other where it is empty. */
export function pick(ar: string | undefined, en: string | undefined): string {
  return (lang.value === "ar" ? ar || en : en || ar) ?? "";
}
