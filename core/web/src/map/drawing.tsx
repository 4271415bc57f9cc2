/** The city on paper: ground, streets, a way, names and marks of places, drawn for one view and then only moved. */
import type { JSX } from "preact";
import { lang } from "../i18n/prefs";
import { pick } from "../i18n/texts";
import { type CityMap, RANKS } from "./city";
import { edgeOf, widthOf } from "./detail";
import { glyphOf } from "./glyphs";
import type { Spot } from "./ground";
import { type Box, type Laid, laid, SIZES } from "./labels";
import { lineOf, type Line, pathOf } from "./lines";
import { levelOf, seen, type Size, toWindow, type View } from "./view";

/** Pixels that are drawn beyond each edge of the window, to be there when it is moved. */
export const MARGIN = 240;

const GAP_M = 70;
const WAY_STEP_PX = 10;

export interface DrawingProps {
  city: CityMap;
  view: View;
  size: Size;
  route: readonly Spot[];
  /** Where marks stand, in the window. */
  taken: Box[];
  lang: string;
}

let pen: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();

/** How wide a text is, as the page's own font draws it. */
export function measure(text: string, size: number): number {
  const key = `${size} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * size * 0.55;
  pen.font = `500 ${size}px ${getComputedStyle(document.body).fontFamily}`;
  const width = pen.measureText(text).width;
  // Before the fonts are there it is a guess that is not to be kept.
  if (document.fonts.status === "loaded") widths.set(key, width);
  return width;
}

/** A way is kept free of names. */
function along(drawn: (readonly [number, number])[], width: number, height: number): Box[] {
  const boxes: Box[] = [];
  drawn.forEach(([x, y], at) => {
    const [fromX, fromY] = drawn[at - 1] ?? [x, y];
    const steps = Math.ceil(Math.hypot(x - fromX, y - fromY) / WAY_STEP_PX);
    for (let step = 0; step < steps; step += 1) {
      const spot = { x: fromX + ((x - fromX) * step) / steps, y: fromY + ((y - fromY) * step) / steps, wide: 3, high: 3, turn: 0 };
      if (spot.x > 0 && spot.y > 0 && spot.x < width && spot.y < height) boxes.push(spot);
    }
  });
  return boxes;
}

function paperOf({ city, view, size, taken, route }: DrawingProps) {
  const [width, height] = [size.width + 2 * MARGIN, size.height + 2 * MARGIN];
  const place = (spot: Spot): readonly [number, number] => {
    const [x, y] = toWindow(view, size, spot);
    return [x + MARGIN, y + MARGIN];
  };
  return {
    level: levelOf(view.scale),
    scale: view.scale,
    box: seen(view, size, MARGIN),
    width,
    height,
    place,
    name: (names: { ar: string; en: string }) => pick(names.ar, names.en),
    measure,
    taken: [...taken.map((box) => ({ ...box, x: box.x + MARGIN, y: box.y + MARGIN })), ...along(route.map(place), width, height)],
    city,
  };
}

type Paper = ReturnType<typeof paperOf>;

/** Dear to draw: whoever shows it keeps what it drew until the view is another one. */
export function Drawing(props: DrawingProps): JSX.Element {
  const paper = paperOf(props);
  return (
    <>
      <Ground paper={paper} metres={0.6 / props.view.scale} />
      <Streets paper={paper} metres={0.6 / props.view.scale} />
      <Way paper={paper} route={props.route} metres={0.6 / props.view.scale} />
      <Names of={laid(props.city, paper)} rtl={lang.value === "ar"} />
    </>
  );
}

function Ground({ paper, metres }: { paper: Paper; metres: number }): JSX.Element {
  const outlines = (kinds: string[]): Line[] => paper.city.areas.filter((area) => kinds.includes(area.kind)).map((area) => area.outline);
  const path = (...kinds: string[]): string => pathOf(outlines(kinds), paper.box, metres, paper.place, true);
  const districts = path("district", "market");
  return (
    <>
      {/* Wide edges: surfaces that only nearly meet leave no desert between them. */}
      <path class="map-built" d={districts} stroke-width={GAP_M * paper.scale} />
      <path class="map-market" d={path("market")} />
      <path class="map-park" d={path("park")} />
      <path class="map-water" d={path("water")} />
      <path class="map-border" d={districts} />
    </>
  );
}

/** All edges first, then all pavements: so crossings are open. */
function Streets({ paper, metres }: { paper: Paper; metres: number }): JSX.Element {
  const drawn = RANKS.map((rank) => {
    const lines = paper.city.streets.filter((street) => street.rank === rank).flatMap((street) => street.lines);
    const width = widthOf(rank, paper.level);
    return { rank, width, path: width ? pathOf(lines, paper.box, metres, paper.place) : "" };
  });
  return (
    <>
      {drawn.map(({ rank, width, path }) => (
        <path key={`edge-${rank}`} class={`map-edge map-edge-${rank}`} d={path} stroke-width={width + 2 * edgeOf(paper.level)} />
      ))}
      {drawn.map(({ rank, width, path }) => (
        <path key={rank} class={`map-street map-street-${rank}`} d={path} stroke-width={width} />
      ))}
    </>
  );
}

function Way({ paper, route, metres }: { paper: Paper; route: readonly Spot[]; metres: number }): JSX.Element | null {
  if (route.length < 2) return null;
  const path = pathOf([{ ...lineOf(route.flatMap(([east, north]) => [east, north])) }], paper.box, metres / 2, paper.place);
  return (
    <>
      <path class="map-way-edge" d={path} />
      <path class="map-way" d={path} />
    </>
  );
}

function Names({ of, rtl }: { of: Laid; rtl: boolean }): JSX.Element {
  return (
    <g direction={rtl ? "rtl" : "ltr"}>
      {of.marks.map((mark) => {
        const glyph = glyphOf(mark.kind);
        return (
          <g key={mark.key} class={`map-poi map-poi-${glyph.look}`} transform={`translate(${mark.x.toFixed(1)} ${mark.y.toFixed(1)})`}>
            <circle r="9" />
            <path d={glyph.path} transform="translate(-6.500 -6.500) scale(.5417)" />
          </g>
        );
      })}
      {of.labels.map((label) => (
        <text
          key={label.key}
          class={`map-name map-name-${label.look}`}
          font-size={SIZES[label.look]}
          transform={`translate(${label.x.toFixed(1)} ${label.y.toFixed(1)})${label.turn ? ` rotate(${label.turn.toFixed(1)})` : ""}`}
          dy=".34em"
        >
          {label.text}
        </text>
      ))}
    </g>
  );
}
