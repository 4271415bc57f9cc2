/** The map itself: one picture that is moved by a transform, drawn anew when it has come to rest, and marks over it.
 *
 * Left is west in every language. A frame of a pan sets one transform and those of the marks: well under a millisecond;
 * drawing anew takes a few, and happens when the finger has stopped or the picture's margin is used up.
 */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { lang } from "../i18n/prefs";
import { say } from "../i18n/texts";
import { Camera } from "./camera";
import type { CityMap } from "./city";
import { Drawing, MARGIN, measure } from "./drawing";
import { byKey, listen } from "./gestures";
import { holds, type Spot } from "./ground";
import { type Box, Room } from "./labels";
import { REACH } from "./mark_art";
import { type Mark, MarkView, Stand } from "./marks";
import { seen, shift, type Size, type View } from "./view";

export interface CanvasProps {
  city: CityMap;
  camera: Camera;
  label: string;
  marks: Mark[];
  route: readonly Spot[];
  /** What it fits until somebody moves it; null leaves it where it is. */
  home: () => View | null;
  onPress?: ((spot: Spot) => void) | undefined;
  onMark?: ((id: string) => void) | undefined;
  /** Draws something in the middle of the window: a pin that the map is moved under. */
  pin?: JSX.Element;
}

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** One camera for one map, as long as it is shown. */
export function useCamera(city: CityMap): Camera {
  const [camera] = useState(() => new Camera(city.bounds));
  useEffect(() => () => camera.stop(), []);
  return camera;
}

export function Canvas(props: CanvasProps): JSX.Element {
  const { city, camera, marks, route } = props;
  const canvas = useRef<HTMLDivElement>(null);
  const paper = useRef<SVGSVGElement>(null);
  const [stand] = useState(() => new Stand());
  const [base, setBase] = useState<{ view: View; size: Size } | null>(null);
  const baseNow = useRef(base);
  baseNow.current = base;
  const latest = useRef(props);
  latest.current = props;
  camera.still = STILL.matches;
  for (const mark of marks) stand.put(mark);
  stand.keepOnly(new Set(marks.map((mark) => mark.id)));

  useLayoutEffect(() => {
    const host = canvas.current;
    if (!host) return;
    const redraw = (): void => setBase({ view: camera.view, size: camera.size });
    const measureHost = (): void => {
      const [width, height] = [host.clientWidth, host.clientHeight];
      if (!width || !height) return;
      camera.resize({ width, height });
      const home = camera.byHand ? null : latest.current.home();
      if (home) camera.jump(home);
      redraw();
    };
    const watcher = new ResizeObserver(measureHost);
    watcher.observe(host);
    measureHost();
    void document.fonts.ready.then(() => baseNow.current && redraw());
    const ends = [
      camera.onSettled(redraw),
      camera.onFrame((now) => {
        place(paper.current, baseNow.current, camera, redraw);
        return stand.draw(now, (spot) => camera.windowOf(spot));
      }),
      listen(host, camera, () => {
        const { onPress } = latest.current;
        return { tap: onPress ? (x, y) => onPress(camera.groundAt(x, y)) : null };
      }),
    ];
    return () => {
      watcher.disconnect();
      for (const end of ends) end();
    };
  }, []);

  useLayoutEffect(() => {
    place(paper.current, base, camera, () => undefined);
    stand.draw(performance.now(), (spot) => camera.windowOf(spot));
  });

  const words = wordsOf(marks, stand, camera);
  const drawing = useMemo(
    () => base && <Drawing city={city} view={base.view} size={base.size} route={route} taken={words.taken} lang={lang.value} />,
    [base, route, lang.value, words.key],
  );
  return (
    <div
      class="map-canvas"
      dir="ltr"
      ref={canvas}
      role="group"
      aria-label={props.label}
      aria-roledescription={say("map-role")}
      tabIndex={0}
      data-testid="map-canvas"
      onKeyDown={(event) => {
        if (event.target === canvas.current && onKey(event.key, props)) event.preventDefault();
      }}
    >
      {base ? (
        <svg class="map-paper" ref={paper} width={base.size.width + 2 * MARGIN} height={base.size.height + 2 * MARGIN} aria-hidden="true">
          {drawing}
        </svg>
      ) : null}
      <svg class="map-marks">
        {marks.map((mark) => (
          <MarkView
            key={mark.id}
            mark={mark}
            stand={stand}
            worded={words.shown.has(mark.id)}
            still={camera.still}
            plane={(lat_e7, lng_e7) => city.plane.spot({ lat_e7, lng_e7 })}
            wake={() => camera.wake()}
            onPress={props.onMark ? () => props.onMark?.(mark.id) : undefined}
          />
        ))}
      </svg>
      {props.pin}
      {props.onPress ? <svg class="map-cross" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3v18M3 12h18" /></svg> : null}
    </div>
  );
}

/** Moves the picture; where its margin is used up it is drawn anew, in the middle of the movement. */
function place(paper: SVGSVGElement | null, base: { view: View; size: Size } | null, camera: Camera, redraw: () => void): void {
  if (!paper || !base) return;
  const { x, y, k } = shift(base.view, camera.view, camera.size, MARGIN);
  paper.style.setProperty("transform", `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px) scale(${k.toFixed(5)})`);
  const [drawn, window] = [seen(base.view, base.size, MARGIN), seen(camera.view, camera.size)];
  const covered = holds(drawn, [window.west, window.south]) && holds(drawn, [window.east, window.north]);
  if (!covered || k > 2.5 || k < 0.4) redraw();
}

function onKey(key: string, { camera, onPress, home }: CanvasProps): boolean {
  if (byKey(camera, key)) return true;
  if (key === "Enter" && onPress) onPress([camera.view.east, camera.view.north]);
  else if (key === "0" || key === "Home") {
    camera.byHand = false;
    camera.glide(home() ?? camera.view);
  } else return false;
  return true;
}

/** Whose words have room, and what all marks and their words cover. */
function wordsOf(marks: Mark[], stand: Stand, camera: Camera): { shown: Set<string>; taken: Box[]; key: string } {
  const room = new Room();
  const taken: Box[] = [];
  const boxes = marks.map((mark) => {
    const [x, y] = camera.windowOf(stand.spotOf(mark.id) ?? mark.spot);
    const { above, below, side } = REACH[mark.kind];
    const box = { x, y: y + (below - above) / 2, wide: side, high: (above + below) / 2, turn: 0 };
    // What moves leaves no hole in the map behind it.
    if (!mark.live) taken.push(box);
    room.take(box);
    return { mark, x, y: y + below + 10 };
  });
  const shown = new Set<string>();
  for (const { mark, x, y } of boxes) {
    const box = { x, y, wide: measure(mark.text, 12) / 2 + 3, high: 8, turn: 0 };
    if (!mark.text || !(mark.live || room.claim(box))) continue;
    shown.add(mark.id);
    if (!mark.live) taken.push(box);
  }
  return { shown, taken, key: marks.map((mark) => `${mark.id}${mark.live ? "" : mark.spot.join()}${mark.text}`).join("|") };
}
