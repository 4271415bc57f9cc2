// Unpacks the Chromium that the npm package @sparticuz/chromium carries, for machines that have no browser.
//
//   node unpack.mjs <folder>    writes <folder>/chromium and the archives <folder>/*.tar, whose libraries it needs
import { createReadStream, createWriteStream, chmodSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const packed = join(dirname(fileURLToPath(import.meta.url)), "node_modules/@sparticuz/chromium/bin");
const folder = process.argv[2];
mkdirSync(folder, { recursive: true });

async function unpack(from, to) {
  // Renamed once whole: an interrupted run leaves nothing that looks finished.
  const partial = join(folder, `${to}.part`);
  await pipeline(createReadStream(join(packed, from)), createBrotliDecompress(), createWriteStream(partial));
  renameSync(partial, join(folder, to));
}

await unpack("al2023.tar.br", "libraries.tar");
await unpack("swiftshader.tar.br", "swiftshader.tar");
await unpack("chromium.br", "chromium");
chmodSync(join(folder, "chromium"), 0o755);
