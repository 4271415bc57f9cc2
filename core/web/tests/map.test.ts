/** The ground as it is drawn: where points fall, what fits a window, which names have room, which corners are left out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, lengthOf, metresBetween, Plane, pointIn, pointsIn, type Spot } from "../src/map/ground";
import { type Box, laid, type Paper, Room } from "../src/map/labels";
import { lineOf, offLine, pathOf, simplified, straights } from "../src/map/lines";
import { glideTo, placeOf, reportIn } from "../src/map/motion";
import { centroid, readMap } from "../src/map/city";
import { widthOf } from "../src/map/detail";
import { between, fitted, kept, panned, scaleOf, seen, shift, toGround, toWindow, type View, zoomed } from "../src/map/view";

const CENTER = { lat_e7: 245_000_000, lng_e7: 470_000_000 };
const SIZE = { width: 360, height: 400 };
const VIEW: View = { east: 120, north: -80, scale: 0.4 };
const near = (one: number, other: number, within = 0.5): boolean => Math.abs(one - other) <= within;
const chance = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

test("a point comes back from the plane as it went, to the centimetre", () => {
  const plane = new Plane(CENTER);
  const next = chance(7);
  for (let n = 0; n < 200; n += 1) {
    const point = { lat_e7: CENTER.lat_e7 + Math.round((next() - 0.5) * 1e6), lng_e7: CENTER.lng_e7 + Math.round((next() - 0.5) * 1e6) };
    assert.deepEqual(plane.point(plane.spot(point)), point);
  }
});

test("a kilometre on the plane is a kilometre, north and east", () => {
  const plane = new Plane(CENTER);
  const north = plane.spot({ ...CENTER, lat_e7: CENTER.lat_e7 + 89_831 });
  assert.ok(near(north[1], 1_000, 1), String(north));
  const east = plane.spot({ ...CENTER, lng_e7: CENTER.lng_e7 + 98_720 });
  assert.ok(near(east[0], 1_000, 2), String(east));
});

test("what is not a point is none", () => {
  for (const wrong of [null, 7, "x", {}, { lat_e7: 1.5, lng_e7: 2 }, { lat_e7: "1", lng_e7: 2 }, [1, 2]]) assert.equal(pointIn(wrong), null);
  assert.deepEqual(pointIn({ lat_e7: 1, lng_e7: 2, more: 3 }), { lat_e7: 1, lng_e7: 2 });
  assert.deepEqual(pointsIn([1, 2, 3, 4, 5]), [{ lat_e7: 1, lng_e7: 2 }, { lat_e7: 3, lng_e7: 4 }]);
  assert.deepEqual(pointsIn("1,2"), []);
});

test("window and ground are each other's way back; north is up and east is right", () => {
  const [x, y] = toWindow(VIEW, SIZE, [300, 40]);
  const [east, north] = toGround(VIEW, SIZE, x, y);
  assert.ok(near(east, 300) && near(north, 40));
  assert.ok(toWindow(VIEW, SIZE, [301, 40])[0] > x);
  assert.ok(toWindow(VIEW, SIZE, [300, 41])[1] < y);
});

test("what is fitted is inside of the window's edges, whatever its shape", () => {
  const next = chance(11);
  const edges = { above: 58, below: 40, sides: 44 };
  for (let n = 0; n < 300; n += 1) {
    const spots: Spot[] = Array.from({ length: 2 + Math.floor(next() * 5) }, () => [(next() - 0.5) * 9_000, (next() - 0.5) * 9_000]);
    const view = fitted(boundsOf(spots)!, SIZE, edges, 0.55);
    for (const spot of spots) {
      const [x, y] = toWindow(view, SIZE, spot);
      assert.ok(x >= edges.sides - 1 && x <= SIZE.width - edges.sides + 1, `x ${x}`);
      assert.ok(y >= edges.above - 1 && y <= SIZE.height - edges.below + 1, `y ${y}`);
    }
    assert.ok(view.scale <= 0.55);
  }
});

test("zooming keeps what is under the finger where it is, between both ends", () => {
  const before = toGround(VIEW, SIZE, 80, 300);
  for (const factor of [0.5, 1.3, 4]) {
    const after = toGround(zoomed(VIEW, SIZE, factor, 80, 300, 0.01), SIZE, 80, 300);
    assert.ok(metresBetween(before, after) < 0.01);
  }
  assert.equal(zoomed(VIEW, SIZE, 1e9, 0, 0, 0.01).scale, 2.4);
  assert.equal(zoomed(VIEW, SIZE, 1e-9, 0, 0, 0.01).scale, 0.01);
});

test("a drag moves the ground with the finger, and no farther than the city", () => {
  const [x, y] = toWindow(VIEW, SIZE, [0, 0]);
  const [movedX, movedY] = toWindow(panned(VIEW, 30, -12), SIZE, [0, 0]);
  assert.ok(near(movedX, x + 30) && near(movedY, y - 12));
  const city = { west: -100, south: -100, east: 100, north: 100 };
  assert.deepEqual(kept({ east: 5_000, north: -5_000, scale: 0.4 }, city, 0.01), { east: 100, north: -100, scale: 0.4 });
});

test("a picture that is only moved shows every spot where drawing it anew would", () => {
  const margin = 240;
  for (const view of [VIEW, panned(VIEW, 90, -40), zoomed(VIEW, SIZE, 1.7, 40, 90, 0.01), { east: 0, north: 0, scale: 0.2 }]) {
    const { x, y, k } = shift(VIEW, view, SIZE, margin);
    for (const spot of [[0, 0], [500, -200], [-300, 700]] as Spot[]) {
      const [drawnX, drawnY] = toWindow(VIEW, SIZE, spot);
      const [wantedX, wantedY] = toWindow(view, SIZE, spot);
      assert.ok(near((drawnX + margin) * k + x, wantedX) && near((drawnY + margin) * k + y, wantedY));
    }
  }
});

test("a glide begins and ends where it should, and zooms evenly to the eye", () => {
  const to: View = { east: -900, north: 400, scale: 0.1 };
  assert.deepEqual(between(VIEW, to, 0), VIEW);
  const end = between(VIEW, to, 1);
  assert.ok(near(end.east, to.east) && near(end.north, to.north) && near(end.scale, to.scale, 1e-9));
  assert.ok(near(between(VIEW, { ...VIEW, east: 500 }, 1).east, 500));
});

test("only corners nobody would see are left out, and the ends never", () => {
  const next = chance(3);
  const line: Spot[] = Array.from({ length: 120 }, (_, n) => [n * 20, Math.sin(n / 9) * 200 + (next() - 0.5) * 6]);
  const fewer = simplified(line, 5);
  assert.ok(fewer.length < line.length / 2 && fewer.length > 4, String(fewer.length));
  assert.deepEqual([fewer[0], fewer.at(-1)], [line[0], line.at(-1)]);
  for (const spot of line) {
    const off = Math.min(...fewer.slice(1).map((after, at) => offLine(spot, fewer[at]!, after)));
    assert.ok(off <= 5 + 1e-9, String(off));
  }
  assert.equal(simplified(line, 0.0001).length, line.length);
});

test("a path holds what touches the paper, and nothing else", () => {
  const box = seen(VIEW, SIZE);
  const place = (spot: Spot): readonly [number, number] => toWindow(VIEW, SIZE, spot);
  const [here, away] = [lineOf([0, 0, 100, 0]), lineOf([9_000, 9_000, 9_100, 9_000])];
  assert.equal(pathOf([away], box, 1, place), "");
  assert.ok(/^M[-\d.]+ [-\d.]+L[-\d.]+ [-\d.]+$/.test(pathOf([here, away], box, 1, place)));
  assert.ok(pathOf([here], box, 1, place, true).endsWith("z"));
});

test("a name stands along a straight stretch of its street, upright, and nowhere on a bend", () => {
  const paper = { width: 400, height: 400 };
  const [best] = straights([[10, 200], [390, 200]], 80, 4, paper);
  assert.ok(best && near(best.turn, 0) && near(best.y, 200));
  const steep = straights([[200, 390], [190, 10]], 80, 4, paper)[0];
  assert.ok(steep && Math.abs(steep.turn) <= 90);
  const backwards = straights([[390, 210], [10, 200]], 80, 4, paper)[0];
  assert.ok(backwards && Math.abs(backwards.turn) < 5, "never upside down");
  assert.deepEqual(straights([[10, 200], [60, 200]], 80, 4, paper), []);
  const bend = straights([[100, 200], [150, 200], [150, 250]], 80, 4, paper);
  assert.deepEqual(bend, []);
  assert.deepEqual(straights([[-900, 200], [-500, 200]], 80, 4, paper), [], "not outside of the paper");
});

const overlap = (a: Box, b: Box): boolean => Math.abs(a.x - b.x) < a.wide + b.wide && Math.abs(a.y - b.y) < a.high + b.high;

test("no two names that were let in cover each other", () => {
  const next = chance(23);
  const room = new Room();
  const level: Box[] = [];
  let refused = 0;
  for (let n = 0; n < 400; n += 1) {
    const box = { x: next() * 400, y: next() * 400, wide: 10 + next() * 40, high: 8, turn: next() < 0.5 ? 0 : next() * 180 - 90 };
    if (!room.claim(box)) refused += 1;
    else if (box.turn === 0) {
      assert.ok(!level.some((other) => overlap(box, other)));
      level.push(box);
    }
  }
  assert.ok(level.length > 8 && refused > 100);
});

const TOWN = JSON.stringify({
  center: [CENTER.lat_e7, CENTER.lng_e7],
  streets: [["main", "طريق الشمال", "North Road", [[-800, 0, 800, 0]]], ["lane", "زقاق", "Lane", [[-800, 300, 800, 300]]]],
  areas: [["park", "حديقة", "Park", [0, 0, 200, 0, 200, 200, 0, 200]]],
  places: [["mall", "مجمّع", "Mall", [100, -200]], ["barber", "حلاق", "Barber", [110, -205]]],
});

function paperAt(level: number, taken: Box[] = []): Paper {
  const view = { east: 0, north: 0, scale: scaleOf(level) };
  return {
    level, box: seen(view, SIZE), ...SIZE, taken, place: (spot) => toWindow(view, SIZE, spot),
    name: (names) => names.en, measure: (text, size) => text.length * size * 0.5,
  };
}

test("nearer shows more: lanes, and the smaller of two places that stand on one spot gives way", () => {
  const city = readMap(TOWN, { ar: "", en: "" }, { ar: "مولَّدة", en: "made" });
  assert.equal(widthOf("lane", 0), 0);
  assert.ok(widthOf("lane", 3) > 0 && widthOf("main", 0) > 0 && widthOf("main", 4) > widthOf("main", 1));
  const far = laid(city, paperAt(1.3));
  assert.deepEqual(far.labels.map((label) => label.text), ["North Road"]);
  assert.deepEqual(far.marks, []);
  const close = laid(city, paperAt(4));
  assert.deepEqual(close.marks.map((mark) => mark.kind), ["mall"]);
  assert.ok(close.labels.some((label) => label.text === "Mall") && close.labels.some((label) => label.text === "Park"));
});

test("what a mark covers is left free", () => {
  const city = readMap(TOWN, { ar: "", en: "" }, { ar: "مولَّدة", en: "made" });
  const all = { x: 180, y: 200, wide: 180, high: 200, turn: 0 };
  assert.deepEqual(laid(city, paperAt(4, [all])), { labels: [], marks: [] });
});

test("a map is read with its bounds and the middles of its surfaces", () => {
  const city = readMap(TOWN, { ar: "", en: "" }, { ar: "مولَّدة", en: "made" });
  assert.deepEqual(city.areas[0]?.middle, [100, 100]);
  assert.deepEqual(city.bounds, { west: -1_200, south: -400, east: 1_200, north: 700 });
  assert.deepEqual(centroid([[5, 5], [5, 5]]), [5, 5]);
  assert.equal(lengthOf([[0, 0], [30, 40], [30, 0]]), 90);
});

test("a car glides to where it is reported, turns the short way, and leaps where nobody could drive", () => {
  const at = (east: number, heading: number, atMs = 0) => ({ spot: [east, 0] as Spot, heading, atMs });
  const first = glideTo(undefined, at(0, 350), 1_000, false);
  assert.deepEqual(placeOf(first, 1_000), { spot: [0, 0], heading: 350, rests: true });
  const second = glideTo(first, at(20, 10), 2_000, false);
  const half = placeOf(second, 2_000 + second.lastsMs / 2);
  assert.ok(near(half.spot[0], 10) && !half.rests);
  const early = placeOf(second, 2_000 + second.lastsMs / 4);
  assert.ok(early.heading > 350 || early.heading < 10, String(early.heading));
  assert.deepEqual(placeOf(second, 9_000).spot, [20, 0]);
  assert.deepEqual(placeOf(glideTo(second, at(5_000, 0), 9_000, false), 9_000), { spot: [5_000, 0], heading: 0, rests: true });
  assert.equal(glideTo(second, at(30, 0), 9_000, true).lastsMs, 0, "who wants no motion gets none");
});

test("a report is read with care", () => {
  const spotOf = (): Spot => [1, 2];
  assert.equal(reportIn({ lat_e7: 1, lng_e7: 2 }, spotOf), null);
  assert.equal(reportIn("away", spotOf), null);
  assert.deepEqual(reportIn({ lat_e7: 1, lng_e7: 2, at_ms: 9 }, spotOf), { spot: [1, 2], heading: 0, atMs: 9 });
});
