/** Marks over the map: where they stand is set once a frame, what they are only when it changes. */
import type { JSX } from "preact";
import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { duration, nowMs } from "../i18n/format";
import { isolate } from "../i18n/isolate";
import { say } from "../i18n/texts";
import type { Json } from "../wire/frames";
import type { Tone } from "../kit/basics";
import { MARK_KINDS, MarkArt, type MarkKind, REACH } from "./mark_art";
import type { Spot } from "./ground";
import { type Glide, glideTo, OLD_AFTER_MS, placeOf, type Report, reportIn } from "./motion";

export interface Mark {
  id: string;
  kind: MarkKind;
  spot: Spot;
  /** Where it stands, or where its topic last said it is. */
  now: () => Spot;
  text: string;
  tone: Tone | undefined;
  /** The newest value of its topic. */
  live: Signal<Json | undefined> | null;
}

export const kindIn = (kind: unknown): MarkKind => MARK_KINDS.find((one) => one === kind) ?? "pin";

/** What a screen reader calls it. */
export function callMark(mark: Mark): string {
  // Only the name is isolated: what begins with an isolate has no direction of its own inside another sentence.
  const kind = say(`map-mark-${mark.kind}`);
  return mark.text ? `${kind} ${isolate(mark.text)}` : kind;
}

/** Whose element stands where; moved by the camera's frames, not by drawing anew. */
export class Stand {
  readonly #faces = new Map<string, SVGGElement>();
  readonly #glides = new Map<string, Glide>();
  readonly #spots = new Map<string, Spot>();

  face(id: string, face: SVGGElement | null): void {
    if (face) this.#faces.set(id, face);
    else this.#faces.delete(id);
  }

  put(mark: Mark): void {
    this.#spots.set(mark.id, mark.spot);
  }

  keepOnly(ids: Set<string>): void {
    for (const known of [...this.#spots.keys()]) {
      if (ids.has(known)) continue;
      this.#spots.delete(known);
      this.#glides.delete(known);
    }
  }

  move(id: string, report: Report, still: boolean): void {
    const before = this.#glides.get(id);
    if (before && before.to.atMs > report.atMs) return; // Late: it has been farther.
    this.#glides.set(id, glideTo(before, report, performance.now(), still));
  }

  /** Where it is going to be, or is. */
  spotOf(id: string): Spot | undefined {
    return this.#glides.get(id)?.to.spot ?? this.#spots.get(id);
  }

  /** Sets every mark; true while one is on its way. */
  draw(now: number, windowOf: (spot: Spot) => readonly [number, number]): boolean {
    let moves = false;
    for (const [id, face] of this.#faces) {
      const glide = this.#glides.get(id);
      const at = glide ? placeOf(glide, now) : null;
      const spot = at?.spot ?? this.#spots.get(id);
      if (!spot) continue;
      const [x, y] = windowOf(spot);
      face.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      if (at) face.querySelector(".mark-turns")?.setAttribute("transform", `rotate(${at.heading.toFixed(0)})`);
      moves ||= at !== null && !at.rests;
    }
    return moves;
  }
}

export interface MarkViewProps {
  mark: Mark;
  stand: Stand;
  /** Its words have room. */
  worded: boolean;
  still: boolean;
  plane: (lat_e7: number, lng_e7: number) => Spot;
  wake: () => void;
  onPress: (() => void) | undefined;
}

export function MarkView({ mark, stand, worded, still, plane, wake, onPress }: MarkViewProps): JSX.Element {
  const value = mark.live?.value;
  const report = value === undefined ? null : reportIn(value, plane);
  useEffect(() => {
    if (report) stand.move(mark.id, report, still);
    wake();
  }, [value]);
  const ageMs = report ? nowMs.value - report.atMs : 0;
  const isOld = ageMs > OLD_AFTER_MS;
  const age = isOld ? say("map-ago", { when: duration(Math.round(ageMs / 1000)) }) : "";
  const reach = REACH[mark.kind];
  const words = [mark.text, age].filter(Boolean).join(" · ");
  const pressable = onPress
    ? {
        role: "button" as const,
        tabindex: 0, // As SVG spells it.
        "aria-label": [callMark(mark), age].filter(Boolean).join(" · "),
        onClick: onPress,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          event.stopPropagation();
          onPress();
        },
      }
    : { "aria-hidden": true as const };
  return (
    <g
      ref={(face: SVGGElement | null) => stand.face(mark.id, face)}
      class={`mark mark-${mark.kind}${mark.tone ? ` mark-${mark.tone}` : ""}${isOld ? " mark-old" : ""}${onPress ? " mark-pressable" : ""}`}
      data-mark={mark.id}
      data-testid={`mark-${mark.id}`}
      {...pressable}
    >
      <rect class="mark-target" x="-22" y={-Math.max(22, reach.above)} width="44" height={Math.max(22, reach.above) + 22} rx="12" />
      <g class={mark.kind === "car" ? "mark-turns" : undefined}>
        <MarkArt kind={mark.kind} />
      </g>
      {words && (worded || isOld) ? (
        <text class="mark-words" y={reach.below + 14}>
          {words}
        </text>
      ) : null}
    </g>
  );
}
