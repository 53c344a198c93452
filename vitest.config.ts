import { defineConfig } from "vitest/config";

// Tests run on the sources: the condition "@tiltak/source" of each package's exports leads to src/, so no build is needed
// except by tests that start worker threads or the program itself. tools/checks.mjs says which file belongs to which check.
const conditions = ["@tiltak/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "examples/**/*.test.ts",
      "docs/**/*.test.ts",
      "tools/**/*.test.ts",
    ],
    setupFiles: ["tools/property-seed.ts"],
    allowOnly: false,
    // Generous: no test measures time, and a hung one is ended by the limit of its check.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
