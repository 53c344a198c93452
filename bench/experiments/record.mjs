// Records of measurements: records/NAME.json, one object each with its date and machine. page.mjs writes them into the docs.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";

const place = (name) => new URL(`./records/${name}.json`, import.meta.url);

/** Keep the figures of a measurement under its name, with the day. */
export function keepRecord(name, figures) {
  mkdirSync(new URL("./records/", import.meta.url), { recursive: true });
  const record = { schema: "tiltak.measurement/1", name, date: new Date().toISOString().slice(0, 10), ...figures };
  writeFileSync(place(name), `${JSON.stringify(record, null, 2)}\n`);
}

/** Tell whether a measurement was ever recorded. */
export function hasRecord(name) {
  return existsSync(place(name));
}

/** Read the figures of a measurement. */
export function readRecord(name) {
  return JSON.parse(readFileSync(place(name), "utf8"));
}

/** What a measurement of time or memory depends on. */
export function machine() {
  return {
    processor: cpus()[0]?.model ?? "",
    cores: availableParallelism(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    // What else the machine did: processes that wanted to run, over the last minute.
    load: Math.round(loadavg()[0] * 10) / 10,
  };
}
