// The registry against its own rules: ids, references, quotes, arithmetic, and the laws that parameters were fitted to.

import { readFileSync } from "node:fs";
import { distributionOf, type ParameterSpec, parseDistribution } from "@tiltak/sim-core";
import { deliveryParameterIds, leverParameters, worldParameters } from "@tiltak/sim-core/programme";
import { describe, expect, it } from "vitest";
import { loadTargets } from "../src/backtest/targets.ts";
import { checkEvidence } from "../src/check-evidence.ts";
import { ownOutcomes, usedDeliveryModels } from "../src/delivery-models.ts";
import { loadEvidence, readEvidenceLists } from "../src/evidence.ts";
import { packageFile } from "../src/files.ts";
import { findEvidence, parametersOn } from "../src/find-evidence.ts";
import { referencesOf } from "../src/formula.ts";
import { type Basis, basisOf } from "../src/provenance.ts";
import {
  inputWithModels,
  type ResolvedParameter,
  resolveScenarios,
  toScenarioInput,
} from "../src/resolve-parameters.ts";
import { trialSites } from "../src/schema/evidence.ts";
import { readQuantity, writtenDefault } from "../src/schema/quantity.ts";
import { allQuotes, checkableSources, digestOfQuotes } from "../tools/quotes.mjs";

describe("the evidence registry", () => {
  it("is as its schema says, with every reference leading somewhere and every id used once", () => {
    const lists = readEvidenceLists();
    expect(lists.records.length).toBeGreaterThan(230);
    expect(lists.parameters.length).toBeGreaterThan(140);
  });

  it("is the same from YAML and from the compiled copy", () => {
    const { parameters, records } = loadEvidence();
    const lists = readEvidenceLists();
    expect([...parameters.values()]).toEqual(JSON.parse(JSON.stringify(lists.parameters)));
    expect([...records.values()]).toEqual(JSON.parse(JSON.stringify(lists.records)));
  });

  it("quotes nothing that was not found in its source: the log of the verification is that of these quotes", () => {
    const log = JSON.parse(readFileSync(packageFile("evidence/quotes.verified.json"), "utf8"));
    const checkable = new Set(checkableSources().map(({ id }) => id));
    const quotes = allQuotes().filter(({ source }) => checkable.has(source));
    expect(log.sources.map(({ id, sha256 }: { id: string; sha256: string }) => [id, sha256])).toEqual(
      checkableSources().map(({ id, sha256 }) => [id, sha256]),
    );
    expect(log.verified).toBe(quotes.length);
    expect(log.digest).toBe(digestOfQuotes(quotes));
  });

  it("would notice a quote that was changed by one letter", () => {
    const quotes = allQuotes();
    const changed = quotes.map((entry, i) => (i === 3 ? { ...entry, quote: `${entry.quote}x` } : entry));
    expect(digestOfQuotes(changed)).not.toBe(digestOfQuotes(quotes));
  });

  it("gives every quote at most a sentence", () => {
    for (const { quote, entry } of allQuotes()) expect(quote.split(/[.!?] [A-ZÆØÅ]/).length, entry).toBe(1);
  });

  it("recomputes every derived figure, and each disagreement is a known inconsistency", () => {
    const checks = checkEvidence();
    expect(checks.length).toBeGreaterThan(95);
    expect(checks.filter(({ agrees, known }) => !agrees && known === undefined)).toEqual([]);
    expect(checks.filter(({ agrees }) => !agrees).map(({ id, known }) => [id, known])).toEqual([
      ["derived-trial-cost-2021.per-place-by-figure", "inc-2021-places"],
      ["derived-revenue-table32-sum.percent", "inc-table32-percent"],
      ["derived-enterprise-mean-position.at-most-by-figure", "inc-mean-position"],
      ["derived-table41-enterprises.positions-in-summary", "inc-supervisor-ratio"],
    ]);
  });

  it("says a disagreement when a base figure is changed", () => {
    const evidence = loadEvidence();
    const record = evidence.records.get("trial-grant-total");
    if (record === undefined) throw new Error("the record is gone");
    const records = new Map([...evidence.records, ["trial-grant-total", { ...record, value: 12 }]]);
    const failing = checkEvidence({ ...evidence, records }).filter(
      ({ agrees, known }) => !agrees && known === undefined,
    );
    expect(failing.map(({ id }) => id)).toContain("derived-trial-2021-denominators.persons");
  });

  it("links every mechanism to a parameter that the model reads, or says why it is left out", () => {
    const { mechanisms, parameters } = loadEvidence();
    expect(mechanisms.size).toBeGreaterThan(40);
    const loose = [...mechanisms.values()].filter((mechanism) => {
      const read = mechanism.parameters.filter((id) => parameters.get(id)?.reserved !== true);
      return mechanism["left-out"] === undefined ? read.length === 0 : mechanism.parameters.length > 0;
    });
    expect(loose.map(({ id }) => id)).toEqual([]);
  });

  it("says of every inconsistency how it was resolved, and nothing rests on what it calls used for nothing", () => {
    const { inconsistencies, parameters } = loadEvidence();
    expect(inconsistencies.size).toBeGreaterThan(30);
    for (const { id, resolution } of inconsistencies.values()) expect(resolution.length, id).toBeGreaterThan(5);
    const unused = [...inconsistencies.values()].filter(({ resolution }) => /used for nothing/i.test(resolution));
    expect(unused.length).toBeGreaterThan(0);
    for (const { records } of unused)
      for (const { id, evidence = [] } of parameters.values())
        expect(
          evidence.filter((name) => records.includes(name)),
          id,
        ).toEqual([]);
  });

  it("marks no disagreement as known that is none", () => {
    expect(checkEvidence().filter(({ agrees, known }) => agrees && known !== undefined)).toEqual([]);
  });

  it("finds an entry of every kind, and the nearest id of none", () => {
    for (const [id, kind] of [
      ["exits-2019", "record"],
      ["derived-exit-percent", "derived"],
      ["municipal-incentive", "mechanism"],
      ["inc-2021-places", "inconsistency"],
      ["ext-vta-rate-2024", "not-found"],
      ["asvl-vto", "source"],
      ["transfer.share", "parameter"],
    ] as const) {
      expect(findEvidence(id).kind).toBe(kind);
    }
    expect(() => findEvidence("exits-2018")).toThrow(/such as exits-2019, exits-2023/);
  });

  it("spreads figures by distributions that can be read", () => {
    const spread = [...loadEvidence().records.values()].flatMap(({ id, distribution }) =>
      distribution === undefined ? [] : [[id, distribution] as const],
    );
    expect(spread.length).toBeGreaterThan(10);
    for (const [id, distribution] of spread)
      expect(distributionOf(parseDistribution(distribution)).mean(), id).toBeGreaterThan(0);
  });

  it("knows the sites of the trial behind a parameter, through formulas too", () => {
    const evidence = loadEvidence();
    const basis = (id: string): Basis => basisOf(evidence.parameters.get(id)?.evidence ?? [], evidence);
    expect(basis("exit.municipal-per-year").sites).toEqual(["indre-fosen", "lillestrom", "ullensaker"]);
    expect(basis("exit.ordinary-other-per-year")).toEqual({ records: ["exits-2019", "exits-2023"], sites: [] });
  });

  it("leads from a figure to the parameters that rest on it", () => {
    expect(parametersOn("vto-mean-tenure")).toEqual(["exit.ordinary-reading", "exit.ordinary-mean-years"]);
  });
});

describe("the delivery models", () => {
  const evidence = loadEvidence();
  const deliveryModelIds = [
    "enterprise",
    "nav-vtao",
    "lillestrom-workstations",
    "lillestrom-se",
    "oslo-two-part",
    "stavanger-pff",
    "oygarden-mentors",
    "ullensaker-hr",
    "indre-fosen",
  ];
  const cells = [...evidence.parameters.values()].filter(({ id }) => id.startsWith("delivery."));

  it("are nine rows with the same attributes, each cell a parameter with its reason or evidence", () => {
    expect([...evidence.deliveryModels.keys()]).toEqual(deliveryModelIds);
    const attributesOf = (model: string): string[] =>
      cells
        .map(({ id }) => id)
        .filter((id) => id.startsWith(`delivery.${model}.`))
        .map((id) => id.split(".")[2] ?? "");
    expect(attributesOf("enterprise")).toHaveLength(24);
    for (const model of deliveryModelIds) expect(attributesOf(model)).toEqual(attributesOf("enterprise"));
  });

  it("of a trial site rest on its design and on other sites, never on what came of it there", () => {
    expect(ownOutcomes(evidence)).toEqual([]);
    const sites = [...evidence.deliveryModels.values()].flatMap(({ site }) => site ?? []);
    expect([...new Set(sites)].sort()).toEqual([...trialSites].filter((site) => site !== "all").sort());
  });

  it.each([
    ["an outcome of the site", "delivery.ullensaker-hr.reach", "ullensaker-participants-trajectory"],
    [
      "a figure computed from one",
      "delivery.indre-fosen.dropout-ratio",
      "derived-indre-fosen-attrition",
      "indre-fosen-attrition",
    ],
    ["an account of the site's own results", "delivery.oygarden-mentors.poor-match-share", "voluntary-employers-match"],
    [
      "a figure of the whole trial",
      "delivery.stavanger-pff.below-half-share",
      "derived-trial-2021-share-below-50pct",
      "trial-grant-total",
    ],
  ])("would be caught resting on %s", (_, id, basis, told = basis) => {
    const entry = evidence.parameters.get(id);
    if (entry === undefined) throw new Error(`${id} is gone`);
    const parameters = new Map([...evidence.parameters, [id, { ...entry, evidence: [basis] }]]);
    expect(ownOutcomes({ ...evidence, parameters })).toContainEqual({ parameter: id, evidence: told });
  });

  it("call no figure a design that a back-test predicts", () => {
    const { targets } = loadTargets();
    const predicted = targets
      .filter(({ role, sites }) => role === "held-out" && sites !== undefined)
      .flatMap(
        ({ observed }) =>
          basisOf(
            referencesOf(observed).map((text) => text.split(/[.#]/)[0] ?? ""),
            evidence,
          ).records,
      );
    expect(predicted.length).toBeGreaterThan(10);
    expect(predicted.filter((id) => evidence.records.get(id)?.design === true)).toEqual([]);
  });

  it("are used where a lever holds them, may draw them or draws the archetypes", () => {
    const parameters = (spec: ParameterSpec): Record<string, ResolvedParameter> => ({
      "municipal.delivery-model.under-5000": { spec } as ResolvedParameter,
    });
    expect(usedDeliveryModels({ parameters: parameters("standard") })).toEqual([]);
    expect(usedDeliveryModels({ parameters: parameters("nav-vtao") })).toEqual(["nav-vtao"]);
    expect(
      usedDeliveryModels({ parameters: parameters({ distribution: "choice", values: ["standard", "indre-fosen"] }) }),
    ).toEqual(["indre-fosen"]);
    expect(usedDeliveryModels({ parameters: parameters("mixed") })).toEqual([
      "lillestrom-se",
      "lillestrom-workstations",
      "oygarden-mentors",
      "stavanger-pff",
    ]);
    expect(usedDeliveryModels({ parameters: {}, municipalities: [{ deliveryModel: "ullensaker-hr" }, {}] })).toEqual([
      "ullensaker-hr",
    ]);
  });

  it("exist in a scenario that can use them, or where somebody has set them", () => {
    const ids = (references: string[], set: string[] = []): string[] =>
      Object.keys(resolveScenarios(references, { set })[0]?.parameters ?? {}).filter((id) =>
        id.startsWith("delivery."),
      );
    expect(ids(["full-scale-transfer"])).toEqual([]);
    expect(ids(["full-scale-transfer"], ["municipal.delivery-model.under-5000=nav-vtao"])).toHaveLength(24);
    expect(
      ids(["full-scale-transfer"], ["municipal.delivery-model.under-5000=choice(mixed, indre-fosen)"]),
    ).toHaveLength(5 * 24);
    expect(ids(["baseline"], ["delivery.nav-vtao.caseload=30"])).toEqual(["delivery.nav-vtao.caseload"]);
    const [all] = resolveScenarios(["baseline"], { allDeliveryModels: true });
    expect(Object.keys(all?.parameters ?? {}).filter((id) => id.startsWith("delivery."))).toHaveLength(9 * 24);
  });

  it("come into a sweep with the points that use them", () => {
    const [transfer] = resolveScenarios(["full-scale-transfer"]);
    if (transfer === undefined) throw new Error("the transfer is gone");
    const id = "delivery.nav-vtao.caseload";
    expect(toScenarioInput(transfer).parameters[id]).toBeUndefined();
    expect(inputWithModels(transfer, ["nav-vtao"]).parameters[id]).toMatchObject({ distribution: "pert" });
  });
});

describe("a parameter of the registry", () => {
  it.each([...loadEvidence().parameters.values()].map((entry) => [entry.id, entry] as const))(
    "%s is written as a scenario may write it, inside its own range",
    (_, entry) => {
      expect(readQuantity(writtenDefault(entry), entry)).not.toHaveProperty("problems");
    },
  );

  it("is the one the programme model reads, unless it is marked as reserved", () => {
    const settable = [...loadEvidence().parameters.values()]
      .filter(({ reserved }) => reserved !== true)
      .map(({ id }) => id);
    const read = [...Object.keys(worldParameters), ...Object.keys(leverParameters), ...deliveryParameterIds].filter(
      (id) => !id.startsWith("horizon."),
    );
    expect(settable.sort()).toEqual(read.sort());
  });

  it("exists everywhere when the model needs it everywhere, and is a lever when it does not", () => {
    const levers = [...loadEvidence().parameters.values()].filter(
      ({ lever, reserved }) => lever === true && reserved !== true,
    );
    expect(levers.map(({ id }) => id).sort()).toEqual(Object.keys(leverParameters).sort());
  });
});
