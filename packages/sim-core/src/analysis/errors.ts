// The one error of this layer, and the checks of arguments that its files share.

import { TiltakError } from "../foundation/errors.ts";

/** Report that an analysis was asked of numbers for which it has no meaning; `details` holds the offending values. */
export class AnalysisError extends TiltakError {}

/** Throw `analysis-argument` unless `holds`. */
export function requireArgument(holds: boolean, message: string, details: Readonly<Record<string, unknown>>): void {
  if (!holds) throw new AnalysisError("analysis-argument", message, details);
}
