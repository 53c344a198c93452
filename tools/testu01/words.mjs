// Write 32-bit words of a stream to standard output until nobody reads: node tools/testu01/words.mjs STREAM
// The streams are the ways in which a model uses the generator; see `streams` below.

import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { AddressedStreams, keyFromSeed, mixAddress, SequentialStream } from "@tiltak/sim-core";

const key = keyFromSeed("testu01", 0);

/** Upper 32 bits of a uniform. @param {number} u */
const upper = (u) => Math.floor(u * 4294967296);

/** Addresses of entities as the model makes them. @param {number} count */
function entities(count) {
  const addresses = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) mixAddress(1, 301, i, addresses, 2 * i);
  return addresses;
}

/**
 * Each gives words without end to a function; by calls and not as generators, since Crush wants thirty thousand million.
 *
 * @type {Readonly<Record<string, (give: (word: number) => void) => void>>}
 */
const streams = {
  /** A run: every entity draws for every purpose, turn by turn, again and again. */
  interleaved(give) {
    const addresses = entities(5000);
    const random = new AddressedStreams(key);
    for (let index = 0; ; index = (index + 1) & 0xfffff) {
      for (let e = 0; e < addresses.length; e += 2) {
        for (let purpose = 0; purpose < 8; purpose++) {
          give(upper(random.uniform(addresses[e], addresses[e + 1], purpose, index)));
        }
      }
    }
  },
  /** The first draws of 100,000 neighbouring entities, purpose after purpose; neighbours differ in one bit of the counter. */
  neighbours(give) {
    const random = new AddressedStreams(key);
    for (let index = 0; ; index++) {
      for (let purpose = 0; purpose < 4096; purpose++) {
        for (let e = 0; e < 100_000; e++) give(upper(random.uniform(0, e, purpose, index)));
      }
    }
  },
  /** The same addresses under the keys of 5,000 replications. */
  replications(give) {
    const runs = Array.from({ length: 5000 }, (_, r) => new AddressedStreams(keyFromSeed("testu01", r)));
    for (let e = 0; ; e++) for (const random of runs) give(upper(random.uniform(0, e, 1)));
  },
  /** Sixty-four uniforms within one variate, as a rejection sampler takes them. */
  within(give) {
    const random = new AddressedStreams(key);
    for (let e = 0; ; e++) {
      const source = random.source(0, e, 2);
      for (let i = 0; i < 64; i++) give(upper(source.uniform()));
    }
  },
  /** The lowest 16 of the 52 bits of two uniforms a word. */
  low(give) {
    const random = new AddressedStreams(key);
    const lowest = (/** @type {number} */ u) => Math.floor(u * 4503599627370496) % 65536;
    for (let e = 0; ; e++) give(lowest(random.uniform(0, e, 3, 0)) * 65536 + lowest(random.uniform(0, e, 3, 1)));
  },
  /** The sequential stream. */
  sequential(give) {
    const stream = new SequentialStream(key);
    for (;;) give(stream.uint32());
  },
};

const chunk = new Uint32Array(1 << 15);
let filled = 0;

/** @param {number} word */
function write(word) {
  chunk[filled++] = word;
  if (filled < chunk.length) return;
  filled = 0;
  let offset = 0;
  while (offset < chunk.byteLength) offset += writeSync(1, chunk, offset);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const stream = streams[process.argv[2] ?? ""];
  if (stream === undefined) {
    process.stderr.write(`node tools/testu01/words.mjs ${Object.keys(streams).join("|")}\n`);
    process.exit(2);
  }
  try {
    stream(write);
  } catch (error) {
    // The reader has had enough.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
  }
}
