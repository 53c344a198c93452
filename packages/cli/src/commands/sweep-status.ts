// tiltak sweep status: how far a run directory, or a submitted sweep with all its shards, is; of a finished run also where its uncertainty
// comes from.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InputError, type Shard } from "@tiltak/sim-core";
import { type RunStatus, readManifest, runStatus } from "@tiltak/sim-core/node";
import { queueOf, readSubmission } from "../cluster/submission.ts";
import { varianceFindings } from "../findings.ts";
import { readStudyFlags, type WrittenFlags } from "../flags.ts";
import { type Terminal, table } from "../terminal.ts";
import { runsOf } from "./sweep.ts";
import { saySweep } from "./sweep-texts.ts";
import { sharesTable } from "./variance-table.ts";

interface StatusRow {
  readonly part: string;
  readonly state: RunStatus["state"] | "missing";
  readonly done: number;
  readonly total: number | null;
  readonly failed: number;
}

/** Print how far a sweep is. */
export async function sweepStatus(folder: string, written: WrittenFlags, terminal: Terminal): Promise<void> {
  const { flags, problems } = readStudyFlags({ format: written.format });
  if (problems.length > 0) throw new InputError(problems);
  const { lang } = terminal;
  const submission = await readSubmission(folder);
  const parts = submission?.shards ?? [resolve(folder)];
  if (submission === undefined && (await readManifest(folder)) === undefined) {
    const message = existsSync(folder)
      ? "is neither a run directory nor a submitted sweep"
      : "there is no such run directory";
    throw new InputError([{ path: folder, message }], "no-run");
  }
  const rows = await Promise.all(parts.map(rowOf));
  const queue = submission === undefined ? undefined : await queueOf(submission);
  const finished = submission === undefined && rows.every(({ state }) => state === "done");
  const uncertainty = finished ? await varianceFindings.read(folder) : undefined;
  if (flags.format === "json") {
    const told = { folder: resolve(folder), parts: rows, queue: queue ?? null, uncertainty: uncertainty ?? null };
    terminal.print(JSON.stringify(told, null, 2));
    return;
  }
  if (flags.format === "csv") {
    terminal.print(
      [
        "part,state,done,total,failed",
        ...rows.map((r) => `"${r.part}",${r.state},${r.done},${r.total ?? ""},${r.failed}`),
      ].join("\n"),
    );
    return;
  }
  const head = [
    saySweep(lang, "part"),
    saySweep(lang, "state"),
    saySweep(lang, "runsDone"),
    "",
    saySweep(lang, "failed"),
  ];
  const cells = rows.map((row) => [
    row.part,
    saySweep(lang, row.state),
    String(row.done),
    row.total === null ? "" : `/ ${row.total}`,
    String(row.failed),
  ]);
  const totals =
    rows.length < 2
      ? []
      : [[saySweep(lang, "total"), "", String(sum(rows, "done")), totalText(rows), String(sum(rows, "failed"))]];
  terminal.print(table([head, ...cells, ...totals], new Set([2, 4])));
  if (uncertainty !== undefined) {
    terminal.print(`\n${uncertainty.length > 0 ? sharesTable(uncertainty, lang) : saySweep(lang, "noShares")}`);
  }
  if (queue !== undefined) terminal.print(`${saySweep(lang, "queue")}: ${queue === "" ? "-" : queue}`);
  if (submission !== undefined && rows.every(({ state }) => state === "stopped" || state === "done")) {
    terminal.note(`${saySweep(lang, "gather")}: tiltak sweep merge OUT ${folder}`);
  } else if (submission === undefined && rows.some(({ state }) => state === "interrupted" || state === "stopped")) {
    terminal.note(`${saySweep(lang, "goOn")}: tiltak resume ${folder}`);
  }
}

function sum(rows: readonly StatusRow[], what: "done" | "failed"): number {
  return rows.reduce((total, row) => total + row[what], 0);
}

function totalText(rows: readonly StatusRow[]): string {
  return rows.some(({ total }) => total === null) ? "" : `/ ${rows.reduce((all, { total }) => all + (total ?? 0), 0)}`;
}

async function rowOf(folder: string): Promise<StatusRow> {
  const manifest = await readManifest(folder).catch(() => undefined);
  const part = folder.split(/[\\/]/).at(-1) ?? folder;
  if (manifest === undefined) return { part, state: "missing", done: 0, total: null, failed: 0 };
  const status = await runStatus(folder);
  const shard = manifest.more.shard as Shard | undefined;
  const total = shard === undefined ? status.total : runsOf(manifest.plan, shard);
  // A shard that has all its runs is done, though a shard never concludes by itself.
  const state = status.state === "stopped" && status.done >= total ? "done" : status.state;
  return { part, state, done: status.done, total, failed: status.failed };
}
