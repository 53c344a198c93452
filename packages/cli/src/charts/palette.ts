// Colours, greys and dashes. Everything that must be told apart differs in lightness, also for readers who see no red, green or
// blue, and stands out from white; what two lines share in lightness they tell by dash. palette.test.ts computes it.

/** Colours of scenarios, in order. */
export const scenarioColours: readonly string[] = ["#0b3c6f", "#d95f02", "#1a9c72", "#7d22d8", "#482714"];
/** Greys of scenarios, in order. */
export const scenarioGreys: readonly string[] = ["#000000", "#8f8f8f", "#454545", "#6b6b6b", "#2a2a2a"];

/** Dashes of scenarios, in order; the first line has none. */
export const scenarioDashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 2, 2, 2], [4, 4]];

/** Fills of stacked parts, in order: dark and light take turns, so that neighbours differ. */
export const stackColours: readonly string[] = ["#123a5c", "#e8a33d", "#3a7ca5", "#f3dfc1", "#7a2748", "#a9cfe0"];
/** Greys of stacked parts, in order. */
export const stackGreys: readonly string[] = ["#1a1a1a", "#b5b5b5", "#5c5c5c", "#e6e6e6", "#3a3a3a", "#8c8c8c"];

/** The line around a filled part: it bounds light fills against white. */
export const partOutline = "#4a4a4a";

/** Ink of titles, labels, notes; of axes; of the line at zero. */
export const ink = {
  title: "#111111",
  text: "#333333",
  note: "#555555",
  axis: "#8a8a8a",
  grid: "#e4e4e4",
  zero: "#222222",
} as const;

/** The look of one scenario. */
export interface Look {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** Give each of so many scenarios its look; beyond five, colours come again with another dash. */
export function scenarioLooks(count: number, greyscale: boolean): readonly Look[] {
  const colours = greyscale ? scenarioGreys : scenarioColours;
  return Array.from({ length: count }, (_, i) => ({
    colour: colours[i % colours.length] as string,
    dash: scenarioDashes[(i + Math.floor(i / colours.length)) % scenarioDashes.length] as readonly number[],
  }));
}

/** Give the fills of stacked parts. */
export function partFills(greyscale: boolean): readonly string[] {
  return greyscale ? stackGreys : stackColours;
}
