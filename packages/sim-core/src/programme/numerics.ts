// Numbers that say how finely we compute, not how the world is: resolutions, tolerances, sizes of arrays. Every fact
// about the programme is a parameter; this is the only file of the model that may hold other numerals.

/** Points of a tabulated quantile function. */
export const quantileTableSize = 512;
/** Entry ages over which an exit law is averaged when it is calibrated. */
export const entryAgeGridSize = 24;
/** Halvings of a bisection: enough for the last bit of a double that starts within a factor of 2^10. */
export const bisectionSteps = 64;
/** Evaluations after which a root is taken as it is. */
export const rootSteps = 100;
/** How near to zero, and how narrow, a root's bracket must be. */
export const rootTolerance = 1e-12;
/** Largest hazard a calibration considers, per year. */
export const largestHazard = 64;
/** Trials after which drawing the initial stock by rejection is an error. */
export const rejectionLimit = 100_000;
/** People for whom arrays have room at the start; they grow by doubling. */
export const initialPeople = 65_536;
/** States above and below the mean that a queue's stationary law may span. */
export const queueStates = 4_096;
/** Weight at which the law of a queue is weighed anew, far from what overflows. */
export const largestWeight = 1e100;
/** Probability below which a state of a queue's stationary law is left out. */
export const negligible = 1e-15;
/** Share of a wait's cohort below which an initial wait is cut: nobody has waited for ever. */
export const longestWaitLeft = 0.01;
/** Inhabitants by which rates "per 1,000" are scaled. */
export const perThousand = 1_000;
/** Age below which somebody is counted as young, years. */
export const youngBelow = 30;
/** Hours of a full position a week. */
export const hoursPerWeek = 37.5;
/** Weeks in a model year. */
export const weeksPerYear = 52.1775;
/** Percent in a whole. */
export const percent = 100;
/** Upper limits of municipality size classes, inhabitants. */
export const municipalitySizeLimits: readonly number[] = [5_000, 10_000, 20_000, 50_000];
/** Names of the municipality size classes. */
export const municipalitySizes: readonly string[] = ["<5000", "5000-9999", "10000-19999", "20000-49999", "50000+"];
/** Upper limits of enterprise size classes: VTA revenue in million kroner. */
export const enterpriseSizeLimitsMnok: readonly number[] = [5, 10, 20, 50];
/** Names of the enterprise size classes: VTA revenue in million kroner. */
export const enterpriseSizes: readonly string[] = ["<5", "5-10", "10-20", "20-50", "50+"];
/** Size classes that are told joined too, beside each by itself: the small enterprises, below 10 million kroner, and all others. */
export const joinedEnterpriseSizes: readonly { readonly name: string; readonly classes: readonly string[] }[] = [
  { name: "<10", classes: ["<5", "5-10"] },
  { name: "10+", classes: ["10-20", "20-50", "50+"] },
];
/** Kroner in a million. */
export const million = 1_000_000;
/** Shares of revenue whose loss is reported. */
export const reportedLosses: readonly number[] = [0.1, 0.25, 0.5];
/** Years of tenure at which retention and incidence are read. */
export const reportedTenures = 5;
/** Quantile of waits that is reported beside their mean. */
export const longWaitQuantile = 0.9;
/** Quantiles over enterprises that describe a distribution. */
export const reportedQuantiles: readonly (readonly [name: string, p: number])[] = [
  ["p10", 0.1],
  ["p25", 0.25],
  ["p50", 0.5],
  ["p75", 0.75],
  ["p90", 0.9],
];
/** Rounding slack when a capacity is compared with a load that was summed from shares. */
export const capacitySlack = 1e-9;
/** Positions that no service reaches: where a delivery model sets no ceiling. */
export const noCeiling = 1_000;
/** The four archetypes that a mixed choice draws from: the parameter of each one's weight, and the delivery model. */
export const archetypes = [
  ["municipal.archetype-weight.se", "lillestrom-se"],
  ["municipal.archetype-weight.mentors", "oygarden-mentors"],
  ["municipal.archetype-weight.workstations", "lillestrom-workstations"],
  ["municipal.archetype-weight.bought", "stavanger-pff"],
] as const;
/** Inhabitants for which a delivery model's ceiling of positions holds; larger units have more in proportion. */
export const inhabitantsOfCeiling = 50_000;
/** Calendar year in which model time is 0. */
export const originYear = 2023;
/** Where model time is 0: the day of the initial stock. */
export const originIso = "2023-01-01";
