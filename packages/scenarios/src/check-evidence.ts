// The registry held against itself: every derived figure is computed again from the base figures, and compared with what
// we hold it to be and with what the source prints. Disagreements that an inconsistency explains are marked as known.

import { type Evidence, loadEvidence } from "./evidence.ts";
import { evaluateFormula, FormulaError } from "./formula.ts";
import type { Figure } from "./schema/evidence.ts";

/** One derived figure, computed again. */
export interface EvidenceCheck {
  /** The id of the derived entry and the name of the figure, such as `derived-exit-percent.2019`. */
  readonly id: string;
  readonly formula: string;
  readonly unit: string;
  readonly computed: number;
  /** What the registry holds, and by how much it may be off. */
  readonly value: number;
  readonly within: number;
  /** What the source prints for the same thing, and the record it stands in. */
  readonly printed?: { readonly value: number; readonly record: string };
  readonly agrees: boolean;
  /** The inconsistency that explains a disagreement. */
  readonly known?: string;
}

/**
 * Compute every derived figure again.
 *
 * @param evidence the registry; the project's own when left out
 * @returns one check for each figure, in the order of the registry
 * @throws FormulaError when a formula cannot be read or refers to nothing
 */
export function checkEvidence(evidence: Evidence = loadEvidence()): readonly EvidenceCheck[] {
  return [...evidence.derived.values()].flatMap((entry) =>
    Object.entries(entry.figures).map(([name, figure]): EvidenceCheck => {
      const computed = evaluateFormula(figure.formula, (reference) => figureValue(reference, evidence));
      const record = figure.printed?.replace(/^\[|\]$/g, "");
      const printed = record === undefined ? undefined : { value: figureValue(record, evidence), record };
      // A figure that is held to be exact still passes through binary fractions.
      const slack = figure.within + 1e-9 * Math.max(1, Math.abs(computed));
      const off = [figure.value, printed?.value].some((x) => x !== undefined && !(Math.abs(x - computed) <= slack));
      return {
        id: `${entry.id}.${name}`,
        formula: figure.formula,
        unit: figure.unit,
        computed,
        value: figure.value,
        within: figure.within,
        ...(printed === undefined ? {} : { printed }),
        agrees: !off,
        ...(figure.known === undefined ? {} : { known: figure.known }),
      };
    }),
  );
}

/**
 * Look up a figure by reference.
 *
 * @param reference `record`, `record.name`, `record.name#2` for the second number of a range or list, or
 *   `derived.name` for a figure that is computed again
 * @returns the value
 * @throws FormulaError when nothing has that name, or it has more than one number and none is chosen
 */
export function figureValue(reference: string, evidence: Evidence = loadEvidence()): number {
  const [path, part] = reference.split("#") as [string, string | undefined];
  const dot = path.indexOf(".");
  const id = dot < 0 ? path : path.slice(0, dot);
  const name = dot < 0 ? undefined : path.slice(dot + 1);
  const derived = evidence.derived.get(id)?.figures[name ?? ""];
  if (derived !== undefined) return evaluateFormula(derived.formula, (inner) => figureValue(inner, evidence));
  const record = evidence.records.get(id);
  const figure: Figure | undefined = name === undefined ? record : record?.values?.[name];
  const value = part === undefined ? figure?.value : (figure?.range ?? figure?.list)?.[Number(part) - 1];
  if (value === undefined)
    throw new FormulaError("formula", `[${reference}] is no figure of the registry`, { reference });
  return value;
}
