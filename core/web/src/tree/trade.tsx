/** The components of a trade: fetched with the first screen that may show one, their words with them. */
import { signal } from "@preact/signals";
import type { FunctionComponent, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { addTexts, say } from "../i18n/texts";
import { Skeleton } from "../kit/basics";

type All = typeof import("./components/trade");

const all = signal<All | null>(null);
const failed = signal(false);
let words: Promise<void> | null = null;
let fetching: Promise<void> | null = null;

function tradeTexts(): Promise<void> {
  words ??= addTexts({ ar: () => import("../texts/trade.ar.ftl"), en: () => import("../texts/trade.en.ftl") });
  return words;
}

/** Begins to fetch them, once; an app that is being opened has time for it. */
export function fetchTrade(): void {
  fetching ??= Promise.all([import("./components/trade"), tradeTexts()]).then(
    ([module]) => {
      all.value = module;
      failed.value = false;
    },
    () => {
      failed.value = true; // Without a network: asked for again with the next one that is drawn.
      words = fetching = null;
    },
  );
}

function later<Props extends object>(pick: (module: All) => FunctionComponent<Props>): FunctionComponent<Props> {
  return function Later(props: Props): JSX.Element {
    useEffect(fetchTrade, []);
    const module = all.value;
    if (!module) return failed.value ? <p class="field-hint">{say("page-late")}</p> : <Skeleton rows={1} />;
    const Draw = pick(module);
    return <Draw {...props} />;
  };
}

export const Image = later((module) => module.Image);
export const Message = later((module) => module.Message);
export const Rating = later((module) => module.Rating);
export const Stars = later((module) => module.Stars);
export const Tracker = later((module) => module.Tracker);
export const Countdown = later((module) => module.Countdown);
export const Summary = later((module) => module.Summary);
export const Stat = later((module) => module.Stat);
export const TimeSlots = later((module) => module.TimeSlots);
export const DatePicker = later((module) => module.DatePicker);
/** Not of the vocabulary: what Card, Item and Choice show of it. */
export const Picture = later((module) => module.Picture);
export const Tabs = later((module) => module.Tabs);
export const Dropdown = later((module) => module.Dropdown);
