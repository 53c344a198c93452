// How a study tells how far it is: a sequence that always has the newest state for whoever asks, and piles up nothing for
// who does not. Progress uses the clock; results do not.

/** How far a study is. */
export interface StudyProgress {
  readonly phase: "running" | "estimating";
  /** Replications that are done, those found in the store counted in. */
  readonly done: number;
  /** Replications of the whole study; with a precision goal, those up to the next look. */
  readonly total: number;
  readonly failed: number;
  readonly elapsedSeconds: number;
  /** Forecast of the time left; null before the first replications are done. */
  readonly remainingSeconds: number | null;
}

/** Give every reader the newest progress; what a slow reader misses is gone. Ends when the study ends. */
export class ProgressFeed implements AsyncIterable<StudyProgress> {
  #latest: StudyProgress | undefined;
  #version = 0;
  #ended = false;
  #waiting: (() => void)[] = [];

  /** Replace the newest progress. */
  push(progress: StudyProgress): void {
    this.#latest = progress;
    this.#version += 1;
    this.#wake();
  }

  /** End every reader's sequence, after its newest progress. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StudyProgress> {
    let seen = 0;
    for (;;) {
      if (this.#latest !== undefined && seen < this.#version) {
        seen = this.#version;
        yield this.#latest;
      } else if (this.#ended) return;
      else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
