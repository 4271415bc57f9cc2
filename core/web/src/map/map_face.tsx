/** A mini-app's Map: the canvas, the host's controls beside it, and everything it shows in words. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, IconButton, Skeleton } from "../kit/basics";
import "./icons";
import { Empty } from "../kit/surfaces";
import type { Tone } from "../kit/basics";
import type { Json } from "../wire/frames";
import type { Call } from "../wire/rpc";
import type { ScreenStore } from "../tree/store";
import type { Camera } from "./camera";
import { Canvas, useCamera } from "./canvas";
import type { CityMap } from "./city";
import { boundsOf, grown, holds, type Point, pointIn, pointsIn, type Spot } from "./ground";
import { STEP } from "./gestures";
import { type Mark, kindIn } from "./marks";
import { Twin } from "./twin";
import { useCity } from "./use_city";
import { scaleOf, type View } from "./view";

/** How near a map looks that is about one point. */
const POINT_LEVEL = 3.7;
const FOLLOW_MS = 900;

export interface MarkerGiven {
  id: string;
  point: Point;
  kind: string | undefined;
  text: string;
  tone: string | undefined;
  live: string | undefined;
}

export interface MapFaceProps {
  call: Call;
  store: ScreenStore;
  label: string;
  markers: MarkerGiven[];
  route: Json | undefined;
  center: Json | undefined;
  height: string;
  busy: boolean;
  testId: string | undefined;
  nodeId: string;
  onPress: ((point: Point) => void) | undefined;
  onMarker: ((id: string) => void) | undefined;
}

export function MapFace(props: MapFaceProps): JSX.Element {
  const { city, failure, retry } = useCity(props.call);
  return (
    <div class={`map map-${props.height}`} aria-busy={props.busy ? "true" : undefined} data-testid={props.testId} data-node={props.nodeId}>
      {city ? (
        <Drawn {...props} city={city} />
      ) : failure ? (
        <div class="map-blank">
          <Empty icon="place" tone="warn" title={say("map-failed")} text={say("map-failed-text")} testId="map-failed">
            <Button icon="refresh" onPress={retry}>
              {say("retry")}
            </Button>
          </Empty>
        </div>
      ) : (
        <div class="map-blank">
          <Skeleton rows={3} />
        </div>
      )}
    </div>
  );
}

function Drawn(props: MapFaceProps & { city: CityMap }): JSX.Element {
  const { city, store, label } = props;
  const camera = useCamera(city);
  const routeKey = JSON.stringify(props.route ?? null);
  const route = useMemo(() => pointsIn(props.route).map((point) => city.plane.spot(point)), [routeKey]);
  const marksKey = JSON.stringify(props.markers);
  const marks = useMemo(() => props.markers.map((given) => markOf(given, city, store)), [marksKey]);
  const center = pointIn(props.center);
  const inside = marks.filter((mark) => holds(city.bounds, mark.spot));
  const latest = useRef({ marks, route });
  latest.current = { marks, route };
  const home = (): View => {
    const bounds = boundsOf([...latest.current.marks.map((mark) => mark.now()), ...latest.current.route]);
    if (center && !bounds) {
      const [east, north] = city.plane.spot(center);
      return { east, north, scale: scaleOf(POINT_LEVEL) };
    }
    if (!bounds) return camera.fittedTo(null, scaleOf(1.4));
    const one = bounds.east - bounds.west < 30 && bounds.north - bounds.south < 30;
    return camera.fittedTo(one ? grown(bounds, 60) : bounds, one ? scaleOf(POINT_LEVEL) : undefined);
  };
  const homeNow = useRef(home);
  homeNow.current = home;
  // The app shows something else: the map goes there, unless somebody is looking around.
  const about = `${routeKey}${marksKey}${JSON.stringify(center)}`;
  useEffect(() => {
    if (!camera.byHand && camera.size.width) camera.glide(homeNow.current(), FOLLOW_MS);
  }, [about]);
  useFollow(marks, camera, homeNow);
  if (marks.length > 0 && inside.length === 0) return <Outside label={label} marks={marks} />;
  return (
    <>
      <Canvas
        city={city}
        camera={camera}
        label={label}
        marks={marks}
        route={route}
        home={() => homeNow.current()}
        onPress={props.onPress && ((spot: Spot) => props.onPress?.(city.plane.point(spot)))}
        onMark={props.onMarker}
      />
      <div class="map-controls" role="group" aria-label={say("map-controls")}>
        <IconButton icon="plus" label={say("map-nearer")} testId="map-nearer" onPress={() => camera.zoom(STEP, undefined, undefined, true)} />
        <IconButton icon="minus" label={say("map-farther")} testId="map-farther" onPress={() => camera.zoom(1 / STEP, undefined, undefined, true)} />
        <IconButton
          icon="fit"
          label={say("map-home")}
          testId="map-home"
          onPress={() => {
            camera.byHand = false;
            camera.glide(homeNow.current());
          }}
        />
      </div>
      <Twin marks={marks} route={route} city={city} canPress={props.onPress !== undefined} />
    </>
  );
}

/** What moves is kept in sight, as long as nobody moved the map. */
function useFollow(marks: Mark[], camera: Camera, home: { current: () => View }): void {
  const key = marks.map((mark) => mark.live && JSON.stringify(mark.live.value)).join();
  useEffect(() => {
    if (camera.byHand || !camera.size.width) return;
    const away = marks.some((mark) => {
      if (!mark.live?.value) return false;
      const [x, y] = camera.windowOf(mark.now());
      return x < 30 || y < 44 || x > camera.size.width - 30 || y > camera.size.height - 30;
    });
    if (away) camera.glide(home.current(), FOLLOW_MS);
  }, [key]);
}

function markOf(given: MarkerGiven, city: CityMap, store: ScreenStore): Mark {
  const spot = city.plane.spot(given.point);
  const live = given.live ? store.live(given.live) : null;
  const now = (): Spot => {
    const point = pointIn(live?.peek());
    return point ? city.plane.spot(point) : spot;
  };
  return { id: given.id, kind: kindIn(given.kind), spot, now, text: given.text, tone: given.tone as Tone | undefined, live };
}

/** The app speaks of somewhere this city's map does not reach. */
function Outside({ label, marks }: { label: string; marks: Mark[] }): JSX.Element {
  return (
    <div class="map-blank">
      <Empty icon="place" title={say("map-outside")} text={[label, ...marks.map((mark) => mark.text)].filter(Boolean).join(" · ")} testId="map-outside" />
    </div>
  );
}
