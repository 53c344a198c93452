import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Tests run on the sources: the condition "@tiltak/source" of each package's exports leads to src/, so no build is needed
// except by tests that start worker threads or the program itself. tools/checks.mjs says which file belongs to which check.
const conditions = ["@tiltak/source"];

/** Files that take longest, the longest first: begun late, one of them would run alone at the end. A wrong order costs time and nothing else. */
const long = [
  "packages/scenarios/test/national-runs.test.ts",
  "packages/sim-core/test/properties/programme.test.ts",
  "packages/cli/test/help-examples.test.ts",
  "packages/sim-core/test/theory/verification-rejects.test.ts",
  "packages/cli/test/gallery.test.ts",
  "packages/cli/test/sweep.test.ts",
  "packages/cli/test/report.test.ts",
  "packages/cli/test/interrupt.test.ts",
  "packages/cli/test/program.test.ts",
  "packages/sim-core/test/theory/programme-forms.test.ts",
  "packages/sim-core/test/built/full-disk.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((path) => moduleId.endsWith(path));
      return at === -1 ? long.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      // Tests beside the sources share the modules of their process: to load them anew for each of a hundred files would take longer than
      // the tests themselves. None of them leaves anything behind; one that does makes others fail, and belongs to the second list.
      { extends: true, test: { name: "unit", include: ["packages/*/src/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["packages/*/test/**/*.test.ts", "examples/**/*.test.ts", "docs/**/*.test.ts", "tools/**/*.test.ts"],
        },
      },
    ],
    setupFiles: ["tools/property-seed.ts"],
    allowOnly: false,
    sequence: { sequencer: LongestFirst },
    // Generous: no test measures time, and a hung one is ended by the limit of its check.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
