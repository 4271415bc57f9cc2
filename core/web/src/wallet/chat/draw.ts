/** Checks a red packet's draw here, from what it says once nobody can claim: docs/en/red-packets.md in another language.
 *
 * The commitment that stood on the card when the packet was sent has to be what seed and amounts hash to, and every share
 * that was taken has to be the one the seed draws for its place. Nothing is asked of the host for that.
 */

interface Transcript {
  packet_id: string;
  currency_code: string;
  total_minor: number;
  shares: number;
  mode: string;
  commitment: string;
  seed: string;
  claims: { rank: number; user_id: string; amount_minor: number }[];
}

const WORD = 1n << 64n;
const TAG = "majlis-red-packet-1";
const SHARES_MAX = 500;
const text = new TextEncoder();

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** Base64 of the proto as hex. */
export const hexOfBase64 = (base64: string): string => hexOf(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));

/** Choices that follow from a seed: HMAC-SHA256 over the packet's id and a counter, eight bytes a choice. */
class Stream {
  readonly #key: CryptoKey;
  readonly #id: string;
  #counter = 0n;
  #words: bigint[] = [];

  constructor(key: CryptoKey, packetId: string) {
    this.#key = key;
    this.#id = packetId;
  }

  async pick(n: bigint): Promise<bigint> {
    const limit = WORD - (WORD % n);
    for (;;) {
      const word = await this.#word();
      if (word < limit) return word % n;
    }
  }

  async #word(): Promise<bigint> {
    if (this.#words.length === 0) {
      const message = new Uint8Array([...text.encode(this.#id), ...new Uint8Array(8)]);
      new DataView(message.buffer).setBigUint64(message.length - 8, this.#counter);
      this.#counter += 1n;
      const block = new DataView(await crypto.subtle.sign("HMAC", this.#key, message));
      this.#words = [0, 8, 16, 24].map((at) => block.getBigUint64(at));
    }
    return this.#words.shift() as bigint;
  }
}

/** Every share by place, as the seed draws them. */
export async function draw(seed: Uint8Array<ArrayBuffer>, packetId: string, totalMinor: bigint, shares: number, mode: string): Promise<bigint[]> {
  const key = await crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const stream = new Stream(key, packetId);
  const drawn: bigint[] = [];
  if (mode === "random") {
    let left = totalMinor - BigInt(shares);
    for (let people = BigInt(shares); people > 0n; people -= 1n) {
      let more = left;
      if (people > 1n) {
        const most: bigint = (2n * left + (await stream.pick(people))) / people;
        more = await stream.pick(most + 1n);
      }
      drawn.push(1n + more);
      left -= more;
    }
  } else {
    const [each, rest] = [totalMinor / BigInt(shares), Number(totalMinor % BigInt(shares))];
    for (let place = 0; place < shares; place += 1) drawn.push(place < rest ? each + 1n : each);
  }
  for (let at = drawn.length - 1; at > 0; at -= 1) {
    const other = Number(await stream.pick(BigInt(at + 1)));
    [drawn[at], drawn[other]] = [drawn[other] as bigint, drawn[at] as bigint];
  }
  return drawn;
}

export async function commitmentOf(of: Pick<Transcript, "seed" | "packet_id" | "currency_code" | "total_minor" | "shares" | "mode">): Promise<string> {
  const lines = [TAG, of.seed, of.packet_id, of.currency_code, of.total_minor, of.shares, of.mode];
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", text.encode(lines.map((line) => `${line}\n`).join("")))));
}

/** What the card said of the packet when it was sent; the transcript has to agree with all of it. */
export interface Promised {
  packetId: string;
  currencyCode: string;
  totalMinor: bigint;
  shares: number;
  /** Hex. */
  commitment: string;
}

/** Whether the draw is the one the card promised, and every share taken is its own. */
export async function checkDraw(transcriptJson: string, promised: Promised): Promise<boolean> {
  let told: Transcript;
  try {
    told = JSON.parse(transcriptJson) as Transcript;
  } catch {
    return false;
  }
  const same =
    told.packet_id === promised.packetId &&
    told.currency_code === promised.currencyCode &&
    BigInt(told.total_minor) === promised.totalMinor &&
    told.shares === promised.shares &&
    told.shares <= SHARES_MAX &&
    told.commitment === promised.commitment;
  if (!same || (await commitmentOf(told)) !== promised.commitment) return false;
  const drawn = await draw(bytesOf(told.seed), told.packet_id, promised.totalMinor, told.shares, told.mode);
  const people = new Set(told.claims.map((claim) => claim.user_id));
  return people.size === told.claims.length && told.claims.every((claim, place) => claim.rank === place && drawn[place] === BigInt(claim.amount_minor));
}
