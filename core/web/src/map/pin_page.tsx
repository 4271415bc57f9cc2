/** A spot of the map as a place: the map moves under a pin that stands still, and the host says where that is. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { pick, say } from "../i18n/texts";
import { Button, IconButton, Skeleton } from "../kit/basics";
import { Empty } from "../kit/surfaces";
import type { Call } from "../wire/rpc";
import { Canvas, useCamera } from "./canvas";
import type { CityMap } from "./city";
import { STEP } from "./gestures";
import { holds, type Point } from "./ground";
import { MarkArt } from "./mark_art";
import { type Place, PlaceCalls } from "./places";
import { useCity } from "./use_city";
import { scaleOf } from "./view";

const PIN_LEVEL = 3.6;
const CENTER_LEVEL = 2;

export interface PinPageProps {
  call: Call;
  start: Point | null;
  take: (place: Place) => void;
}

export function PinPage(props: PinPageProps): JSX.Element {
  const { city, failure, retry } = useCity(props.call);
  if (city) return <Pinned {...props} city={city} />;
  if (!failure) return <Skeleton rows={5} />;
  return (
    <Empty icon="place" tone="warn" title={say("map-failed")}>
      <Button icon="refresh" onPress={retry}>
        {say("retry")}
      </Button>
    </Empty>
  );
}

function Pinned({ call, city, start, take }: PinPageProps & { city: CityMap }): JSX.Element {
  const camera = useCamera(city);
  const [place, setPlace] = useState<Place | null>(null);
  const [outside, setOutside] = useState(false);
  const asked = useRef("");
  const begin = start && holds(city.bounds, city.plane.spot(start)) ? city.plane.spot(start) : null;
  const look = (): void => {
    const spot = [camera.view.east, camera.view.north] as const;
    const point = city.plane.point(spot);
    const key = `${point.lat_e7} ${point.lng_e7}`;
    if (asked.current === key) return;
    asked.current = key;
    setPlace(null);
    new PlaceCalls(call).at(point).then(
      (found) => asked.current === key && (setPlace(found), setOutside(false)),
      () => asked.current === key && setOutside(true),
    );
  };
  useEffect(() => camera.onSettled(look), []);
  return (
    <>
      <div class="map map-pin">
        <Canvas
          city={city}
          camera={camera}
          label={say("place-pin-map")}
          marks={[]}
          route={[]}
          home={() => ({ east: begin?.[0] ?? 0, north: begin?.[1] ?? 0, scale: scaleOf(begin ? PIN_LEVEL : CENTER_LEVEL) })}
          onPress={([east, north]) => {
            camera.byHand = true;
            camera.glide({ ...camera.view, east, north });
          }}
          pin={
            <svg class="map-needle" viewBox="-24 -44 48 48" aria-hidden="true">
              <g class="mark mark-to">
                <MarkArt kind="to" />
              </g>
            </svg>
          }
        />
        <div class="map-controls" role="group" aria-label={say("map-controls")}>
          <IconButton icon="plus" label={say("map-nearer")} onPress={() => camera.zoom(STEP, undefined, undefined, true)} />
          <IconButton icon="minus" label={say("map-farther")} onPress={() => camera.zoom(1 / STEP, undefined, undefined, true)} />
        </div>
      </div>
      <p class="place-pinned" role="status" data-testid="pin-address">
        {outside ? say("place-pin-outside") : place ? <bdi>{pick(place.address_ar, place.address_en)}</bdi> : say("place-pin-looking")}
      </p>
      <p class="only-heard">{say("map-keys")}</p>
      <Button look="primary" wide icon="check" disabled={!place || outside} testId="pin-take" onPress={() => place && take(place)}>
        {say("place-pin-take")}
      </Button>
    </>
  );
}
