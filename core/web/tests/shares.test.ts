/** A device tells where it is once a second at most, only what is shown, and no longer than it is shared. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { bearing, type Device, type Share, Shares } from "../src/places/shares";
import { Failure } from "../src/wire/failure";

const HERE = { lat_e7: 245_000_000, lng_e7: 470_000_000 };
const START = 1_700_000_000_000;

/** A host and a device: `now` is what is shared, `told` what was reported, `move` what the device says. */
class World {
  now: Share[] = [];
  told: { share_id: string; point: object; heading_deg: number; at: number }[] = [];
  asked: string[] = [];
  kept = new Map<string, string>();
  outside = false;
  watching = 0;
  #found: PositionCallback | null = null;
  #lost: PositionErrorCallback | null | undefined = null;

  readonly device: Device = {
    call: (async (method: string, request: Record<string, unknown>) => this.#answer(method.split("/")[1] ?? "", request)) as Device["call"],
    storage: { getItem: (key) => this.kept.get(key) ?? null, setItem: (key, value) => void this.kept.set(key, value) },
    geolocation: {
      watchPosition: (found: PositionCallback, lost?: PositionErrorCallback | null) => {
        this.watching += 1;
        [this.#found, this.#lost] = [found, lost];
        return 7;
      },
      clearWatch: () => void (this.watching -= 1),
    },
  };

  share(id: string, minutes = 60): Share {
    const made = { share_id: id, app_id: `app-${id}`, until_ms: String(Date.now() + minutes * 60_000) };
    this.now = [...this.now, made];
    return made;
  }

  async move(lat_e7: number, lng_e7: number, heading: number | null = null): Promise<void> {
    this.#found?.({ coords: { latitude: lat_e7 / 1e7, longitude: lng_e7 / 1e7, heading } } as GeolocationPosition);
    await settled();
  }

  refuse(code: number): void {
    this.#lost?.({ code, PERMISSION_DENIED: 1 } as GeolocationPositionError);
  }

  #answer(method: string, request: Record<string, unknown>): object {
    this.asked.push(method);
    if (method === "ListShares") return { shares: this.now.filter((share) => Number(share.until_ms) > Date.now()) };
    if (method === "EndShare") this.now = this.now.filter((share) => share.share_id !== request.share_id);
    if (method === "GetAddress" && this.outside) throw new Failure("invalid_argument", "POINT_OUTSIDE_CITY", "");
    if (method === "ReportPosition") {
      if (!this.now.some((share) => share.share_id === request.share_id)) throw new Failure("not_found", "SHARE_NOT_FOUND", "");
      this.told.push({ ...(request as { share_id: string; point: object; heading_deg: number }), at: Date.now() });
    }
    return {};
  }
}

/** Everything that waits for nothing but promises has happened. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    mock.timers.tick(1_000);
    await settled();
  }
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setInterval", "Date"], now: START });
});

async function begun(world: World, ...ids: string[]): Promise<Shares> {
  const shares = new Shares(world.device);
  await shares.load();
  for (const id of ids) world.share(id);
  await shares.load(true);
  return shares;
}

test("a device that moves ten times a second tells it once", async () => {
  const world = new World();
  const shares = await begun(world, "ride");
  for (let tenth = 0; tenth < 50; tenth += 1) {
    await world.move(HERE.lat_e7 + tenth, HERE.lng_e7);
    mock.timers.tick(100);
    await settled();
  }
  assert.equal(world.told.length, 5);
  assert.deepEqual(world.told.at(-1)?.point, { lat_e7: HERE.lat_e7 + 49, lng_e7: HERE.lng_e7 });
  shares.stop();
});

test("who stands still says so again every ten seconds", async () => {
  const world = new World();
  const shares = await begun(world, "ride");
  await world.move(HERE.lat_e7, HERE.lng_e7);
  await pass(31);
  assert.deepEqual(world.told.map((told) => told.at - START), [1_000, 11_000, 21_000, 31_000]);
  shares.stop();
});

test("of many shares no more are told in a second than the host takes, and none is forgotten", async () => {
  const world = new World();
  const ids = ["a", "b", "c", "d", "e", "f", "g"];
  const shares = await begun(world, ...ids);
  for (let second = 0; second < 9; second += 1) {
    await world.move(HERE.lat_e7 + second, HERE.lng_e7);
    await pass(1);
  }
  const perSecond = new Map<number, number>();
  for (const told of world.told) perSecond.set(told.at, (perSecond.get(told.at) ?? 0) + 1);
  assert.ok(Math.max(...perSecond.values()) <= 3);
  assert.deepEqual([...new Set(world.told.map((told) => told.share_id))].sort(), ids);
  shares.stop();
});

test("only what began on this device is told by it, also after the page was opened anew", async () => {
  const world = new World();
  world.share("elsewhere");
  const shares = await begun(world, "ride");
  await world.move(HERE.lat_e7, HERE.lng_e7);
  await pass(1);
  shares.stop();
  const again = new Shares(world.device);
  await again.load();
  await world.move(HERE.lat_e7 + 9, HERE.lng_e7);
  await pass(1);
  assert.deepEqual(world.told.map((told) => told.share_id), ["ride", "ride"]);
  again.adopt("elsewhere");
  await pass(1);
  assert.equal(world.told.at(-1)?.share_id, "elsewhere");
  again.stop();
});

test("the device is watched only while there is somebody to tell", async () => {
  const world = new World();
  const shares = await begun(world);
  assert.equal(world.watching, 0);
  world.share("ride", 1);
  await shares.load(true);
  assert.equal(world.watching, 1);
  await pass(60);
  assert.deepEqual([world.watching, shares.all.value.length, shares.source.value], [0, 0, "off"]);
  world.share("bus");
  await shares.load(true);
  await shares.end("bus");
  assert.equal(world.watching, 0);
});

test("what the host knows nothing of any more ends here too", async () => {
  const world = new World();
  const shares = await begun(world, "ride");
  world.now = [];
  await world.move(HERE.lat_e7, HERE.lng_e7);
  await pass(1);
  assert.equal(shares.all.value.length, 0);
});

test("outside of the city nothing is told; by hand it is, and then the device is not asked", async () => {
  const world = new World();
  world.outside = true;
  const shares = await begun(world, "ride");
  await world.move(1, 1);
  await pass(2);
  assert.deepEqual([shares.source.value, world.told.length], ["outside", 0]);
  shares.put(HERE);
  await settled();
  assert.deepEqual([shares.source.value, world.watching, world.told.at(-1)?.point], ["hand", 0, HERE]);
  await world.move(2, 2);
  await pass(1);
  assert.deepEqual(shares.here.value, HERE);
  shares.byDevice();
  assert.deepEqual([shares.source.value, world.watching], ["finding", 1]);
  shares.stop();
});

test("a no to the browser is said, and nothing is told", async () => {
  const world = new World();
  const shares = await begun(world, "ride");
  world.refuse(1);
  await pass(2);
  assert.deepEqual([shares.source.value, world.told.length], ["denied", 0]);
  shares.stop();
});

test("the way it goes is the device's, or the way it went", async () => {
  const world = new World();
  const shares = await begun(world, "ride");
  await world.move(HERE.lat_e7, HERE.lng_e7, 271.6);
  await pass(1);
  await world.move(HERE.lat_e7 - 10_000, HERE.lng_e7);
  await pass(1);
  assert.deepEqual(world.told.map((told) => told.heading_deg), [272, 180]);
  assert.equal(bearing(HERE, { ...HERE, lng_e7: HERE.lng_e7 - 1_000 }), 270);
  assert.equal(bearing(HERE, HERE), 0);
  shares.stop();
});
