// The one place that knows whether this package runs from its sources (.ts) or from its build (.js): the ending of a sibling module
// is that of this one.

/** Give the URL of a module beside this one, by its name without ending. */
export function siblingModule(name: string): URL {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  return new URL(`./${name}${ending}`, import.meta.url);
}
