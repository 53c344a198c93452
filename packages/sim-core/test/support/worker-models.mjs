// Models that workers load by URL: plain JavaScript, so that a thread can start from here. Not part of the package.

import { appendFileSync, readFileSync } from "node:fs";

/** A few cheap observations that depend on the chance key and the parameters. */
export const plain = {
  id: "plain",
  version: "1",
  run(parameters, replication) {
    const { low, high } = replication.key;
    for (let time = 1; time <= 3; time += 1) {
      replication.observe("x", "{}", time, parameters.level + ((low % 1000) * time) / 7);
      replication.observe("y", '{"kind":"a"}', time, (high % 1000) / 3);
    }
  },
};

/** How often a replication was begun before, kept in a file because a thread that ends remembers nothing. */
function timesBegun(path, name) {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch {
    // The first time there is no file.
  }
  appendFileSync(path, `${name}\n`);
  return text.split("\n").filter((line) => line === name).length;
}

function isChosen(parameters, replication) {
  return parameters.level === 1 && replication.number === 3;
}

/** A model made from data: ends or hangs its thread in one replication, `times` times, and then behaves. */
export function troubled({ trouble, times, log }) {
  return {
    ...plain,
    run(parameters, replication) {
      if (isChosen(parameters, replication) && timesBegun(log, "chosen") < times) {
        if (trouble === "exit") process.exit(7);
        if (trouble === "hang") for (;;);
        if (trouble === "memory") for (const hoard = []; ; ) hoard.push(new Array(100_000).fill({}));
        if (trouble === "throw-later") {
          setTimeout(() => {
            throw new Error("thrown outside a replication");
          }, 0);
        }
      }
      plain.run(parameters, replication);
    },
  };
}

/** A model that fails in one replication of one scenario. */
export const failing = {
  ...plain,
  run(parameters, replication) {
    if (isChosen(parameters, replication)) throw new RangeError("out of range in replication 3");
    plain.run(parameters, replication);
  },
};

/** A model that takes a while in plain arithmetic. */
export const heavy = {
  ...plain,
  id: "heavy",
  run(parameters, replication) {
    let state = replication.key.low | 1;
    for (let i = 0; i < parameters.work; i += 1) state = (Math.imul(state, 1664525) + 1013904223) | 0;
    for (let c = 0; c < parameters.cells; c += 1) {
      replication.observe(`measure-${c % 100}`, "{}", Math.floor(c / 100), state / 1e9 + c);
    }
  },
};

export const noModel = { id: "half a model" };
