import { describe, expect, test } from "vitest";
import { Simulation } from "../kernel/index.ts";
import { CapacityError, ReleaseError, SiteResources } from "./index.ts";

function setUp(capacities: readonly number[] = [1]): { simulation: Simulation; beds: SiteResources; log: string[] } {
  const simulation = new Simulation();
  const log: string[] = [];
  const beds: SiteResources = new SiteResources(simulation, {
    capacities,
    customers: 1,
    granted: (customer) => {
      log.push(`${simulation.now} ${customer} granted`);
      beds.checkInvariants();
    },
    reneged: (customer) => {
      log.push(`${simulation.now} ${customer} reneged`);
      beds.checkInvariants();
    },
  });
  beds.monitor();
  return { simulation, beds, log };
}

describe("places at sites", () => {
  test("are taken at once while free, then by priority and arrival, and those who waited are called by an event", () => {
    const { simulation, beds, log } = setUp([1, 2]);
    expect([beds.seize(0, 5), beds.seize(1, 6), beds.seize(1, 7)]).toEqual([true, true, true]);
    expect([beds.seize(0, 1), beds.seize(0, 2), beds.seize(0, 3, 9, -1)]).toEqual([false, false, false]);
    expect([beds.queueLength(0), beds.next(0), beds.siteOf(2), beds.siteOf(99)]).toEqual([3, 3, 0, -1]);
    simulation.callAt(2, () => {
      beds.release(5);
      expect([beds.state(3), beds.inUse(0), log.length]).toEqual(["called", 1, 0]);
    });
    simulation.callAt(3, () => beds.release(3));
    simulation.callAt(4, () => beds.release(1));
    simulation.run();
    expect(log).toEqual(["2 3 granted", "3 1 granted", "4 2 granted"]);
    expect(beds.report(0)).toMatchObject({
      requests: 4,
      grants: 4,
      releases: 3,
      meanQueue: 9 / 4,
      meanInUse: 1,
      meanWait: 9 / 4,
    });
  });

  test("are given up by patience and by leaving, which leaves no timer and no place kept", () => {
    const { simulation, beds, log } = setUp();
    beds.seize(0, 0);
    for (const [customer, patience] of [
      [1, 3],
      [2, 10],
      [3, 20],
    ] as const)
      beds.seize(0, customer, patience);
    simulation.callAt(4, () =>
      expect([beds.leave(2), beds.leave(2), beds.leave(1), beds.leave(77)]).toEqual([true, false, false, false]),
    );
    simulation.callAt(5, () => {
      beds.release(0);
      expect(beds.leave(3)).toBe(true);
      expect(beds.inUse(0)).toBe(0);
    });
    simulation.run();
    expect([log, simulation.now]).toEqual([["3 1 reneged"], 5]);
    expect(beds.report(0)).toMatchObject({ reneges: 1, withdrawals: 1, releases: 2 });
  });

  test("may become more or fewer; holders finish and none enters", () => {
    const { simulation, beds, log } = setUp([2]);
    for (const customer of [0, 1, 2, 3]) beds.seize(0, customer);
    beds.setCapacity(0, 1);
    simulation.callAt(1, () => beds.release(0));
    simulation.callAt(2, () => beds.setCapacity(0, 2));
    simulation.run();
    expect([log, beds.capacity(0)]).toEqual([["2 2 granted"], 2]);
  });

  test("refuse what makes no sense", () => {
    const { beds } = setUp();
    beds.seize(0, 0);
    expect(() => beds.seize(0, 0)).toThrow(CapacityError);
    expect(() => beds.seize(1, 1)).toThrow(CapacityError);
    expect(() => beds.seize(0.5, 1)).toThrow(CapacityError);
    expect(() => beds.seize(0, -1)).toThrow(CapacityError);
    expect(() => beds.seize(0, 1, Number.NaN)).toThrow(CapacityError);
    expect(() => beds.seize(0, 1, 1, Number.NaN)).toThrow(CapacityError);
    expect(() => beds.release(1)).toThrow(ReleaseError);
    expect(() => beds.setCapacity(0, -1)).toThrow(CapacityError);
    expect(() => setUp([0.5])).toThrow(CapacityError);
    beds.release(0);
    expect(() => beds.release(0)).toThrow(ReleaseError);
  });
});

describe("the check of places at sites", () => {
  /** Site 1 has one place, held by customer 3, and customer 4 waits for it since 10. */
  function spoilt(now: number, spoil: (inside: Record<string, Float64Array>) => void): () => void {
    const simulation = new Simulation({ start: 10 });
    const beds = new SiteResources(simulation, { name: "beds", capacities: [1, 1], customers: 8, granted: () => {} });
    beds.monitor();
    beds.seize(1, 3);
    beds.seize(1, 4);
    simulation.runUntil(now);
    beds.checkInvariants();
    spoil(beds as unknown as Record<string, Float64Array>);
    return () => beds.checkInvariants();
  }

  test.each([
    ["Little's law", 12, 2, 1, "requestTimes", 4, 11],
    ["flow balance of the queue", 10, 2, 1, "heads", 1, -1],
    ["flow balance of the queue", 12, 2, 2, "queued", 1, 2],
    ["flow balance of the places", 12, 1, 0, "used", 1, 0],
    ["no place free while somebody waits", 12, 1, 5, "capacities", 1, 5],
  ] as const)("names %s, the site, the time and both sides", (law, now, left, right, field, index, value) => {
    const check = spoilt(now, (inside) => {
      inside[field][index] = value;
    });
    expect(check).toThrow(
      expect.objectContaining({
        name: "InvariantError",
        code: "resource-invariant",
        message: `${law} does not hold for beds at site 1: ${left} against ${right} at time ${now}`,
        details: { law, site: 1, left, right },
      }),
    );
  });
});
