/** The city of the host: its map as drawn, fetched once a version and kept on this device. */
import type { Call } from "../wire/rpc";
import { type Bounds, boundsOf, grown, Plane, type Point, type Spot } from "./ground";
import { type Line, lineOf } from "./lines";

export const RANKS = ["lane", "street", "main", "highway"] as const;
export type Rank = (typeof RANKS)[number];

export interface Names {
  ar: string;
  en: string;
}
export interface Street extends Names {
  rank: Rank;
  lines: Line[];
}
export interface Area extends Names {
  kind: string;
  outline: Line;
  middle: Spot;
}
export interface Poi extends Names {
  kind: string;
  spot: Spot;
}
export interface CityMap {
  plane: Plane;
  bounds: Bounds;
  streets: Street[];
  areas: Area[];
  places: Poi[];
  name: Names;
  madeFrom: Names;
}

export const PLACES = "places.v1.PlacesService";
const STORE = "majlis-map";
const AROUND_M = 400;

interface CityAnswer {
  name_ar?: string;
  name_en?: string;
  center: Point;
  made_from_ar?: string;
  made_from_en?: string;
  map_version: string;
}
interface Drawn {
  center: [number, number];
  streets: [string, string, string, number[][]][];
  areas: [string, string, string, number[]][];
  places: [string, string, string, [number, number]][];
}

/** What core/places/map_view.py wrote. */
export function readMap(json: string, name: Names, madeFrom: Names): CityMap {
  const drawn = JSON.parse(json) as Drawn;
  const streets = drawn.streets.map(([rank, ar, en, lines]) => ({ rank: rank as Rank, ar, en, lines: lines.map(lineOf) }));
  const areas = drawn.areas.map(([kind, ar, en, line]) => {
    const outline = lineOf(line);
    return { kind, ar, en, outline, middle: centroid(outline.spots) };
  });
  const places = drawn.places.map(([kind, ar, en, [east, north]]) => ({ kind, ar, en, spot: [east, north] as Spot }));
  const ground = boundsOf(streets.flatMap((street) => street.lines.flatMap((line) => line.spots)));
  const bounds = grown(ground ?? { west: -1_000, south: -1_000, east: 1_000, north: 1_000 }, AROUND_M);
  return { plane: new Plane({ lat_e7: drawn.center[0], lng_e7: drawn.center[1] }), bounds, streets, areas, places, name, madeFrom };
}

/** The middle of a surface, by its weight. */
export function centroid(spots: readonly Spot[]): Spot {
  let [twice, east, north] = [0, 0, 0];
  spots.forEach((spot, at) => {
    const after = spots[(at + 1) % spots.length] ?? spot;
    const cross = spot[0] * after[1] - after[0] * spot[1];
    twice += cross;
    east += (spot[0] + after[0]) * cross;
    north += (spot[1] + after[1]) * cross;
  });
  return twice ? [east / (3 * twice), north / (3 * twice)] : (spots[0] ?? [0, 0]);
}

const textOfBase64 = (encoded: string): string => new TextDecoder().decode(Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0)));

/** Kept maps, where the page may keep any: not without TLS, and not in every private window. */
const kept = {
  async get(version: string): Promise<string | null> {
    const found = await globalThis.caches?.match(`/map/${version}`, { cacheName: STORE }).catch(() => undefined);
    return (await found?.text()) ?? null;
  },
  async put(version: string, json: string): Promise<void> {
    await globalThis.caches?.delete(STORE).catch(() => undefined);
    const store = await globalThis.caches?.open(STORE).catch(() => undefined);
    await store?.put(`/map/${version}`, new Response(json)).catch(() => undefined);
  },
};

async function fetched(call: Call): Promise<CityMap> {
  const city = await call<CityAnswer>(`${PLACES}/GetCity`);
  let json = await kept.get(city.map_version);
  if (json === null) {
    json = textOfBase64((await call<{ map_json: string }>(`${PLACES}/GetMap`)).map_json);
    void kept.put(city.map_version, json);
  }
  return readMap(json, { ar: city.name_ar ?? "", en: city.name_en ?? "" }, { ar: city.made_from_ar ?? "", en: city.made_from_en ?? "" });
}

let known: Promise<CityMap> | null = null;

/** The same map for the whole life of the page; asked for again where it could not be had. */
export function cityMap(call: Call): Promise<CityMap> {
  known ??= fetched(call).catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}
