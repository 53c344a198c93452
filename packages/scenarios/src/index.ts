// Evidence and scenario packages of the VTA programme. In: names of scenarios, files of a user's own, what the command line
// sets. Out: plain data with provenance, and the input of a study. Nothing here simulates.

export { checkEvidence, type EvidenceCheck, figureValue } from "./check-evidence.ts";
export { type OwnOutcome, ownOutcomes, usedDeliveryModels } from "./delivery-models.ts";
export {
  type DesignOptions,
  loadDesign,
  type PlannedSweep,
  parquetTableOf,
  planSweep,
  type SweepDesign,
  type SweepMethod,
  sweepInputs,
  sweepSize,
} from "./design-file.ts";
export type { DesignTable } from "./design-table.ts";
export { type Evidence, type EvidenceLists, loadEvidence } from "./evidence.ts";
export { type EvidenceEntry, findEvidence, parametersOn } from "./find-evidence.ts";
export { evaluateFormula, FormulaError, referencesOf } from "./formula.ts";
export { type CatalogueEntry, loadCatalogue } from "./load-catalogue.ts";
export {
  loadScenario,
  parameterMeant,
  type Scenario,
  type ScenarioMunicipality,
  type ScenarioParameter,
} from "./load-scenario.ts";
export type { MeantParameter } from "./nearest-parameter.ts";
export {
  type Basis,
  basisOf,
  type DocumentReference,
  type SourceReference,
  sourcesOf,
} from "./provenance.ts";
export {
  type EnterpriseOptions,
  type MappedColumn,
  parseEnterprises,
  parseMunicipalities,
  type Register,
  type RegisterFile,
  type RegisterForm,
  type RegisterLang,
  type RegisterOptions,
  readEnterprises,
  readMunicipalities,
  writeEnterprises,
  writeMunicipalities,
} from "./registers/index.ts";
export {
  type Change,
  formatSpec,
  municipalityRows,
  type ResolvedParameter,
  type ResolvedScenario,
  type ResolveOptions,
  resolveScenarios,
  toScenarioInput,
} from "./resolve-parameters.ts";
export { scenarioTemplate } from "./scenario-template.ts";
export type {
  DeliveryAmount,
  DeliveryAttribute,
  DeliveryModel,
  Derived,
  DerivedFigure,
  EvidenceRecord,
  Figure,
  Inconsistency,
  Localised,
  Mechanism,
  NotFound,
  ParameterEntry,
  Place,
  Source,
  TrialSite,
} from "./schema/evidence.ts";
export { jsonSchemas } from "./schema/json-schema.ts";
export { parseUnit, sameUnit, type Unit } from "./schema/unit.ts";
export { parseYaml, readYaml, type YamlText } from "./yaml-text.ts";
