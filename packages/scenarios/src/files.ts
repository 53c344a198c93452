// Where this package keeps its data: beside `src` and `dist`, so the same relative step leads there from both.

import { fileURLToPath } from "node:url";

/**
 * Find a file or folder of the package.
 *
 * @param path relative to the package's folder, with forward slashes, such as "evidence/sources.yaml"
 * @returns an absolute path
 */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
