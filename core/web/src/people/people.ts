/** Everybody one knows, asks, is asked by or blocks; loaded again whenever the feed says that something changed. */
import { useEffect, useRef } from "preact/hooks";
import { CONTACTS } from "../chat/chat";
import type { Person } from "../chat/shapes";
import { tameLine } from "../chat/text";
import { say } from "../i18n/texts";
import { type Loaded, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import type { Call } from "../wire/rpc";

export type Standing = "none" | "asked" | "asks" | "contact";

export interface Acquaintances {
  contacts: Person[];
  asks: Person[];
  asked: Person[];
  blocked: Person[];
}

const PAGE = 200;
const PEOPLE_MAX = 2_000;

export const standingOf = (person: Person): Standing =>
  ((person.state ?? "").replace("CONTACT_STATE_", "").toLowerCase() || "none") as Standing;

export const nameOf = (person: Person): string =>
  tameLine(person.alias || person.display_name || person.username || "").trim() || say("chat-someone");

export async function listPeople(call: Call, state: "CONTACT" | "ASKS" | "ASKED"): Promise<Person[]> {
  const people: Person[] = [];
  let token = "";
  do {
    const request = { state: `CONTACT_STATE_${state}`, page_size: PAGE, page_token: token };
    const answer = await call<{ people?: Person[]; next_page_token?: string }>(`${CONTACTS}/ListContacts`, request);
    people.push(...(answer.people ?? []));
    token = answer.next_page_token ?? "";
  } while (token && people.length < PEOPLE_MAX);
  return people;
}

async function everybody(call: Call): Promise<Acquaintances> {
  const [contacts, asks, asked, blocked] = await Promise.all([
    listPeople(call, "CONTACT"),
    listPeople(call, "ASKS"),
    listPeople(call, "ASKED"),
    call<{ people?: Person[] }>(`${CONTACTS}/ListBlocked`),
  ]);
  return { contacts, asks, asked, blocked: blocked.people ?? [] };
}

/** Loads it, and again with every change of people that the feed tells of. */
export function useLoadedPeople<Value>(host: Host, load: () => Promise<Value>): Loaded<Value> {
  const changes = host.chat.value?.state.value.peopleChanges ?? 0;
  const loaded = useLoaded(load);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) loaded.reload();
    first.current = false;
  }, [changes]);
  return loaded;
}

export const usePeople = (host: Host): Loaded<Acquaintances> => useLoadedPeople(host, () => everybody(host.account.call));

/** The one person of that id, wherever one knows them from. */
export function personIn(all: Acquaintances, userId: string): Person | null {
  const is = (one: Person): boolean => one.user_id === userId;
  const known = all.contacts.find(is) ?? all.asks.find(is) ?? all.asked.find(is);
  const blocked = all.blocked.find(is);
  return known && blocked ? { ...known, blocked: true } : (known ?? blocked ?? null);
}

export const personHref = (userId: string): string => `#/people/${encodeURIComponent(userId)}`;
