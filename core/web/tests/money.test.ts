/** A packet's draw is counted here as the wallet counts it, and a bill is sent only where it adds up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, checkDraw, commitmentOf, draw, hexOfBase64, type Promised } from "../src/wallet/chat/draw";
import { checkBill, type Written } from "../src/wallet/chat/split";

// Made by wallet/packets/draw.py: seed, packet, whole, shares, mode, what is drawn, commitment in SAR.
const SEED = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const DRAWS: [string, string, number, number, string, number[], string][] = [
  ["01".repeat(32), "pkt_a", 100, 7, "random", [23, 7, 15, 18, 15, 7, 15], "89c04f9d5c1a4eeaafb7bde55dba353d0d7cf1c4e96c228c8b17f160908ea237"],
  ["02".repeat(32), "pkt_b", 100, 7, "equal", [14, 15, 14, 14, 15, 14, 14], "f01d10c305d3ed07cca5f197958947962d9a7e0d3af87c9acc6adb2de93dec7f"],
  [SEED, "pkt_c", 5, 5, "random", [1, 1, 1, 1, 1], "19afb27e884d818b1573bda3db93a53c9e25158e141d5b950e01523e91f85cbe"],
  [SEED, "pkt_d", 12_345_678_901, 3, "random", [6_137_772_159, 510_344_090, 5_697_562_652], "ed56fddbf28b27694d75b8c66dd0d636bfc70e78f51f42e07bdb2b074d8d94b3"],
];

for (const [seed, packet_id, total_minor, shares, mode, drawn, commitment] of DRAWS) {
  test(`the draw of ${packet_id} is the wallet's`, async () => {
    assert.deepEqual((await draw(bytesOf(seed), packet_id, BigInt(total_minor), shares, mode)).map(Number), drawn);
    assert.equal(await commitmentOf({ seed, packet_id, currency_code: "SAR", total_minor, shares, mode }), commitment);
  });
}

const [seed, packetId, whole, shares, mode, drawn, commitment] = DRAWS[0] as (typeof DRAWS)[number];
const promised: Promised = { packetId, currencyCode: "SAR", totalMinor: BigInt(whole), shares, commitment };
const told = (change: object = {}): string =>
  JSON.stringify({
    packet_id: packetId, currency_code: "SAR", total_minor: whole, shares, mode, commitment, seed,
    claims: drawn.slice(0, 3).map((amount_minor, rank) => ({ rank, user_id: `usr_${rank}`, amount_minor })), ...change,
  });

test("a true transcript is accepted, of a packet that was not emptied too", async () => {
  assert.ok(await checkDraw(told(), promised));
  assert.ok(await checkDraw(told({ claims: [] }), promised));
});

const claim = (rank: number, amount_minor: number, user_id = `usr_${rank}`): object => ({ rank, user_id, amount_minor });
const LIES: [string, object][] = [
  ["another seed", { seed: "09".repeat(32) }],
  ["another packet", { packet_id: "pkt_z" }],
  ["another whole", { total_minor: 101 }],
  ["fewer shares", { shares: 6 }],
  ["another mode", { mode: "equal" }],
  ["another currency", { currency_code: "KWD" }],
  ["a commitment of its own", { commitment: "00".repeat(32) }],
  ["a share that was not drawn", { claims: [claim(0, 24)] }],
  ["two that changed places", { claims: [claim(0, 7), claim(1, 23)] }],
  ["a place left out", { claims: [claim(1, 7)] }],
  ["somebody twice", { claims: [claim(0, 23), claim(1, 7, "usr_0")] }],
];
for (const [what, change] of LIES) test(`${what} is told`, async () => assert.equal(await checkDraw(told(change), promised), false));

test("what is no transcript is none, and base64 is read as bytes", async () => {
  assert.equal(await checkDraw("{", promised), false);
  assert.equal(hexOfBase64("AQL/"), "0102ff");
});

const written = (more: Partial<Written>): Written => ({ mode: "SPLIT_MODE_EQUAL", currency: "SAR", total: 10_000n, who: ["a", "b", "c"], said: {}, items: [], ...more });

test("an equal bill names who shares, and leaves the parts to the wallet", () => {
  assert.deepEqual(checkBill(written({})), { mode: "SPLIT_MODE_EQUAL", total: { currency_code: "SAR", amount_minor: "10000" }, parts: [{ user_id: "a" }, { user_id: "b" }, { user_id: "c" }], items: [] });
  assert.equal(checkBill(written({ total: null })), null);
  assert.equal(checkBill(written({ who: [] })), null);
  assert.equal(checkBill(written({ total: 2n })), null);
});

test("a bill by person adds up to the minor unit, in whatever digits it is written", () => {
  const mode = "SPLIT_MODE_BY_PERSON" as const;
  assert.deepEqual(checkBill(written({ mode, said: { a: "50", b: "٢٥٫٥", c: "24.50" } }))?.parts.map((part) => part.amount?.amount_minor), ["5000", "2550", "2450"]);
  assert.equal(checkBill(written({ mode, said: { a: "50", b: "25", c: "24.99" } })), null);
  assert.equal(checkBill(written({ mode, said: { a: "100", b: "", c: "0" } })), null);
});

test("a bill by item makes its own total, and lines nobody began do not count", () => {
  const mode = "SPLIT_MODE_BY_ITEM" as const;
  const items = [{ title: " Rice ", typed: "30", who: ["a", "b"] }, { title: "Tea", typed: "٥", who: ["c"] }, { title: "", typed: " ", who: [] }];
  const bill = checkBill(written({ mode, total: null, items }));
  assert.deepEqual(bill?.total, { currency_code: "SAR", amount_minor: "3500" });
  assert.deepEqual(bill?.parts, [{ user_id: "a" }, { user_id: "b" }, { user_id: "c" }]);
  assert.deepEqual(bill?.items[0], { title: "Rice", amount: { currency_code: "SAR", amount_minor: "3000" }, user_ids: ["a", "b"] });
  assert.equal(checkBill(written({ mode, items: [{ title: "Tea", typed: "5", who: [] }] })), null);
});
