/** The host's own words: Fluent messages in the user's language, every argument isolated. */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { computed } from "@preact/signals";
import arSource from "../texts/ar.ftl";
import enSource from "../texts/en.ftl";
import { type Lang, lang, locale } from "./prefs";

const RESOURCES: Record<Lang, FluentResource> = {
  ar: new FluentResource(arSource),
  en: new FluentResource(enSource),
};

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

const current = computed(() => makeBundle(RESOURCES[lang.value], locale.value));

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
