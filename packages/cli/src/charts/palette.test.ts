// What can be told apart, computed: contrast by the formula of WCAG 2.2, colours as readers with the three kinds of colour
// blindness see them (the matrices of Machado, Oliveira and Fernandes 2009 at full severity, on linear light), distance in CIE L*a*b*.

import { describe, expect, it } from "vitest";
import {
  ink,
  partOutline,
  scenarioColours,
  scenarioDashes,
  scenarioGreys,
  scenarioLooks,
  stackColours,
  stackGreys,
} from "./palette.ts";

type Triple = readonly [number, number, number];

const sights: Readonly<Record<string, readonly Triple[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Light of a colour, linear, 0..1. */
function light(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([r, g, b]: Triple): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(light(a)), luminance(light(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(luminance([r, g, b]));
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, sight: readonly Triple[]): Triple {
  const from = light(hex);
  return lab(
    sight.map((row) =>
      Math.min(1, Math.max(0, row[0] * from[0] + row[1] * from[1] + row[2] * from[2])),
    ) as unknown as Triple,
  );
}

function distance(a: string, b: string, sight: readonly Triple[]): number {
  const [p, q] = [seen(a, sight), seen(b, sight)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

function pairs(colours: readonly string[]): readonly (readonly [string, string])[] {
  return colours.flatMap((a, i) => colours.slice(0, i).map((b) => [b, a] as const));
}

describe("the formulas", () => {
  it("give the known values: black on white 21, a mid grey L* 53.6, pure red L* 53.2", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 9);
    expect(lab(light("#808080"))[0]).toBeCloseTo(53.59, 1);
    expect(lab(light("#ff0000"))[0]).toBeCloseTo(53.24, 1);
  });

  it("find the pair that everybody warns of: red and green of one lightness", () => {
    const [red, green] = ["#d03030", "#5c8a00"];
    expect(distance(red, green, sights.usual ?? [])).toBeGreaterThan(80);
    expect(distance(red, green, sights.deuteranopia ?? [])).toBeLessThan(25);
  });
});

describe("colours", () => {
  it.each([
    ["scenarios", scenarioColours],
    ["scenarios in grey", scenarioGreys],
  ])("of %s stand out from white as lines must: 3 to 1", (_, colours) => {
    for (const colour of colours) expect(contrast(colour, "#ffffff"), colour).toBeGreaterThanOrEqual(3);
  });

  it("of words stand out from white as text must: 4.5 to 1", () => {
    for (const colour of [ink.title, ink.text, ink.note])
      expect(contrast(colour, "#ffffff"), colour).toBeGreaterThanOrEqual(4.5);
  });

  it("of stacked parts are bounded by a line that stands out from white", () => {
    expect(contrast(partOutline, "#ffffff")).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(sights))("of scenarios are told apart with %s", (_, sight) => {
    for (const [a, b] of pairs(scenarioColours)) expect(distance(a, b, sight), `${a} ${b}`).toBeGreaterThan(30);
  });

  it.each(Object.entries(sights))("of neighbouring parts are told apart with %s", (_, sight) => {
    stackColours.slice(1).forEach((colour, i) => {
      expect(distance(colour, stackColours[i] ?? "", sight), colour).toBeGreaterThan(45);
    });
  });

  it("of neighbouring parts differ in lightness too, and greys do everywhere", () => {
    const lightness = (hex: string): number => lab(light(hex))[0];
    for (const fills of [stackColours, stackGreys]) {
      fills.slice(1).forEach((colour, i) => {
        expect(Math.abs(lightness(colour) - lightness(fills[i] ?? "")), colour).toBeGreaterThan(20);
      });
    }
    for (const greys of [stackGreys, scenarioGreys])
      for (const [a, b] of pairs(greys)) expect(Math.abs(lightness(a) - lightness(b)), `${a} ${b}`).toBeGreaterThan(11);
  });
});

describe("looks of scenarios", () => {
  it("differ in dash as well as in colour, for twenty-five scenarios", () => {
    expect(scenarioDashes).toHaveLength(scenarioColours.length);
    for (const greyscale of [false, true]) {
      const looks = scenarioLooks(25, greyscale).map(({ colour, dash }) => `${colour} ${dash.join()}`);
      expect(new Set(looks).size).toBe(25);
      expect(new Set(scenarioLooks(5, greyscale).map(({ dash }) => dash.join())).size).toBe(5);
    }
  });
});
