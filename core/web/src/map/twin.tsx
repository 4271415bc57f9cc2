/** A map in words: for who cannot see it, and, below it, what everybody wants to know at a glance. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { duration, nowMs } from "../i18n/format";
import { lang } from "../i18n/prefs";
import { say } from "../i18n/texts";
import type { CityMap } from "./city";
import { lengthOf, metresBetween, type Spot } from "./ground";
import { metres } from "./lengths";
import { callMark, type Mark } from "./marks";
import { OLD_AFTER_MS, reportIn } from "./motion";

/** What distances are counted to: the person themselves, where they are picked up, where it goes. */
const REFERENCES = ["me", "from", "door", "to", "pin", "shop"];
/** A screen reader hears of a distance when it comes below one of these. */
const STEPS_M = [50, 100, 200, 300, 500, 1_000, 2_000, 5_000];

export interface TwinProps {
  marks: Mark[];
  route: readonly Spot[];
  city: CityMap;
  canPress: boolean;
}

const stepOf = (far: number): number => STEPS_M.findIndex((step) => far < step);

export function Twin({ marks, route, city, canPress }: TwinProps): JSX.Element {
  const standing = marks.filter((mark) => !mark.live);
  const reference = REFERENCES.map((kind) => standing.find((mark) => mark.kind === kind)).find(Boolean);
  const moving = marks.filter((mark) => mark.live?.value !== undefined).map((mark) => ({ mark, far: reference ? metresBetween(mark.now(), reference.spot) : null }));
  return (
    <>
      <div class="map-foot">
        {moving.slice(0, 1).map(({ mark, far }) => (far === null || !reference ? null : <Away key={mark.id} mark={mark} far={far} from={reference} />))}
        <p class="map-source"><bdi>{city.madeFrom[lang.value]}</bdi></p>
      </div>
      <div class="only-heard" data-testid="map-words">
        <ul>
          {marks.map((mark) => (
            <li key={mark.id}>{[callMark(mark), ...said(mark, reference)].join("، ")}</li>
          ))}
          {route.length > 1 ? <li>{say("map-route", { far: metres(lengthOf(route)) })}</li> : null}
        </ul>
        <p>{say(canPress ? "map-keys-press" : "map-keys")}</p>
      </div>
    </>
  );
}

function said(mark: Mark, reference: Mark | undefined): string[] {
  const away = reference && reference.id !== mark.id ? [farFrom(metresBetween(mark.now(), reference.spot), reference)] : [];
  const age = ageOf(mark);
  return age ? [...away, age] : away;
}

function farFrom(far: number, reference: Mark): string {
  return reference.kind === "me" ? say("map-far-me", { far: metres(far) }) : say("map-far", { far: metres(far), from: callMark(reference) });
}

function ageOf(mark: Mark): string {
  const report = reportIn(mark.live?.value, () => [0, 0]);
  const ageMs = report ? nowMs.value - report.atMs : 0;
  return ageMs > OLD_AFTER_MS ? say("map-ago", { when: duration(Math.round(ageMs / 1_000)) }) : "";
}

/** "The car is 300 m away", always right for the eye, and said aloud at each step nearer. */
function Away({ mark, far, from }: { mark: Mark; far: number; from: Mark }): JSX.Element {
  const words = say("map-away", { what: callMark(mark), far: farFrom(far, from) });
  const heard = useRef({ step: Number.NaN, words: "" });
  const step = stepOf(far);
  if (heard.current.step !== step) heard.current = { step, words };
  return (
    <>
      <p class="map-away" aria-hidden="true" data-testid="map-away">
        {words}
      </p>
      <p class="only-heard" role="status">
        {heard.current.words}
      </p>
    </>
  );
}
