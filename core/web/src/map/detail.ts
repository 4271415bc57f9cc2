/** What is drawn how large at which level: streets by rank, names and places from the important to the small. Pure. */
import type { Rank } from "./city";

/** From this level on a street of the rank is drawn; its width there, and how much it grows with each level. */
const WIDTHS: Record<Rank, [from: number, px: number, grows: number]> = {
  highway: [-9, 2.6, 1.9],
  main: [-9, 1.9, 1.75],
  street: [0.2, 1, 1.6],
  lane: [1.6, 0.9, 1.45],
};
const NAMED_FROM: Record<Rank, number> = { highway: 0.8, main: 1.1, street: 2, lane: 3.3 };

/** Width of the paved part in pixels, 0 where the rank is left out. */
export function widthOf(rank: Rank, level: number): number {
  const [from, px, grows] = WIDTHS[rank];
  return level < from ? 0 : Math.max(px, px + grows * (level - Math.max(0, from)));
}

export const isNamed = (rank: Rank, level: number): boolean => level >= NAMED_FROM[rank];

/** Width of the line along both sides of the pavement. */
export const edgeOf = (level: number): number => (level < 1 ? 0.6 : 1);

export const isDistrictNamed = (level: number): boolean => level > 0 && level < 4.4;
export const isParkNamed = (level: number): boolean => level > 2.1;

/** Kinds of places by how many people look for them: the level from which their mark, and their name, is tried. */
const SHOWN_FROM: Record<string, [mark: number, name: number]> = {
  airport: [0.6, 1.4],
  station: [1.2, 2.2],
  university: [1.5, 2.6],
  mall: [1.9, 3],
  museum: [2.3, 3.2],
  mosque: [2.6, 4],
  hotel: [3, 4],
  library: [2.9, 3.8],
  school: [3.3, 4.4],
  field: [3.2, 4.3],
  petrol: [3.3, 4.8],
  pharmacy: [3.4, 4.4],
  clinic: [3.4, 4.4],
  supermarket: [3.5, 4.5],
  bank: [3.6, 4.6],
  restaurant: [3.4, 4.2],
  cafe: [3.5, 4.3],
  barber: [3.9, 4.8],
};

export const isMarked = (kind: string, level: number): boolean => level >= (SHOWN_FROM[kind]?.[0] ?? 4);
export const isPlaceNamed = (kind: string, level: number): boolean => level >= (SHOWN_FROM[kind]?.[1] ?? 4.8);
/** The smaller the more important. */
export const rankOfKind = (kind: string): number => SHOWN_FROM[kind]?.[0] ?? 5;
