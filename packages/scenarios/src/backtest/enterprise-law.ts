// The joint law of the national register, fitted to what the report prints of its 59 firms: firms are drawn by the law, larger
// ones are likelier in the sample, and the sample's figures are held against the report's. The law was first fitted to the
// sample as if it were the country; a sample that favours firms with many participants also favours those with much
// subsidy, and that must be fitted together.

import { abcRejection, exp, log, minimise, normalQuantile, type SequentialStream } from "@tiltak/sim-core";
import { drawWeighted, streamOf } from "./draws.ts";
import { selectionPower, surveySize } from "./register-sample.ts";
import { figureOf } from "./targets.ts";

/** Parameters of the law. */
export interface EnterpriseLaw {
  readonly medianMnok: number;
  readonly sigma: number;
  readonly logit: number;
  readonly slope: number;
  readonly sd: number;
}

/** Figures of a survey-like sample under a law, and of its country. */
export interface SurveyFigures {
  readonly mean: number;
  readonly median: number;
  readonly participantsSd: number;
  readonly subsidyShare: number;
  readonly subsidyHalf: number;
  readonly below10: number;
  readonly salesHalf: number;
  readonly smallSubsidyHalf: number;
  /** State subsidies that the law gives all firms, billion kroner of 2022. */
  readonly stateBillion: number;
}

/** A fitted parameter with its range. */
export interface FittedRange {
  readonly point: number;
  readonly low: number;
  readonly high: number;
}

/** The fit. */
export interface EnterpriseFit {
  readonly law: Readonly<Record<keyof EnterpriseLaw, FittedRange>>;
  /** Means over survey-like samples: observed, under the registry's law, under the fitted one with the spread between samples. */
  readonly figures: Readonly<
    Record<keyof SurveyFigures, { observed: number; registry: number; fitted: number; sd: number }>
  >;
  readonly evaluations: number;
  readonly converged: boolean;
}

/** Revenue at which the share's line is fitted, million kroner: the sample's median. */
const referenceMnok = 12.4;
const otherShare = 0.046;
const municipalRatio = 0.359;
/** State places of a sheltered participant, at the middle of what is assumed below half a position. */
const placesPerParticipant = 0.935;
const million = 1e6;
const billion = 1e9;
const half = 0.5;
const small = 20;
const verySmall = 10;
const fittedKeys = [
  "mean",
  "median",
  "participantsSd",
  "subsidyShare",
  "subsidyHalf",
  "below10",
  "stateBillion",
] as const;

/** What the survey says, and for the state's subsidies what participants at the rate of 2022 come to. */
export function observedFigures(): SurveyFigures {
  const stock = figureOf("[vta-participants-sheltered-2023]");
  const rate = 12 * figureOf("[ext-vta-rate-2022-derived.sheltered]");
  return {
    mean: figureOf("[revenue-2022-distribution.mean]"),
    median: figureOf("[revenue-2022-distribution.median]"),
    participantsSd: figureOf("[enterprise-means-table31.vta-2023#2]"),
    subsidyShare: figureOf("([revenue-table32.state] + [revenue-table32.municipal]) / [revenue-table32.total]"),
    subsidyHalf: figureOf("[derived-enterprises-counts.subsidy-half]"),
    below10: 0.415 * figureOf("[revenue-2022-distribution.n]"),
    salesHalf: figureOf("[derived-enterprises-counts.sales-half]"),
    smallSubsidyHalf: figureOf("[small-enterprises-subsidy-dependence.share]"),
    stateBillion: (stock * placesPerParticipant * rate) / billion,
  };
}

/** Chance of one country and its sample, kept while the law varies. */
interface Luck {
  readonly size: Float64Array;
  readonly share: Float64Array;
  readonly sample: () => SequentialStream;
}

/** Draw the figures of one survey-like sample under a law. */
function surveyUnder(law: EnterpriseLaw, luck: Luck, participants: number): SurveyFigures {
  const n = luck.size.length;
  const revenue = new Float64Array(n);
  const share = new Float64Array(n);
  const state = new Float64Array(n);
  let allState = 0;
  for (let e = 0; e < n; e += 1) {
    const mnok = law.medianMnok * exp(law.sigma * (luck.size[e] as number));
    const x = law.logit - law.slope * log(mnok / referenceMnok) + law.sd * (luck.share[e] as number);
    revenue[e] = mnok;
    share[e] = (1 - otherShare) / (1 + exp(-x));
    state[e] = (mnok * (share[e] as number)) / (1 + municipalRatio);
    allState += state[e] as number;
  }
  const people = state.map((x) => (participants * x) / allState);
  const power = selectionPower(people);
  const chosen = drawWeighted(
    luck.sample(),
    people.map((x) => exp(power * log(x))),
    surveySize,
  );
  const total = chosen.reduce((sum, e) => sum + (revenue[e] as number), 0);
  const sorted = chosen.map((e) => revenue[e] as number).sort((a, b) => a - b);
  const meanPeople = chosen.reduce((sum, e) => sum + (people[e] as number), 0) / chosen.length;
  const squares = chosen.reduce(
    (sum, e) => sum + ((people[e] as number) - meanPeople) * ((people[e] as number) - meanPeople),
    0,
  );
  const small20 = chosen.filter((e) => (revenue[e] as number) < small);
  return {
    mean: total / chosen.length,
    median: sorted[Math.floor(chosen.length / 2)] as number,
    participantsSd: Math.sqrt(squares / (chosen.length - 1)),
    subsidyShare: chosen.reduce((sum, e) => sum + (revenue[e] as number) * (share[e] as number), 0) / total,
    subsidyHalf: chosen.filter((e) => (share[e] as number) >= half).length,
    below10: chosen.filter((e) => (revenue[e] as number) < verySmall).length,
    salesHalf: chosen.filter((e) => 1 - otherShare - (share[e] as number) > half).length,
    smallSubsidyHalf: small20.filter((e) => (share[e] as number) > half).length / Math.max(small20.length, 1),
    stateBillion: (allState * million) / billion,
  };
}

function luckOf(seed: string, name: string, count: number): Luck {
  const stream = streamOf(seed, "enterprise-law", name);
  const quantiles = Float64Array.from({ length: count }, (_, e) => normalQuantile((e + half) / count));
  return {
    size: shuffled(quantiles, stream),
    share: shuffled(quantiles, stream),
    sample: () => streamOf(seed, "enterprise-sample", name),
  };
}

function shuffled(values: Float64Array, stream: SequentialStream): Float64Array {
  const copy = values.slice();
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(stream.uniform() * (i + 1));
    const kept = copy[i] as number;
    copy[i] = copy[j] as number;
    copy[j] = kept;
  }
  return copy;
}

const keys = ["medianMnok", "sigma", "logit", "slope", "sd"] as const;
/** Where fits may go. */
const bounds = {
  medianMnok: [4, 14],
  sigma: [0.5, 1.4],
  logit: [-1.5, 1.5],
  slope: [-0.5, 1.2],
  sd: [0.3, 2],
} as const satisfies Readonly<Record<keyof EnterpriseLaw, readonly [number, number]>>;

/**
 * Fit the law: the point by least squares on the mean figures of many samples (Nelder and Mead, the same luck for every law), the
 * range by rejection (each draw of the law shows one sample of 59, and those nearest the report's are kept).
 *
 * @param registry the law that the registry holds
 * @param seed of chance
 * @param effort samples that means are taken over, draws of the rejection, and most evaluations of the search
 */
export function fitEnterpriseLaw(
  registry: EnterpriseLaw,
  seed: string,
  effort: { readonly samples: number; readonly draws: number; readonly evaluations: number },
): EnterpriseFit {
  const observed = observedFigures();
  const count = Math.round(figureOf("[ext-enterprises-with-vta]"));
  const participants = figureOf("[vta-participants-sheltered-2023]");
  const lucks = Array.from({ length: effort.samples }, (_, k) => luckOf(seed, String(k), count));
  const figures = (law: EnterpriseLaw): readonly SurveyFigures[] =>
    lucks.map((luck) => surveyUnder(law, luck, participants));
  const mean = (list: readonly SurveyFigures[], key: keyof SurveyFigures): number =>
    list.reduce((sum, one) => sum + one[key], 0) / list.length;
  const spread = (list: readonly SurveyFigures[], key: keyof SurveyFigures): number => {
    const centre = mean(list, key);
    return Math.sqrt(list.reduce((sum, one) => sum + (one[key] - centre) * (one[key] - centre), 0) / (list.length - 1));
  };
  const atRegistry = figures(registry);
  // What counts as near: the spread between samples; for the state's total, which has none, half the width of its check.
  const scale = (key: keyof SurveyFigures): number =>
    key === "stateBillion" ? stateTolerance : Math.max(spread(atRegistry, key), 1e-6);
  const scales = new Map(fittedKeys.map((key) => [key, scale(key)]));
  const lawOf = (point: readonly number[]): EnterpriseLaw =>
    Object.fromEntries(keys.map((key, i) => [key, point[i]])) as unknown as EnterpriseLaw;
  const distance = (point: readonly number[]): number => {
    const list = figures(lawOf(point));
    return fittedKeys.reduce((sum, key) => {
      const gap = (mean(list, key) - observed[key]) / (scales.get(key) as number);
      return sum + gap * gap;
    }, 0);
  };
  const found = minimise(distance, {
    start: keys.map((key) => registry[key]),
    step: [1, 0.1, -0.3, 0.15, 0.15],
    bounds: keys.map((key) => bounds[key]),
    valueTolerance: 1e-3,
    pointTolerance: 0.02,
    mostEvaluations: effort.evaluations,
  });
  const stream = streamOf(seed, "enterprise-prior");
  const draws: number[][] = [];
  const summaries: number[][] = [];
  for (let d = 0; d < effort.draws; d += 1) {
    const point = keys.map((key) => {
      const [low, high] = bounds[key];
      return low + (high - low) * stream.uniform();
    });
    const one = surveyUnder(lawOf(point), luckOf(seed, `draw ${d}`, count), participants);
    draws.push(point);
    summaries.push(fittedKeys.map((key) => one[key] / (scales.get(key) as number)));
  }
  const target = fittedKeys.map((key) => observed[key] / (scales.get(key) as number));
  const { posterior } = abcRejection(draws, summaries, target, acceptedShare);
  const atFit = figures(lawOf(found.point));
  return {
    law: Object.fromEntries(
      keys.map((key, i) => [key, { point: found.point[i], low: posterior[i]?.p05, high: posterior[i]?.p95 }]),
    ) as unknown as EnterpriseFit["law"],
    figures: Object.fromEntries(
      (Object.keys(observed) as (keyof SurveyFigures)[]).map((key) => [
        key,
        { observed: observed[key], registry: mean(atRegistry, key), fitted: mean(atFit, key), sd: spread(atFit, key) },
      ]),
    ) as unknown as EnterpriseFit["figures"],
    evaluations: found.evaluations,
    converged: found.converged,
  };
}

/** Half the width of the check on state subsidies, 1.46 to 1.68 billion kroner. */
const stateTolerance = 0.11;
const acceptedShare = 0.05;
