// Chromium without a driver library: the DevTools protocol over two pipes, enough to open a page and ask it questions.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What was seen while a page was open.
 *
 * @typedef {object} Visit
 * @property {string[]} requests addresses that the page asked for, its own left out
 * @property {string[]} complaints errors of scripts and of the console
 * @property {Record<string, unknown>} answers what the questions gave
 */

/**
 * Open a page and ask it questions.
 *
 * @param {string} address for instance a file: URL
 * @param {Readonly<Record<string, string>>} questions name to a JavaScript expression whose value is plain data
 * @param {{ limitSeconds?: number, media?: "print", scripts?: boolean, width?: number }} [options] `media` shows it as on paper, `scripts: false`
 *   runs none of its own, `width` is that of the window in pixels
 * @returns {Promise<Visit>}
 * @throws {Error} when Chromium does not start or answer in time
 */
export async function visit(address, questions, options = {}) {
  const profile = mkdtempSync(join(tmpdir(), "tiltak-chromium-"));
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
  ];
  const child = spawn("chromium", [...flags, `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), (options.limitSeconds ?? 60) * 1000);
  try {
    const talk = conversation(child);
    const { targetInfos } = await talk.send("Target.getTargets", {});
    const page = targetInfos.find((/** @type {{ type: string }} */ target) => target.type === "page");
    const { sessionId } = await talk.send("Target.attachToTarget", { targetId: page.targetId, flatten: true });
    const requests = /** @type {string[]} */ ([]);
    const complaints = /** @type {string[]} */ ([]);
    talk.on("Network.requestWillBeSent", ({ request }) => {
      if (request.url !== address && !request.url.startsWith("data:")) requests.push(request.url);
    });
    talk.on("Runtime.exceptionThrown", ({ exceptionDetails }) => complaints.push(exceptionDetails.text));
    talk.on("Log.entryAdded", ({ entry }) => {
      if (entry.level === "error") complaints.push(entry.text);
    });
    const loaded = new Promise((resolve) => talk.on("Page.loadEventFired", resolve));
    for (const domain of ["Network", "Runtime", "Log", "Page"]) await talk.send(`${domain}.enable`, {}, sessionId);
    if (options.media !== undefined) await talk.send("Emulation.setEmulatedMedia", { media: options.media }, sessionId);
    if (options.scripts === false) await talk.send("Emulation.setScriptExecutionDisabled", { value: true }, sessionId);
    if (options.width !== undefined) {
      const metrics = { width: options.width, height: 900, deviceScaleFactor: 1, mobile: false };
      await talk.send("Emulation.setDeviceMetricsOverride", metrics, sessionId);
    }
    await talk.send("Page.navigate", { url: address }, sessionId);
    await Promise.race([loaded, talk.ended]);
    const answers = /** @type {Record<string, unknown>} */ ({});
    for (const [name, expression] of Object.entries(questions)) {
      const { result, exceptionDetails } = await talk.send(
        "Runtime.evaluate",
        { expression, returnByValue: true, awaitPromise: true },
        sessionId,
      );
      if (exceptionDetails !== undefined) throw new Error(`${name}: ${exceptionDetails.text}`);
      answers[name] = result.value;
    }
    return { requests, complaints, answers };
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
    await new Promise((resolve) =>
      child.exitCode === null && child.signalCode === null ? child.once("close", resolve) : resolve(0),
    );
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    } catch {
      // The browser's own children may write for a moment after it is gone; what stays behind is a temporary folder.
    }
  }
}

/**
 * Messages are JSON with a zero byte after each: commands out on pipe 3, answers and events in on pipe 4.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
function conversation(child) {
  const out = /** @type {import("node:stream").Writable} */ (child.stdio[3]);
  const into = /** @type {import("node:stream").Readable} */ (child.stdio[4]);
  const waiting = new Map();
  const listeners = new Map();
  let last = 0;
  let rest = "";
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    child.once("error", reject);
    child.once("close", () => reject(new Error("chromium ended before it answered")));
  });
  ended.catch(() => undefined);
  out.on("error", () => undefined);
  into.on("data", (chunk) => {
    const messages = `${rest}${chunk.toString("utf8")}`.split("\0");
    rest = messages.pop() ?? "";
    for (const message of messages.map((text) => JSON.parse(text))) {
      if (message.id === undefined) listeners.get(message.method)?.(message.params);
      else {
        waiting.get(message.id)?.(message);
        waiting.delete(message.id);
      }
    }
  });
  return {
    ended,
    /** @param {string} method @param {(params: any) => void} listener */
    on: (method, listener) => void listeners.set(method, listener),
    /** @param {string} method @param {object} params @param {string} [sessionId] @returns {Promise<any>} */
    send: (method, params, sessionId) => {
      const id = ++last;
      const answer = new Promise((resolve, reject) => {
        waiting.set(id, (/** @type {{ error?: { message: string }, result: unknown }} */ message) =>
          message.error === undefined
            ? resolve(message.result)
            : reject(new Error(`${method}: ${message.error.message}`)),
        );
      });
      out.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
      return Promise.race([answer, ended]);
    },
  };
}
