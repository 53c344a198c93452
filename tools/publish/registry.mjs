// A package registry of a few tarballs, on this machine only: what `npm install @tiltak/cli` would meet after a release.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename } from "node:path";

/**
 * @typedef {object} Packed
 * @property {string} file absolute path of the tarball
 * @property {Readonly<Record<string, any>> & { name: string, version: string }} manifest its package.json
 */

/**
 * Serve tarballs as a registry until it is closed.
 *
 * @param {readonly Packed[]} packages
 * @returns {Promise<{ address: string, asked: string[], close: () => void }>} `asked`: names of the packages that were asked for
 */
export async function registryOf(packages) {
  const asked = /** @type {string[]} */ ([]);
  const tarballs = new Map(packages.map(({ file }) => [`/${basename(file)}`, readFileSync(file)]));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const tarball = tarballs.get(path);
    const found = packages.find(({ manifest }) => path === `/${manifest.name}`);
    if (tarball !== undefined) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(tarball);
    } else if (found !== undefined) {
      asked.push(found.manifest.name);
      const { name, version } = found.manifest;
      const bytes = tarballs.get(`/${basename(found.file)}`) ?? Buffer.alloc(0);
      const dist = {
        tarball: `http://${request.headers.host}/${basename(found.file)}`,
        integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
      };
      const packument = {
        name,
        "dist-tags": { latest: version },
        versions: { [version]: { ...found.manifest, dist } },
      };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(packument));
    } else {
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    address: `http://127.0.0.1:${port}/`,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
