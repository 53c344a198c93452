import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@tiltak/source"] },
  ssr: { resolve: { conditions: ["@tiltak/source"], externalConditions: ["@tiltak/source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts", "examples/**/*.test.ts", "docs/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
