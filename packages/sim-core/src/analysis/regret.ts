// Choosing under deep uncertainty: how each policy does over many possible worlds, by criteria that do not need probabilities
// (regret, worst case, satisficing; McPhail et al. 2018) beside the plain mean. Says which does least badly, never "best".

import { mean, quantileType7 } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";

/** How to judge. */
export interface RegretOptions {
  readonly goal: "greatest" | "least";
  /** What an outcome must reach (or stay below, for "least") to be good enough. */
  readonly threshold: number;
}

/** How one policy does over the worlds. */
export interface PolicyRobustness {
  readonly policy: number;
  readonly meanOutcome: number;
  /** The worst outcome over the worlds. */
  readonly worstOutcome: number;
  readonly meanRegret: number;
  readonly maxRegret: number;
  /** Type-7 quantile of regret at 0.9: the worst case without its last tenth. */
  readonly regretP90: number;
  /** Share of worlds in which the outcome is good enough. */
  readonly satisficing: number;
}

/** All policies, and which is least bad by each criterion; a tie goes to the first. */
export interface RegretAnalysis {
  readonly worlds: number;
  /** Worlds left out because some policy was undefined in them. */
  readonly undefinedWorlds: number;
  readonly policies: readonly PolicyRobustness[];
  readonly leastBad: {
    readonly maxRegret: number;
    readonly meanRegret: number;
    readonly worstOutcome: number;
    readonly satisficing: number;
    readonly meanOutcome: number;
  };
  /** Regret of each policy in each world used; 0 for the policy that does best there. */
  readonly regrets: readonly Float64Array[];
}

/**
 * Judge policies over worlds. `outcomes[p][w]` is what policy p brings in world w (a parameter draw, averaged over its chance runs).
 *
 * Outcomes (3, 0) and (1, 2), more is better: greatest regrets 2 and 2, mean regrets 1 and 1, worst outcomes 0 and 1.
 *
 * @throws AnalysisError `analysis-outcomes` without policies, with unequal numbers of worlds, or with no world defined for all
 */
export function regret(outcomes: readonly ArrayLike<number>[], options: RegretOptions): RegretAnalysis {
  const all = outcomes[0]?.length ?? 0;
  if (outcomes.length === 0 || outcomes.some((o) => o.length !== all)) {
    throw new AnalysisError("analysis-outcomes", "regret takes at least one policy and as many outcomes for each", {
      worlds: outcomes.map((o) => o.length),
    });
  }
  const sign = options.goal === "greatest" ? 1 : -1;
  const kept: number[] = [];
  for (let w = 0; w < all; w += 1) if (outcomes.every((o) => Number.isFinite(o[w]))) kept.push(w);
  if (kept.length === 0)
    throw new AnalysisError("analysis-outcomes", "no world is defined for every policy", { worlds: all });
  const scores = outcomes.map((o) => Float64Array.from(kept, (w) => sign * o[w]));
  const best = Float64Array.from(kept, (_, i) => Math.max(...scores.map((s) => s[i])));
  const regrets = scores.map((s) => s.map((score, i) => best[i] - score));
  const policies = scores.map((s, policy): PolicyRobustness => {
    const own = regrets[policy];
    return {
      policy,
      meanOutcome: sign * mean(s),
      worstOutcome: sign * quantileType7(s, 0),
      meanRegret: mean(own),
      maxRegret: quantileType7(own, 1),
      regretP90: quantileType7(own, 0.9),
      satisficing: mean(s.map((score) => (score >= sign * options.threshold ? 1 : 0))),
    };
  });
  const leastBy = (badness: (p: PolicyRobustness) => number): number =>
    policies.reduce((least, p) => (badness(p) < badness(policies[least]) ? p.policy : least), 0);
  return {
    worlds: kept.length,
    undefinedWorlds: all - kept.length,
    policies,
    leastBad: {
      maxRegret: leastBy((p) => p.maxRegret),
      meanRegret: leastBy((p) => p.meanRegret),
      worstOutcome: leastBy((p) => -sign * p.worstOutcome),
      satisficing: leastBy((p) => -p.satisficing),
      meanOutcome: leastBy((p) => -sign * p.meanOutcome),
    },
    regrets,
  };
}
