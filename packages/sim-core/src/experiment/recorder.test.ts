import { expect, test } from "vitest";
import { Recorder } from "./recorder.ts";

const task = { scenario: 1, point: 2, replication: 3 };
const recorder = (): Recorder => new Recorder({ low: 1, high: 2 }, 3);

test("observations become columns with interned keys", () => {
  const r = recorder();
  r.observe("queue", "{}", 0, 5);
  r.observe("queue", '{"kind":"a"}', 0, Number.NaN);
  r.observe("queue", "{}", 1, -0.5);
  const block = r.block(task);
  expect(block).toMatchObject(task);
  expect(block.keys).toEqual([
    { measure: "queue", group: "{}" },
    { measure: "queue", group: '{"kind":"a"}' },
  ]);
  expect([...block.keyIndex]).toEqual([0, 1, 0]);
  expect([...block.time]).toEqual([0, 0, 1]);
  expect([...block.value]).toEqual([5, Number.NaN, -0.5]);
});

test("columns grow with the observations", () => {
  const r = recorder();
  for (let i = 0; i < 10_000; i += 1) r.observe("x", "{}", i, i * 2);
  const block = r.block(task);
  expect(block.value.length).toBe(10_000);
  expect(block.value[9_999]).toBe(19_998);
});

test.each([
  ["an infinite value", (r: Recorder) => r.observe("x", "{}", 0, Number.POSITIVE_INFINITY), "observation-infinite"],
  ["a time that is no number", (r: Recorder) => r.observe("x", "{}", Number.NaN, 1), "observation-time"],
  ["a group with unsorted keys", (r: Recorder) => r.observe("x", '{"b":"1","a":"2"}', 0, 1), "observation-group"],
  ["a group that is no JSON", (r: Recorder) => r.observe("x", "total", 0, 1), "observation-group"],
])("%s is refused where it is observed", (_, act, code) => {
  expect(() => act(recorder())).toThrow(expect.objectContaining({ code }));
});

test("the same measure, group and time cannot be observed twice; times may come in any order", () => {
  const r = recorder();
  r.observe("x", "{}", 2, 1);
  r.observe("x", "{}", 1, 1);
  expect(r.block(task).value.length).toBe(2);
  r.observe("x", "{}", 2, 1);
  expect(() => r.block(task)).toThrow(expect.objectContaining({ code: "observation-twice" }));
});
