/** Which part of the ground a window shows: its middle and how many pixels a metre takes. Pure. */
import type { Bounds, Spot } from "./ground";

export interface View {
  readonly east: number;
  readonly north: number;
  /** Pixels a metre. */
  readonly scale: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Edges {
  readonly above: number;
  readonly below: number;
  readonly sides: number;
}

export const SCALE_MAX = 2.4;
/** The scale at which levels are counted from; each level doubles it. */
const SCALE_OF_LEVEL_0 = 0.03;

export const levelOf = (scale: number): number => Math.log2(scale / SCALE_OF_LEVEL_0);
export const scaleOf = (level: number): number => SCALE_OF_LEVEL_0 * 2 ** level;
const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));

export const toWindow = (view: View, size: Size, [east, north]: Spot): [x: number, y: number] => [
  size.width / 2 + (east - view.east) * view.scale,
  size.height / 2 - (north - view.north) * view.scale,
];

export const toGround = (view: View, size: Size, x: number, y: number): Spot => [
  view.east + (x - size.width / 2) / view.scale,
  view.north - (y - size.height / 2) / view.scale,
];

/** The ground a window shows, with `margin` pixels more on each side. */
export function seen(view: View, size: Size, margin = 0): Bounds {
  const [across, up] = [(size.width / 2 + margin) / view.scale, (size.height / 2 + margin) / view.scale];
  return { west: view.east - across, east: view.east + across, south: view.north - up, north: view.north + up };
}

/** As near as all of the bounds can be seen, with room for marks at the edges; never nearer than `scaleMax`. */
export function fitted(bounds: Bounds, size: Size, edges: Edges, scaleMax: number): View {
  const [wide, high] = [Math.max(40, size.width - 2 * edges.sides), Math.max(40, size.height - edges.above - edges.below)];
  const scale = Math.min(scaleMax, wide / Math.max(1, bounds.east - bounds.west), high / Math.max(1, bounds.north - bounds.south));
  const middle = (bounds.north + bounds.south) / 2;
  // What is above the middle of the free room is not above the middle of the window.
  return { east: (bounds.east + bounds.west) / 2, north: middle + (edges.above - edges.below) / 2 / scale, scale };
}

export const panned = (view: View, dx: number, dy: number): View => ({ ...view, east: view.east - dx / view.scale, north: view.north + dy / view.scale });

/** Nearer or farther by a factor, with what is at (x, y) staying there. */
export function zoomed(view: View, size: Size, factor: number, x: number, y: number, scaleMin: number): View {
  const scale = within(view.scale * factor, scaleMin, SCALE_MAX);
  const [east, north] = toGround(view, size, x, y);
  return { east: east - (x - size.width / 2) / scale, north: north + (y - size.height / 2) / scale, scale };
}

/** No farther than the whole city, and its ground stays in the middle of the window. */
export function kept(view: View, city: Bounds, scaleMin: number): View {
  const scale = within(view.scale, scaleMin, SCALE_MAX);
  return { east: within(view.east, city.west, city.east), north: within(view.north, city.south, city.north), scale };
}

/** Between two views: by the eye's measure, where a zoom is a number of doublings. */
export function between(from: View, to: View, share: number): View {
  const eased = 1 - (1 - share) ** 3;
  const scale = from.scale * (to.scale / from.scale) ** eased;
  // Panning keeps step with zooming, or the way there would swing.
  const moved = to.scale === from.scale ? eased : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
  return { east: from.east + (to.east - from.east) * moved, north: from.north + (to.north - from.north) * moved, scale };
}

/** How a picture drawn at `base`, `margin` pixels larger on each side, is moved and scaled to show `view`. */
export function shift(base: View, view: View, size: Size, margin: number): { x: number; y: number; k: number } {
  const k = view.scale / base.scale;
  return {
    x: size.width / 2 - k * (size.width / 2 + margin) + (base.east - view.east) * view.scale,
    y: size.height / 2 - k * (size.height / 2 + margin) - (base.north - view.north) * view.scale,
    k,
  };
}
