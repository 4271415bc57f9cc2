/** The marks of a map: pins, a car from above, somebody's own place, a shop, a door. Drawn around their own point. */
import type { JSX } from "preact";

export const MARK_KINDS = ["pin", "from", "to", "car", "shop", "me", "door"] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** Pixels above and below the point, and to each side, that a mark covers; its words stand below. */
export const REACH: Record<MarkKind, { above: number; below: number; side: number }> = {
  pin: { above: 38, below: 3, side: 15 },
  to: { above: 38, below: 3, side: 15 },
  from: { above: 11, below: 11, side: 11 },
  car: { above: 20, below: 20, side: 20 },
  shop: { above: 38, below: 3, side: 17 },
  me: { above: 12, below: 12, side: 12 },
  door: { above: 38, below: 3, side: 17 },
};

const DROP = "M0 0C-2.500-6.500-14-12.500-14-23.500a14 14 0 0 1 28 0C14-12.500 2.500-6.500 0 0z";
const PLATE = "M0 0-6-7h-4.500a6 6 0 0 1-6-6v-17a6 6 0 0 1 6-6h21a6 6 0 0 1 6 6v17a6 6 0 0 1-6 6H6z";

export function MarkArt({ kind }: { kind: MarkKind }): JSX.Element {
  if (kind === "car") return <Car />;
  if (kind === "me") {
    return (
      <>
        <circle class="mark-halo" r="20" />
        <circle class="mark-ring" r="9.500" />
        <circle class="mark-body" r="6.500" />
      </>
    );
  }
  if (kind === "from") {
    return (
      <>
        <circle class="mark-body" r="10" />
        <circle class="mark-hole" r="4" />
      </>
    );
  }
  const isPlate = kind === "shop" || kind === "door";
  return (
    <>
      <ellipse class="mark-shade" rx="6" ry="2.200" />
      <path class="mark-body" d={isPlate ? PLATE : DROP} />
      {kind === "pin" ? <circle class="mark-hole" cy="-23.500" r="5" /> : null}
      {kind === "to" ? <rect class="mark-hole" x="-4.500" y="-28" width="9" height="9" rx="2" /> : null}
      {kind === "shop" ? <path class="mark-glyph" d="M-8.500-23.500-7-29H7l1.500 5.500M-8.500-23.500c0 3 4.200 3 4.200 0 0 3 4.300 3 4.300 0 0 3 4.300 3 4.300 0 0 3 4.200 3 4.200 0M-7-20.500v7H7v-7" /> : null}
      {kind === "door" ? <path class="mark-glyph" d="M-8-21.500 0-29l8 7.500M-6-22.500v9H6v-9M-1.800-13.500v-5h3.600v5" /> : null}
    </>
  );
}

/** From above, going north; whoever draws it turns it. */
function Car(): JSX.Element {
  return (
    <>
      <rect class="mark-shade" x="-8.500" y="-14" width="17" height="31" rx="7.500" />
      <path class="mark-wheels" d="M-8.800-9.500v5.500M8.800-9.500v5.500M-8.800 6.500V12M8.800 6.500V12" />
      <path class="mark-hull" d="M-8.200 9.500V-9c0-5 3-7.500 8.200-7.500S8.200-14 8.200-9V9.500c0 4-2.700 6-8.200 6s-8.200-2-8.200-6z" />
      <path class="mark-glass" d="M-6.300-5.500c.5-3 2.600-4.300 6.300-4.300s5.800 1.300 6.300 4.300L5-2.200C3.500-2.900 1.800-3.200 0-3.200s-3.500.3-5 1zM-5.300 11.200c1.500.8 3.200 1.200 5.300 1.200s3.800-.4 5.300-1.200L4.300 7.500C3 8 1.600 8.200 0 8.200S-3 8-4.300 7.500z" />
      <path class="mark-lamps" d="M-5.800-13.700l2-1M5.800-13.700l-2-1" />
    </>
  );
}
