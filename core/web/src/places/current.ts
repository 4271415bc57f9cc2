/** The shares of whoever is signed in; null while nobody is. */
import { signal } from "@preact/signals";
import type { Shares } from "./shares";

export const current = signal<Shares | null>(null);
