// Registers of one's own through the program: what is told, what is kept, and what is kept to oneself.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { EstimatesFile } from "@tiltak/sim-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SizeResult } from "../src/enterprises/by-size.ts";
import { formatNumber } from "../src/i18n/index.ts";
import { type Said, Session } from "./support/session.ts";
import { temporaryFolder } from "./support/small-run.ts";

const folder = temporaryFolder();
const session = new Session(folder);
afterAll(() => {
  session.end();
  rmSync(folder, { recursive: true });
});
const example = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/registers/${name}`, import.meta.url));
const text = (...path: string[]): string => readFileSync(join(folder, ...path), "utf8");

const runs = (): string[] => readdirSync(join(folder, "tiltak-runs"));

const nb = readFileSync(example("tiltaksbedrifter.csv"), "utf8").replace("\ufeff", "");
const [head = "", ...lines] = nb.split("\r\n").filter((line) => line !== "");
writeFileSync(join(folder, "plain.csv"), nb);
const participants = lines.map((line) => Number(line.split(";")[3]));
const people = participants.reduce((a, b) => a + b, 0);
// The same rows the other way round, in Latin-1.
writeFileSync(join(folder, "turned.csv"), `${[head, ...lines.toReversed()].join("\r\n")}\r\n`, "latin1");
writeFileSync(join(folder, "few.csv"), "Id;Deltakere;Salg (1000 kr)\nA;20;900,5\nB;3;\nC;12;3 000\n");
writeFileSync(
  join(folder, "sweep.yaml"),
  "scenarios: [baseline]\nyears: 1\nreplications: 2\ndesign: { method: sobol, points: 2 }\n" +
    "parameters:\n  waiting.surplus-arrivals-per-year: pert(100, 600, 1500)\n",
);
writeFileSync(join(folder, "bad.csv"), `${head};Fødselsnummer\r\n${lines[0]};01019012345\r\n`);

const short = ["--years", "1", "--replications", "2", "--workers", "1"];
const run = (register: string, ...more: string[]): string[] => [
  "run",
  "baseline",
  ...short,
  "--enterprises",
  register,
  ...more,
];
const world = ["--enterprises", "few.csv", "--impute", "--accounts-year", "2022", "--workers", "1", "--lang", "en"];
let said: Record<string, Said>;

beforeAll(async () => {
  mkdirSync(join(folder, "untouched"));
  const commands: Record<string, string[]> = {
    plain: run("plain.csv", "--format", "json", "--out", "plain", "--lang", "nb"),
    turned: run("turned.csv", "--format", "json", "--out", "turned", "--lang", "en", "--show-names"),
    imputed: run("few.csv", "--impute", "--accounts-year", "2022", "--lang", "nb"),
    bad: run("bad.csv", "--out", "untouched/run", "--lang", "nb"),
    lacking: run("few.csv", "--years", "0", "--out", "untouched/run", "--lang", "en"),
    english: [
      "check",
      "--enterprises",
      example("enterprises.csv"),
      "--municipalities",
      example("municipalities.csv"),
      "--lang",
      "en",
    ],
    synthetic: ["run", "baseline", ...short, "--per-enterprise", "--out", "synthetic", "--quiet", "--format", "csv"],
    swept: ["sweep", "run", "sweep.yaml", ...world, "--out", "swept", "--quiet", "--format", "json"],
    shard0: ["sweep", "run", "sweep.yaml", ...world, "--shard", "0/2", "--out", "shard0", "--quiet"],
    shard1: ["sweep", "run", "sweep.yaml", ...world, "--shard", "1/2", "--out", "shard1", "--quiet"],
    merged: ["sweep", "merge", "merged", "shard0", "shard1", "--quiet", "--format", "json"],
    each: ["sweep", "run", "sweep.yaml", ...world, "--per-enterprise", "--out", "each", "--quiet"],
    submitted: [
      ...["sweep", "submit", "sweep.yaml", "--slurm", "--shards", "2", "--out", "job", "--dry-run"],
      ...[...world, "--per-enterprise"],
    ],
    pods: [
      ...["sweep", "submit", "sweep.yaml", "--kubernetes", "--shards", "2", "--out", "pods", ...world],
      ...["--image", "registry/tiltak:1", "--claim", "shared"],
    ],
    resubmitted: ["sweep", "submit", "sweep.yaml", "--slurm", "--shards", "2", "--out", "job", "--dry-run"],
    again: [
      "run",
      "baseline",
      ...short,
      "--registers-of",
      "plain",
      "--format",
      "json",
      "--out",
      "again",
      "--lang",
      "nb",
    ],
    noRegister: ["run", "baseline", ...short, "--registers-of", "synthetic", "--out", "untouched/run", "--lang", "en"],
    drawn: ["chart", "plain", "all", "--as", "svg", "--out", "drawn", "--lang", "nb"],
    archived: ["archive", "turned", "without.tar.gz", "--lang", "nb"],
    archivedWith: ["archive", "turned", "with.tar.gz", "--registers", "--lang", "en"],
    reproduced: ["sweep", "reproduce", "turned", "--replication", "1", "--lang", "en"],
  };
  const names = Object.keys(commands);
  const all = await session.run(Object.values(commands));
  said = Object.fromEntries(names.map((name, i) => [name, all[i] as Said]));
});

describe("a run with a register of one's own", () => {
  it("tells how it read the file, column by column, with control totals, in the reader's language", () => {
    const { status, stderr } = said.plain as Said;
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(
      `plain.csv: ${lines.length} rader, CSV med semikolon mellom kolonnene, tegnsett UTF-8, desimalskille komma\n`,
    );
    expect(stderr).toContain("  Statlig tilskudd (1000 kr) -> Statlig tilskudd (1000 kr)\n");
    expect(stderr).toContain(
      `Kontrollsum: ${formatNumber("nb", people)} deltakere i ${lines.length} virksomheter (landet: 9\u00a0400 i 335)\n`,
    );
    expect(stderr).toMatch(
      /Kontrollsum: statlig tilskudd [\d,]+ mill\. kr \(landet i 2022: 1,46–1,68 milliarder kroner\)\n/,
    );
    expect(said.turned?.stderr).toContain(`turned.csv: ${lines.length} rows, CSV with semicolons between columns`);
  });

  it("gives the same bits in whatever order and encoding the rows come", () => {
    expect(said.turned?.stdout).toBe(said.plain?.stdout);
    for (const file of ["estimates.json", "estimates.csv", "enterprises.csv", "enterprises.parquet"])
      expect(readFileSync(join(folder, "turned", file)).equals(readFileSync(join(folder, "plain", file))), file).toBe(
        true,
      );
    const manifest = (name: string) => JSON.parse(text(name, "manifest.json"));
    expect(manifest("turned").digests.inputs).toEqual(manifest("plain").digests.inputs);
    expect(manifest("plain").digests.inputs.registers).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest("turned").more.registers.enterprises.sha256).not.toBe(
      manifest("plain").more.registers.enterprises.sha256,
    );
    expect(manifest("plain").more.registers.enterprises).toMatchObject({
      file: "plain.csv",
      rows: lines.length,
      imputed: 0,
    });
  });

  it("keeps single enterprises out of estimates.json and out of the report, and names out of everything that is not asked for", () => {
    const { estimates } = JSON.parse(text("plain", "estimates.json"));
    expect(estimates.length).toBeGreaterThan(0);
    for (const { group } of estimates) expect(group).not.toHaveProperty("enterprise");
    const files = readdirSync(join(folder, "plain"), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    for (const { parentPath, name } of files) {
      const contents = readFileSync(join(parentPath, name));
      expect([name, contents.includes("Syntetisk bedrift"), contents.includes("SYN-0")]).toEqual([name, false, false]);
    }
    const inTurned = readdirSync(join(folder, "turned"));
    expect(inTurned).toEqual(expect.arrayContaining(["enterprises-internal.csv", "enterprises-internal.xlsx"]));
    expect(text("turned", "enterprises-internal.csv")).toContain("Syntetisk bedrift 001");
    expect(text("turned", "report.html")).not.toContain("Syntetisk bedrift");
    expect(said.turned?.stderr).toContain("enterprises-internal.xlsx (INTERNAL, with names)");
  });

  it("says the same of a size class in the estimates, in the table by size and of its enterprises one by one", () => {
    const [names = "", ...rows] = text("plain", "enterprises.csv").trimEnd().split("\n");
    const each = rows.map((line) => {
      const values = line.split(",");
      return Object.fromEntries(names.split(",").map((name, i) => [name, values[i] ?? ""]));
    });
    const file = JSON.parse(text("plain", "estimates.json")) as EstimatesFile;
    const found = JSON.parse(text("plain", "enterprises-by-size.json")) as readonly SizeResult[];
    expect(found.map(({ row }) => row)).toContain("<10");
    for (const { row, enterprises, inDeficit, change } of found) {
      const group = JSON.stringify(row === "all" ? {} : { "enterprise-size": row });
      const of = (measure: string): number | null | undefined =>
        file.estimates.find((one) => one.measure === measure && one.time === 1 && JSON.stringify(one.group) === group)
          ?.mean;
      expect([inDeficit.mean, change.mean]).toEqual([of("enterprises-in-deficit"), of("enterprise-revenue-change")]);
      const classes = row === "<10" ? ["0-5 MNOK", "5-10 MNOK"] : [`${row.replace("<", "0-")} MNOK`];
      const own = each.filter((one) => row === "all" || classes.includes(one["size-class"] ?? ""));
      expect(own).toHaveLength(enterprises);
      const sum = own.reduce((total, one) => total + Number(one["probability-deficit"]), 0);
      expect(sum).toBeCloseTo(inDeficit.mean ?? Number.NaN, 3);
    }
  });

  it("prints no count of people from 1 to 4", () => {
    const [columns = "", ...rows] = text("plain", "enterprises.csv").trimEnd().split("\n");
    const at = columns.split(",").indexOf("participants-before");
    const shown = rows.map((row) => row.split(",")[at]);
    expect(shown).toContain("<5");
    for (const count of shown) expect(["1", "2", "3", "4"]).not.toContain(count);
    for (const { measure, mean } of JSON.parse(text("plain", "estimates.json")).estimates) {
      if (measure !== "participants" || mean === null) continue;
      expect(mean < 0.5 || mean >= 4.5).toBe(true);
    }
    expect(text("plain", "estimates.csv")).toContain(",<5,,");
  });

  it("says in the report which register it used, what is hidden, and how to make it again", () => {
    const told = { plain: text("plain", "report.html"), turned: text("turned", "report.html") };
    const { sha256 } = JSON.parse(text("plain", "manifest.json")).more.registers.enterprises;
    const sectionOf = (html: string, id: string): string =>
      html.split("<section ").find((part) => part.startsWith(`aria-labelledby="${id}"`)) ?? "";
    const again = sectionOf(told.plain, "again");
    expect(again).toContain("npx tiltak run baseline --years 1 --replications 2 --workers 1 --enterprises plain.csv");
    expect(again).toContain(`Kommandoen trenger registeret «plain.csv» (SHA-256 ${sha256}).`);
    expect(sectionOf(told.plain, "assumptions")).toContain(
      `«plain.csv» (${lines.length} rader), ikke fra det syntetiske.`,
    );
    expect(sectionOf(told.plain, "assumptions")).toContain("Antall personer fra 1 til 4 vises ikke");
    expect(sectionOf(told.turned, "assumptions")).toContain(
      `“turned.csv” (${lines.length} rows), not from the synthetic one.`,
    );
    expect(sectionOf(told.turned, "again")).toContain("The same rows give the same numbers");
    expect(sectionOf(told.turned, "again")).not.toContain("--show-names");
    expect(sectionOf(told.plain, "limits")).toContain("Bedriftene er fra eget register; kommunekartet er syntetisk.");
    expect(told.plain).not.toContain("Kart og bedriftsregister er syntetiske");
    const synthetic = text("synthetic", "report.html");
    expect(synthetic).not.toMatch(/<h3>(Own registers|Egne registre)/);
    expect(synthetic).toMatch(/Map and register of enterprises are synthetic|Kart og bedriftsregister er syntetiske/);
  });

  it("has the same pictures in the report, beside the run and from tiltak chart, enterprises by dependence among them", () => {
    expect(said.drawn?.status, said.drawn?.stderr).toBe(0);
    const html = text("plain", "report.html");
    const names = readdirSync(join(folder, "drawn")).filter((name) => name.endsWith(".svg"));
    expect(names).toContain("enterprise-revenue-change.svg");
    expect(text("drawn", "enterprise-revenue-change.svg")).toContain("Etter tilskuddenes andel av inntekten");
    for (const name of names) {
      const picture = text("drawn", name);
      expect([name, text("plain", "charts", name) === picture]).toEqual([name, true]);
      const id = name.replace(/\.svg$/, "");
      // In one document the ids of each picture are its own.
      const own = picture.trim().replaceAll(/\b(id="|url\(#|href="#)(?=clip|gradient)/g, `$1${id}-`);
      expect([name, html.includes(own)]).toEqual([name, true]);
    }
  });

  it("is made from the registers of another run to the same bits, by pseudonym", () => {
    expect(said.again?.status, said.again?.stderr).toBe(0);
    expect(said.again?.stderr).toContain(`Registre fra plain: plain.csv (${lines.length} rader)`);
    expect(said.again?.stdout).toBe(said.plain?.stdout);
    expect(text("again", "registers.json")).toBe(text("plain", "registers.json"));
    expect(text("again", "report.html")).toContain("--registers-of plain");
    expect(said.noRegister?.status).toBe(2);
    expect(said.noRegister?.stderr).toContain("synthetic: --registers-of: has no register");
  });

  it("marks what it imputed", () => {
    const { status, stderr, stdout } = said.imputed as Said;
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(
      "  (mangler) -> Statlig tilskudd: 3 verdier beregnet etter fordelingene i det syntetiske registeret\n",
    );
    expect(stderr).toContain("13 verdier er beregnet, ikke oppgitt.");
    expect(stdout).toMatch(
      /\n13 verdier manglet og er beregnet .*: statlig tilskudd \(3\), .*intervallene er for smale der\.\n/,
    );
    expect(stdout).toMatch(/VTA-inntekt +Virksomheter +Endring i inntekt/);
    expect(stdout).toContain("risiko under disse antakelsene, ikke en prognose");
    const name = runs().find((one) => text("tiltak-runs", one, "manifest.json").includes('"few.csv"')) ?? "";
    const rows = text("tiltak-runs", name, "enterprises.csv").trimEnd().split("\n").slice(1);
    expect(rows.map((row) => row.split(",").at(-1)).sort()).toEqual([
      "state-subsidy municipal-subsidy other aft",
      "state-subsidy municipal-subsidy other aft",
      "state-subsidy municipal-subsidy sales other aft",
    ]);
  });

  it("checks English registers of enterprises and municipalities together, without a run", () => {
    const { status, stdout, stderr } = said.english as Said;
    expect(status, stderr).toBe(0);
    expect(stdout).toContain("Control total: 641,815 inhabitants in 48 municipalities (the country: 5,550,000 in 357)");
    expect(stdout).toMatch(/In order\.\n$/);
  });

  it("gives results by enterprise without a register too, when asked", () => {
    expect(said.synthetic?.status, said.synthetic?.stderr).toBe(0);
    const rows = text("synthetic", "enterprises.csv").trimEnd().split("\n");
    expect(rows).toHaveLength(336);
    expect(said.synthetic?.stdout).toBe(text("synthetic", "estimates.csv"));
    expect(rows[0]).not.toContain("participants-before");
    expect(existsSync(join(folder, "synthetic", "registers.json"))).toBe(true);
  });

  it("can be carried out again from its folder alone, bit by bit", () => {
    expect(said.reproduced?.status, said.reproduced?.stderr).toBe(0);
    expect(said.reproduced?.stdout).toMatch(/^The same bits: \d+ values/);
  });

  it("is finished by resume, and refused when the register beside it is another", async () => {
    const report = text("plain", "report.html");
    for (const file of ["estimates.json", "enterprises.csv", "report.html"]) rmSync(join(folder, "plain", file));
    writeFileSync(
      join(folder, "plain", "manifest.json"),
      text("plain", "manifest.json").replace('"status": "done"', '"status": "stopped"'),
    );
    const [resumed] = await session.run([["resume", "plain", "--quiet", "--lang", "nb"]]);
    expect(resumed?.status, resumed?.stderr).toBe(0);
    expect(text("plain", "report.html") === report).toBe(true);
    expect(text("plain", "estimates.json")).toBe(text("turned", "estimates.json"));
    expect(text("plain", "enterprises.csv")).toBe(text("turned", "enterprises.csv"));
    const one = Math.max(...participants);
    writeFileSync(
      join(folder, "plain", "registers.json"),
      text("plain", "registers.json").replace(`"participants": ${one}`, `"participants": ${one + 1}`),
    );
    const [changed] = await session.run([["resume", "plain", "--quiet", "--lang", "nb"]]);
    expect(changed?.status).toBe(2);
    expect(changed?.stderr).toContain("registers.json: er ikke det registeret som kjøringen begynte med");
  });
});

describe("a sweep with a register of one's own", () => {
  it("gives the same bytes in one piece and in shards, without rows about one enterprise", () => {
    const { status, stdout, stderr } = said.swept as Said;
    expect(status, stderr).toBe(0);
    expect(said.merged?.status, said.merged?.stderr).toBe(0);
    expect(said.merged?.stdout).toBe(stdout);
    expect(existsSync(join(folder, "merged", "registers.json"))).toBe(true);
    for (const { group } of JSON.parse(stdout).estimates) expect(group).not.toHaveProperty("enterprise");
    const { digests, more } = JSON.parse(text("merged", "manifest.json"));
    expect(digests.inputs.registers).toMatch(/^[0-9a-f]{64}$/);
    expect(more.registers.enterprises).toMatchObject({ file: "few.csv", imputed: 13 });
  });
});

describe("a submitted sweep with a register of one's own", () => {
  it("hands the rows as they were read on to every task, and they make the bytes of one process, by enterprise too", async () => {
    expect(said.submitted?.status, said.submitted?.stderr).toBe(0);
    expect(said.pods?.status, said.pods?.stderr).toBe(0);
    const job = join(folder, "job");
    const script = text("job", "job.sh");
    expect(script).toContain(`--registers-of ${job} --per-enterprise --workers 1 --shard`);
    expect(script).not.toContain("few.csv");
    const [task] = JSON.parse(text("pods", "job.json")).spec.template.spec.containers;
    expect(task.command.at(-1)).toContain(`--registers-of ${join(folder, "pods")} --workers 1 --shard`);
    const { command, inputs } = JSON.parse(text("job", "submission.json"));
    expect(inputs).toEqual(JSON.parse(text("each", "manifest.json")).digests.inputs);
    // What a task carries out, without the program's own path; the register itself is out of reach.
    renameSync(join(folder, "few.csv"), join(folder, "few-elsewhere.csv"));
    const typed: string[] = command.slice(command.indexOf("sweep"));
    const shards = [0, 1].map((i) => [...typed, "--shard", `${i}/2`, "--out", join(job, "shards", `${i}-of-2`)]);
    const done = await session.run([...shards, ["sweep", "merge", "gathered", "job", "--quiet", "--workers", "1"]]);
    renameSync(join(folder, "few-elsewhere.csv"), join(folder, "few.csv"));
    for (const { status, stderr } of done) expect(status, stderr).toBe(0);
    for (const file of ["estimates.json", "estimates.csv", "enterprises.csv", "enterprises-by-size.csv"])
      expect([file, text("gathered", file) === text("each", file)]).toEqual([file, true]);
    expect(done[2]?.stdout).toBe(said.each?.stdout);
  });

  it("gives results by enterprise and by size over all points when asked", () => {
    expect(said.each?.status, said.each?.stderr).toBe(0);
    expect(said.each?.stdout).toMatch(/baseline, VTA revenue +Enterprises +Change in revenue/);
    expect(text("each", "enterprises.csv").trimEnd().split("\n")).toHaveLength(4);
    expect(existsSync(join(folder, "swept", "enterprises.csv"))).toBe(false);
    for (const { group } of JSON.parse(text("each", "estimates.json")).estimates)
      expect(group).not.toHaveProperty("enterprise");
  });

  it("is not handed over twice from one folder with other registers", () => {
    expect(said.resubmitted?.status).toBe(2);
    expect(said.resubmitted?.stderr).toContain("holds a sweep with other registers; choose another folder");
  });
});

describe("a register that is wrong", () => {
  it("is refused with every problem, in the reader's language, together with what is wrong with the flags; nothing is written", () => {
    const { status, stderr, stdout } = said.bad as Said;
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("bad.csv:1:11: Fødselsnummer: er en kolonne om enkeltpersoner");
    expect(stderr).not.toContain("01019012345");
    expect(said.lacking?.status).toBe(2);
    expect(said.lacking?.stderr).toContain("--years");
    expect(said.lacking?.stderr).toContain("few.csv:1: State subsidy: is missing among the headers");
    expect(readdirSync(join(folder, "untouched"))).toEqual([]);
  });
});

describe("an archive of such a run", () => {
  it("holds the register only when asked, and says so", () => {
    const held = (name: string): string => gunzipSync(readFileSync(join(folder, name))).toString("latin1");
    expect(said.archived?.stderr).toContain("Registeret er ikke med i arkivet (personvern); --registers tar det med.");
    expect(held("without.tar.gz")).not.toContain("registers.json");
    expect(said.archivedWith?.stderr).toContain(
      "The register is in the archive, with pseudonyms in place of ids and names.",
    );
    expect(held("with.tar.gz")).toContain("with/registers.json");
    for (const name of ["without.tar.gz", "with.tar.gz"]) expect(held(name)).not.toContain("SYN-0");
  });
});
