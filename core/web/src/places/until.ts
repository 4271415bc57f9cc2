/** When a share ends, as short as it can be said: the hour, and the day where it is not today. */
import { locale } from "../i18n/prefs";

export function until(ms: number): string {
  const today = new Date().toDateString() === new Date(ms).toDateString();
  const day: Intl.DateTimeFormatOptions = today ? {} : { weekday: "long" };
  return new Intl.DateTimeFormat(locale.value, { ...day, hour: "numeric", minute: "2-digit" }).format(ms).replaceAll(" ", "\u00a0"); // One word to the eye.
}
