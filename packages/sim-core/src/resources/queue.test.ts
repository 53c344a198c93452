import { describe, expect, test } from "vitest";
import { LineQueue, type Queued, RankedQueue, type RequestQueue } from "./queue.ts";

interface Item extends Queued<Item> {
  rank: number;
}

function item(order: number, rank = 0): Item {
  return { order, rank, next: null, previous: null, queueIndex: -1 };
}

const orders = (queue: RequestQueue<Item>): number[] => queue.toArray().map(({ order }) => order);

describe("a line of requests", () => {
  test.each([
    [false, [1, 2, 3, 4]],
    [true, [4, 3, 2, 1]],
  ])("keeps its order when one comes back with the place it had (last first: %s)", (lastFirst, expected) => {
    const items = [1, 2, 3, 4].map((order) => item(order));
    for (const returning of items) {
      const queue = new LineQueue<Item>(lastFirst);
      for (const each of items) queue.add(each);
      queue.remove(returning);
      expect([queue.size, orders(queue)]).toEqual([3, expected.filter((order) => order !== returning.order)]);
      queue.add(returning);
      expect([queue.size, orders(queue), queue.first()?.order]).toEqual([4, expected, expected[0]]);
      // Both directions of the links.
      const backwards: number[] = [];
      for (let at: Item | null = items[expected[3] - 1]; at !== null; at = at.previous) backwards.push(at.order);
      expect(backwards.reverse()).toEqual(expected);
      for (const each of items) queue.remove(each);
      expect([queue.size, queue.first(), returning.next, returning.previous]).toEqual([0, null, null, null]);
    }
  });
});

describe("a ranked queue", () => {
  const byRank = (a: Item, b: Item): number => a.rank - b.rank;

  test("is a sorted list, whatever joins, leaves and changes its rank", () => {
    const queue = new RankedQueue<Item>(byRank);
    let list: Item[] = [];
    let state = 1;
    const draw = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    for (let step = 1; step <= 800; step++) {
      const kind = draw(10);
      const chosen = list[draw(Math.max(1, list.length))];
      if (kind < 5 || chosen === undefined) {
        const fresh = item(step, draw(9));
        queue.add(fresh);
        list.push(fresh);
      } else if (kind < 8) {
        queue.remove(chosen);
        list = list.filter((each) => each !== chosen);
        expect(chosen.queueIndex).toBe(-1);
      } else if (kind === 8) {
        chosen.rank = draw(9);
        queue.move(chosen);
      } else {
        for (const each of list) each.rank = draw(9);
        queue.sort();
      }
      list.sort((a, b) => byRank(a, b) || a.order - b.order);
      expect(queue.size).toBe(list.length);
      expect(queue.first()).toBe(list[0] ?? null);
      if (step % 50 === 0) expect(orders(queue)).toEqual(list.map(({ order }) => order));
    }
  });

  test("loses and gains nobody when a comparison throws, and is sorted again by the next sort", () => {
    let state = 7;
    const draw = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    let left = Number.POSITIVE_INFINITY;
    const queue = new RankedQueue<Item>((a, b) => {
      if (left-- <= 0) throw new Error("no order");
      return byRank(a, b);
    });
    let list: Item[] = [];
    let thrown = 0;
    for (let step = 1; step <= 600; step++) {
      const kind = draw(8);
      const chosen = list[draw(Math.max(1, list.length))];
      const fresh = item(step, draw(9));
      left = draw(5);
      let failed = false;
      try {
        if (kind < 4 || chosen === undefined) queue.add(fresh);
        else if (kind < 6) queue.remove(chosen);
        else if (kind === 6) {
          chosen.rank = draw(9);
          queue.move(chosen);
        } else queue.sort();
      } catch {
        failed = true;
        thrown++;
      }
      left = Number.POSITIVE_INFINITY;
      if (kind < 4 || chosen === undefined) {
        if (!failed) list.push(fresh);
        expect(fresh.queueIndex >= 0).toBe(!failed);
      } else if (kind < 6) {
        list = list.filter((each) => each !== chosen);
        expect(chosen.queueIndex).toBe(-1);
      }
      list.sort((a, b) => byRank(a, b) || a.order - b.order);
      expect(orders(queue)).toEqual(list.map(({ order }) => order));
      expect(new Set(list.map(({ queueIndex }) => queueIndex)).size).toBe(list.length);
      if (failed) queue.sort();
      expect(queue.first()).toBe(list[0] ?? null);
    }
    expect(thrown).toBeGreaterThan(100);
  });
});
