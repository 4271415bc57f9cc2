/** Counts how often the host said that what somebody shares of their position changed. All of this in the first script. */
import { signal } from "@preact/signals";

export const sharesTold = signal(0);
