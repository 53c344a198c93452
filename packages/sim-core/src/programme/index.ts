// The programme model: adapted work (VTA) in a whole country. Public face of the sub-path `@tiltak/sim-core/programme`.
export { deliveryModelIds, deliveryParameterIds } from "./delivery.ts";
export {
  archetypes,
  enterpriseSizeLimitsMnok,
  enterpriseSizes,
  joinedEnterpriseSizes,
  municipalitySizes,
  originIso,
} from "./numerics.ts";
export {
  leverParameters,
  type ParameterKind,
  type ProgrammeParameters,
  readProgrammeParameters,
  worldParameters,
} from "./parameters.ts";
export {
  checkProgrammeData,
  type EnterpriseRow,
  type MunicipalityRow,
  type ProgrammeData,
} from "./programme-data.ts";
export { Programme, programmeModel, programmeModelWith } from "./programme-model.ts";
export { bounds, causes, payers, settings, streams } from "./words.ts";
