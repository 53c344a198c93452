// Random: streams addressed by entity, purpose and index; distributions. Imports foundation only.
export { AddressBook } from "./address-book.ts";
export { AddressedStreams } from "./addressed-streams.ts";
export * from "./distributions/index.ts";
export {
  agedHazard,
  CompetingRisks,
  constantHazard,
  gompertzHazard,
  type Hazard,
  piecewiseHazard,
  poissonTimesByInversion,
  poissonTimesByThinning,
  type RiskOutcome,
  scaledHazard,
  ThresholdClock,
} from "./hazard.ts";
export { hashText, keyFromSeed, mixAddress, type StreamKey } from "./key.ts";
export { philox4x32 } from "./philox.ts";
export { SequentialStream } from "./sequential-stream.ts";
export { type RandomSource, uniformOfWords } from "./source.ts";
