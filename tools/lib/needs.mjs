// Programs that some checks need and that no package registry brings: is this machine able?
// Each is optional; `TILTAK_REQUIRE=chromium,simpy npm test` turns a lack into a failure.

import { run } from "./shell.mjs";

/**
 * @typedef {object} Need
 * @property {string} install how Debian gets it
 * @property {readonly (readonly string[])[]} probes commands of which one must end with exit code 0
 */

/** @type {Readonly<Record<string, Need>>} */
export const needs = {
  chromium: { install: "apt-get install chromium", probes: [["chromium", "--version"]] },
  firefox: { install: "apt-get install firefox-esr", probes: [["firefox-esr", "--version"]] },
  simpy: {
    install: "apt-get install python3-simpy3",
    probes: [
      ["/usr/bin/python3", "-c", "import simpy"],
      ["python3", "-c", "import simpy"],
    ],
  },
  "g++": { install: "apt-get install g++", probes: [["g++", "--version"]] },
  testu01: {
    install: "apt-get install libtestu01-0-dev gcc (Debian's non-free)",
    probes: [
      ["sh", "-c", "echo '#include <TestU01.h>' | g++ -x c++ -E - || echo '#include <unif01.h>' | g++ -x c++ -E -"],
    ],
  },
  "python-data": {
    install: "pip install pandas pyarrow polars",
    probes: [["python3", "-c", "import pandas, pyarrow, polars"]],
  },
  "r-arrow": {
    install: 'R with install.packages(c("arrow", "dplyr"))',
    probes: [["Rscript", "-e", "library(arrow); library(dplyr)"]],
  },
  unshare: {
    install: "apt-get install util-linux, and a kernel that lets users make namespaces",
    probes: [["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]],
  },
  slurm: {
    install: "apt-get install slurm-wlm munge",
    probes: [["sh", "-c", "command -v slurmctld && command -v slurmd && command -v sbatch && command -v munged"]],
  },
};

/**
 * Find out which of the optional programs this machine has.
 *
 * @returns {Promise<Set<string>>} names of {@link needs}
 */
export async function available() {
  const names = Object.keys(needs);
  // Each probe listens for the end of this process while it runs.
  process.setMaxListeners(Math.max(process.getMaxListeners(), names.length + 10));
  const answers = await Promise.all(names.map((name) => hasOne(needs[name]?.probes ?? [])));
  return new Set(names.filter((_, i) => answers[i]));
}

/** @param {readonly (readonly string[])[]} probes */
async function hasOne(probes) {
  for (const probe of probes) {
    if ((await run(probe, { limitSeconds: 20 })).code === 0) return true;
  }
  return false;
}

/**
 * Read the list of programs that must be there.
 *
 * @param {string | undefined} text value of TILTAK_REQUIRE: names with commas between them
 * @returns {{ required: string[], unknown: string[] }} unknown names are the caller's to refuse
 */
export function readRequired(text) {
  const names = (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return {
    required: names.filter((name) => Object.hasOwn(needs, name)),
    unknown: names.filter((name) => !Object.hasOwn(needs, name)),
  };
}
