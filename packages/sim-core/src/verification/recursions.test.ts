// The recursions by hand, and the kernel against them.

import { describe, expect, it } from "vitest";
import { keyFromSeed } from "../random/index.ts";
import { kieferWolfowitzWaits, lindleyWaits, pathwiseCase, waitsByEvents, waitsByProcesses } from "./recursions.ts";

const gaps = [1, 1, 1, 2, 5];
const services = [3, 4, 1, 2, 1];

describe("the recursions", () => {
  it("of Lindley gives 0, 2, 5, 4, 1", () => {
    expect([...lindleyWaits(gaps, services)]).toEqual([0, 2, 5, 4, 1]);
  });

  it("of Kiefer and Wolfowitz with two servers gives 0, 0, 1, 0, 0", () => {
    expect([...kieferWolfowitzWaits(gaps, services, 2)]).toEqual([0, 0, 1, 0, 0]);
  });

  it("agree where there is one server", () => {
    expect(kieferWolfowitzWaits(gaps, services, 1)).toEqual(lindleyWaits(gaps, services));
  });

  it.each([waitsByProcesses, waitsByEvents])("are met by hand-made customers in %o", (simulate) => {
    expect(simulate(gaps, services, 1)).toEqual(lindleyWaits(gaps, services));
    expect(simulate(gaps, services, 2)).toEqual(kieferWolfowitzWaits(gaps, services, 2));
    expect(simulate([], [], 1)).toEqual(new Float64Array(0));
  });
});

describe("a pathwise case", () => {
  const key = keyFromSeed("pathwise");
  const head = { name: "x", view: "events", servers: 2, customers: 1000 } as const;

  it("finds nothing in a right engine", () => {
    expect(pathwiseCase(head).compare(key, 1000)).toEqual({ compared: 1000, different: 0, greatestDifference: 0 });
  });

  it("finds one wait that is off by the last bit", () => {
    const nearly = pathwiseCase(head, (...path) => {
      const waits = waitsByEvents(...path);
      waits[500] += 2 ** -40;
      return waits;
    });
    expect(nearly.compare(key, 1000)).toEqual({ compared: 1000, different: 1, greatestDifference: 2 ** -40 });
  });

  it("finds a server too many, and a customer who was never served", () => {
    const generous = pathwiseCase(head, (g, s, servers) => waitsByProcesses(g, s, servers + 1));
    expect(generous.compare(key, 1000).different).toBeGreaterThan(500);
    const forgetful = pathwiseCase(head, (...path) => waitsByEvents(...path).fill(Number.NaN, 999));
    expect(forgetful.compare(key, 1000).different).toBe(1);
  });
});
