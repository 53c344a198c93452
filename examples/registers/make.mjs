// Draw the registers of this folder from the synthetic country, so that no figure in them is invented by hand: a few whole labour-market regions with
// all their municipalities and enterprises. Run it again after the model's register has changed:  node examples/registers/make.mjs
// It needs the build (npm run build). With --check nothing is written: files that are no longer what it would draw are named, and it ends with 1.

import { readFileSync, writeFileSync } from "node:fs";
import { resolveScenarios, toScenarioInput, writeEnterprises, writeMunicipalities } from "@tiltak/scenarios";
import { runStudy } from "@tiltak/sim-core";
import { Programme, readProgrammeParameters } from "@tiltak/sim-core/programme";

/** Regions of the synthetic country that are taken: every eighth, from the fourth. */
const everyRegion = 8;
const firstRegion = 3;
const accountsYear = 2022;

const country = await synthetic();
const { register, geography } = country.state;
// The register is in prices of the scenario's start year; the subsidy a participant gets leads back to the accounts.
const toAccounts = country.accountsRate / country.startRate;
const regions = [...Array(geography.regions).keys()].filter((r) => r % everyRegion === firstRegion);

/** @type {import("@tiltak/sim-core/programme").MunicipalityRow[]} */
const municipalities = [];
/** @type {import("@tiltak/sim-core/programme").EnterpriseRow[]} */
const enterprises = [];
for (const [place, region] of regions.entries()) {
  const homes = Array.from(geography.members[region] ?? []);
  const firstHome = municipalities.length;
  for (const [i, m] of homes.entries()) {
    const number = firstHome + i + 1;
    municipalities.push({
      id: String(9000 + number),
      name: `Syntetisk kommune ${String(number).padStart(2, "0")}`,
      inhabitants: Math.round(geography.inhabitants[m] ?? 0),
      region: `Syntetisk region ${place + 1}`,
    });
  }
  // The largest enterprise lies in the largest municipality, and so on, round and round.
  const firms = [...Array(register.count).keys()].filter((e) => register.region[e] === region);
  firms.sort((a, b) => (register.participants[b] ?? 0) - (register.participants[a] ?? 0) || a - b);
  for (const [i, e] of firms.entries()) {
    const number = enterprises.length + 1;
    const nok = (/** @type {number | undefined} */ amount) => Math.round(((amount ?? 0) * toAccounts) / 100) * 100;
    const participants = register.participants[e] ?? 0;
    const subsidy = (register.vtaRevenueNok[e] ?? 0) - (register.salesNok[e] ?? 0) - (register.otherNok[e] ?? 0);
    const state = subsidy / (1 + country.municipalRatio);
    enterprises.push({
      id: `SYN-${String(number).padStart(3, "0")}`,
      name: `Syntetisk bedrift ${String(number).padStart(3, "0")}`,
      municipality: municipalities[firstHome + (i % homes.length)]?.id ?? "",
      participants,
      stateSubsidyNok: nok(state),
      municipalSubsidyNok: nok(subsidy - state),
      salesNok: nok(register.salesNok[e]),
      otherNok: nok(register.otherNok[e]),
      aftNok: nok(register.aftNok[e]),
      accountsYear,
    });
  }
}

const nb = /** @type {const} */ ({ lang: "nb", separator: ";", decimalMark: ",", lineEnd: "\r\n" });
const en = /** @type {const} */ ({ lang: "en", separator: ",", decimalMark: ".", lineEnd: "\n" });
const isChecking = process.argv.includes("--check");
const write = (/** @type {string} */ name, /** @type {string} */ text) => {
  const file = new URL(name, import.meta.url);
  if (!isChecking) {
    writeFileSync(file, text);
    return;
  }
  if (readFileSync(file, "utf8") === text) return;
  process.stdout.write(`${name} is not what the synthetic register gives today\n`);
  process.exitCode = 1;
};
// What a Norwegian spreadsheet saves: a byte order mark, semicolons, a decimal comma, amounts in 1,000 kroner.
write("tiltaksbedrifter.csv", `\ufeff${writeEnterprises(enterprises, { ...nb, power: 3, thousands: "\u00a0" })}`);
write("kommuner.csv", `\ufeff${writeMunicipalities(municipalities, { ...nb, power: 3 })}`);
write("med-feil.csv", withMistakes(writeEnterprises(enterprises.slice(0, 6), { ...nb, power: 3 })));
write("enterprises.csv", writeEnterprises(enterprises, { ...en, power: 0 }));
write("municipalities.csv", writeMunicipalities(municipalities, { ...en, power: 0 }));

/**
 * Make the mistakes that real files have, one in each row.
 *
 * @param {string} text
 */
function withMistakes(text) {
  const [head = "", ...rows] = text.split("\r\n");
  const cells = rows.map((row) => row.split(";"));
  const change = (/** @type {number} */ row, /** @type {number} */ column, /** @type {string} */ value) => {
    const one = cells[row];
    if (one !== undefined) one[column] = value;
  };
  change(0, 3, "12,5");
  change(1, 6, "ca. 5000");
  change(2, 6, "-12");
  change(3, 4, "=E2+E3");
  change(4, 0, cells[3]?.[0] ?? "");
  change(5, 5, "");
  return [head.replace("AFT-inntekter (1000 kr)", "AFT-inntekter"), ...cells.map((row) => row.join(";"))].join("\r\n");
}

/** Draw the country of the baseline, every uncertain parameter at its mean. */
async function synthetic() {
  const [baseline] = resolveScenarios(["baseline"], { years: 1 });
  if (baseline === undefined) throw new Error("there is no baseline");
  /** @type {Programme | undefined} */
  let programme;
  let parameters = /** @type {ReturnType<typeof readProgrammeParameters> | undefined} */ (undefined);
  await runStudy({
    model: {
      id: "register",
      version: "1",
      run(values, replication) {
        parameters = readProgrammeParameters(values);
        programme = new Programme(parameters, replication);
        replication.observe("enterprises", "{}", 0, programme.state.register.count);
      },
    },
    scenarios: [toScenarioInput(baseline)],
    replications: 2,
    seed: "registers",
    fixedParameters: true,
  });
  if (programme === undefined || parameters === undefined) throw new Error("the country was not drawn");
  const rates = parameters["rate.vta-nok-per-place-month"];
  const offset = parameters["horizon.start-year-offset"];
  const rateAt = (/** @type {number} */ time) =>
    rates.reduce((rate, [from, value]) => (from <= time ? value : rate), 0);
  const index = 1 + parameters["price.index-per-year"];
  const [lastTime = 0] = rates.at(-1) ?? [];
  // After the last known rate it follows the price index, as in the model.
  let startRate = rateAt(offset);
  for (let time = lastTime + 1; time <= offset; time += 1) startRate *= index;
  return {
    state: programme.state,
    accountsRate: rateAt(accountsYear - 2023),
    startRate,
    municipalRatio: parameters["rate.municipal-to-state"],
  };
}
