/** The page's title, with the number of what waits before it. */
import { effect, signal } from "@preact/signals";

export const heading = signal(document.title);
export const waiting = signal(0);
const SHOWN_MAX = 99;

effect(() => {
  const shown = Math.min(waiting.value, SHOWN_MAX);
  document.title = shown > 0 ? `(${shown}) ${heading.value}` : heading.value;
});
