/** What this person shares of their position, and this device's part in it: it tells where it is once a second at most.
 *
 * A share is told from the device it began on: another one shows it, and may take it over. Nothing is told that is not
 * shown, and nothing once the share is over.
 */
import { signal } from "@preact/signals";
import { Plane, type Point } from "../map/ground";
import { asFailure } from "../wire/failure";
import type { Call } from "../wire/rpc";

const SERVICE = "places.v1.PlacesService";
const KEPT_AS = "majlis-shares";
const TICK_MS = 1_000;
/** Nobody moved: said again, for a map that was opened meanwhile. */
const AGAIN_MS = 10_000;
/** Of the calls a second the host takes from one person, some are left for other windows. */
const CALLS_A_TICK = 3;
const TURNED_M = 5;
/** After so many metres it is asked again whether this is still in the city. */
const ASKED_AGAIN_M = 500;

export interface Share {
  share_id: string;
  app_id: string;
  until_ms: string;
}

/** `off`: nothing to tell. `finding`, `gps`: the device's own. `hand`: where they put themselves. Else why there is none. */
export type Source = "off" | "finding" | "gps" | "hand" | "denied" | "failed" | "outside";

export interface Device {
  call: Call;
  storage: Pick<Storage, "getItem" | "setItem"> | null;
  geolocation: Pick<Geolocation, "watchPosition" | "clearWatch"> | undefined;
}

export class Shares {
  readonly all = signal<Share[]>([]);
  readonly mine = signal<ReadonlySet<string>>(new Set());
  readonly source = signal<Source>("off");
  /** Where it is, as it was last told. */
  readonly here = signal<Point | null>(null);
  readonly #device: Device;
  #known = false;
  #watch: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #heading = 0;
  #asked: Point | null = null;
  #inside = false;
  #told = new Map<string, { point: Point; at: number }>();

  constructor(device: Device) {
    this.#device = device;
    this.mine.value = new Set(this.#read());
  }

  /** Reads what is shared. `began`: an app opened here has just asked for it, so this device tells the new ones. */
  async load(began = false): Promise<void> {
    const answer = await this.#device.call<{ shares?: Share[] }>(`${SERVICE}/ListShares`).catch(() => null);
    if (!answer) return; // Without a network nothing is told either; the next look will know.
    const shares = answer.shares ?? [];
    const before = new Set(this.all.peek().map((share) => share.share_id));
    const fresh = began ? shares.filter((share) => !before.has(share.share_id) || !this.#known) : [];
    this.#known = true;
    this.all.value = shares;
    this.#take(fresh.map((share) => share.share_id));
  }

  /** From now on this device tells where it is. */
  adopt(shareId: string): void {
    this.#take([shareId]);
  }

  /** Ends it for everybody, at once. */
  async end(shareId: string): Promise<void> {
    await this.#device.call(`${SERVICE}/EndShare`, { share_id: shareId });
    this.#drop(shareId);
  }

  /** They are there, whatever the device says. */
  put(point: Point): void {
    this.#unwatch();
    this.#heading = this.here.peek() ? bearing(this.here.peek() as Point, point) : 0;
    this.here.value = point;
    this.source.value = "hand";
    this.#tick();
  }

  /** The device says where it is again. */
  byDevice(): void {
    this.here.value = null;
    this.source.value = "off";
    this.#settle();
  }

  stop(): void {
    this.#unwatch();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #read(): string[] {
    try {
      const kept: unknown = JSON.parse(this.#device.storage?.getItem(KEPT_AS) ?? "[]");
      return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === "string") : [];
    } catch {
      return [];
    }
  }

  #take(ids: string[]): void {
    const live = new Set(this.all.peek().map((share) => share.share_id));
    this.mine.value = new Set([...this.#read(), ...this.mine.peek(), ...ids].filter((id) => live.has(id)));
    this.#keep();
    this.#settle();
  }

  #drop(shareId: string): void {
    this.all.value = this.all.peek().filter((share) => share.share_id !== shareId);
    this.#told.delete(shareId);
    this.#take([]);
  }

  #keep(): void {
    try {
      this.#device.storage?.setItem(KEPT_AS, JSON.stringify([...this.mine.peek()]));
    } catch {
      // A full or closed store: known to this window alone.
    }
  }

  /** Watches the device while there is somebody to tell. */
  #settle(): void {
    if (this.mine.peek().size === 0 && this.all.peek().length === 0) {
      this.stop();
      this.source.value = "off";
      this.here.value = null;
      return;
    }
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
    if (this.mine.peek().size === 0) {
      this.#unwatch();
      this.source.value = "off";
    } else if (this.source.peek() === "off") this.#follow();
  }

  #follow(): void {
    const { geolocation } = this.#device;
    if (!geolocation) return void (this.source.value = "failed");
    this.source.value = "finding";
    this.#watch = geolocation.watchPosition(
      ({ coords }) => void this.#found(pointOf(coords), coords.heading),
      (error) => (this.source.value = error.code === error.PERMISSION_DENIED ? "denied" : "failed"),
      { enableHighAccuracy: true, maximumAge: 2_000 },
    );
  }

  #unwatch(): void {
    if (this.#watch !== null) this.#device.geolocation?.clearWatch(this.#watch);
    this.#watch = null;
  }

  async #found(point: Point, heading: number | null): Promise<void> {
    const before = this.here.peek();
    if (heading !== null && Number.isFinite(heading)) this.#heading = Math.round(heading) % 360;
    else if (before && metresBetween(before, point) > TURNED_M) this.#heading = bearing(before, point);
    if (!this.#asked || metresBetween(this.#asked, point) > ASKED_AGAIN_M) {
      this.#asked = point;
      this.#inside = await this.#isInside(point);
    }
    if (this.#watch === null) return; // They put themselves somewhere meanwhile, or it is over.
    this.here.value = this.#inside ? point : null;
    this.source.value = this.#inside ? "gps" : "outside";
  }

  async #isInside(point: Point): Promise<boolean> {
    try {
      await this.#device.call(`${SERVICE}/GetAddress`, { point });
      return true;
    } catch (error) {
      if (asFailure(error).reason !== "POINT_OUTSIDE_CITY") this.#asked = null; // Not known: asked with the next one.
      return asFailure(error).reason !== "POINT_OUTSIDE_CITY";
    }
  }

  #tick(): void {
    const now = Date.now();
    for (const share of this.all.peek()) if (Number(share.until_ms) <= now) this.#drop(share.share_id);
    const point = this.here.peek();
    if (!point) return;
    const due = [...this.mine.peek()].filter((id) => this.#isDue(id, point, now));
    due.sort((a, b) => (this.#told.get(a)?.at ?? 0) - (this.#told.get(b)?.at ?? 0));
    for (const id of due.slice(0, CALLS_A_TICK)) void this.#tell(id, point, now);
  }

  #isDue(id: string, point: Point, now: number): boolean {
    const told = this.#told.get(id);
    if (!told) return true;
    const moved = told.point.lat_e7 !== point.lat_e7 || told.point.lng_e7 !== point.lng_e7;
    return now - told.at >= (moved ? TICK_MS * 0.9 : AGAIN_MS);
  }

  async #tell(shareId: string, point: Point, now: number): Promise<void> {
    this.#told.set(shareId, { point, at: now });
    try {
      await this.#device.call(`${SERVICE}/ReportPosition`, { share_id: shareId, point, heading_deg: this.#heading });
    } catch (error) {
      if (asFailure(error).reason === "SHARE_NOT_FOUND") this.#drop(shareId);
    }
  }
}

const pointOf = (coords: { latitude: number; longitude: number }): Point => ({
  lat_e7: Math.round(coords.latitude * 1e7),
  lng_e7: Math.round(coords.longitude * 1e7),
});

const metresBetween = (from: Point, to: Point): number => Math.hypot(...new Plane(from).spot(to));

/** Whole degrees clockwise from north, from one to the other. */
export function bearing(from: Point, to: Point): number {
  const [east, north] = new Plane(from).spot(to);
  return (Math.round((Math.atan2(east, north) * 180) / Math.PI) + 360) % 360;
}
