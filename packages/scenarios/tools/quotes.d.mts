export interface Quote {
  readonly source: string;
  readonly entry: string;
  readonly quote: string;
}
export function normalise(text: string): string;
export function sha256(text: string): string;
export function checkableSources(): readonly { readonly id: string; readonly sha256: string }[];
export function allQuotes(): Quote[];
export function digestOfQuotes(quotes: readonly Quote[]): string;
