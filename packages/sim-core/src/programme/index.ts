// The programme model: adapted work (VTA) in a whole country. Public face of the sub-path `@tiltak/sim-core/programme`.
export {
  leverParameters,
  type ParameterKind,
  type ProgrammeParameters,
  readProgrammeParameters,
  worldParameters,
} from "./parameters.ts";
export { originIso, Programme, programmeModel } from "./programme-model.ts";
export { bounds, causes, payers, settings, streams } from "./words.ts";
