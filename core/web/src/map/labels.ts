/** Which names stand where, so that none covers another: the important first, the rest where there is room. Pure. */
import type { CityMap, Names, Poi, Rank } from "./city";
import { isDistrictNamed, isMarked, isNamed, isParkNamed, isPlaceNamed, rankOfKind, widthOf } from "./detail";
import { type Bounds, holds, type Spot, touches } from "./ground";
import { simplified, straights } from "./lines";

export interface Box {
  x: number;
  y: number;
  /** Half of each side. */
  wide: number;
  high: number;
  /** Degrees; a turned box is kept clear by small ones along it. */
  turn: number;
}

export interface Label {
  key: string;
  look: "district" | "park" | "water" | "street" | "lane" | "main" | "place";
  text: string;
  x: number;
  y: number;
  turn: number;
}
export interface PlaceMark {
  key: string;
  kind: string;
  x: number;
  y: number;
}
export interface Laid {
  labels: Label[];
  marks: PlaceMark[];
}

const CELL = 48;

/** Boxes that are taken, in cells, so that asking does not get slower with each. */
export class Room {
  readonly #cells = new Map<string, Box[]>();

  isFree(box: Box): boolean {
    return pieces(box).every((piece) => cellsOf(piece).every((cell) => !(this.#cells.get(cell) ?? []).some((other) => overlaps(piece, other))));
  }

  take(box: Box): void {
    for (const piece of pieces(box)) {
      for (const cell of cellsOf(piece)) this.#cells.set(cell, [...(this.#cells.get(cell) ?? []), piece]);
    }
  }

  /** Takes it where it is free. */
  claim(box: Box): boolean {
    if (!this.isFree(box)) return false;
    this.take(box);
    return true;
  }
}

const overlaps = (a: Box, b: Box): boolean => Math.abs(a.x - b.x) < a.wide + b.wide && Math.abs(a.y - b.y) < a.high + b.high;

function pieces(box: Box): Box[] {
  if (Math.abs(box.turn) < 4) return [box];
  const count = Math.max(1, Math.ceil(box.wide / box.high));
  const [cos, sin] = [Math.cos((box.turn * Math.PI) / 180), Math.sin((box.turn * Math.PI) / 180)];
  return Array.from({ length: count }, (_, at) => {
    const along = count === 1 ? 0 : (at / (count - 1)) * 2 * (box.wide - box.high) - (box.wide - box.high);
    return { x: box.x + along * cos, y: box.y + along * sin, wide: box.high, high: box.high, turn: 0 };
  });
}

function cellsOf(box: Box): string[] {
  const cells: string[] = [];
  for (let x = Math.floor((box.x - box.wide) / CELL); x <= Math.floor((box.x + box.wide) / CELL); x += 1) {
    for (let y = Math.floor((box.y - box.high) / CELL); y <= Math.floor((box.y + box.high) / CELL); y += 1) cells.push(`${x} ${y}`);
  }
  return cells;
}

export interface Paper {
  level: number;
  box: Bounds;
  width: number;
  height: number;
  place: (spot: Spot) => readonly [number, number];
  name: (names: Names) => string;
  /** Width in pixels of a text at a size. */
  measure: (text: string, size: number) => number;
  /** Where something else stands. */
  taken: Box[];
}

export const SIZES: Record<Label["look"], number> = { district: 13, park: 11.5, water: 12, main: 11.5, street: 11, lane: 10.5, place: 11 };
const MARK = 9;
const REPEAT_PX = 340;
const OFF_MAX_PX = 4;

/** Everything that is named on this paper. */
export function laid(city: CityMap, paper: Paper): Laid {
  const room = new Room();
  for (const box of paper.taken) room.take(box);
  const labels: Label[] = [];
  const put = (label: Omit<Label, "turn"> & { turn?: number }): boolean => {
    const size = SIZES[label.look];
    const whole = { turn: 0, ...label };
    const box = { x: label.x, y: label.y, wide: paper.measure(label.text, size) / 2 + 5, high: size * 0.8, turn: whole.turn };
    if (!label.text || !room.claim(box)) return false;
    labels.push(whole);
    return true;
  };
  if (paper.level < 2.6) areaNames(city, paper, put);
  streetNames(city, paper, ["highway", "main"], put);
  const marks = placesOn(city, paper, room, put);
  if (paper.level >= 2.6) areaNames(city, paper, put);
  streetNames(city, paper, ["street", "lane"], put);
  return { labels, marks };
}

type Put = (label: Omit<Label, "turn"> & { turn?: number }) => boolean;

function areaNames(city: CityMap, paper: Paper, put: Put): void {
  for (const [at, area] of city.areas.entries()) {
    const look = area.kind === "park" ? "park" : area.kind === "water" ? "water" : "district";
    const named = look === "district" ? isDistrictNamed(paper.level) : isParkNamed(paper.level);
    if (!named || !touches(area.outline.box, paper.box)) continue;
    const text = paper.name(area);
    if (look === "water") {
      const half = area.outline.spots.slice(0, Math.ceil(area.outline.spots.length / 2)).map(paper.place);
      const best = straights(half, paper.measure(text, SIZES.water), 9, paper)[0];
      if (best) put({ key: `a${at}`, look, text, ...best });
    } else if (holds(paper.box, area.middle)) {
      const [x, y] = paper.place(area.middle);
      put({ key: `a${at}`, look, text, x, y });
    }
  }
}

function streetNames(city: CityMap, paper: Paper, ranks: Rank[], put: Put): void {
  for (const rank of ranks) {
    if (!isNamed(rank, paper.level)) continue;
    const look = rank === "highway" ? "main" : rank;
    for (const [at, street] of city.streets.entries()) {
      if (street.rank !== rank) continue;
      const [text, width] = [paper.name(street), paper.measure(paper.name(street), SIZES[look])];
      const stood: { x: number; y: number }[] = [];
      for (const [number, line] of street.lines.entries()) {
        if (!touches(line.box, paper.box)) continue;
        const drawn = simplified(line.spots, 1).map(paper.place);
        for (const spot of straights(drawn, width, Math.max(OFF_MAX_PX, widthOf(rank, paper.level) / 2), paper)) {
          if (stood.some((other) => Math.hypot(other.x - spot.x, other.y - spot.y) < REPEAT_PX)) continue;
          if (put({ key: `s${at}.${number}.${stood.length}`, look, text, x: spot.x, y: spot.y, turn: spot.turn })) stood.push(spot);
          if (stood.length > 6) break;
        }
      }
    }
  }
}

/** Marks of places, and beside them their names where both have room. */
function placesOn(city: CityMap, paper: Paper, room: Room, put: Put): PlaceMark[] {
  const marks: PlaceMark[] = [];
  const here = [...city.places.entries()].filter(([, place]) => isMarked(place.kind, paper.level) && holds(paper.box, place.spot));
  here.sort(([, a], [, b]) => rankOfKind(a.kind) - rankOfKind(b.kind));
  for (const [at, place] of here) {
    const [x, y] = paper.place(place.spot);
    if (!room.claim({ x, y, wide: MARK + 3, high: MARK + 3, turn: 0 })) continue;
    marks.push({ key: `p${at}`, kind: place.kind, x, y });
    if (isPlaceNamed(place.kind, paper.level)) nameBelow(place, `n${at}`, x, y, paper, put);
  }
  return marks;
}

const nameBelow = (place: Poi, key: string, x: number, y: number, paper: Paper, put: Put): boolean =>
  put({ key, look: "place", text: paper.name(place), x, y: y + MARK + 12 });
