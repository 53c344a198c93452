// Every dependency has a permissive licence, or stands in licences.md with the reason why it is acceptable.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const permissive = /^\(?(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|Unlicense|BlueOak-1\.0\.0)( OR .*)?\)?$/;

/** The licence of a package in the store of the package manager; undefined when it is not installed. */
function licenceOf(name: string, version: string): string | undefined {
  const store = join(root, "node_modules/.pnpm");
  const prefix = `${name.replace("/", "+")}@${version}`;
  const folder = readdirSync(store).find((entry) => entry === prefix || entry.startsWith(`${prefix}_`));
  const file = join(store, folder ?? "", "node_modules", name, "package.json");
  if (folder === undefined || !existsSync(file)) return undefined;
  const { license } = JSON.parse(readFileSync(file, "utf8")) as { readonly license?: unknown };
  return typeof license === "string" ? license : JSON.stringify(license ?? "none");
}

it("every dependency is permissive, or named with a reason", () => {
  const { catalog } = parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")) as {
    readonly catalog: Readonly<Record<string, string>>;
  };
  const page = readFileSync(new URL("licences.md", import.meta.url), "utf8");
  const licences = Object.entries(catalog).map(([name, version]) => [name, licenceOf(name, version)] as const);
  const known = licences.filter(([, licence]) => licence !== undefined);
  expect(known.length).toBeGreaterThan(20);
  const others = known.filter(
    ([name, licence]) => !permissive.test(licence ?? "") && !page.includes(`| \`${name}\` |`),
  );
  expect(others).toEqual([]);
});
