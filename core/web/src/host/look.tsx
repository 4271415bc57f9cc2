/** Switches for how Majlis looks: language, colours, digits, calendar. */
import type { JSX } from "preact";
import { calendar, chooseLang, digits, lang, theme } from "../i18n/prefs";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import { Segments } from "../kit/inputs";

/** One tap to the other language, written in that language. */
export function LanguageSwitch({ onChange }: { onChange?: (lang: "ar" | "en") => void }): JSX.Element {
  const other = lang.value === "ar" ? "en" : "ar";
  return (
    <button
      type="button"
      class="language"
      lang={other}
      data-testid="language"
      onClick={() => {
        chooseLang(other);
        onChange?.(other);
      }}
    >
      <Icon name="globe" size="s" />
      {other === "ar" ? "العربية" : "English"}
    </button>
  );
}

export function LanguageSetting({ onChange }: { onChange?: (lang: "ar" | "en") => void }): JSX.Element {
  return (
    <Segments
      label={say("settings-language")}
      value={lang.value}
      options={[
        { id: "ar", text: "العربية" },
        { id: "en", text: "English" },
      ]}
      onChange={(next) => {
        chooseLang(next);
        onChange?.(next);
      }}
    />
  );
}

export function ThemeSetting(): JSX.Element {
  return (
    <Segments
      label={say("settings-theme")}
      value={theme.value}
      options={[
        { id: "auto", text: say("theme-auto"), icon: "contrast" },
        { id: "light", text: say("theme-light"), icon: "sun" },
        { id: "dark", text: say("theme-dark"), icon: "moon" },
      ]}
      onChange={(next) => (theme.value = next)}
    />
  );
}

export function DigitsSetting(): JSX.Element {
  return (
    <Segments
      label={say("settings-digits")}
      value={digits.value}
      options={[
        { id: "latn", text: say("digits-latn") },
        { id: "arab", text: say("digits-arab") },
      ]}
      onChange={(next) => (digits.value = next)}
    />
  );
}

export function CalendarSetting(): JSX.Element {
  return (
    <Segments
      label={say("settings-calendar")}
      value={calendar.value}
      options={[
        { id: "gregory", text: say("calendar-gregory") },
        { id: "islamic-umalqura", text: say("calendar-umalqura") },
      ]}
      onChange={(next) => (calendar.value = next)}
    />
  );
}
