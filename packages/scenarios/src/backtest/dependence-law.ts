// How dependent on subsidies the survey's 59 firms are: a logit-normal share around a line that falls with revenue. Two figures
// of the 59 (pooled share, how many have at least half) do not settle three parameters, so the law is a posterior sample:
// draws from the prior whose simulated 59 firms come nearest the two figures. What they say of the same firms beyond the
// two figures is the forecast.

import { abcRejection, exp, normalQuantile } from "@tiltak/sim-core";
import { drawSpec, streamOf } from "./draws.ts";
import { figureOf } from "./targets.ts";

/** One draw of the law that comes near the two figures, and what its 59 firms look like otherwise. */
export interface DependenceDraw {
  readonly logit: number;
  readonly slope: number;
  readonly sd: number;
  readonly salesHalf: number;
  /** Of the firms below 20 million: the 40 smallest. */
  readonly smallSubsidyHalf: number;
  readonly subsidyHalf: number;
  readonly subsidyShare: number;
}

/** Distributions of the three parameters before the two figures, as parameters write them. */
export interface DependencePrior {
  readonly logit: string;
  readonly slope: string;
  readonly sd: string;
  readonly sigma: number;
  readonly other: number;
}

const half = 0.5;

/**
 * Sample the law given the pooled subsidy share and how many of the 59 have at least half subsidies.
 *
 * @param prior of the parameters
 * @param seed of chance
 * @param draws from the prior, and the share of them that is kept
 */
export function dependencePosterior(
  prior: DependencePrior,
  seed: string,
  draws = 12_000,
  accept = 0.025,
): readonly DependenceDraw[] {
  const n = figureOf("[revenue-2022-distribution.n]");
  const small = figureOf("[small-enterprises-subsidy-dependence.n]");
  const pooled = figureOf("([revenue-table32.state] + [revenue-table32.municipal]) / [revenue-table32.total]");
  const counted = figureOf("[derived-enterprises-counts.subsidy-half]");
  const stream = streamOf(seed, "dependence");
  // Revenue relative to the sample's median, at the middles of equal shares: its median and mean are reported.
  const logs = Array.from({ length: n }, (_, i) => prior.sigma * normalQuantile((i + half) / n));
  const revenue = logs.map((x) => exp(x));
  const total = revenue.reduce((a, b) => a + b, 0);
  const parameters: number[][] = [];
  const summaries: number[][] = [];
  const others: { readonly salesHalf: number; readonly smallSubsidyHalf: number }[] = [];
  for (let d = 0; d < draws; d += 1) {
    const logit = drawSpec(stream, prior.logit);
    const slope = drawSpec(stream, prior.slope);
    const sd = drawSpec(stream, prior.sd);
    let subsidies = 0;
    let subsidyHalf = 0;
    let salesHalf = 0;
    let smallSubsidyHalf = 0;
    for (let i = 0; i < n; i += 1) {
      const x = logit - slope * (logs[i] as number) + sd * stream.normal();
      const share = (1 - prior.other) / (1 + exp(-x));
      subsidies += share * (revenue[i] as number);
      if (share >= half) subsidyHalf += 1;
      if (1 - prior.other - share > half) salesHalf += 1;
      if (i < small && share > half) smallSubsidyHalf += 1;
    }
    parameters.push([logit, slope, sd]);
    summaries.push([subsidies / total, subsidyHalf]);
    others.push({ salesHalf, smallSubsidyHalf });
  }
  const { accepted } = abcRejection(parameters, summaries, [pooled, counted], accept);
  return accepted.map((d): DependenceDraw => {
    const [logit, slope, sd] = parameters[d] as [number, number, number];
    const [subsidyShare, subsidyHalf] = summaries[d] as [number, number];
    return { logit, slope, sd, subsidyShare, subsidyHalf, ...(others[d] as (typeof others)[number]) };
  });
}
