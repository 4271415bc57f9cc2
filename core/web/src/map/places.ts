/** Finding, naming and keeping places: the host's answers as what a PlacePicker hands to the app. */
import { pick, say } from "../i18n/texts";
import type { Call } from "../wire/rpc";
import { PLACES } from "./city";
import { GLYPHS } from "./glyphs";
import type { Point } from "./ground";

/** As the vocabulary has it: no more than this leaves for the app. */
export interface Place {
  point: Point;
  name_ar: string;
  name_en: string;
  address_ar: string;
  address_en: string;
  kind: string;
  place_id: string;
}
export interface Found {
  place: Place;
  awayM: number;
}
export interface Kept {
  name: string;
  icon: string;
  place: Place;
}

interface AddressAnswer {
  text_ar?: string;
  text_en?: string;
}
interface PlaceAnswer {
  place_id?: string;
  kind?: string;
  name_ar?: string;
  name_en?: string;
  point?: Partial<Point>;
  address?: AddressAnswer;
  away_m?: number;
}
interface SavedAnswer {
  name: string;
  icon?: string;
  point?: Partial<Point>;
  address?: AddressAnswer;
}

const KIND = "PLACE_KIND_";
const FOUND_MAX = 20;
const NEAR_MAX = 8;

const pointOf = (given: Partial<Point> | undefined): Point => ({ lat_e7: given?.lat_e7 ?? 0, lng_e7: given?.lng_e7 ?? 0 });
const kindOf = (kind: string | undefined): string => (kind && !kind.endsWith("_UNSPECIFIED") ? kind.slice(KIND.length).toLowerCase() : "");

export function placeAt(point: Point, address: AddressAnswer = {}): Place {
  return { point, name_ar: "", name_en: "", address_ar: address.text_ar ?? "", address_en: address.text_en ?? "", kind: "", place_id: "" };
}

export const nameOf = (place: Place): string => pick(place.name_ar, place.name_en) || pick(place.address_ar, place.address_en);
/** What stands below the name; nothing where the address is the name. */
export const moreOf = (place: Place): string => (place.name_ar || place.name_en ? pick(place.address_ar, place.address_en) : "");

/** Home and work have the same name in every language; anything else is the person's own word. */
export const calledBy = (kept: Kept): string => (kept.icon === "home" || kept.icon === "work" ? say(`place-keep-${kept.icon}`) : kept.name);

export class PlaceCalls {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  async find(query: string, near: Point | null, kinds: readonly string[]): Promise<Found[]> {
    const request = { query, ...(near ? { near } : {}), kinds: kinds.filter((kind) => kind in GLYPHS).map((kind) => KIND + kind.toUpperCase()), page_size: query ? FOUND_MAX : NEAR_MAX };
    const answer = await this.#call<{ places?: PlaceAnswer[] }>(`${PLACES}/FindPlaces`, request);
    return (answer.places ?? []).map((found) => ({
      awayM: found.away_m ?? 0,
      place: {
        ...placeAt(pointOf(found.point), found.address),
        name_ar: found.name_ar ?? "",
        name_en: found.name_en ?? "",
        kind: kindOf(found.kind),
        place_id: found.place_id ?? "",
      },
    }));
  }

  async at(point: Point): Promise<Place> {
    const { address } = await this.#call<{ address?: AddressAnswer }>(`${PLACES}/GetAddress`, { point });
    return placeAt(point, address);
  }

  async kept(): Promise<Kept[]> {
    const { places = [] } = await this.#call<{ places?: SavedAnswer[] }>(`${PLACES}/ListSavedPlaces`);
    // The app gets the address: what a person calls a place is nobody else's.
    return places.map(({ name, icon = "", point, address }) => ({ name, icon, place: placeAt(pointOf(point), address) }));
  }

  async keep(name: string, icon: string, point: Point): Promise<void> {
    await this.#call(`${PLACES}/SavePlace`, { place: { name, icon, point } });
  }

  async forget(name: string): Promise<void> {
    await this.#call(`${PLACES}/ForgetPlace`, { name });
  }
}

export type Trouble = "denied" | "failed" | "outside";
const FIND_WITHIN_MS = 15_000;

/** Where the device is; rejects with why not. Asked for when it is wanted, never before. */
export function devicePoint(): Promise<Point> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject("failed" satisfies Trouble);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat_e7: Math.round(coords.latitude * 1e7), lng_e7: Math.round(coords.longitude * 1e7) }),
      (error) => reject((error.code === error.PERMISSION_DENIED ? "denied" : "failed") satisfies Trouble),
      { enableHighAccuracy: true, timeout: FIND_WITHIN_MS },
    );
  });
}
