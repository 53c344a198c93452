// Where a figure comes from, told in the reader's language: only the place is, titles and quotes are the source's own.

import type { SourceReference } from "@tiltak/scenarios";
import { loadEvidence, sourcesOf } from "@tiltak/scenarios";
import { describe, expect, it } from "vitest";
import { sourceLine } from "./explain.ts";

describe("the line of a source", () => {
  it("has its place in the reader's language", () => {
    const [source] = sourcesOf(["exits-2023"], loadEvidence());
    expect(source).toBeDefined();
    if (source === undefined) return;
    expect(sourceLine(source, "en")).toContain("ch. 3.8, line 3177 «2653 VTA-ansatte");
    expect(sourceLine(source, "nb")).toContain("kap. 3.8, linje 3177 «2653 VTA-ansatte");
  });

  it("leaves no English word for a place in bokmål, whatever the parameter", () => {
    const evidence = loadEvidence();
    const all = [...evidence.parameters.values()].flatMap(({ evidence: ids }) => sourcesOf(ids ?? [], evidence));
    const placeOnly = (source: SourceReference): SourceReference => ({
      ...source,
      quote: "",
      documents: source.documents.map((document) => ({ ...document, title: "", publisher: "", url: "" })),
    });
    expect(all.length).toBeGreaterThan(200);
    const english = /\b(ch|line|section|table|intro|footnote|page|chapter)\b/;
    const left = all.flatMap((source) => {
      const { formulas: _, evidence: id, ...rest } = placeOnly(source);
      const line = sourceLine({ ...rest, evidence: "" }, "nb");
      return english.test(line) ? [`${id}: ${line}`] : [];
    });
    expect(left).toEqual([]);
  });
});
