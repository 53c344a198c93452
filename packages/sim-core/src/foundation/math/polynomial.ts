// Polynomials by Horner's rule, always in the same order of operations.

/**
 * Evaluate one piece of a table of polynomials.
 *
 * @param table coefficients, lowest power first, `degree + 1` for each piece
 * @param degree degree of the pieces
 * @param piece number of the piece
 * @param x the argument
 * @returns the value
 */
export function pieceOf(table: Float64Array, degree: number, piece: number, x: number): number {
  const first = piece * (degree + 1);
  let value = table[first + degree] as number;
  for (let k = first + degree - 1; k >= first; k--) value = value * x + (table[k] as number);
  return value;
}
