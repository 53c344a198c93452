// The random numbers of every benchmark: 2^20 standard exponentials, made once and read by all variants in all
// languages, so that every variant draws the same numbers and none is timed at drawing them. Integer steps and
// + - * / only, so that every engine writes the same bytes; the SHA-256 below is the proof.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** How many exponentials the table holds. Indices into it wrap. */
export const DRAW_COUNT = 1 << 20;

/** Where the table is kept between runs: 8 MiB of little-endian doubles, not committed. */
export const DRAWS_FILE = fileURLToPath(new URL("../.data/draws.f64", import.meta.url));

const DRAWS_SHA256 = "e2b0236eedfa3812d6d4de65cbcb63d4b0f1a098c2308726d028f3cf7e26053d";
const LN2 = Math.LN2;

/** Returns -ln((bits + 0.5) / 2^32) from exact operations: halving, then 2 artanh((m - 1) / (m + 1)) as a series. */
function exponentialOfBits(bits) {
  let mantissa = (bits + 0.5) / 4294967296;
  let halvings = 0;
  while (mantissa < 0.75) {
    mantissa *= 2;
    halvings += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (let n = 25; n >= 1; n -= 2) series = series * square + 1 / n;
  return halvings * LN2 - 2 * s * series;
}

/** Makes the table with xorshift128 (Marsaglia 2003), seeded by four fixed words. */
export function makeDraws() {
  const table = new Float64Array(DRAW_COUNT);
  let x = 123456789;
  let y = 362436069;
  let z = 521288629;
  let w = 88675123;
  for (let i = 0; i < DRAW_COUNT; i += 1) {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    table[i] = exponentialOfBits(w >>> 0);
  }
  return table;
}

/** Returns the table from its file, which it writes first if it is missing; throws if the bytes are not the frozen ones. */
export function loadDraws() {
  if (!existsSync(DRAWS_FILE)) {
    mkdirSync(dirname(DRAWS_FILE), { recursive: true });
    const part = `${DRAWS_FILE}.${process.pid}`;
    writeFileSync(part, new Uint8Array(makeDraws().buffer));
    renameSync(part, DRAWS_FILE);
  }
  const bytes = readFileSync(DRAWS_FILE);
  const table = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return table;
}

/** Throws if the table on disk is not, byte for byte, the frozen one. */
export function checkDraws() {
  loadDraws();
  const sha256 = createHash("sha256").update(readFileSync(DRAWS_FILE)).digest("hex");
  if (sha256 !== DRAWS_SHA256) throw new Error(`${DRAWS_FILE} has SHA-256 ${sha256}, not ${DRAWS_SHA256}: delete it`);
}
