// Planted faults, as data: each is a small mistake that somebody could make, and the tests that must catch it.
// `node tools/faults/run.mjs` plants one at a time in a copy of the sources and fails when the named tests stay green,
// or when the text to find is gone (then the entry must follow the code). To add one: see CONTRIBUTING.md.

/**
 * @typedef {object} Fault
 * @property {string} name what is wrong now, as a sentence
 * @property {string} file path from the root
 * @property {string} find exact text that occurs once in the file
 * @property {string} replace what stands there instead
 * @property {readonly string[]} tests test files of which at least one test must fail
 * @property {true} [hangs] the fault may run for ever: being ended by the limit counts as caught
 */

const core = "packages/sim-core/src";
const kernelTests = [`${core}/kernel/simulation.test.ts`];
const processTests = [`${core}/kernel/process.test.ts`];
const streamTests = [`${core}/random/streams.test.ts`];

const resourceTests = [`${core}/resources/resource.test.ts`];
const storeTests = [`${core}/resources/store.test.ts`];
const studyTests = [`${core}/experiment/study.test.ts`];
const drawTests = [`${core}/experiment/parameter-draw.test.ts`];

const peerTests = ["packages/sim-core/test/peer-faults.test.ts"];

/** @type {readonly Fault[]} */
export const faults = [
  {
    name: "ties are broken by numbers read as text",
    file: `${core}/kernel/event-list.ts`,
    find: "return doubles[i + sequenceAt] < doubles[j + sequenceAt];",
    replace: "return String(doubles[i + sequenceAt]) < String(doubles[j + sequenceAt]);",
    tests: kernelTests,
  },
  {
    name: "holds shorter than a millionth are skipped",
    file: `${core}/kernel/simulation.ts`,
    find: "const time = this.clock[nowCell] + length;",
    replace: "const time = this.clock[nowCell] + (length < 1e-6 ? 0 : length);",
    tests: peerTests,
  },
  {
    name: "listening to events counts them twice",
    file: `${core}/kernel/simulation.ts`,
    find: "if (this.tracer !== null) this.tracer.event(time, list.doubles[at + sequenceAt], handler, argument);",
    replace:
      "if (this.tracer !== null) clock[executedCell]++, this.tracer.event(time, list.doubles[at + sequenceAt], handler, argument);",
    tests: peerTests,
  },
  {
    name: "replications share their key",
    file: `${core}/random/key.ts`,
    find: "const generator = seedrandom(ascii);",
    replace: "const generator = seedrandom(ascii.slice(0, 8));",
    tests: peerTests,
  },
  {
    name: "one undefined output makes every Sobol' index undefined",
    file: `${core}/analysis/sobol-indices.ts`,
    find: "if (block.every((y) => Number.isFinite(y))) blocks.push(block);",
    replace: "blocks.push(block);",
    tests: peerTests,
  },
  {
    name: "a negative mean passes any relative precision",
    file: `${core}/experiment/precision.ts`,
    find: "goals.set(text, goal.relative * Math.abs(row.mean));",
    replace: "goals.set(text, row.mean < 0 ? Number.POSITIVE_INFINITY : goal.relative * row.mean);",
    tests: peerTests,
  },
  {
    name: "steady-state intervals leave the correlation of batches out",
    file: `${core}/statistics/steady-state.ts`,
    find: "Math.sqrt((1 + correlation) / (1 - correlation))",
    replace: "Math.sqrt((1 + correlation) / (1 + correlation))",
    tests: [`${core}/statistics/steady-state.test.ts`],
  },
  {
    name: "equal events run last-in first-out",
    file: `${core}/kernel/event-list.ts`,
    find: "return doubles[i + sequenceAt] < doubles[j + sequenceAt];",
    replace: "return doubles[i + sequenceAt] > doubles[j + sequenceAt];",
    tests: kernelTests,
  },
  {
    name: "the higher priority number goes first",
    file: `${core}/kernel/event-list.ts`,
    find: "return doubles[i + priorityAt] < doubles[j + priorityAt];",
    replace: "return doubles[i + priorityAt] > doubles[j + priorityAt];",
    tests: kernelTests,
  },
  {
    name: "a cancelled event's place in the heap is filled without looking upwards",
    file: `${core}/kernel/event-list.ts`,
    find: "if (index > 0 && this.precedes(last, this.heapSlots[(index - 1) >> 2])) this.siftUp(index, last);",
    replace: "if (index < 0) this.siftUp(index, last);",
    tests: kernelTests,
  },
  {
    name: "who leaves a bucket of the event list takes those who joined it later along",
    file: `${core}/kernel/event-list.ts`,
    find: "      ints[slot * recordInts + previousAt] = previous;",
    replace: "      ints[slot * recordInts + previousAt] = this.buckets[bucket] - 1;",
    tests: kernelTests,
  },
  {
    name: "a handle stays good after its event has run",
    file: `${core}/kernel/event-list.ts`,
    find: "const generation = ints[at + generationAt] + 1;",
    replace: "const generation = ints[at + generationAt] + 0;",
    tests: kernelTests,
  },
  {
    name: "any-of leaves the losing waits in place",
    file: `${core}/kernel/wait.ts`,
    find: "for (const other of this.waits) if (other !== wait) other.detach();",
    replace: "",
    tests: processTests,
  },
  {
    name: "an interrupt leaves the old timer or wait alive",
    file: `${core}/kernel/process.ts`,
    find: "    this.withdrawAll();\n    this.resumeWith(new Interrupt(",
    replace: "    this.resumeWith(new Interrupt(",
    tests: processTests,
  },
  {
    name: "a rejection sampler moves along the index and shifts its neighbour",
    file: `${core}/random/addressed-streams.ts`,
    find: "u = firstUniform(block, this.#purposeAndIndex, this",
    replace: "u = firstUniform(0, this.#purposeAndIndex + block, this",
    tests: streamTests,
  },
  {
    name: "the upper half of an entity's address is ignored",
    file: `${core}/random/addressed-streams.ts`,
    find: "const u = firstUniform(0, (purpose << 20) | index, entityLow, entityHigh, this.#low, this.#high);",
    replace: "const u = firstUniform(0, (purpose << 20) | index, entityLow, 0, this.#low, this.#high);",
    tests: streamTests,
  },
  {
    name: "Philox does nine rounds",
    file: `${core}/random/philox.ts`,
    find: "round < 10",
    replace: "round < 9",
    tests: [`${core}/random/philox.test.ts`],
  },
  {
    name: "the WebAssembly generator steps its key by another constant",
    file: `${core}/random/philox-uniform.ts`,
    find: "[5, -0x4498517bn],",
    replace: "[5, -0x4498517dn],",
    tests: [`${core}/random/philox.test.ts`],
  },
  {
    name: "a compensated sum compensates the wrong term",
    file: `${core}/foundation/sum.ts`,
    find: "Math.abs(this.#sum) >= Math.abs(x)",
    replace: "Math.abs(this.#sum) < Math.abs(x)",
    tests: [`${core}/foundation/sum.test.ts`],
  },
  {
    name: "the variance divides by n",
    file: `${core}/statistics/moments.ts`,
    find: "(slip * slip) / n) / (n - 1));",
    replace: "(slip * slip) / n) / n);",
    tests: [`${core}/statistics/moments.test.ts`],
  },
  {
    name: "quantiles are of another type than 7",
    file: `${core}/statistics/quantile.ts`,
    find: "const place = (n - 1) * p;",
    replace: "const place = n * p;",
    tests: [`${core}/statistics/quantile.test.ts`],
  },
  {
    name: "Holm's procedure eases its level after the first failure",
    file: `${core}/statistics/joint.ts`,
    find: "if (!stopped && !tied) stepError",
    replace: "if (!tied) stepError",
    tests: [`${core}/statistics/joint.test.ts`],
  },
  {
    name: "a finished process keeps what it holds",
    file: `${core}/kernel/process.ts`,
    find: "while (this.held !== null) this.held.release();",
    replace: "",
    tests: resourceTests,
  },
  {
    name: "an abandoned get stays in the line and swallows the next item",
    file: `${core}/resources/store.ts`,
    find: "    this.getters.remove(get);\n    this.changed(0, 0);",
    replace: "    this.changed(0, 0);",
    tests: storeTests,
  },
  {
    name: "a request that lost or was interrupted keeps its place in the queue",
    file: `${core}/resources/resource.ts`,
    find: 'this.resource.leave(this, "withdrawn");',
    replace: "",
    tests: resourceTests,
  },
  {
    name: "those behind a request that leaves are not served",
    file: `${core}/resources/resource.ts`,
    find: "    if (this.queue.size > 0) this.dispatch();\n  }\n\n  /** The priority of a waiting lease",
    replace: "  }\n\n  /** The priority of a waiting lease",
    tests: resourceTests,
  },
  {
    name: "a request larger than the capacity waits for ever",
    file: `${core}/resources/resource.ts`,
    find: "if (units > this.largest) {",
    replace: "if (units === Number.POSITIVE_INFINITY) {",
    tests: resourceTests,
  },
  {
    name: "the shortest queue is the longest",
    file: `${core}/resources/pool.ts`,
    find: "resource.queueLength < best.queueLength",
    replace: "resource.queueLength > best.queueLength",
    tests: storeTests,
  },
  {
    name: "every replication has the same chance",
    file: `${core}/experiment/parameter-draw.ts`,
    find: "keyFromSeed(plan.seed, antithetic ? replication - 1 : replication)",
    replace: "keyFromSeed(plan.seed)",
    tests: drawTests,
  },
  {
    name: "each replication draws its own parameters",
    file: `${core}/experiment/parameter-draw.ts`,
    find: "const draw = Math.floor(task.replication / 2);",
    replace: "const draw = task.replication;",
    tests: drawTests,
  },
  {
    name: "a parameter's luck depends on how many stand before it",
    file: `${core}/experiment/parameter-draw.ts`,
    find: "const { high, low } = hashText(id);",
    replace: "const { high, low } = { high: 0, low: Object.keys(values).length };",
    tests: drawTests,
  },
  {
    name: "a failed replication leaves the other run of its pair in the means",
    file: `${core}/experiment/reduce.ts`,
    find: "this.#values.fill(Number.NaN, start, start + this.#unit);",
    replace: "this.#values[start + (i % this.#unit)] = Number.NaN;",
    tests: studyTests,
  },
  {
    name: "a level near zero is judged by its relative precision",
    file: `${core}/experiment/precision.ts`,
    find: "Math.abs(row.mean) > row.halfWidth",
    replace: "row.mean !== 0",
    tests: studyTests,
  },
  {
    name: "money is paid and not received",
    file: `${core}/programme/money.ts`,
    find: "this.#balances[payee] = (this.#balances[payee] as number) + nok;",
    replace: "",
    tests: [`${core}/programme/money.test.ts`],
  },
  {
    name: "a place below half a position is paid in full",
    file: `${core}/programme/traits.ts`,
    find: 'people.place[i] = position >= this.#p["position.half"] ? 1 : 1 / 2;',
    replace: "people.place[i] = 1;",
    tests: [`${core}/programme/programme-model.test.ts`],
  },
  {
    name: "a place that was taken over stays with the state",
    file: `${core}/programme/state.ts`,
    find: "this.statePlaces[enterprise] = Math.max((this.statePlaces[enterprise] as number) - 1, 0);",
    replace: "",
    tests: [`${core}/programme/programme-model.test.ts`],
  },
  {
    name: "recruitment draws its marks anew when reach changes",
    file: `${core}/programme/recruitment.ts`,
    find: "if (this.#streams.uniform(high, low, purposeOf.thinning, 0) < rate / this.#ceiling) return time;",
    replace:
      "if (this.#streams.uniform(high, Math.round(rate * 8), purposeOf.thinning, k) < rate / this.#ceiling) return time;",
    tests: ["packages/sim-core/test/properties/programme.test.ts"],
  },
  {
    name: "the mean of completed spells is taken for that of the people present",
    file: `${core}/programme/exit-laws.ts`,
    find: 'reading === "elapsed" ? m.meanElapsed : m.mean',
    replace: "m.mean",
    tests: [`${core}/programme/exit-laws.test.ts`],
  },
  {
    name: "a supplement fills places that it does not have",
    file: `${core}/programme/municipal-services.ts`,
    find: "return unit.extraPlaces - this.#taken(unit, specialist) - this.#taken(unit, workstation) - bought;",
    replace: "return unit.extraPlaces - this.#taken(unit, workstation) - bought;",
    tests: [`${core}/programme/programme-model.test.ts`],
  },
  {
    name: "a trial that failed is a contract all the same",
    file: `${core}/programme/municipal-services.ts`,
    find: "if (state.uniform(i, purposeOf.trial, trial) < unit.delivery.trialSuccess)",
    replace: "if (trial >= 0)",
    tests: [`${core}/programme/programme-model.test.ts`],
  },
  {
    name: "probation is not asked about",
    file: `${core}/programme/placement.ts`,
    find: "if (state.uniform(i, purposeOf.probation, spell) < probationPass) return;",
    replace: "if (spell >= 0 || probationPass >= 0) return;",
    tests: [`${core}/programme/programme-model.test.ts`],
  },
  {
    name: "a service opens posts beyond its ceiling",
    file: `${core}/programme/municipal-services.ts`,
    find: "let room = most - postFte(unit, workstation) - postFte(unit, specialist);",
    replace: "let room = Math.max(most, wantedFte + 1);",
    tests: [`${core}/programme/programme-model.test.ts`],
  },
  {
    name: "spells that still run are taken for ended",
    file: `${core}/programme/spells.ts`,
    find: "if (end === censored) return;",
    replace: "",
    tests: [`${core}/programme/spells.test.ts`],
  },
  {
    name: "the rows of a register are used in the order of the file",
    file: `${core}/programme/programme-data.ts`,
    find: "enterprises: [...data.enterprises].sort(byId)",
    replace: "enterprises: [...data.enterprises]",
    tests: [`${core}/programme/programme-data.test.ts`],
  },
  {
    name: "exponential draws of a sequential stream are 3 % too short",
    file: `${core}/random/sequential-stream.ts`,
    find: "return -log(this.uniform());",
    replace: "return -0.97 * log(this.uniform());",
    tests: [`${core}/verification/verify.test.ts`],
  },
  {
    name: "the conformance program passes whatever it finds",
    file: `${core}/verification/conformance.ts`,
    find: "const covers = whole && low <= 0 && 0 <= high;",
    replace: "const covers = whole;",
    tests: [`${core}/verification/conformance.test.ts`],
  },
  {
    name: "a pathwise case lets small differences pass",
    file: `${core}/verification/recursions.ts`,
    find: "if (waits[n] === expected[n]) continue;",
    replace: "if (Math.abs(waits[n] - expected[n]) < 1e-9) continue;",
    tests: [`${core}/verification/recursions.test.ts`],
  },
  {
    name: "a small count that its sum gives away counts as hidden",
    file: "packages/cli/src/enterprises/small-counts.ts",
    find: "return high > low;",
    replace: "return high >= low;",
    tests: ["packages/cli/src/enterprises/small-counts.test.ts"],
  },
  {
    name: "pseudonyms follow the order of the register",
    file: "packages/cli/src/enterprises/programme-data.ts",
    find: "const sorted = [...ids].sort();",
    replace: "const sorted = [...ids];",
    tests: ["packages/cli/src/enterprises/enterprise-files.test.ts"],
  },
  {
    name: "a cell that begins with @ reaches a spreadsheet as it is",
    file: "packages/cli/src/csv.ts",
    find: "/^[=+\\-@\\t\\r]/",
    replace: "/^[=+\\-\\t\\r]/",
    tests: ["packages/cli/src/enterprises/enterprise-files.test.ts"],
  },
  {
    name: "a national identity number in two parts passes",
    file: "packages/scenarios/src/registers/headers.ts",
    find: "\\d{6}[ \\u00a0-]?\\d{5}",
    replace: "\\d{6}\\d{5}",
    tests: ["packages/scenarios/src/registers/headers.test.ts"],
  },
  {
    name: "points of a design and their draws are taken for independent",
    file: `${core}/experiment/design-split.ts`,
    find: "draws: notBelow0((meanDraws - meanPointsByDraws - meanRuns + meanPointsByRuns) / (a * k)),",
    replace: "draws: notBelow0((meanDraws - meanRuns) / (a * k)),",
    tests: [`${core}/experiment/design-split.test.ts`],
  },
  {
    name: "shares of a sweep have intervals over points alone",
    file: `${core}/experiment/design-split.ts`,
    find: "jackknifeVariance(left.points, pick) + jackknifeVariance(left.draws, pick)",
    replace: "jackknifeVariance(left.points, pick)",
    tests: [`${core}/experiment/design-split.test.ts`],
  },
  {
    name: "a sweep takes up the first draw of each point and no other",
    file: `${core}/experiment/study-plan.ts`,
    find: "for (let unit = from; unit < to; unit += step) {",
    replace: "for (let unit = from; unit < to; unit += to - from) {",
    tests: [`${core}/experiment/study-plan.test.ts`],
  },
  {
    name: "locks wanted at the same time share their draft",
    file: `${core}/node/lock.ts`,
    find: "this.#number}.part`",
    replace: "tokens}.part`",
    tests: [`${core}/node/lock.test.ts`],
  },
  {
    name: "a clock that was set back makes a live lock stale",
    file: `${core}/node/lock.ts`,
    find: "now - Date.parse(holder.heartbeat) < silentMilliseconds",
    replace: "Math.abs(now - Date.parse(holder.heartbeat)) < silentMilliseconds",
    tests: [`${core}/node/lock.test.ts`],
  },
  {
    name: "what would change an answer shows the same third twice",
    file: "packages/cli/src/conditions.ts",
    find: "[order.slice(0, third), order.slice(-third)]",
    replace: "[order.slice(0, third), order.slice(0, third)]",
    tests: ["packages/cli/src/conditions.test.ts"],
  },
  {
    name: "losing a place counts as leaving of one's own accord",
    file: "packages/cli/src/claims.ts",
    find: '"dropout", "retirement"];',
    replace: '"dropout", "retirement", "place-lost"];',
    tests: ["packages/cli/src/conditions.test.ts"],
  },
  {
    name: "an account of the people is told though it does not add up",
    file: "packages/cli/src/report/reasons.ts",
    find: "> 0.01 * Math.max(Math.abs(people.mean), 1)",
    replace: "> 1.01 * Math.max(Math.abs(people.mean), 1)",
    tests: ["packages/cli/src/report/reasons.test.ts"],
  },
  {
    name: "a verdict takes any difference for clear",
    file: "packages/cli/src/report/verdict.ts",
    find: "Math.abs(row.mean) > row.jointHalfWidth",
    replace: "Math.abs(row.mean) > 0",
    tests: ["packages/cli/src/report/verdict.test.ts"],
  },
  {
    name: "a number shows a digit more than its error allows",
    file: "packages/cli/src/i18n/index.ts",
    find: "leading < 3.55 ? decimals + 1",
    replace: "leading < 99 ? decimals + 1",
    tests: ["packages/cli/src/i18n/numbers.test.ts"],
  },
];
