/** Where a moving thing is drawn between two reports: it glides from where it was seen to where it is. Pure. */
import { metresBetween, type Spot } from "./ground";

export interface Report {
  spot: Spot;
  /** Clockwise from north. */
  heading: number;
  /** When it was there. */
  atMs: number;
}
export interface Glide {
  from: Spot;
  turnFrom: number;
  to: Report;
  startedMs: number;
  lastsMs: number;
}

/** Reports come about once a second; a little more, so that the next one finds it still moving. */
const GLIDE_MS = 1_100;
/** Farther than anybody drives in a second: it is put there. */
const LEAP_M = 400;
export const OLD_AFTER_MS = 15_000;

export function glideTo(before: Glide | undefined, report: Report, nowMs: number, still: boolean): Glide {
  const at = before && placeOf(before, nowMs);
  const leaps = !at || still || metresBetween(at.spot, report.spot) > LEAP_M;
  return {
    from: leaps ? report.spot : at.spot,
    turnFrom: leaps ? report.heading : at.heading,
    to: report,
    startedMs: nowMs,
    lastsMs: leaps ? 0 : GLIDE_MS,
  };
}

export function placeOf(glide: Glide, nowMs: number): { spot: Spot; heading: number; rests: boolean } {
  const share = glide.lastsMs ? Math.min(1, Math.max(0, (nowMs - glide.startedMs) / glide.lastsMs)) : 1;
  const { from, to } = glide;
  // The short way round: from 350 to 10 degrees are twenty.
  const turn = ((to.heading - glide.turnFrom + 540) % 360) - 180;
  return {
    spot: [from[0] + (to.spot[0] - from[0]) * share, from[1] + (to.spot[1] - from[1]) * share],
    heading: (glide.turnFrom + turn * Math.min(1, share * 2) + 360) % 360,
    rests: share === 1,
  };
}

/** What a live topic said, of somewhere; null where it is nothing a map knows. */
export function reportIn(value: unknown, spotOf: (lat_e7: number, lng_e7: number) => Spot): Report | null {
  if (typeof value !== "object" || value === null) return null;
  const { lat_e7, lng_e7, heading_deg, at_ms } = value as Record<string, unknown>;
  if (typeof lat_e7 !== "number" || typeof lng_e7 !== "number" || typeof at_ms !== "number") return null;
  return { spot: spotOf(lat_e7, lng_e7), heading: typeof heading_deg === "number" ? heading_deg : 0, atMs: at_ms };
}
