/** Lines on the ground: with fewer corners where nobody would see them, as SVG paths, and where a name fits along one. Pure. */
import { type Bounds, boundsOf, metresBetween, type Spot, touches } from "./ground";

export interface Line {
  readonly spots: readonly Spot[];
  readonly box: Bounds;
}

export function lineOf(numbers: readonly number[]): Line {
  const spots: Spot[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) spots.push([numbers[at] ?? 0, numbers[at + 1] ?? 0]);
  return { spots, box: boundsOf(spots) ?? { west: 0, south: 0, east: 0, north: 0 } };
}

/** Without the corners that are nearer than `metres` to the straight way past them (Douglas and Peucker). */
export function simplified(spots: readonly Spot[], metres: number): readonly Spot[] {
  if (spots.length <= 2) return spots;
  const keeps = new Set([0, spots.length - 1]);
  const waiting: [number, number][] = [[0, spots.length - 1]];
  for (let range = waiting.pop(); range; range = waiting.pop()) {
    const [first, last] = range;
    let [farthest, at] = [metres, -1];
    for (let each = first + 1; each < last; each += 1) {
      const far = offLine(spots[each] as Spot, spots[first] as Spot, spots[last] as Spot);
      if (far > farthest) [farthest, at] = [far, each];
    }
    if (at > 0) {
      keeps.add(at);
      waiting.push([first, at], [at, last]);
    }
  }
  return spots.filter((_, at) => keeps.has(at));
}

/** How far a spot is from a stretch. */
export function offLine(spot: Spot, start: Spot, end: Spot): number {
  const [east, north] = [end[0] - start[0], end[1] - start[1]];
  const square = east * east + north * north;
  const along = square ? Math.min(1, Math.max(0, ((spot[0] - start[0]) * east + (spot[1] - start[1]) * north) / square)) : 0;
  return metresBetween(spot, [start[0] + along * east, start[1] + along * north]);
}

const decimal = (value: number): string => String(Math.round(value * 10) / 10);

/** One path of all lines that touch the box; `place` says where on the paper a spot is. */
export function pathOf(lines: Iterable<Line>, box: Bounds, metres: number, place: (spot: Spot) => readonly [number, number], close = false): string {
  let path = "";
  for (const line of lines) {
    if (!touches(line.box, box)) continue;
    simplified(line.spots, metres).forEach((spot, at) => {
      const [x, y] = place(spot);
      path += `${at ? "L" : "M"}${decimal(x)} ${decimal(y)}`;
    });
    if (close) path += "z";
  }
  return path;
}

export interface Straight {
  x: number;
  y: number;
  /** Degrees clockwise from level, never upside down. */
  turn: number;
}

const STEP_PX = 20;

/** Where along a drawn line a name of `width` pixels can stand: nearly straight stretches inside the paper, best first. */
export function straights(drawn: readonly (readonly [number, number])[], width: number, offMax: number, paper: { width: number; height: number }): Straight[] {
  const reach = [0];
  drawn.forEach((spot, at) => at && reach.push((reach[at - 1] ?? 0) + Math.hypot(spot[0] - drawn[at - 1]![0], spot[1] - drawn[at - 1]![1])));
  const whole = reach.at(-1) ?? 0;
  const found: (Straight & { worth: number })[] = [];
  for (let start = (whole - width) / 2 % STEP_PX; start >= 0 && start + width <= whole; start += STEP_PX) {
    const [a, b] = [pointAt(drawn, reach, start), pointAt(drawn, reach, start + width)];
    const off = drawn.reduce((most, spot, at) => (reach[at]! > start && reach[at]! < start + width ? Math.max(most, offLine(spot, a, b)) : most), 0);
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    if (off > offMax || x < 0 || y < 0 || x > paper.width || y > paper.height) continue;
    const turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
    // Straighter is better, then nearer the middle of the paper.
    const worth = off * 12 + Math.hypot(x - paper.width / 2, y - paper.height / 2) * 0.15 + Math.abs(upright(turn)) * 0.3;
    found.push({ x, y, turn: upright(turn), worth });
  }
  return found.sort((one, other) => one.worth - other.worth);
}

const upright = (turn: number): number => (turn > 90 ? turn - 180 : turn <= -90 ? turn + 180 : turn);

function pointAt(drawn: readonly (readonly [number, number])[], reach: readonly number[], far: number): Spot {
  const after = Math.max(1, reach.findIndex((each) => each >= far));
  const [from, to] = [drawn[after - 1]!, drawn[after]!];
  const share = (far - reach[after - 1]!) / Math.max(1e-9, reach[after]! - reach[after - 1]!);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
