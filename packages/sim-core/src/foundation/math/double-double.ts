// Numbers as an unevaluated sum of two doubles, about 106 bits: exact sums and products by Dekker (1971, "A floating-point
// technique for extending the available precision") and Knuth. Results land in a caller's Float64Array, [high, low], so that
// nothing is allocated. Only for moderate exponents: products beyond 2^±990 lose their low part.

/** Veltkamp's constant 2^27 + 1. */
const splitter = 134217729;

/**
 * Take the upper 26 bits of a double.
 *
 * @param x a double below 2^996 in size
 * @returns x rounded to 26 significant bits; `x - upperHalf(x)` is exact and fits in 26 bits
 */
export function upperHalf(x: number): number {
  const c = x * splitter;
  return c - (c - x);
}

/**
 * Compute what rounding took from a product.
 *
 * @param a a factor
 * @param b a factor
 * @param product `a * b` as rounded
 * @returns `a * b - product`, exact
 */
export function productError(a: number, b: number, product: number): number {
  const ah = upperHalf(a);
  const al = a - ah;
  const bh = upperHalf(b);
  const bl = b - bh;
  return ah * bh - product + ah * bl + al * bh + al * bl;
}

/**
 * Compute what rounding took from a sum, in any order of size.
 *
 * @param a a term
 * @param b a term
 * @param sum `a + b` as rounded
 * @returns `a + b - sum`, exact
 */
export function sumError(a: number, b: number, sum: number): number {
  const t = sum - a;
  return a - (sum - t) + (b - t);
}

/** Add two pairs into `out`. */
export function addPairs(ah: number, al: number, bh: number, bl: number, out: Float64Array): void {
  const sum = ah + bh;
  const error = sumError(ah, bh, sum) + (al + bl);
  const high = sum + error;
  out[0] = high;
  out[1] = sum - high + error;
}

/** Multiply two pairs into `out`. */
export function multiplyPairs(ah: number, al: number, bh: number, bl: number, out: Float64Array): void {
  const product = ah * bh;
  const error = productError(ah, bh, product) + (ah * bl + al * bh);
  const high = product + error;
  out[0] = high;
  out[1] = product - high + error;
}

/** Divide two pairs into `out`. */
export function dividePairs(ah: number, al: number, bh: number, bl: number, out: Float64Array): void {
  const q = ah / bh;
  const product = q * bh;
  const rest = ah - product - productError(q, bh, product) + (al - q * bl);
  const correction = rest / bh;
  const high = q + correction;
  out[0] = high;
  out[1] = q - high + correction;
}

/** Take the square root of a pair into `out`. */
export function squareRootPair(ah: number, al: number, out: Float64Array): void {
  const root = Math.sqrt(ah);
  const square = root * root;
  const correction = (ah - square - productError(root, root, square) + al) / (2 * root);
  const high = root + correction;
  out[0] = high;
  out[1] = root - high + correction;
}
