// Estimates for the gallery that no model made: every measure that a chart is drawn from, with values of the size that a national
// run has, wide and narrow intervals, scenarios with the longest names. Charts are pure functions of rows; a test of their
// geometry needs no simulation.

import type { ResolvedScenario } from "@tiltak/scenarios";
import type { Difference, Estimate, Group } from "@tiltak/sim-core";
import {
  bounds,
  causes,
  deliveryModelIds,
  enterpriseSizes,
  municipalitySizes,
  settings,
} from "@tiltak/sim-core/programme";
import type { BacktestRow, ChartInput, EnterpriseChange } from "../../src/charts/index.ts";

const years = 10;
/** What decides the rows. */
export interface Synthetic {
  readonly lang: "nb" | "en";
  readonly greyscale?: boolean;
  readonly width?: number;
  /** How many scenarios; two by default. */
  readonly scenarios?: number;
  /** Names instead of the usual ones. */
  readonly name?: (index: number) => string;
  /** Half-width of every interval as a share of the value; undefined as with a single draw, which has none. */
  readonly error?: number | undefined;
  /** Leave every fifth row without numbers, as where small counts are hidden. */
  readonly hidden?: boolean;
}

/** Make an input that every kind of chart can be drawn from. */
export function syntheticInput(options: Synthetic): ChartInput {
  const { lang, name } = options;
  const error = "error" in options ? (options.error ?? 0) : 0.02;
  const counts = "error" in options && options.error === undefined ? { n: 1, runs: 2, failed: 0 } : usualCounts;
  const scenarios = Array.from({ length: options.scenarios ?? 2 }, (_, i) => scenarioOf(i, name?.(i)));
  const estimates: Estimate[] = [];
  const differences: Difference[] = [];
  const add = (measure: string, group: Group, time: number, value: (scenario: number) => number): void => {
    const means = scenarios.map((_, i) => value(i));
    scenarios.forEach(({ id }, i) => {
      estimates.push({
        scenario: id,
        point: null,
        measure,
        group,
        time,
        ...counts,
        ...spread(means[i] as number, error),
      });
    });
    scenarios.slice(1).forEach(({ id }, i) => {
      const { mean, halfWidth, level, ...quantiles } = spread(
        (means[i + 1] as number) - (means[0] as number),
        error * 3,
      );
      differences.push({
        a: scenarios[0]?.id ?? "",
        b: id,
        point: null,
        measure,
        group,
        time,
        ...counts,
        mean,
        halfWidth,
        level,
        ...quantiles,
        jointHalfWidth: halfWidth,
        probabilityAbove0: (mean ?? 0) > 0 ? 0.9 : 0.04,
      });
    });
  };
  for (let time = 0; time <= years; time++) {
    const t = time / years;
    const shares = (i: number): readonly number[] =>
      i % 2 === 0 ? [0.7, 0.3, 0, 0] : [0.7 - 0.6 * t, 0.3, 0.35 * t, 0.1 * t];
    add("participants", {}, time, (i) => 12_900 + 800 * t - 4000 * t * (i % 2));
    settings.forEach((setting, s) => {
      add("participants", { setting }, time, (i) => 12_900 * (shares(i)[s] as number));
    });
    add("match-quality", {}, time, (i) => 0.82 - 0.05 * t * i);
    add("same-follower-after-1-year", {}, time, (i) => 0.61 - 0.2 * t * i);
    add("ordinary-share", {}, time, (i) => 0.27 + 0.2 * t * i);
    add("candidates-waiting", {}, time, (i) => 3100 + 6200 * t * i);
    add("people-who-lost-their-place", {}, time, (i) => 4300 * t * (i + 0.001));
    add("enterprises-closed", {}, time, (i) => 3 * t + 120 * t * i);
    municipalitySizes.forEach((size, k) => {
      add("coverage", { "municipality-size": size }, time, (i) => 3.4 - 0.2 * k - 1.1 * t * i);
    });
    add("coverage", {}, time, (i) => 2.6 - t * i);
    if (time === 0) continue;
    bounds.forEach((bound, k) => {
      add("placement-bound-by", { bound }, time, (i) => 900 / (1 + Math.abs(k - 2 * i)) + 40 * t);
    });
    add("cost", { payer: "state" }, time, (i) => 2.9e9 - 9e8 * t * i);
    add("cost", { payer: "municipality" }, time, (i) => 3.1e8 + 7.4e8 * t * i);
    add("cost", {}, time, (i) => 3.21e9 - 1.6e8 * t * i);
    const ledger: Readonly<Record<string, (i: number) => number>> = {
      "place-subsidy": (i) => 2.1e9 - 1.8e9 * t * i,
      "ordinary-subsidy": () => 8.0e8,
      "frame-grant": (i) => 1.6e9 * t * i,
      "municipal-subsidy": (i) => 3.1e8 - 2.4e8 * t * i,
      "place-purchase": (i) => 5.2e8 * t * i,
      supervision: (i) => 6.3e8 * t * i,
      "employer-subsidy": (i) => 4.0e7 * t * i,
      "bonus-wage": (i) => 1.2e8 * t * i,
      "grant-unspent": (i) => 5.7e8 * t * i,
      "transition-grant": () => 0,
    };
    for (const [kind, value] of Object.entries(ledger)) add("payments", { kind }, time, value);
    add("grant-unspent", {}, time, (i) => 5.7e8 * t * i);
    add("owners-deficit-share", {}, time, (i) => 1.4e8 * t * i - 2e7);
    add("net-public-cost", {}, time, (i) => 3.19e9 - 5.9e8 * t * i);
    add("cost-per-participant", {}, time, (i) => 213_000 - 14_000 * i);
    add("cost-per-place", {}, time, (i) => 221_000 + 9000 * i);
    add("cost-per-position", {}, time, (i) => 302_000 + 61_000 * i);
    const moves: Readonly<Record<string, number>> = {
      "outside>waiting": 1500,
      "waiting>sheltered": 820,
      "waiting>ordinary": 610,
      "waiting>municipal": 300,
      "waiting>municipal-ordinary": 90,
      "waiting>outside": 310,
      "sheltered>waiting": 240,
      "sheltered>ordinary": 130,
      "sheltered>outside": 540,
      "sheltered>municipal": 410,
      "ordinary>outside": 390,
      "ordinary>waiting": 180,
      "municipal>outside": 70,
      "municipal-ordinary>outside": 3,
    };
    for (const [kind, people] of Object.entries(moves))
      add("moves", { kind }, time, (i) => (kind.includes("municipal") ? people * i : people * (1 + i * t)));
    [...enterpriseSizes.map((size) => ({ "enterprise-size": size })), {}].forEach((group: Group, k) => {
      ["p10", "p25", "p50", "p75", "p90"].forEach((kind, q) => {
        add(
          "enterprise-revenue-change",
          { ...group, kind },
          time,
          (i) => (0.05 + (q - 2) * 0.12) * t - 0.55 * i * t + 0.03 * k * i,
        );
      });
    });
    for (const kind of ["10", "25", "50"]) add("enterprises-losing", { kind }, time, (i) => (0.03 + 0.6 * i) * t);
  }
  for (let k = 1; k <= 5; k++) {
    settings.forEach((setting, s) => {
      add("retention", { setting, kind: String(k) }, years, (i) => (0.93 - 0.05 * s - 0.02 * i) ** k);
      causes.forEach((cause, c) => {
        const left = (i: number): number => 1 - (0.93 - 0.05 * s - 0.02 * i) ** k;
        add("exit-incidence", { cause, kind: String(k), setting }, years, (i) => (left(i) * (c + 1)) / 45);
      });
    });
    deliveryModelIds.forEach((model, m) => {
      add("retention", { "delivery-model": model, kind: String(k) }, years, (i) => (0.94 - 0.02 * m - 0.01 * i) ** k);
    });
  }
  const told = <T extends Estimate | Difference>(rows: readonly T[]): readonly T[] =>
    rows.map((row, i) => {
      if (options.hidden === true && i % 5 === 3) return { ...row, ...nothing };
      return row.n === 1 ? { ...row, halfWidth: null } : row;
    });
  return {
    estimates: {
      schema: "tiltak.estimates/1",
      seed: "gallery",
      estimates: told(estimates),
      differences: told(differences),
    },
    scenarios,
    lang,
    ...(options.greyscale === undefined ? {} : { greyscale: options.greyscale }),
    ...(options.width === undefined ? {} : { width: options.width }),
    enterprises: enterpriseRows(scenarios.map(({ id }) => id)),
    backtest: backtestRows,
  };
}

const usualNames = [
  { nb: "Dagens ordning med planlagt vekst", en: "Today's scheme with planned growth" },
  { nb: "Fullt kommunalt ansvar", en: "Full transfer to the municipalities" },
  { nb: "Supplement til dagens ordning", en: "Supplement beside today's scheme" },
];

function scenarioOf(i: number, name: string | undefined): ResolvedScenario {
  const title = name === undefined ? (usualNames[i % 3] ?? { nb: "", en: "" }) : { nb: name, en: name };
  return {
    id: `scenario-${i}`,
    title,
    question: title,
    limits: title,
    start: "2027-01-01",
    years,
    levers: [],
    parameters: {},
    changes: [],
    file: "",
    inCatalogue: false,
  };
}

const nothing = { mean: null, halfWidth: null, p05: null, p25: null, p50: null, p75: null, p95: null };
const usualCounts = { n: 50, runs: 100, failed: 0 };

function spread(
  mean: number,
  error: number,
): Omit<Estimate, "scenario" | "point" | "measure" | "group" | "time" | "n" | "runs" | "failed"> {
  const size = Math.abs(mean) * error;
  const at = (k: number): number => mean + k * size;
  return { mean, halfWidth: size, level: 0.95, p05: at(-4), p25: at(-1.5), p50: mean, p75: at(1.5), p95: at(4) };
}

function enterpriseRows(ids: readonly string[]): readonly EnterpriseChange[] {
  return ids.flatMap((scenario, s) =>
    Array.from({ length: 60 }, (_, e) => ({
      scenario,
      size: enterpriseSizes[e % enterpriseSizes.length] as string,
      subsidyShare: (e % 10) / 10,
      change: s === 0 ? 0.02 : -((e * 37) % 100) / 120,
    })),
  );
}

const backtestRows: readonly BacktestRow[] = [
  [
    "exits-2023",
    "Avgang i 2023, alle årsaker, andel av dem som var i tiltaket",
    "Exits in 2023, all causes, share of those in the programme",
    0.101,
    0.094,
    0.088,
    0.0992,
    "held-out",
    "share of participants",
  ],
  [
    "ratio-2023",
    "Deltakere per veileder i skjermede virksomheter i 2023",
    "Participants per supervisor in sheltered enterprises in 2023",
    4.4,
    4.37,
    4.1,
    4.7,
    "held-out",
    "",
  ],
  ["indre-fosen", "Indre Fosen: sluttet, av 14", "Indre Fosen: left, of 14", 6, 4, 1, 8, "held-out", "personer"],
  [
    "stock-2024",
    "Deltakere i september 2024",
    "Participants in September 2024",
    13_500,
    13_210,
    12_800,
    13_900,
    "held-out",
    "personer",
  ],
  [
    "none",
    "Kommuner som stanset tilbudet helt",
    "Municipalities that stopped the offer altogether",
    0,
    1,
    0,
    3,
    "held-out",
    "",
  ],
  [
    "stock",
    "Deltakere ved inngangen til 2023",
    "Participants at the start of 2023",
    12_800,
    12_800,
    12_700,
    12_900,
    "calibrated",
    "personer",
  ],
  [
    "cost",
    "Utgift per deltaker i forsøket, tusen kroner per år",
    "Cost per participant in the trial, thousand kroner a year",
    134,
    139,
    120,
    650,
    "derived",
    "1 000 kr",
  ],
].map(([id, nb, en, observed, median, low, high, role, unit]) => ({
  id: String(id),
  label: { nb: String(nb), en: String(en) },
  observed: Number(observed),
  median: Number(median),
  low: Number(low),
  high: Number(high),
  inside: Number(low) <= Number(observed) && Number(observed) <= Number(high),
  role: role as BacktestRow["role"],
  unit: String(unit),
}));
