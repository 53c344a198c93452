// Sums that do not lose small terms beside large ones: Neumaier's variant of Kahan summation. The result depends on the
// order of the terms only in its last bit or so, and is the same on every machine for the same order.

/**
 * Add numbers with a running compensation (Neumaier 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation").
 *
 * Worked number: adding 1, 1e100, 1 and -1e100 gives 2; a plain sum gives 0.
 */
export class CompensatedSum {
  #sum = 0;
  #compensation = 0;

  /**
   * Add one term.
   *
   * @param x the term; infinite and NaN terms make the sum what IEEE addition makes of it
   */
  add(x: number): void {
    const sum = this.#sum + x;
    if (Math.abs(this.#sum) >= Math.abs(x)) this.#compensation += this.#sum - sum + x;
    else this.#compensation += x - sum + this.#sum;
    this.#sum = sum;
  }

  /** The sum so far; 0 before the first term. */
  get value(): number {
    const total = this.#sum + this.#compensation;
    // An infinite term leaves a NaN compensation behind; the plain sum then says what IEEE addition says.
    return Number.isNaN(total) ? this.#sum : total;
  }

  /** Forget all terms. */
  reset(): void {
    this.#sum = 0;
    this.#compensation = 0;
  }
}

/**
 * Sum an array in its order with compensation.
 *
 * @param xs the terms
 * @returns their sum; 0 for an empty array
 */
export function compensatedSum(xs: ArrayLike<number>): number {
  const sum = new CompensatedSum();
  for (let i = 0; i < xs.length; i++) sum.add(xs[i] as number);
  return sum.value;
}
