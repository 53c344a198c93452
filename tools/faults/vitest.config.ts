import { mergeConfig } from "vitest/config";
import base from "../../vitest.config.ts";

// For runs with a planted fault: the first counterexample is enough, shrinking it would only take time.
export default mergeConfig(base, { test: { setupFiles: ["./tools/faults/first-counterexample.ts"] } });
