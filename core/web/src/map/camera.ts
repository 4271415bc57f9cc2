/** What one map shows just now, and how it moves: by hand, by key, by itself. Draws nothing; tells who draws, once a frame. */
import type { Bounds, Spot } from "./ground";
import { between, type Edges, fitted, kept, panned, type Size, toGround, toWindow, type View, zoomed } from "./view";

const GLIDE_MS = 260;
const SETTLED_AFTER_MS = 140;
/** Of the bounds that are fitted: nearer shows nothing more. */
const FIT_SCALE_MAX = 0.55;
/** Room for marks and their words, and for the controls on whichever side they stand. */
const EDGES: Edges = { above: 56, below: 40, sides: 66 };

/** Draws one frame; true where it wants another. */
type Draw = (nowMs: number) => boolean;

export class Camera {
  view: View;
  size: Size = { width: 0, height: 0 };
  /** Somebody moved it: it does not move by itself any more. */
  byHand = false;
  still = false;
  readonly #city: Bounds;
  readonly #draws = new Set<Draw>();
  readonly #settled = new Set<() => void>();
  #glide: { from: View; to: View; startedMs: number; lastsMs: number } | null = null;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(city: Bounds) {
    this.#city = city;
    this.view = { east: (city.east + city.west) / 2, north: (city.north + city.south) / 2, scale: FIT_SCALE_MAX };
  }

  /** So far out that the city just fills the window. */
  get scaleMin(): number {
    const { west, east, south, north } = this.#city;
    return Math.max(0.005, Math.min(this.size.width / (east - west), this.size.height / (north - south)) * 0.9);
  }

  /** The first size puts it where it begins; later ones keep the middle. */
  resize(size: Size): void {
    this.size = size;
    this.view = kept(this.view, this.#city, this.scaleMin);
    this.#moved();
  }

  fittedTo(bounds: Bounds | null, scaleMax = FIT_SCALE_MAX): View {
    const whole = bounds ?? this.#city;
    const edges = bounds ? EDGES : { above: 8, below: 8, sides: 8 };
    return kept(fitted(whole, this.size, this.size.height < 220 ? { ...edges, above: Math.min(edges.above, 46), below: Math.min(edges.below, 30) } : edges, scaleMax), this.#city, this.scaleMin);
  }

  jump(view: View): void {
    this.#glide = null;
    this.view = kept(view, this.#city, this.scaleMin);
    this.#moved();
  }

  glide(view: View, lastsMs = GLIDE_MS): void {
    const to = kept(view, this.#city, this.scaleMin);
    if (this.still || this.size.width === 0) return this.jump(to);
    this.#glide = { from: this.view, to, startedMs: performance.now(), lastsMs };
    this.#moved();
  }

  pan(dx: number, dy: number, softly = false): void {
    this.byHand = true;
    const from = this.#glide && softly ? this.#glide.to : this.view;
    if (softly) this.glide(panned(from, dx, dy));
    else this.jump(panned(from, dx, dy));
  }

  /** By a factor around a point of the window, its middle where none is given. */
  zoom(factor: number, x = this.size.width / 2, y = this.size.height / 2, softly = false): void {
    this.byHand = true;
    const from = this.#glide && softly ? this.#glide.to : this.view;
    const to = zoomed(from, this.size, factor, x, y, this.scaleMin);
    if (softly) this.glide(to);
    else this.jump(to);
  }

  windowOf(spot: Spot): [number, number] {
    return toWindow(this.view, this.size, spot);
  }

  groundAt(x: number, y: number): Spot {
    return toGround(this.view, this.size, x, y);
  }

  onFrame(draw: Draw): () => void {
    this.#draws.add(draw);
    return () => this.#draws.delete(draw);
  }

  /** It has stood still for a moment: time for what is dear. */
  onSettled(listener: () => void): () => void {
    this.#settled.add(listener);
    return () => this.#settled.delete(listener);
  }

  /** Draws soon; asked for by marks that move over a map that does not. */
  wake(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame((nowMs) => {
      this.#frame = 0;
      const gliding = this.#step(nowMs);
      let again = gliding;
      for (const draw of this.#draws) again = draw(nowMs) || again;
      if (again) this.wake();
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#draws.clear();
    this.#settled.clear();
  }

  #step(nowMs: number): boolean {
    if (!this.#glide) return false;
    const { from, to, startedMs, lastsMs } = this.#glide;
    const share = Math.min(1, Math.max(0, (nowMs - startedMs) / lastsMs));
    this.view = share === 1 ? to : between(from, to, share);
    if (share === 1) this.#glide = null;
    this.#settleLater();
    return share < 1;
  }

  #moved(): void {
    this.#settleLater();
    this.wake();
  }

  #settleLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const listener of this.#settled) listener();
    }, SETTLED_AFTER_MS);
  }
}
