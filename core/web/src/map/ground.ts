/** Points on the ground and the plane they are drawn on: metres east and north of the city's middle. Pure.
 *
 * The same plane as the host's (core/places/geometry.py): over a city the earth is flat enough.
 */

export interface Point {
  lat_e7: number;
  lng_e7: number;
}
/** Metres east and north. */
export type Spot = readonly [east: number, north: number];
export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

const METRES_PER_E7 = 111_320 / 1e7;

export class Plane {
  readonly #center: Point;
  readonly #east: number;

  constructor(center: Point) {
    this.#center = center;
    this.#east = METRES_PER_E7 * Math.cos((center.lat_e7 / 1e7) * (Math.PI / 180));
  }

  spot(point: Point): Spot {
    return [(point.lng_e7 - this.#center.lng_e7) * this.#east, (point.lat_e7 - this.#center.lat_e7) * METRES_PER_E7];
  }

  point([east, north]: Spot): Point {
    return {
      lat_e7: Math.round(this.#center.lat_e7 + north / METRES_PER_E7),
      lng_e7: Math.round(this.#center.lng_e7 + east / this.#east),
    };
  }
}

export const metresBetween = (a: Spot, b: Spot): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export function lengthOf(line: readonly Spot[]): number {
  return line.reduce((sum, spot, at) => sum + (at ? metresBetween(line[at - 1] ?? spot, spot) : 0), 0);
}

/** A box around the spots; null where there is none. */
export function boundsOf(spots: Iterable<Spot>): Bounds | null {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [east, north] of spots) {
    box.west = Math.min(box.west, east);
    box.east = Math.max(box.east, east);
    box.south = Math.min(box.south, north);
    box.north = Math.max(box.north, north);
  }
  return box.west === Infinity ? null : box;
}

export const touches = (a: Bounds, b: Bounds): boolean =>
  a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;

export const holds = (box: Bounds, [east, north]: Spot): boolean =>
  east >= box.west && east <= box.east && north >= box.south && north <= box.north;

export const grown = (box: Bounds, metres: number): Bounds => ({
  west: box.west - metres,
  south: box.south - metres,
  east: box.east + metres,
  north: box.north + metres,
});

/** A point an app or a live topic sent; null where it is none. */
export function pointIn(value: unknown): Point | null {
  if (typeof value !== "object" || value === null) return null;
  const { lat_e7, lng_e7 } = value as Partial<Point>;
  return Number.isInteger(lat_e7) && Number.isInteger(lng_e7) ? { lat_e7: Number(lat_e7), lng_e7: Number(lng_e7) } : null;
}

/** [lat, lng, lat, lng, …] as points; what is left over is left out. */
export function pointsIn(numbers: unknown): Point[] {
  if (!Array.isArray(numbers)) return [];
  const points: Point[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push({ lat_e7: Number(numbers[at]), lng_e7: Number(numbers[at + 1]) });
  return points;
}
