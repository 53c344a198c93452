// How a model is named where it cannot be handed over: by the URL of its module and the name of its export, with data where
// the export makes the model from data. This is how a model, a user's own too, reaches a worker.

import type { Model } from "../kernel/model.ts";
import { ModelLoadError } from "./errors.ts";

/** Where a model is found. */
export interface ModelReference {
  /** URL of the module: `import.meta.url` of the module itself, or what `import.meta.resolve` gives. */
  readonly module: string;
  /** Name of the export: a Model, or a function from `data` to a Model. */
  readonly export: string;
  /** Plain data for an export that is a function. */
  readonly data?: unknown;
}

/** Tell a reference from a model. */
export function isModelReference(model: Model | ModelReference): model is ModelReference {
  return !("run" in model);
}

/**
 * Load a model from where its reference points; a model is given back as it is.
 *
 * @throws ModelLoadError when there is no such module or export, or the export is no model
 */
export async function loadModel(model: Model | ModelReference): Promise<Model> {
  if (!isModelReference(model)) return model;
  const details = { module: model.module, export: model.export };
  let found: unknown;
  try {
    const module = (await import(/* @vite-ignore */ model.module)) as Record<string, unknown>;
    found = module[model.export];
    if (typeof found === "function") found = (found as (data: unknown) => unknown)(model.data);
    found = await found;
  } catch (error) {
    throw new ModelLoadError(
      "model-load",
      `the model cannot be loaded from ${model.module}: ${String(error)}`,
      details,
    );
  }
  if (!isModel(found)) {
    const message = `the export "${model.export}" of ${model.module} is no model (an object with id, version and run)`;
    throw new ModelLoadError("model-load", message, details);
  }
  return found;
}

function isModel(value: unknown): value is Model {
  if (typeof value !== "object" || value === null) return false;
  const { id, version, run } = value as Partial<Model>;
  return typeof id === "string" && typeof version === "string" && typeof run === "function";
}
