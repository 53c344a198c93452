import { describe, expect, it } from "vitest";
import { anchorsOf, blocksOf, linksOf, matches, refreshed, transcriptOf } from "../lib/markdown.mjs";

const fence = "```";
const page = `# One & two
[a](docs/a.md#b) ![p](p.svg "t") [web](https://x.no) \`[not](a.md)\`
${fence}ts
[not](this.md)
# Not this
${fence}
<img src="q.svg">
## Æ å-b
## Æ å-b`;

describe("a page", () => {
  it("has links and pictures, except in code and to the web", () => {
    expect(linksOf(page)).toEqual([
      { target: "docs/a.md#b", line: 2 },
      { target: "p.svg", line: 2 },
      { target: "q.svg", line: 7 },
    ]);
  });

  it("has an anchor for each heading", () => {
    expect(anchorsOf(page)).toEqual(["one--two", "æ-å-b", "æ-å-b-1"]);
  });

  it("has blocks with their language and line", () => {
    expect(blocksOf(page)).toEqual([{ language: "ts", line: 3, text: "[not](this.md)\n# Not this" }]);
  });
});

describe("a transcript", () => {
  it("is commands and what they print", () => {
    expect(transcriptOf("$ npx tiltak list\na  b\n$ npx tiltak \\\n  run x")).toEqual([
      { command: "npx tiltak list", expected: ["a  b"] },
      { command: "npx tiltak run x", expected: [] },
    ]);
  });

  it.each([
    [["a", "b"], "a\nb\n", true],
    [["a"], "a\nb\n", false],
    [["a", "b"], "a\n", false],
    [["a", "..."], "a\nb\nc\n", true],
    [["...", "c"], "a\nb\nc\n", true],
    [["a", "...", "c"], "a\nb\nd\n", false],
    [["a", "...", "b"], "a\nb\n", true],
  ])("%j fits %j: %s", (expected, output, fits) => {
    expect(matches(expected, output)).toBe(fits);
  });
});

describe("refreshed", () => {
  it("takes as many lines from the output as the page shows, in the same places", () => {
    const expected = ["In 2030: 2,500 fewer", "...", "Participants  -2,500", "Positions  -900", "...", "exit code 1"];
    const output = "In 2030: 100 more\nwhy\nParticipants  100\nPositions  90\nWaiting  3\nmore\nexit code 1\n";
    expect(refreshed(expected, output)).toEqual([
      "In 2030: 100 more",
      "...",
      "Participants  100",
      "Positions  90",
      "...",
      "exit code 1",
    ]);
  });

  it("keeps the head of the last lines when there are more of them", () => {
    const expected = ["...", "moved, revenue  Change", "small  -20%", "A note."];
    const output =
      "answer\nmoved (last year)\nnone, revenue  Change\nmoved, revenue  Change (95%)\nsmall  -22%\nall  -21%\nA note.\nAnother.\n";
    expect(refreshed(expected, output)).toEqual([
      "...",
      "moved, revenue  Change (95%)",
      "small  -22%",
      "all  -21%",
      "A note.",
      "Another.",
    ]);
  });

  it("leaves alone what it cannot find", () => {
    expect(refreshed(["...", "Participants  1", "..."], "nothing of the kind")).toBeUndefined();
    expect(refreshed(["one", "two"], "one")).toBeUndefined();
    expect(refreshed(["one"], "one\ntwo")).toBeUndefined();
  });
});
