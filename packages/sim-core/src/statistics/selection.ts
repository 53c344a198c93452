// Selection of the best of k systems, as procedures that ask for observations and are driven by any executor: read `request`,
// run what it asks for, `supply` the values, until `result` is there. Nothing here runs a model or draws a number.

import { normalCdf, pow } from "../foundation/math.ts";
import { requireCount, requireLevel, requirePositive, StatisticsError } from "./errors.ts";
import type { MeanInterval } from "./interval.ts";
import { sampleVariance } from "./moments.ts";
import { Tally } from "./tally.ts";

/** Whether more or less of the measure is better. */
export type SelectionGoal = "greatest" | "least";

/** A system that was dropped, and after how many replications. */
export interface Elimination {
  readonly system: number;
  readonly replications: number;
}

/** The outcome of Kim and Nelson's procedure. */
export interface KimNelsonResult {
  readonly method: "kim-nelson";
  readonly selected: number;
  /** Confidence that the selected system is the best or within `indifference` of it. */
  readonly level: number;
  readonly indifference: number;
  /** Replications of the system that was run longest. */
  readonly replications: number;
  readonly eliminations: readonly Elimination[];
  /** Mean of each system over its own replications. */
  readonly means: readonly number[];
  /** The same means with their intervals; see `KimNelson.estimates`. */
  readonly estimates: readonly MeanInterval[];
  /** Replications left out because a system in the race was undefined in them. */
  readonly dropped: number;
}

/** What Kim and Nelson's procedure wants next: every listed system at every replication from `from` to before `to`. */
export interface KimNelsonRequest {
  readonly systems: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** How to select. */
export interface KimNelsonOptions {
  readonly systems: number;
  readonly level: number;
  /** The least difference worth detecting, in the unit of the measure. */
  readonly indifference: number;
  /** Replications before the first comparison; at least 2, and 20 or so is wise. */
  readonly firstStage: number;
  readonly goal: SelectionGoal;
  /** Replications asked for at a time after the first stage; 1 when left out. It changes no result, only waste and waiting. */
  readonly batch?: number;
}

/**
 * Select the best system with common random numbers (Kim and Nelson 2001, procedure KN with c = 1): all systems run the same replications,
 * and a system is dropped once it lies further behind another than chance explains. If the best is at least
 * `indifference` better than the rest, it is selected with probability at least `level` (normal observations). Sharing
 * luck between systems lowers the variance of their differences, and so the work.
 */
export class KimNelson {
  readonly #options: KimNelsonOptions;
  readonly #sign: number;
  readonly #first: number[][] = [];
  readonly #sums: Float64Array;
  readonly #tallies: Tally[];
  readonly #eliminations: Elimination[] = [];
  /** h^2 S_ij^2 / indifference^2 for every pair, once the first stage is there. */
  #reach: number[][] | undefined;
  #systems: number[];
  #next = 0;
  #used = 0;
  #dropped = 0;
  #result: KimNelsonResult | undefined;

  /** Throws StatisticsError for fewer than two systems or first replications, or an indifference that is not above 0. */
  constructor(options: KimNelsonOptions) {
    requireCount(options.systems, 2, "the number of systems");
    requireCount(options.firstStage, 2, "the replications of the first stage");
    requireCount(options.batch ?? 1, 1, "the batch");
    requireLevel(options.level);
    requirePositive(options.indifference, "the indifference");
    this.#options = options;
    this.#sign = options.goal === "greatest" ? 1 : -1;
    this.#sums = new Float64Array(options.systems);
    this.#tallies = Array.from({ length: options.systems }, () => new Tally());
    this.#systems = Array.from({ length: options.systems }, (_, i) => i);
  }

  /** What to run next; undefined when there is a result. */
  get request(): KimNelsonRequest | undefined {
    if (this.#result !== undefined) return undefined;
    const missing = this.#options.firstStage - this.#first.length;
    const length = this.#reach === undefined ? missing : (this.#options.batch ?? 1);
    return { systems: [...this.#systems], from: this.#next, to: this.#next + length };
  }

  /** The selection; undefined while observations are still wanted. */
  get result(): KimNelsonResult | undefined {
    return this.#result;
  }

  /**
   * What is known of each system so far, also before there is a result: the mean over its own replications with Student's interval, each by
   * itself at the level of the procedure, as if the number of replications had been fixed. NaN where there are too few.
   */
  get estimates(): readonly MeanInterval[] {
    const means = this.#means();
    return this.#tallies.map((tally, i) => ({
      ...tally.intervalOfIndependent(this.#options.level),
      mean: means[i],
    }));
  }

  #means(): number[] {
    return Array.from(this.#sums, (sum, i) => (this.#sign * sum) / this.#tallies[i].count);
  }

  /**
   * Supply what was asked for: a row for each replication in order, with a value for each listed system in order. A
   * replication in which a system of the race is undefined (NaN) is left out for all and replaced.
   *
   * @throws StatisticsError `statistics-supply` when the shape is not that of the request
   */
  supply(rows: readonly ArrayLike<number>[]): void {
    const request = this.request;
    const fits =
      request !== undefined &&
      rows.length === request.to - request.from &&
      rows.every((row) => row.length === request.systems.length);
    if (request === undefined || !fits) throw wrongSupply(request);
    this.#next = request.to;
    for (const row of rows) {
      if (this.#result !== undefined) return;
      const values = this.#systems.map((system) => row[request.systems.indexOf(system)] * this.#sign);
      if (values.some((x) => Number.isNaN(x))) {
        this.#dropped += 1;
        continue;
      }
      this.#used += 1;
      this.#systems.forEach((system, i) => {
        this.#sums[system] += values[i];
        this.#tallies[system].add(this.#sign * values[i]);
      });
      if (this.#reach === undefined) {
        this.#first.push(values);
        if (this.#first.length === this.#options.firstStage) {
          this.#reach = this.#reaches();
          this.#screen(this.#reach);
        }
      } else {
        this.#screen(this.#reach);
      }
    }
  }

  #reaches(): number[][] {
    const { systems, level, indifference, firstStage } = this.#options;
    const error = (2 * (1 - level)) / (systems - 1);
    const eta = 0.5 * (pow(error, -2 / (firstStage - 1)) - 1);
    const factor = (2 * eta * (firstStage - 1)) / (indifference * indifference);
    return this.#systems.map((i) =>
      this.#systems.map((j) => factor * sampleVariance(this.#first.map((row) => row[i] - row[j]))),
    );
  }

  #screen(reach: readonly (readonly number[])[]): void {
    const { indifference } = this.#options;
    const used = this.#used;
    const mean = (i: number): number => this.#sums[i] / this.#tallies[i].count;
    const racing = this.#systems;
    const kept = racing.filter((i) =>
      racing.every((j) => {
        const slack = Math.max(0, (indifference / (2 * used)) * (reach[i][j] - used));
        return mean(i) >= mean(j) - slack;
      }),
    );
    for (const system of racing) {
      if (!kept.includes(system)) this.#eliminations.push({ system, replications: used });
    }
    this.#systems = kept;
    const furthest = Math.max(0, ...kept.map((i) => Math.max(...kept.map((j) => Math.floor(reach[i][j])))));
    if (kept.length === 1 || used > furthest) {
      const selected = kept.reduce((best, i) => (mean(i) > mean(best) ? i : best), kept[0]);
      this.#result = {
        method: "kim-nelson",
        selected,
        level: this.#options.level,
        indifference,
        replications: used,
        eliminations: [...this.#eliminations],
        means: this.#means(),
        estimates: this.estimates,
        dropped: this.#dropped,
      };
    }
  }
}

/** How to spread a budget. */
export interface OcbaOptions {
  readonly systems: number;
  /** Observations in all, at most. */
  readonly budget: number;
  /** Observations of each system before the first allocation; at least 2, and 10 or so is wise. */
  readonly firstStage: number;
  /** Observations handed out at each stage after that. */
  readonly stage: number;
  /** Differences below this count as this much: without it two equal systems would eat the budget. */
  readonly indifference: number;
  readonly goal: SelectionGoal;
  /** Stop early once the approximate probability of correct selection is this high; spend the budget when left out. */
  readonly level?: number;
}

/** What the allocation wants next: `count` new independent observations of `system`. */
export interface OcbaRequest {
  readonly system: number;
  readonly count: number;
}

/** The outcome of an allocation. */
export interface OcbaResult {
  readonly method: "ocba";
  readonly selected: number;
  /** Bonferroni's approximation of the probability that the selected system is the best, taking estimates for truth. */
  readonly probabilityCorrect: number;
  readonly counts: readonly number[];
  readonly means: readonly number[];
  /** The same means with their intervals; see `Ocba.estimates`. */
  readonly estimates: readonly MeanInterval[];
  readonly used: number;
}

/**
 * Spread a budget so that the best system is found with the greatest probability (Chen, Lin, Yucesan and Chick 2000, optimal
 * computing budget allocation): close rivals and noisy systems get more. Observations must be independent, also between
 * systems: never with common random numbers. A heuristic with an approximate probability, not a guarantee.
 */
export class Ocba {
  readonly #options: OcbaOptions;
  readonly #tallies: Tally[];
  readonly #sign: number;
  #request: readonly OcbaRequest[];
  #result: OcbaResult | undefined;

  /** Throws StatisticsError for fewer than two systems, or a budget that does not cover the first stage. */
  constructor(options: OcbaOptions) {
    requireCount(options.systems, 2, "the number of systems");
    requireCount(options.firstStage, 2, "the observations of the first stage");
    requireCount(options.stage, 1, "the observations of a stage");
    requireCount(options.budget, options.systems * options.firstStage, "the budget");
    requirePositive(options.indifference, "the indifference");
    if (options.level !== undefined) requireLevel(options.level);
    this.#options = options;
    this.#sign = options.goal === "greatest" ? 1 : -1;
    this.#tallies = Array.from({ length: options.systems }, () => new Tally());
    this.#request = this.#tallies.map((_, system) => ({ system, count: options.firstStage }));
  }

  /** What to run next, systems in order; undefined when there is a result. */
  get request(): readonly OcbaRequest[] | undefined {
    return this.#result === undefined ? this.#request : undefined;
  }

  /** The selection; undefined while observations are still wanted. */
  get result(): OcbaResult | undefined {
    return this.#result;
  }

  /**
   * What is known of each system so far: the mean over its defined observations with Student's interval, each by itself at `level` (0.95 when
   * left out), as if the number of observations had been fixed. NaN where there are too few.
   */
  get estimates(): readonly MeanInterval[] {
    return this.#tallies.map((tally) => {
      const interval = tally.intervalOfIndependent(this.#options.level ?? 0.95);
      return { ...interval, mean: this.#sign * interval.mean };
    });
  }

  /**
   * Supply what was asked for: for each entry of the request, in order, its observations. Undefined ones (NaN) are spent
   * but teach nothing.
   *
   * @throws StatisticsError `statistics-supply` when the shape is not that of the request, `statistics-undefined-system`
   *   when a system has fewer than two defined observations after the first stage
   */
  supply(observations: readonly ArrayLike<number>[]): void {
    const request = this.request;
    const fits =
      request !== undefined &&
      observations.length === request.length &&
      observations.every((values, i) => values.length === request[i].count);
    if (request === undefined || !fits) throw wrongSupply(request);
    request.forEach(({ system }, i) => {
      for (let j = 0; j < observations[i].length; j += 1) this.#tallies[system].add(observations[i][j] * this.#sign);
    });
    const blind = this.#tallies.findIndex((tally) => tally.count < 2);
    if (blind >= 0) {
      throw new StatisticsError(
        "statistics-undefined-system",
        `system ${blind} has fewer than two defined observations`,
        {
          system: blind,
        },
      );
    }
    const { budget, stage, level } = this.#options;
    const used = this.#used();
    const outcome = this.#outcome(used);
    if (used >= budget || (level !== undefined && outcome.probabilityCorrect >= level)) this.#result = outcome;
    else this.#request = this.#allocate(outcome.selected, Math.min(stage, budget - used));
  }

  #spent(tally: Tally): number {
    return tally.count + tally.undefinedCount;
  }

  #used(): number {
    return this.#tallies.reduce((sum, tally) => sum + this.#spent(tally), 0);
  }

  #best(): number {
    return this.#tallies.reduce((best, tally, i) => (tally.mean > this.#tallies[best].mean ? i : best), 0);
  }

  #gap(best: number, i: number): number {
    return Math.max(this.#tallies[best].mean - this.#tallies[i].mean, this.#options.indifference);
  }

  #outcome(used: number): OcbaResult {
    const best = this.#best();
    let wrong = 0;
    this.#tallies.forEach((tally, i) => {
      if (i === best) return;
      const winner = this.#tallies[best];
      const error = Math.sqrt(winner.variance / winner.count + tally.variance / tally.count);
      wrong += error > 0 ? normalCdf(-this.#gap(best, i) / error) : 0;
    });
    return {
      method: "ocba",
      selected: best,
      probabilityCorrect: Math.max(0, 1 - wrong),
      counts: this.#tallies.map((tally) => this.#spent(tally)),
      means: this.#tallies.map((tally) => this.#sign * tally.mean),
      estimates: this.estimates,
      used,
    };
  }

  #allocate(best: number, extra: number): OcbaRequest[] {
    const weights = ocbaWeights(
      this.#tallies.map((tally) => tally.variance),
      this.#tallies.map((_, i) => this.#gap(best, i)),
      best,
    );
    const total = this.#used() + extra;
    const wanted = this.#tallies.map((tally, i) => Math.max(0, total * weights[i] - this.#spent(tally)));
    const sum = wanted.reduce((a, b) => a + b, 0);
    const exact = wanted.map((x) => (sum > 0 ? (x * extra) / sum : extra / wanted.length));
    const counts = exact.map(Math.floor);
    // What rounding down left over goes to the greatest remainders, the first system first.
    const byRemainder = exact.map((_, i) => i).sort((i, j) => exact[j] - counts[j] - (exact[i] - counts[i]) || i - j);
    let left = extra - counts.reduce((a, b) => a + b, 0);
    for (const i of byRemainder) {
      if (left <= 0) break;
      counts[i] += 1;
      left -= 1;
    }
    return counts.map((count, system) => ({ system, count })).filter(({ count }) => count > 0);
  }
}

/**
 * Compute the shares of a budget that maximise the approximate probability of correct selection: w_i proportional to
 * (s_i / d_i)^2 for the rivals, and w_b = s_b sqrt(sum of w_i^2 / s_i^2) for the best (Chen et al. 2000, theorem 1).
 * Variances 1, 1, 1 and gaps (to system 0) 1 and 2: weights 1.0308, 1 and 0.25, over their sum.
 */
export function ocbaWeights(variances: readonly number[], gaps: readonly number[], best: number): number[] {
  let sum = 0;
  const raw = variances.map((variance, i) => {
    if (i === best) return 0;
    const weight = variance / (gaps[i] * gaps[i]);
    sum += weight / (gaps[i] * gaps[i]);
    return weight;
  });
  raw[best] = Math.sqrt(variances[best] * sum);
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((weight) => (total > 0 ? weight / total : 1 / raw.length));
}

function wrongSupply(request: unknown): StatisticsError {
  return request === undefined
    ? new StatisticsError("statistics-supply", "the selection is made and takes no further observations")
    : new StatisticsError("statistics-supply", "the observations do not have the shape of the request", { request });
}
