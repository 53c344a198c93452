// The predictors: for each target a sample of what the model would have the source print, sampling noise of the observed sample
// size and the source's own rounding included. Held-out predictions use the replacements of the targets' file; the lines of the
// sites leave out the site that is predicted.

import { exp, type ParameterSpec, type ScenarioInput } from "@tiltak/sim-core";
import { loadEvidence } from "../evidence.ts";
import { defaultQuantity } from "../schema/quantity.ts";
import { type DependenceDraw, dependencePosterior } from "./dependence-law.ts";
import { drawBinomial, drawPoisson, drawSampleShare, drawSpec, streamOf, toSteps } from "./draws.ts";
import { linesFor } from "./held-out.ts";
import {
  countryFrom2023,
  type NationalOptions,
  type Reading,
  readings,
  specsOf,
  type Values,
  valuesOf,
} from "./national.ts";
import {
  drawLeaving,
  drawNormal,
  drawPositionNoise,
  drawStartersGone,
  drawStock,
  growthLaw,
  leavingLaw,
  meanLeaving,
  type Pool,
  poolOf,
  positionLaw,
} from "./sites.ts";
import { figureOf, loadTargets, type Target, type Targets } from "./targets.ts";
import { type TrialValues, trialValues } from "./trial-scenario.ts";

/** The sample of one forecast, and the naive ones beside it. */
export interface Forecast {
  readonly target: Target;
  /** Draws of what the source would print; one number for a figure that follows by arithmetic. */
  readonly sample: Float64Array;
  /** "Nothing changes", where an earlier figure is known. */
  readonly noChange?: number;
  /** "As the mean of the other sites", for sites. */
  readonly otherSites?: number;
  /** A reading that the row is of. */
  readonly reading?: Reading;
}

/** Draws of a forecast that needs no simulation, and of noise for each replication of one that does. */
const siteDraws = 4000;
const noiseDraws = 40;
const activeCauses = ["ordinary-work", "ordinary-vta", "education", "other-programme"] as const;
const bySetting = (setting: string): string => JSON.stringify({ setting });

/** What all predictors share. */
interface World {
  readonly all: Targets;
  readonly seed: string;
  /** Specs that were looked up, by role and parameter. */
  readonly specs: Map<string, ParameterSpec>;
  /** The scenario of the trial. */
  readonly trial: TrialValues;
  /** The law of subsidy dependence, drawn when the first target asks for it. */
  dependence?: readonly DependenceDraw[];
  readonly before: Values;
  readonly today: Values;
}

/**
 * Forecast every target.
 *
 * @param options seed, replications of the national runs (even, at least 2), and who simulates
 * @returns one forecast a target, in the order of the file; targets of the readings have one a reading
 */
export async function forecastAll(options: NationalOptions): Promise<readonly Forecast[]> {
  const all = loadTargets();
  const { seed } = options;
  const [before] = await valuesOf("before", [countryFrom2023(2, specsOf(all.replacements))], options);
  const half = { ...options, replications: evenHalf(options.replications) };
  const [today] = await valuesOf("today", [countryFrom2023(1)], half);
  const ofReadings = await forecastReadings(half);
  const trial = await trialValues(half);
  const world: World = {
    all,
    seed,
    specs: new Map(),
    trial,
    before: before as Values,
    today: today as Values,
  };
  return all.targets.flatMap((target) => {
    const mine = ofReadings.filter((forecast) => forecast.target === target);
    return mine.length > 0 ? mine : forecastOf(target, world);
  });
}

/**
 * Forecast the two figures of ordinary workplaces as the simulated baseline has them, under each reading.
 *
 * @param options as `forecastAll`, which uses half as many replications for these
 */
export async function forecastReadings(options: NationalOptions): Promise<readonly Forecast[]> {
  const all = loadTargets();
  const byReading = await valuesOf("readings", readings.map(readingScenario), options);
  const values = new Map(readings.map((reading, i) => [reading, byReading[i] as Values]));
  return all.targets.flatMap((target) => {
    const { name } = target.predictor;
    if (name !== "reading-share" && name !== "reading-mean") return [];
    return readings.map((reading) => ({
      target,
      reading,
      sample: rounded(readingSample(name, reading, values), target),
    }));
  });
}

/**
 * Forecast the targets that need no run of the programme model: sites from one another, laws of growth and dependence, arithmetic.
 *
 * @param seed of chance
 * @returns the same forecasts as `forecastAll` for these targets, in the order of the file
 */
export function forecastWithoutRuns(seed: string): readonly Forecast[] {
  const all = loadTargets();
  const none = (what: string | readonly string[]): never => {
    throw new Error(`${what} needs a run`);
  };
  const needsRun = /^(programme|register|reading|trial)-/;
  const world: World = { all, seed, specs: new Map(), trial: none, before: none, today: none };
  return all.targets
    .filter(({ predictor }) => !needsRun.test(predictor.name))
    .map((target) => forecastOf(target, world));
}

/** Years over which the baseline's own two figures are read. */
const readingYears = 2;

/**
 * Make the baseline under a reading: lengths of spells or jobs are read off the level one by stock over flow, which needs a
 * steady state; the elapsed tenure of the stock belongs to the stock as it has grown.
 */
function readingScenario(reading: Reading): ScenarioInput {
  const scenario = reading === "elapsed" ? "baseline" : "baseline-level";
  return { ...countryFrom2023(readingYears, { "exit.ordinary-reading": reading }, scenario), id: reading };
}

/** Half of an even number, even, at least 2. */
function evenHalf(replications: number): number {
  return Math.max(2, 2 * Math.round(replications / 4));
}

function forecastOf(target: Target, world: World): Forecast {
  const forecast = nationalSample(target, world) ?? siteForecast(target, world);
  if (forecast === undefined) throw new Error(`${target.id}: no predictor is called ${target.predictor.name}`);
  const noChange = target["no-change"];
  return {
    target,
    sample: rounded(forecast.sample, target),
    ...(noChange === undefined ? {} : { noChange: figureOf(noChange) }),
    ...(forecast.otherSites === undefined ? {} : { otherSites: forecast.otherSites }),
  };
}

function rounded(sample: Float64Array, target: Target): Float64Array {
  return target.role === "derived" ? sample : sample.map((x) => toSteps(x, target.rounding));
}

interface Sampled {
  readonly sample: Float64Array;
  readonly otherSites?: number;
}

/** The two figures as the simulated baseline has them. */
function readingSample(name: string, reading: Reading, byReading: ReadonlyMap<Reading, Values>): Float64Array {
  const values = byReading.get(reading) as Values;
  const group = bySetting("ordinary");
  if (name === "reading-share") return meanOverYears(values, "dropout-within-3-years", group);
  if (reading === "elapsed") return values("tenure-mean", group, 0).slice();
  const lived = values("person-years", group, readingYears);
  const ended = values("spells-ended", group, readingYears);
  // Stock over flow: the mean length of spells, or of jobs when a dropout leads to the next one.
  return lived.map((years, r) => {
    let ends = ended[r] as number;
    if (reading === "job")
      for (let year = 1; year <= readingYears; year += 1) ends += values("job-changes", "{}", year)[r] as number;
    return years / ends;
  });
}

function meanOverYears(values: Values, measure: string, group: string): Float64Array {
  const years = Array.from({ length: readingYears }, (_, i) => values(measure, group, i + 1));
  return (years[0] as Float64Array).map(
    (_, r) => years.reduce((sum, year) => sum + (year[r] as number), 0) / years.length,
  );
}

/** Predictors of national figures. */
function nationalSample(target: Target, world: World): Sampled | undefined {
  const { predictor } = target;
  const stream = streamOf(world.seed, target.id);
  const n = target.n === undefined ? 0 : Math.round(figureOf(target.n));
  const setting = String(predictor.setting);
  switch (predictor.name) {
    case "arithmetic":
      return { sample: Float64Array.of(figureOf(String(predictor.formula))) };
    case "programme-stock":
      return { sample: world.today("participants", bySetting(setting), 0).slice() };
    case "programme-young":
      return { sample: world.today("young-share", bySetting(setting), 0).slice() };
    case "trial-scenario":
      return { sample: world.trial(predictor.municipalities as string[], Number(predictor.time)).slice() };
    case "register-sample":
      return { sample: world.today("register-sample", JSON.stringify({ kind: String(predictor.figure) }), 0).slice() };
    case "programme-exits": {
      const left = world.before("exits", bySetting("sheltered"), 1);
      const stock = world.before("participants", bySetting("sheltered"), 0);
      const shares = left.map((x, r) => x / (stock[r] as number));
      return { sample: withNoise(shares, (p, r) => drawSampleShare(stream, p, n, stock[r] as number)) };
    }
    case "programme-active-share": {
      const left = world.before("exits", bySetting("sheltered"), 1);
      const active = left.map((_, r) =>
        activeCauses.reduce(
          (sum, cause) =>
            sum + (world.before("exits", JSON.stringify({ cause, setting: "sheltered" }), 1)[r] as number),
          0,
        ),
      );
      const shares = active.map((x, r) => x / (left[r] as number));
      return { sample: withNoise(shares, (p, r) => drawSampleShare(stream, p, n, left[r] as number)) };
    }
    case "programme-participants": {
      // The model reports at new years; between two of them participants are read off the line.
      const years = Number(predictor.years);
      const from = Math.floor(years);
      const first = world.before("participants", "{}", from);
      const next = world.before("participants", "{}", from + 1);
      return { sample: first.map((x, r) => x + (years - from) * ((next[r] as number) - x)) };
    }
    case "growth-law": {
      const start = figureOf(String(target["no-change"]));
      const step = target.rounding ?? 0;
      return {
        sample: Float64Array.from({ length: siteDraws }, () => {
          const share = start + step * (stream.uniform() - 1 / 2);
          const faster =
            drawSpec(stream, specFor("stock.growth-before-start-ordinary", target, world)) -
            drawSpec(stream, specFor("stock.growth-before-start-sheltered", target, world));
          const odds = (share / (1 - share)) * exp(faster * Number(predictor.years));
          return odds / (1 + odds);
        }),
      };
    }
    case "survey-ratio": {
      const before = figureOf(String(predictor["n-before"]));
      return {
        sample: Float64Array.from({ length: siteDraws }, () => {
          const ratio = drawSpec(stream, specFor(String(predictor.parameter), target, world));
          const between = drawSpec(stream, String(predictor["between-enterprises"]));
          return ratio * (1 + between * Math.sqrt(1 / n + 1 / before) * stream.normal());
        }),
      };
    }
    case "half-places":
      return {
        sample: Float64Array.from({ length: siteDraws }, () => {
          const share = drawSpec(stream, specFor(String(predictor.parameter), target, world));
          return drawBinomial(stream, n, share) / n;
        }),
      };
    case "dependence-law": {
      world.dependence ??= dependencePosterior(dependencePrior(world.all), world.seed);
      const pick = predictor.figure === "sales-half" ? "salesHalf" : "smallSubsidyHalf";
      return { sample: Float64Array.from(world.dependence, (draw) => draw[pick]) };
    }
    default:
      return undefined;
  }
}

/** What was known of the subsidy law before its two figures. */
export function dependencePrior(all: Targets): Parameters<typeof dependencePosterior>[0] {
  const written = new Map(all.replacements.map((one) => [one.parameter, one]));
  const distribution = (id: string): string => written.get(id)?.distribution ?? "";
  return {
    logit: distribution("enterprise.subsidy-share-logit"),
    slope: distribution("enterprise.subsidy-share-slope"),
    sd: distribution("enterprise.subsidy-share-sd"),
    sigma: written.get("enterprise.revenue-sigma")?.value ?? Number.NaN,
    other: figureOf("[revenue-table32.other] / [revenue-table32.total]"),
  };
}

function withNoise(shares: Float64Array, noisy: (share: number, replication: number) => number): Float64Array {
  return Float64Array.from({ length: shares.length * noiseDraws }, (_, k) => {
    const r = k % shares.length;
    return noisy(shares[r] as number, r);
  });
}

/** What a parameter holds in a forecast: the replacement in a held-out one, else the registry's own. */
function specFor(id: string, target: Target, world: World): ParameterSpec {
  const heldOut = target.role === "held-out";
  const key = `${heldOut} ${id}`;
  let spec = world.specs.get(key);
  if (spec === undefined) {
    spec = heldOut ? specsOf(world.all.replacements)[id] : undefined;
    const entry = loadEvidence().parameters.get(id);
    if (entry === undefined) throw new Error(`no parameter is called ${id}`);
    spec ??= defaultQuantity(entry).spec;
    world.specs.set(key, spec);
  }
  return spec;
}

/** Predictors of the sites of the trial: a site from the others. */
function siteForecast(target: Target, world: World): Sampled | undefined {
  const { predictor } = target;
  const stream = streamOf(world.seed, target.id);
  const pool = poolOf(linesFor(target, world.all), loadEvidence());
  const leaving = leavingLaw(pool.leaving);
  const hazard = meanLeaving(pool.leaving);
  const draw = (one: () => number): Float64Array => Float64Array.from({ length: siteDraws }, one);
  const n = target.n === undefined ? 0 : Math.round(figureOf(target.n));
  switch (predictor.name) {
    case "site-stock": {
      const people = figureOf(String(target["no-change"]));
      const years = Number(predictor.years);
      const growth = growthLaw(pool);
      return {
        sample: draw(() => drawStock(stream, people, drawLeaving(leaving, stream), drawNormal(growth, stream), years)),
        otherSites: people * exp(meanGrowth(pool) * years),
      };
    }
    case "site-leavers": {
      const first = figureOf("[indre-fosen-participants-range#1]");
      const ramp = Number(predictor["ramp-years"]);
      const years = Number(predictor.years);
      const gone = (exposure: number): number => 1 - exp(-hazard * exposure);
      return {
        sample: draw(() => drawStartersGone(stream, n, first, ramp, years, drawLeaving(leaving, stream))),
        otherSites: first * gone(years - ramp / 2) + (n - first) * gone((years - ramp) / 2),
      };
    }
    case "site-stayers": {
      const [from, to] = predictor.years as [number, number];
      return {
        sample: draw(() => {
          const years = from + (to - from) * stream.uniform();
          return drawBinomial(stream, n, exp(-drawLeaving(leaving, stream) * years));
        }),
        otherSites: n * exp((-hazard * (from + to)) / 2),
      };
    }
    case "site-turnover": {
      const exposure = Number(predictor.years) * figureOf("[stavanger-split-2019.cafe]");
      return {
        sample: draw(() => drawPoisson(stream, drawLeaving(leaving, stream) * exposure)),
        otherSites: hazard * exposure,
      };
    }
    case "site-moves":
      return {
        sample: draw(() => {
          const active = drawSpec(stream, specFor("exit.sheltered-active-share", target, world));
          const toOrdinary = drawSpec(stream, specFor("exit.active-to-ordinary-vta-share", target, world));
          const rate = drawLeaving(leaving, stream) * active * toOrdinary;
          return drawBinomial(stream, n, 1 - exp(-rate * Number(predictor.years)));
        }),
      };
    case "site-position": {
      const law = positionLaw(pool);
      const bought = predictor.bought === undefined ? 0 : figureOf(String(predictor.bought));
      return {
        sample: draw(() => {
          const own = drawNormal(law, stream);
          const inEnterprise = bought === 0 ? 0 : enterprisePosition(stream, target, world);
          return (1 - bought) * own + bought * inEnterprise + drawPositionNoise(n, stream);
        }),
        otherSites: pool.positions.reduce((sum, { value }) => sum + value, 0) / pool.positions.length,
      };
    }
    default:
      return undefined;
  }
}

/** Draw the mean position in an enterprise by the model's own law of positions. */
function enterprisePosition(stream: ReturnType<typeof streamOf>, target: Target, world: World): number {
  const of = (id: string): number => drawSpec(stream, specFor(id, target, world));
  const below = of("position.share-below-half");
  const full = of("position.share-full");
  const half = of("position.half");
  return below * ((of("position.minimum") + half) / 2) + full + (1 - below - full) * ((half + 1) / 2);
}

/** Plain mean of the other sites' yearly growth of the logarithm. */
function meanGrowth(pool: Pool): number {
  return pool.growth.reduce((sum, { value }) => sum + value, 0) / pool.growth.length;
}
