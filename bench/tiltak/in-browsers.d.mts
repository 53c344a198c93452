// Types of in-browsers.mjs, for tools that are checked: the benchmark itself is plain JavaScript.

/** A workload as the benchmark runs it: so many years or minutes, on the table of draws, with a watch around the work. */
export type Workload = (
  draws: Float64Array,
  size: number,
  watch: { start(): void; stop(): void },
) => { readonly events: number; readonly digest: string };

export declare function makeDraws(): Float64Array;
export declare const programmeAsEvents: Workload;
export declare const programmeAsProcesses: Workload;
export declare const machineShop: Workload;
