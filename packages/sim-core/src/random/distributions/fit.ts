// From the forms that evidence comes in to a distribution: a mean and its interval, a median and a mean, k of n, k of n in several
// periods or sites, least-likely-most. Each returns a spec that a scenario file could hold.
import { InputError, type Problem } from "../../foundation/errors.ts";
import { expm1, log, normalQuantile } from "../../foundation/math.ts";
import { bisect, logistic, logit } from "./numerics.ts";
import { type DistributionSpec, distributionOf } from "./registry.ts";

/** A fitted distribution and the interval that it really has, to be held against the one that was asked for. */
export interface FittedInterval {
  readonly spec: DistributionSpec;
  readonly low: number;
  readonly high: number;
}

/** What a source prints: an estimate with its interval. */
export interface MeanAndInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Coverage of the interval; 0.95 when left out. */
  readonly level?: number;
  /** `normal` for anything; `lognormal` or `gamma` for positive amounts; `beta` or `logit-normal` for shares. */
  readonly family: "normal" | "lognormal" | "gamma" | "beta" | "logit-normal";
}

/**
 * Fit a distribution to a mean and an interval.
 *
 * The mean is kept exactly. Two numbers cannot in general keep two ends as well: the spread is chosen so that the interval has the
 * stated width, on the log scale for `lognormal` and on the log-odds scale for `logit-normal`.
 *
 * @param evidence mean, ends, level and family
 * @returns the spec and the interval that it has
 * @throws InputError when the mean is not inside the interval, or the interval not inside the family's range
 *
 * Worked number: mean 10 and interval 8.04 to 11.96 is normal(10, 1).
 */
export function fitMeanAndInterval(evidence: MeanAndInterval): FittedInterval {
  const { mean, low, high, family, level = 0.95 } = evidence;
  const share = family === "beta" || family === "logit-normal";
  const least = family === "normal" ? Number.NEGATIVE_INFINITY : 0;
  const most = share ? 1 : Number.POSITIVE_INFINITY;
  const problems: Problem[] = [];
  if (!(level > 0 && level < 1)) {
    problems.push({ path: "level", message: "out of range", found: String(level), allowed: "between 0 and 1" });
  }
  if (!(low < mean && mean < high)) {
    problems.push({
      path: "mean",
      message: "not inside the interval",
      found: String(mean),
      allowed: `between ${low} and ${high}`,
    });
  }
  if (!(low > least && high < most)) {
    problems.push({
      path: "low, high",
      message: `not inside the range of ${family}`,
      found: `${low}, ${high}`,
      allowed: `between ${least} and ${most}`,
    });
  }
  if (problems.length > 0) throw new InputError(problems, "invalid-fit");
  const tail = (1 - level) / 2;
  const width = -2 * normalQuantile(tail);
  const spec = fitSpread(family, mean, low, high, tail, width);
  const fitted = distributionOf(spec);
  return { spec, low: fitted.quantile(tail), high: fitted.quantile(1 - tail) };
}

function fitSpread(
  family: MeanAndInterval["family"],
  mean: number,
  low: number,
  high: number,
  tail: number,
  width: number,
): DistributionSpec {
  if (family === "normal") return { distribution: family, mean, sd: (high - low) / width };
  if (family === "logit-normal") return { distribution: family, mean, sd: (logit(high) - logit(low)) / width };
  if (family === "lognormal") {
    const sigma = log(high / low) / width;
    return { distribution: family, mean, sd: mean * Math.sqrt(expm1(sigma * sigma)) };
  }
  const specOf = (sd: number): DistributionSpec =>
    family === "beta" ? { distribution: "beta", mean, sd } : { distribution: "gamma", mean, sd };
  // The width grows with the standard deviation up to a point; the smallest that reaches the stated width is taken.
  const widthOf = (sd: number): number => {
    const d = distributionOf(specOf(sd));
    return d.quantile(1 - tail) - d.quantile(tail);
  };
  const largest = family === "beta" ? Math.sqrt(mean * (1 - mean)) : 4 * mean;
  let reach = (high - low) / width / 8;
  while (reach < largest && widthOf(reach) < high - low) reach *= 1.25;
  if (!(reach < largest)) {
    throw new InputError(
      [{ path: "low, high", message: `no ${family} distribution with this mean is so wide`, found: `${low}, ${high}` }],
      "invalid-fit",
    );
  }
  return specOf(bisect(widthOf, high - low, reach / 1.25, reach));
}

/**
 * Fit a lognormal distribution to a median and a mean, as surveys print them of sizes and incomes.
 *
 * @param median above 0
 * @param mean above the median
 * @returns the spec
 * @throws InputError when the mean is not above the median
 *
 * Worked number: median 12.4 and mean 19.5 have sigma 0.952.
 */
export function fitMedianAndMean(median: number, mean: number): DistributionSpec {
  const spec: DistributionSpec = { distribution: "lognormal", median, mean };
  distributionOf(spec);
  return spec;
}

/**
 * Fit a beta distribution to k of n: the posterior under Jeffreys' prior, beta(k + 1/2, n - k + 1/2).
 *
 * @param k how many had the property, a whole number from 0 to n
 * @param n how many were asked, a whole number from 1
 * @returns the spec
 * @throws InputError when the counts are not such numbers
 */
export function fitProportion(k: number, n: number): DistributionSpec {
  const problems = countProblems(k, n, "");
  if (problems.length > 0) throw new InputError(problems, "invalid-fit");
  return { distribution: "beta", alpha: k + 0.5, beta: n - k + 0.5 };
}

/** One period or site: k of n. */
export interface Count {
  readonly k: number;
  readonly n: number;
}

/** A fit to several periods or sites, all on the log-odds scale. */
export interface FittedProportions {
  /** The share in a period or site not yet seen: logit-normal. */
  readonly spec: DistributionSpec;
  /** Mean of the log-odds and its standard error. */
  readonly middle: number;
  readonly standardError: number;
  /** Variance between periods beyond what counting explains. */
  readonly betweenVariance: number;
}

/**
 * Fit a logit-normal distribution to k of n in several periods or sites, so that a forecast carries the variation between them.
 *
 * Log-odds with 1/2 added to both counts; the variance between periods by Paule and Mandel (1982), which makes the weighted sum
 * of squares equal its degrees of freedom; the predicted variance is that plus the squared standard error of the middle.
 *
 * @param counts at least two periods
 * @returns the spec for a new period, and its parts
 * @throws InputError when there are fewer than two periods, counts are wrong, or nobody in one period and all of millions in another
 */
export function fitProportions(counts: readonly Count[]): FittedProportions {
  const problems = counts.flatMap(({ k, n }, i) => countProblems(k, n, `counts[${i}].`));
  if (counts.length < 2)
    problems.push({ path: "counts", message: "needs two periods or more", found: String(counts.length) });
  if (problems.length > 0) throw new InputError(problems, "invalid-fit");
  const odds = counts.map(({ k, n }) => log((k + 0.5) / (n - k + 0.5)));
  const within = counts.map(({ k, n }) => 1 / (k + 0.5) + 1 / (n - k + 0.5));
  const excess = (between: number): number => {
    const { middle } = weighted(odds, within, between);
    const squares = odds.reduce(
      (sum, y, i) => sum + ((y - middle) * (y - middle)) / ((within[i] as number) + between),
      0,
    );
    return squares - (counts.length - 1);
  };
  let betweenVariance = 0;
  if (excess(0) > 0) {
    let high = 1;
    while (excess(high) > 0) high *= 2;
    betweenVariance = bisect((between) => -excess(between), 0, 0, high);
  }
  const { middle, standardError } = weighted(odds, within, betweenVariance);
  const sd = Math.sqrt(betweenVariance + standardError * standardError);
  if (sd > 20) {
    const found = counts.map(({ k, n }) => `${k} of ${n}`).join(", ");
    throw new InputError([{ path: "counts", message: "too far apart for one distribution", found }], "invalid-fit");
  }
  return {
    spec: { distribution: "logit-normal", median: logistic(middle), sd },
    middle,
    standardError,
    betweenVariance,
  };
}

/** Inverse-variance weighted mean of log-odds. */
function weighted(
  odds: readonly number[],
  within: readonly number[],
  between: number,
): { middle: number; standardError: number } {
  let weights = 0;
  let sum = 0;
  odds.forEach((y, i) => {
    const weight = 1 / ((within[i] as number) + between);
    weights += weight;
    sum += weight * y;
  });
  return { middle: sum / weights, standardError: Math.sqrt(1 / weights) };
}

function countProblems(k: number, n: number, path: string): Problem[] {
  const problems: Problem[] = [];
  if (!(Number.isSafeInteger(n) && n >= 1)) {
    problems.push({ path: `${path}n`, message: "out of range", found: String(n), allowed: "a whole number from 1" });
  }
  if (!(Number.isSafeInteger(k) && k >= 0 && k <= n)) {
    problems.push({
      path: `${path}k`,
      message: "out of range",
      found: String(k),
      allowed: "a whole number from 0 to n",
    });
  }
  return problems;
}

/**
 * Fit a PERT distribution to what an expert says: least, most likely, most.
 *
 * @param min the least value thought possible
 * @param mode the most likely one
 * @param max the most
 * @returns the spec
 * @throws InputError when they are not in order
 */
export function fitMinModeMax(min: number, mode: number, max: number): DistributionSpec {
  const spec: DistributionSpec = { distribution: "pert", min, mode, max };
  distributionOf(spec);
  return spec;
}
