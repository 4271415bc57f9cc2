/** What the user chose about language, digits, calendar and colours; kept on this device and applied to the page. */
import { computed, effect, signal } from "@preact/signals";

export type Lang = "ar" | "en";
export type Theme = "auto" | "light" | "dark";
export type Digits = "latn" | "arab";
export type Calendar = "gregory" | "islamic-umalqura";

const KEY = "majlis.prefs";

interface Prefs {
  lang: Lang;
  /** Somebody chose the language here; otherwise it is a first guess. */
  langChosen?: boolean;
  theme: Theme;
  digits: Digits;
  calendar: Calendar;
}

function stored(): Partial<Prefs> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Prefs>;
  } catch {
    return {}; // Storage is off or holds something else: the defaults do.
  }
}

const first = stored();
export const lang = signal<Lang>(first.lang === "en" ? "en" : "ar");
export const langChosen = signal(first.langChosen === true);
export const theme = signal<Theme>(first.theme ?? "auto");
export const digits = signal<Digits>(first.digits ?? "latn");
export const calendar = signal<Calendar>(first.calendar ?? "gregory");
export const dir = computed(() => (lang.value === "ar" ? "rtl" : "ltr"));

/** A choice made on this device stands here, whoever signs in or out. */
export function chooseLang(choice: Lang): void {
  lang.value = choice;
  langChosen.value = true;
}

const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(darkSystem.matches);
darkSystem.addEventListener("change", () => (systemIsDark.value = darkSystem.matches));
const shownTheme = computed(() => (theme.value === "auto" ? (systemIsDark.value ? "dark" : "light") : theme.value));

/** Numbering system and calendar are always explicit: browsers disagree about the defaults of `ar`. */
export const locale = computed(() =>
  lang.value === "ar"
    ? `ar-SA-u-ca-${calendar.value}-nu-${digits.value}`
    : `en-u-ca-${calendar.value}-nu-latn`,
);

export function applyToPage(): void {
  effect(() => {
    const page = document.documentElement;
    page.lang = lang.value;
    page.dir = dir.value;
    page.dataset.theme = shownTheme.value;
    try {
      const prefs: Prefs = {
        lang: lang.value,
        langChosen: langChosen.value,
        theme: theme.value,
        digits: digits.value,
        calendar: calendar.value,
      };
      localStorage.setItem(KEY, JSON.stringify(prefs));
    } catch {
      // Nothing to keep it in; the choice lasts until the page is closed.
    }
  });
}
