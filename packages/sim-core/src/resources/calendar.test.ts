import { expect, test } from "vitest";
import { capacityAt, checkCalendar, nextStep } from "./calendar.ts";

const shifts = {
  steps: [
    [8, 2],
    [16, 0],
  ],
  period: 24,
} as const;
const once = {
  steps: [
    [-5, 3],
    [10, 7],
  ],
} as const;

test("the capacity is that of the last step not after the time, and repeats", () => {
  expect([8, 15.5, 16, 24, 31.5, 32, 40, 24 * 9 + 12].map((time) => capacityAt(shifts, time))).toEqual([
    2, 2, 0, 0, 0, 2, 0, 2,
  ]);
  // Before the first step of a period, the last one of the period before holds.
  expect([0, 7.5, -24 + 8, -1].map((time) => capacityAt(shifts, time))).toEqual([0, 0, 2, 0]);
});

test("without a period nothing holds before the first step, and the last holds for ever", () => {
  expect([-6, -5, 9.5, 10, 1e9].map((time) => capacityAt(once, time))).toEqual([undefined, 3, 3, 7, 7]);
  expect(capacityAt({ steps: [[0, 0]] }, -1)).toBeUndefined();
});

test("the next step lies strictly after the time, in this period or the next", () => {
  expect([0, 8, 15, 16, 23.5, 24 * 10 + 9, -20].map((time) => nextStep(shifts, time))).toEqual([
    { time: 8, capacity: 2 },
    { time: 16, capacity: 0 },
    { time: 16, capacity: 0 },
    { time: 32, capacity: 2 },
    { time: 32, capacity: 2 },
    { time: 24 * 10 + 16, capacity: 0 },
    { time: -16, capacity: 2 },
  ]);
  expect([-9, -5, 10].map((time) => nextStep(once, time))).toEqual([
    { time: -5, capacity: 3 },
    { time: 10, capacity: 7 },
    undefined,
  ]);
});

test("the greatest capacity of a calendar is known, also when its times begin before 0", () => {
  expect([checkCalendar(shifts), checkCalendar(once), checkCalendar({ steps: [[0, 0]], period: 1 })]).toEqual([
    2, 7, 0,
  ]);
});
