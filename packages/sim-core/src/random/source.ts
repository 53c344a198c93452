// What a sampler needs: uniforms, one after the other. Addressed and sequential streams both give it.

/** Give independent uniforms on the open interval (0, 1). */
export interface RandomSource {
  /** Draw the next uniform: an odd multiple of 2^-53, never 0 and never 1. */
  uniform(): number;
}

/**
 * Turn two random words into a uniform on (0, 1): 52 random bits, centred in their cell, so that 1 - u is of the same set.
 *
 * @param high 32 random bits, unsigned
 * @param low 32 random bits, unsigned; the lower 12 are not used
 * @returns an odd multiple of 2^-53
 */
export function uniformOfWords(high: number, low: number): number {
  return (high * 1048576 + (low >>> 12) + 0.5) * 2.220446049250313e-16;
}
