/** A chosen place in a field: its name, and its address below. */
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import { moreOf, nameOf, type Place } from "./places";

export function PlaceWords({ place }: { place: Place | null }): JSX.Element {
  if (!place) return <span>{say("place-choose")}</span>;
  return (
    <>
      <bdi class="place-name">{nameOf(place)}</bdi>
      {moreOf(place) ? <bdi class="place-address">{moreOf(place)}</bdi> : null}
    </>
  );
}
