// The long batteries, as data: too long for `npm test`, each with its dated log under batteries/.
// To add one, add an entry here and a script "battery:NAME" in package.json; `npm test` then says when its log is stale.

/**
 * @typedef {object} Battery
 * @property {string} name lower case with hyphens; also the folder of its logs
 * @property {string} what one line: what it shows
 * @property {readonly string[]} command program and arguments; "node" is this Node
 * @property {readonly string[]} covers patterns of the sources that the result depends on
 * @property {number} limitSeconds the command is ended after this time, and has failed
 * @property {readonly string[]} [needs] programs of tools/lib/needs.mjs
 */

/** @type {readonly Battery[]} */
export const batteries = [
  {
    name: "clean-clone",
    what: "npm start and npm test in a fresh clone with an empty HOME: times, report, npx tiltak",
    command: ["node", "tools/clean-clone.mjs"],
    covers: [
      "package.json",
      "pnpm-lock.yaml",
      "pnpm-workspace.yaml",
      "tsconfig*.json",
      "tools/**/*.mjs",
      "packages/*/package.json",
      "packages/*/src/**",
      "packages/cli/bin/*",
      "packages/scenarios/evidence/**",
      "!**/*.test.ts",
    ],
    limitSeconds: 2400,
  },
  {
    name: "properties",
    what: "the property tests forty times over, each time with fresh seeds",
    command: ["node", "tools/repeat-properties.mjs", "40"],
    covers: ["packages/*/src/**/*.ts", "packages/*/test/properties/**", "!**/*.test.ts"],
    limitSeconds: 7200,
  },
  ...["full", "quick"].map((effort) => ({
    name: effort === "full" ? "verify" : "verify-quick",
    what: `tiltak verify at ${effort} effort for 20 seeds: every check of every seed must pass, at a stated false-alarm level`,
    command: ["node", "tools/verify-seeds.mjs", "20", effort],
    covers: [
      "packages/sim-core/src/{foundation,random,statistics,kernel,resources,verification}/**/*.ts",
      "packages/sim-core/src/analysis/queueing-theory.ts",
      "tools/verify-seeds.mjs",
      "!**/*.test.ts",
    ],
    limitSeconds: 7200,
  })),
  {
    name: "testu01-small",
    what: "SmallCrush of TestU01 on the random streams, in the orders in which a model draws",
    command: ["node", "tools/testu01/run.mjs", "small"],
    covers: ["packages/sim-core/src/random/*.ts", "tools/testu01/*", "!**/*.test.ts"],
    limitSeconds: 3600,
    needs: ["testu01"],
  },
  {
    name: "testu01-medium",
    what: "Crush of TestU01 on interleaved addresses and on the first draws of neighbouring entities",
    command: ["node", "tools/testu01/run.mjs", "medium", "interleaved", "neighbours"],
    covers: ["packages/sim-core/src/random/*.ts", "tools/testu01/*", "!**/*.test.ts"],
    limitSeconds: 86400,
    needs: ["testu01"],
  },
  {
    name: "engines",
    what: "Node, Chromium and Firefox give the same bits: mathematics, streams, distributions, two scenarios, a study, the programme-like workload, kernel and resources",
    command: ["node", "tools/engines/run.mjs"],
    covers: [
      "packages/sim-core/src/{foundation,random,statistics,kernel,resources,experiment,programme}/**/*.ts",
      "packages/sim-core/test/support/*.ts",
      "bench/tiltak/{programme-*,machine-shop-*,in-browsers}.mjs",
      "bench/yardsticks/*",
      "tools/engines/*",
      "!**/*.test.ts",
    ],
    limitSeconds: 1200,
    needs: ["chromium", "firefox"],
  },
  {
    name: "mutation",
    what: "Stryker's mutants of kernel and resources meet their tests: at least 80 % must be caught; incremental",
    command: ["node", "tools/mutation/run.mjs"],
    covers: [
      "packages/sim-core/src/{kernel,resources}/*.ts",
      "packages/sim-core/test/support/{kernel,reference}-*.ts",
      "tools/mutation/*.{mjs,ts}",
    ],
    limitSeconds: 4 * 3600,
  },
  {
    name: "publish",
    what: "packed, linted (publint, are the types wrong), installed by name in an empty project: types, example, program, browser bundle",
    command: ["node", "tools/publish/run.mjs"],
    covers: [
      "package.json",
      "pnpm-workspace.yaml",
      "LICENSE",
      "packages/*/package.json",
      "packages/*/README.md",
      "packages/*/src/**",
      "packages/cli/bin/*",
      "packages/scenarios/evidence/**",
      "examples/bank-renege/*",
      "tools/publish/*",
      "!**/*.test.ts",
    ],
    limitSeconds: 1200,
  },
  {
    name: "kills",
    what: "a study killed with SIGKILL at 50 moments, resumed each time, gives the undisturbed bytes",
    command: ["node", "tools/kill/run.mjs", "50"],
    covers: ["packages/sim-core/src/{experiment,node}/**/*.ts", "tools/kill/*.mjs", "!**/*.test.ts"],
    limitSeconds: 3600,
  },
  {
    name: "disk",
    what: "a study whose disk fills up, becomes read-only or vanishes says so, and goes on to the undisturbed bytes",
    command: ["node", "tools/disk/run.mjs"],
    covers: [
      "packages/sim-core/src/{experiment,node}/**/*.ts",
      "packages/cli/src/commands/sweep*.ts",
      "packages/cli/src/sweep-study.ts",
      "tools/disk/*.mjs",
      "tools/kill/child.mjs",
      "!**/*.test.ts",
    ],
    limitSeconds: 1200,
    needs: ["unshare"],
  },
  {
    name: "national",
    what: "a sweep of 10,000 national replications: forecast, memory, everything found again, rows repeated to the bit",
    command: ["node", "tools/national/run.mjs"],
    covers: [
      "packages/sim-core/src/**/*.ts",
      "packages/cli/src/commands/sweep*.ts",
      "packages/cli/src/sweep-study.ts",
      "tools/national/*.mjs",
      "!**/*.test.ts",
    ],
    limitSeconds: 14_400,
  },
  {
    name: "slurm",
    what: "a sweep through Slurm on one host, each task killed once, gives the bytes of one process",
    command: ["node", "tools/slurm/run.mjs", "4"],
    covers: [
      "packages/sim-core/src/{experiment,node}/**/*.ts",
      "packages/cli/src/cluster/*.ts",
      "packages/cli/src/commands/sweep*.ts",
      "packages/cli/src/sweep-study.ts",
      "tools/slurm/*.mjs",
      "!**/*.test.ts",
    ],
    limitSeconds: 1200,
    needs: ["slurm"],
  },
];
