// Calibration as a program that runs again: every fitted value with its target, its method, how well the fit meets the target, and
// the range that remains. It proposes; what the model uses stands in the registry, and both are shown side by side.

import {
  distributionOf,
  exp,
  formatDistribution,
  isDistribution,
  log,
  type ParameterSpec,
  predictiveInterval,
  quantileOfSpec,
  runStudy,
} from "@tiltak/sim-core";
import { loadEvidence } from "../evidence.ts";
import type { Localised } from "../schema/evidence.ts";
import { defaultQuantity } from "../schema/quantity.ts";
import { drawIndex, streamOf } from "./draws.ts";
import { type EnterpriseLaw, fitEnterpriseLaw, type SurveyFigures } from "./enterprise-law.ts";
import { lawProbe } from "./law-probe.ts";
import { countryFrom2023, type NationalOptions, type Reading, readings, type Values, valuesOf } from "./national.ts";
import { drawLeaving, leavingLaw, meanLeaving, poolOf } from "./sites.ts";
import { figureOf, loadTargets } from "./targets.ts";

/** A target of a fit: what was observed and what the fit gives. */
export interface FitTarget {
  readonly label: Localised;
  readonly observed: number;
  readonly fitted: number;
  /** What the registry's own values give, where that is something else. */
  readonly registry?: number;
  readonly decimals: number;
}

/** A fitted value with the 90 % range that remains. */
export interface FittedValue {
  /** Id of the parameter, or what it is called where it is none. */
  readonly name: string | Localised;
  readonly fitted: number;
  readonly low: number;
  readonly high: number;
  /** What the registry holds, as it is written. */
  readonly registry?: string;
  readonly decimals: number;
}

/** One fit. */
export interface Fit {
  readonly id: string;
  readonly title: Localised;
  readonly method: Localised;
  readonly targets: readonly FitTarget[];
  readonly values: readonly FittedValue[];
  readonly note?: Localised;
}

/** What `tiltak calibrate` prints. */
export interface CalibrationReport {
  readonly schema: "tiltak.calibration/1";
  readonly seed: string;
  readonly replications: number;
  readonly fits: readonly Fit[];
}

/** How hard to look: of the tests a tenth is asked. */
export interface CalibrationOptions extends NationalOptions {
  readonly enterprise?: Parameters<typeof fitEnterpriseLaw>[2];
}

const level = 0.9;
const sampleSize = 4000;

/**
 * Fit everything that is fitted.
 *
 * @param options seed, replications of the runs behind ranges, and who simulates
 * @returns the fits; the same for the same seed and replications
 */
export async function calibrate(options: CalibrationOptions): Promise<CalibrationReport> {
  const { seed, replications } = options;
  const laws: Fit[] = [];
  for (const reading of readings) laws.push(await ordinaryLawFit(reading, options));
  return {
    schema: "tiltak.calibration/1",
    seed,
    replications,
    fits: [
      ...laws,
      shelteredFit(seed),
      municipalFit(seed),
      await recruitmentFit(options),
      mentorFit(),
      enterpriseFit(options),
      await entryAgeFit(options),
    ],
  };
}

const registrySpec = (id: string): ParameterSpec => {
  const entry = loadEvidence().parameters.get(id);
  if (entry === undefined) throw new Error(`no parameter is called ${id}`);
  return defaultQuantity(entry).spec;
};

/** Write what the registry holds. */
function written(id: string): string {
  const spec = registrySpec(id);
  return isDistribution(spec) ? formatDistribution(spec) : String(spec);
}

/** Central value of a number or a distribution. */
function centre(id: string): number {
  const spec = registrySpec(id);
  if (typeof spec === "number") return spec;
  if (isDistribution(spec)) return distributionOf(spec).mean();
  throw new Error(`${id} is no number`);
}

/** The middle and the ends of a sample as a fitted value. */
function fittedValue(
  name: FittedValue["name"],
  sample: ArrayLike<number>,
  decimals: number,
  registry?: string,
): FittedValue {
  const { median, low, high } = predictiveInterval(sample, level);
  return { name, fitted: median, low, high, decimals, ...(registry === undefined ? {} : { registry }) };
}

/** A fitted parameter beside what the registry holds. */
function parameterValue(id: string, fit: Pick<FittedValue, "fitted" | "low" | "high">, decimals: number): FittedValue {
  return { name: id, ...fit, registry: written(id), decimals };
}

/** The middle and the ends of what the registry holds for a parameter. */
function registryValue(id: string, decimals: number): FittedValue {
  const spec = registrySpec(id);
  const at = (p: number): number => Number(quantileOfSpec(spec as never, p));
  return {
    name: { nb: "det samme etter registeret", en: "the same by the registry" },
    fitted: at(0.5),
    low: at(0.05),
    high: at(0.95),
    decimals,
  };
}

const readingNames: Readonly<Record<Reading, Localised>> = {
  completed: { nb: "avsluttede forløp", en: "completed spells" },
  elapsed: { nb: "bestandens tid så langt", en: "elapsed tenure of the stock" },
  job: { nb: "én jobb i tiltaket", en: "one job within the programme" },
};

/** The ordinary exit law under a reading: two hazards that meet two figures, integrated again here. */
async function ordinaryLawFit(reading: Reading, options: CalibrationOptions): Promise<Fit> {
  const share = figureOf("[vto-dropouts-within-3-years]");
  const mean = figureOf("[vto-mean-tenure]");
  const changes = { "exit.ordinary-reading": reading };
  // The range: both figures are rounded, and what the fit takes as given (matches, mortality, age at entry) is uncertain.
  const rounded = {
    ...changes,
    "exit.ordinary-mean-years": { distribution: "uniform", min: mean - 0.05, max: mean + 0.05 },
    "exit.ordinary-dropout-share-by-break": { distribution: "uniform", min: share - 0.005, max: share + 0.005 },
  } as const;
  const { executor: _, ...rest } = options;
  const here = { ...rest, model: lawProbe };
  const fixed = await fixedLaw(reading, options.seed);
  const [values] = (await valuesOf(`law: ${reading}`, [countryFrom2023(1, rounded)], here)) as [Values];
  const value = (name: Localised, kind: string, decimals: number, registry?: string): FittedValue => ({
    ...fittedValue(name, values("law", JSON.stringify({ kind, setting: "ordinary" }), 0), decimals, registry),
    fitted: fixed(kind),
  });
  const meanKind = reading === "elapsed" ? "elapsed-years" : "mean-years";
  return {
    id: `ordinary-exits-${reading}`,
    title: {
      nb: `Avgang fra ordinær virksomhet, lest som ${readingNames[reading].nb}`,
      en: `Exits from ordinary workplaces, read as ${readingNames[reading].en}`,
    },
    method: {
      nb: "Rotsøk etter to frafallsrisikoer (Illinois), kontrollert ved egen integrasjon; spredningen gir avrunding av de to tallene og usikkerheten i match, dødelighet og inngangsalder",
      en: "Root search for two dropout hazards (Illinois rule), checked by integrating again; the range is the rounding of both figures with the uncertainty of matches, mortality and entry ages",
    },
    targets: [
      {
        label: { nb: "Andel av frafallet innen tre år", en: "Share of dropouts within three years" },
        observed: share,
        fitted: fixed("share-by-break"),
        decimals: 3,
      },
      {
        label: { nb: "Gjennomsnittlig tid i stillingen, år", en: "Mean time in the workplace, years" },
        observed: mean,
        fitted: fixed(meanKind),
        decimals: 3,
      },
    ],
    values: [
      value({ nb: "frafallsrisiko før 3 år, god match", en: "dropout hazard before 3 years, good match" }, "early", 3),
      value(
        {
          nb: "frafallsrisiko før 3 år, alle ved starten",
          en: "dropout hazard before 3 years, everybody at the start",
        },
        "early-mixed",
        3,
      ),
      value({ nb: "frafallsrisiko etter 3 år, god match", en: "dropout hazard after 3 years, good match" }, "late", 3),
      value(
        { nb: "andre grunner, uten pensjon", en: "other causes, retirement aside" },
        "other",
        4,
        written("exit.ordinary-other-per-year"),
      ),
      value(
        { nb: "andel av frafallet som forlater tiltaket", en: "share of dropouts that leave the programme" },
        "leaves-at-dropout",
        3,
      ),
      value(
        { nb: "gjennomsnittlig lengde på forløp eller jobb, år", en: "mean length of a spell or job, years" },
        "mean-years",
        3,
      ),
      value(
        {
          nb: "forløp eller jobber som slutter i året, av dem som er der",
          en: "spells or jobs that end a year, of those present",
        },
        "exits-per-year",
        3,
      ),
    ],
    ...(reading === "elapsed"
      ? {
          note: {
            nb: "Bestanden har vokst 11,4 prosent i året; lengden på et forløp er da en annen enn bestandens tid så langt.",
            en: "The stock has grown by 11.4 per cent a year; the length of a spell then differs from the stock's time so far.",
          },
        }
      : {}),
  };
}

/** The law at the centre of everything that it takes as given. */
async function fixedLaw(reading: Reading, seed: string): Promise<(kind: string) => number> {
  const scenario = countryFrom2023(1, { "exit.ordinary-reading": reading });
  const result = await runStudy({
    model: lawProbe,
    scenarios: [scenario],
    replications: 1,
    seed,
    fixedParameters: true,
  });
  return (kind) => {
    const row = result.estimates.estimates.find(
      ({ measure, group }) => measure === "law" && group.kind === kind && group.setting === "ordinary",
    );
    if (row?.mean === undefined || row.mean === null) throw new Error(`the law has no ${kind}`);
    return row.mean;
  };
}

/** Sheltered exits: two periods whose difference is more than chance, so that a next one needs the spread between periods. */
function shelteredFit(seed: string): Fit {
  const periods = ["2019", "2023"].map((year) => ({
    k: figureOf(`[exits-${year}.left]`),
    n: figureOf(`[exits-${year}.stock]`),
  }));
  // Logit scale: each period's own figure with its sampling error, around a centre with a spread; a grid over both.
  const points = periods.map(({ k, n }) => ({ value: logit(k / n), error: Math.sqrt(1 / k + 1 / (n - k)) }));
  const centres: number[] = [];
  const spreads: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < grid; i += 1)
    for (let j = 0; j < grid; j += 1) {
      const mu = leastLogit + ((greatestLogit - leastLogit) * (i + 1 / 2)) / grid;
      const tau = (greatestTau * (j + 1 / 2)) / grid;
      let logWeight = -(tau * tau) / (2 * tauScale * tauScale);
      for (const { value, error } of points) {
        const variance = tau * tau + error * error;
        logWeight -= log(variance) / 2 + ((value - mu) * (value - mu)) / (2 * variance);
      }
      centres.push(mu);
      spreads.push(tau);
      weights.push(exp(logWeight));
    }
  const stream = streamOf(seed, "sheltered exits");
  const next = new Float64Array(sampleSize);
  const mean = new Float64Array(sampleSize);
  const tau = new Float64Array(sampleSize);
  for (let d = 0; d < sampleSize; d += 1) {
    const at = drawIndex(stream, weights);
    mean[d] = share(centres[at] as number);
    tau[d] = spreads[at] as number;
    next[d] = share((centres[at] as number) + (spreads[at] as number) * stream.normal());
  }
  return {
    id: "sheltered-exits",
    title: { nb: "Avgang fra skjermet virksomhet", en: "Exits from sheltered enterprises" },
    method: {
      nb: "Normalfordeling mellom perioder på logit-skala, rutenett over sentrum (flatt) og spredning (halvnormal, 0,5); utvalgsfeil i hver periode",
      en: "Normal law between periods on the logit scale, grid over centre (flat) and spread (half-normal, 0.5); sampling error within each period",
    },
    targets: periods.map(({ k, n }, i) => ({
      label: {
        nb: `Andel som sluttet ${i === 0 ? 2019 : 2023}`,
        en: `Share who left in ${i === 0 ? 2019 : 2023}`,
      },
      observed: k / n,
      fitted: predictiveInterval(mean, level).median,
      decimals: 3,
    })),
    values: [
      fittedValue({ nb: "exit.sheltered-per-year, sentrum", en: "exit.sheltered-per-year, centre" }, mean, 3),
      fittedValue(
        { nb: "exit.sheltered-per-year, en neste periode", en: "exit.sheltered-per-year, a next period" },
        next,
        3,
        written("exit.sheltered-per-year"),
      ),
      registryValue("exit.sheltered-per-year", 3),
      fittedValue({ nb: "spredning mellom perioder, logit", en: "spread between periods, logit" }, tau, 2),
    ],
    note: {
      nb: "To perioder bestemmer spredningen svakt: det bakerste tallet er mest forhåndsfordelingen.",
      en: "Two periods settle the spread only weakly: the last figure is mostly the prior.",
    },
  };
}

const grid = 60;
const leastLogit = -3.5;
const greatestLogit = -1;
const greatestTau = 1.5;
const tauScale = 0.5;
const logit = (p: number): number => log(p / (1 - p));
const share = (x: number): number => 1 / (1 + exp(-x));

/** Municipal exits: all sites pooled partially; a site that nothing is known of. */
function municipalFit(seed: string): Fit {
  const { pool } = loadTargets();
  const { leaving } = poolOf(pool, loadEvidence());
  const law = leavingLaw(leaving);
  const stream = streamOf(seed, "municipal exits");
  const next = Float64Array.from({ length: sampleSize }, () => drawLeaving(law, stream));
  const aNextSite = fittedValue(
    { nb: "exit.municipal-per-year, et neste sted", en: "exit.municipal-per-year, a next site" },
    next,
    2,
    written("exit.municipal-per-year"),
  );
  return {
    id: "municipal-exits",
    title: { nb: "Avgang fra kommunale plasser", en: "Exits from municipal places" },
    method: {
      nb: "Delvis sammenslåing av fem steder: tellinger er Poisson, rater gamma mellom steder, rutenett over gjennomsnitt og variasjon",
      en: "Partial pooling of five sites: counts are Poisson, rates gamma between sites, grid over mean and variation",
    },
    targets: pool
      .filter((line) => line.leavers !== undefined)
      .map((line) => {
        const leavers = figureOf(line.leavers as string);
        const years = figureOf(line["person-years"] as string);
        return {
          label: {
            nb: `${line.site}: ${leavers} sluttet i ${years.toFixed(1).replace(".", ",")} personår`,
            en: `${line.site}: ${leavers} left in ${years.toFixed(1)} person-years`,
          },
          observed: leavers / years,
          fitted: aNextSite.fitted,
          decimals: 2,
        };
      }),
    values: [
      aNextSite,
      registryValue("exit.municipal-per-year", 2),
      {
        name: { nb: "alle steder under ett", en: "all sites together" },
        fitted: meanLeaving(leaving),
        low: Number.NaN,
        high: Number.NaN,
        decimals: 2,
      },
    ],
  };
}

/** Recruitment: arrivals that replace exits, solved by the model from stock and exits; held here by what a run then does. */
async function recruitmentFit(options: CalibrationOptions): Promise<Fit> {
  const years = 2;
  const { executor: _, model: __, ...here } = options;
  const replications = Math.max(2, 2 * Math.round(options.replications / 8));
  const [values] = (await valuesOf("recruitment", [countryFrom2023(years, {}, "baseline-level")], {
    ...here,
    replications,
  })) as [Values];
  const total = (measure: string, group: string): Float64Array => {
    const first = values(measure, group, 1);
    const second = values(measure, group, 2);
    return first.map((x, r) => (x + (second[r] as number)) / 2);
  };
  const recruits = total("recruits", "{}");
  const exits = total("exits", "{}");
  return {
    id: "recruitment",
    title: { nb: "Rekruttering av bestand og avgang", en: "Recruitment from stock and exits" },
    method: {
      nb: "Modellen løser Erlang-A i hver region for tilstrømmingen som holder bestanden; her prøvd på to år av baseline-level",
      en: "The model solves Erlang-A in each region for the arrivals that keep the stock; tried here on two years of baseline-level",
    },
    targets: [
      {
        label: { nb: "Nye deltakere per avgang", en: "Recruits for each exit" },
        observed: 1,
        fitted: predictiveInterval(
          recruits.map((x, r) => x / (exits[r] as number)),
          level,
        ).median,
        decimals: 3,
      },
    ],
    values: [
      fittedValue({ nb: "avgang i året, alle plasser", en: "exits a year, all settings" }, exits, 0),
      fittedValue({ nb: "nye deltakere i året, alle plasser", en: "recruits a year, all settings" }, recruits, 0),
      fittedValue({ nb: "nye søkere i året", en: "arrivals of candidates a year" }, total("arrivals", "{}"), 0),
      fittedValue(
        { nb: "søkere som gir opp å vente, i året", en: "candidates who give up waiting, a year" },
        total("gave-up-waiting", "{}"),
        0,
      ),
    ],
  };
}

/** Mentors: two small surveys give the need at the start and later; how fast it falls is not told. */
function mentorFit(): Fit {
  // Standard error from the range: its expected length in standard deviations for n normal answers (Tippett 1925).
  const week = 37.5;
  const fit = (record: string, n: number, rangeInSd: number): Pick<FittedValue, "fitted" | "low" | "high"> => {
    const mean = figureOf(`[${record}.mean]`);
    const sd = (figureOf(`[${record}.max]`) - figureOf(`[${record}.min]`)) / rangeInSd;
    const half = (normal95 * sd) / Math.sqrt(n);
    return { fitted: mean / week, low: (mean - half) / week, high: (mean + half) / week };
  };
  const start = fit("mentor-hours-start", 9, 2.97);
  const later = fit("mentor-hours-now", 13, 3.336);
  return {
    id: "mentor-need",
    title: {
      nb: "Fadderens tid, fra starten og til den flater ut",
      en: "Mentor's time, from the start until it levels out",
    },
    method: {
      nb: "Gjennomsnitt av ni og tretten svar delt på 37,5 timer; standardfeil etter spennvidden (Tippett)",
      en: "Means of nine and thirteen answers divided by 37.5 hours; standard errors from the range of answers (Tippett)",
    },
    targets: [
      {
        label: { nb: "I starten, andel av en stilling", en: "At the start, share of a position" },
        observed: figureOf("[mentor-effort-start]") / 100,
        fitted: start.fitted,
        registry: centre("mentor.need-start"),
        decimals: 3,
      },
      {
        label: { nb: "Senere, andel av en stilling", en: "Later, share of a position" },
        observed: figureOf("[mentor-effort-later]") / 100,
        fitted: later.fitted,
        registry: centre("mentor.need-later"),
        decimals: 3,
      },
    ],
    values: [parameterValue("mentor.need-start", start, 3), parameterValue("mentor.need-later", later, 3)],
    note: {
      nb: "Registerets spenn er de som ni og tretten svar gir grunn til; hvor fort behovet faller (mentor.decline-years) er antatt og ikke tilpasset.",
      en: "The registry's ranges are those that nine and thirteen answers give reason for; how fast the need falls (mentor.decline-years) is assumed and not fitted.",
    },
  };
}

const normal95 = 1.645;

/** How hard to look for the enterprise law: as hard as the rest of the program is asked to. */
function effortOf(replications: number): NonNullable<CalibrationOptions["enterprise"]> {
  return {
    samples: Math.max(6, Math.min(16, replications)),
    draws: 50 * replications,
    evaluations: Math.max(60, 5 * replications),
  };
}

/** The enterprise laws: national parameters whose survey-like samples look like the report's. */
function enterpriseFit(options: CalibrationOptions): Fit {
  const registry: EnterpriseLaw = {
    medianMnok: centre("enterprise.revenue-median-nok") / 1e6,
    sigma: centre("enterprise.revenue-sigma"),
    logit: centre("enterprise.subsidy-share-logit"),
    slope: centre("enterprise.subsidy-share-slope"),
    sd: centre("enterprise.subsidy-share-sd"),
  };
  const fit = fitEnterpriseLaw(registry, options.seed, options.enterprise ?? effortOf(options.replications));
  const labels: Readonly<Record<keyof SurveyFigures, readonly [Localised, number]>> = {
    mean: [{ nb: "Gjennomsnittlig omsetning i utvalget, mill.", en: "Mean revenue of the sample, million" }, 1],
    median: [{ nb: "Median omsetning i utvalget, mill.", en: "Median revenue of the sample, million" }, 1],
    participantsSd: [
      { nb: "Deltakere per bedrift, standardavvik", en: "Participants per enterprise, standard deviation" },
      1,
    ],
    subsidyShare: [{ nb: "Tilskuddsandel, samlet", en: "Pooled subsidy share" }, 3],
    subsidyHalf: [{ nb: "Minst halvparten tilskudd, av 59", en: "At least half subsidies, of 59" }, 1],
    below10: [
      { nb: "Under 10 mill., av 59 («over 40 prosent»)", en: 'Below 10 million, of 59 ("over 40 per cent")' },
      1,
    ],
    salesHalf: [
      {
        nb: "Over halvparten salg, av 59 (ikke brukt i tilpasningen)",
        en: "More than half sales, of 59 (not used in the fit)",
      },
      1,
    ],
    smallSubsidyHalf: [
      {
        nb: "Under 20 mill.: andel med over halvparten tilskudd (ikke brukt)",
        en: "Below 20 million: share with more than half subsidies (not used)",
      },
      2,
    ],
    stateBillion: [
      {
        nb: "Statlig tilskudd i landet 2022, mrd. (kontroll 1,46-1,68)",
        en: "State subsidies in the country 2022, billion (check 1.46-1.68)",
      },
      2,
    ],
  };
  const ids: Readonly<Record<keyof EnterpriseLaw, readonly [string, number, number]>> = {
    medianMnok: ["enterprise.revenue-median-nok", 1e6, 0],
    sigma: ["enterprise.revenue-sigma", 1, 3],
    logit: ["enterprise.subsidy-share-logit", 1, 3],
    slope: ["enterprise.subsidy-share-slope", 1, 3],
    sd: ["enterprise.subsidy-share-sd", 1, 3],
  };
  return {
    id: "enterprises",
    title: { nb: "Bedriftenes omsetning og tilskuddsandel", en: "Enterprises' revenue and subsidy share" },
    method: {
      nb: "Punkt: minste kvadrater på snittet av mange utvalg som likner undersøkelsens (Nelder og Mead, samme tilfeldigheter). Spenn: ABC, 5 prosent av trekningene beholdt",
      en: "Point: least squares on the mean of many survey-like samples (Nelder and Mead, same luck). Range: ABC, 5 per cent of the draws kept",
    },
    targets: (Object.keys(labels) as (keyof SurveyFigures)[]).map((key) => ({
      label: labels[key][0],
      observed: fit.figures[key].observed,
      fitted: fit.figures[key].fitted,
      registry: fit.figures[key].registry,
      decimals: labels[key][1],
    })),
    values: (Object.keys(ids) as (keyof EnterpriseLaw)[]).map((key) => {
      const [id, scale, decimals] = ids[key];
      const { point, low, high } = fit.law[key];
      return parameterValue(id, { fitted: point * scale, low: low * scale, high: high * scale }, decimals);
    }),
    note: {
      nb: "Utvalget velger store bedrifter, og de har mye tilskudd; loven må tilpasses sammen med utvalget.",
      en: "The sample favours large firms, which have much subsidy; the law must be fitted together with the selection.",
    },
  };
}

/** Entry ages: two shares of young people in the stock, two parameters of one law of ages. */
async function entryAgeFit(options: CalibrationOptions): Promise<Fit> {
  const observed = {
    sheltered: figureOf("[age-under-30-by-arm-2019.sheltered]") / 100,
    ordinary: figureOf("[age-under-30-by-arm-2019.ordinary]") / 100,
  };
  const schools = [0.02, 0.15, 0.3, 0.45];
  const modes = [20, 28, 36, 44, 52];
  const points = schools.flatMap((school) =>
    modes.map((mode) => ({
      parameters: { "recruitment.school-share": school, "recruitment.entry-age-mode": mode },
    })),
  );
  options.onStudy?.("entry ages");
  const own = { parameters: {} };
  const result = await runStudy({
    model: lawProbe,
    scenarios: [countryFrom2023(1)],
    points: [...points, own],
    replications: 1,
    seed: options.seed,
    fixedParameters: true,
  });
  const young = (point: number, setting: string): number =>
    result.estimates.estimates.find(
      (row) => row.point === point && row.measure === "young-share" && row.group.setting === setting,
    )?.mean ?? Number.NaN;
  // The surface between the points is bilinear; both targets are read off a fine mesh of it.
  const surface = (setting: string, school: number, mode: number): number => {
    const at = (list: readonly number[], x: number): [number, number] => {
      const k = Math.min(Math.max(list.findIndex((edge) => edge >= x) - 1, 0), list.length - 2);
      return [k, (x - (list[k] as number)) / ((list[k + 1] as number) - (list[k] as number))];
    };
    const [i, u] = at(schools, school);
    const [j, v] = at(modes, mode);
    const corner = (a: number, b: number): number => young((i + a) * modes.length + j + b, setting);
    return (1 - u) * ((1 - v) * corner(0, 0) + v * corner(0, 1)) + u * ((1 - v) * corner(1, 0) + v * corner(1, 1));
  };
  let best = { school: Number.NaN, mode: Number.NaN, gap: Number.POSITIVE_INFINITY, sheltered: 0, ordinary: 0 };
  const near: { school: number; mode: number }[] = [];
  for (let a = 0; a <= mesh; a += 1)
    for (let b = 0; b <= mesh; b += 1) {
      const school = between(schools, a / mesh);
      const mode = between(modes, b / mesh);
      const sheltered = surface("sheltered", school, mode);
      const ordinary = surface("ordinary", school, mode);
      const gap = square(sheltered - observed.sheltered) + square(ordinary - observed.ordinary);
      if (gap < best.gap) best = { school, mode, gap, sheltered, ordinary };
      if (Math.abs(sheltered - observed.sheltered) < tolerance && Math.abs(ordinary - observed.ordinary) < tolerance)
        near.push({ school, mode });
    }
  const ends = (list: readonly number[]): Pick<FittedValue, "low" | "high"> =>
    list.length === 0
      ? { low: Number.NaN, high: Number.NaN }
      : { low: list.reduce((a, b) => Math.min(a, b)), high: list.reduce((a, b) => Math.max(a, b)) };
  const schoolEnds = ends(near.map(({ school }) => school));
  const modeEnds = ends(near.map(({ mode }) => mode));
  const last = points.length;
  return {
    id: "entry-ages",
    title: { nb: "Alder ved start", en: "Ages at entry" },
    method: {
      nb: "Modellens første dag i 20 punkter, bilineær flate, nærmeste punkt på et fint nett; spennet er alt innenfor 3 prosentpoeng på begge mål",
      en: "The model's first day at 20 points, bilinear surface, nearest point of a fine mesh; the range is everything within 3 percentage points on both targets",
    },
    targets: [
      {
        label: { nb: "Under 30, skjermet", en: "Under 30, sheltered" },
        observed: observed.sheltered,
        fitted: best.sheltered,
        registry: young(last, "sheltered"),
        decimals: 3,
      },
      {
        label: { nb: "Under 30, ordinær", en: "Under 30, ordinary" },
        observed: observed.ordinary,
        fitted: best.ordinary,
        registry: young(last, "ordinary"),
        decimals: 3,
      },
    ],
    values: [
      parameterValue("recruitment.school-share", { fitted: best.school, ...schoolEnds }, 2),
      parameterValue("recruitment.entry-age-mode", { fitted: best.mode, ...modeEnds }, 1),
    ],
  };
}

/** The value that lies so far, 0 to 1, between the ends of a list. */
const between = (list: readonly number[], u: number): number => {
  const [low, high] = [list[0] as number, list[list.length - 1] as number];
  return low + (high - low) * u;
};
const square = (x: number): number => x * x;
const mesh = 56;
const tolerance = 0.03;
