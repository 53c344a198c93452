// A model for benchmarks of studies: a stated amount of plain arithmetic, then a stated number of observations in the shape of the
// programme's (measures by group, at times 1 to 10).

/** Burn `work` multiplications and observe `cells` values. */
export const synthetic = {
  id: "synthetic",
  version: "1",
  run(parameters, replication) {
    let state = replication.key.low | 1;
    for (let i = 0; i < parameters.work; i += 1) state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const groups = Math.ceil(parameters.cells / 1000);
    for (let c = 0; c < parameters.cells; c += 1) {
      const time = (c % 10) + 1;
      const measure = Math.floor(c / 10) % 100;
      const group = Math.floor(c / 1000) % groups;
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      replication.observe(`measure-${measure}`, `{"group":"${group}"}`, time, state / 1e6);
    }
  },
};
