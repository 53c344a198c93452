// The programme-like workload in our event view, as a function of its own, because it is also the model with which the
// worker threads are timed, and browsers run it too (tools/engines).
import { Simulation } from "@tiltak/sim-core";
import { digestOf, enterpriseOf, PROGRAMME, personIndex } from "../yardsticks/harness.mjs";

/** Runs the workload for so many years; the watch is started and stopped around all of it. */
export function programme(draws, years, watch) {
  watch.start();
  const { people, enterprises, places, patienceMean, retryMean, stayMean, exitMean, reviewYears, awayMean } = PROGRAMME;
  const simulation = new Simulation({ capacity: people + 1 });
  const drawn = new Int32Array(people);
  const asked = new Float64Array(people);
  const remaining = new Float64Array(people);
  const step = new Float64Array(people);
  const at = new Int32Array(people);
  const patience = new Float64Array(people);
  const free = new Int32Array(enterprises).fill(places);
  const first = new Int32Array(enterprises).fill(-1);
  const last = new Int32Array(enterprises).fill(-1);
  const before = new Int32Array(people);
  const after = new Int32Array(people);
  const inUseByYear = [];
  const next = (p) => draws[personIndex(p, drawn[p]++)];
  let [inUse, placed, reneged, reviews, left, waited, checksum] = [0, 0, 0, 0, 0, 0, 0];

  const unlink = (e, p) => {
    if (before[p] < 0) first[e] = after[p];
    else after[before[p]] = after[p];
    if (after[p] < 0) last[e] = before[p];
    else before[after[p]] = before[p];
  };
  const goOn = (p, now) => {
    if (step[p] < remaining[p]) simulation.schedule(now + step[p], review, p);
    else simulation.schedule(now + remaining[p], leave, p);
  };
  const place = (p, now) => {
    waited += now - asked[p];
    placed += 1;
    inUse += 1;
    const stay = stayMean * next(p);
    const exit = exitMean * next(p);
    remaining[p] = Math.min(stay, exit);
    step[p] = reviewYears * next(p);
    goOn(p, now);
  };
  const ask = simulation.handler((p) => {
    const now = simulation.now;
    const e = enterpriseOf(next(p));
    const waitsAtMost = patienceMean * next(p);
    at[p] = e;
    asked[p] = now;
    if (free[e] > 0) {
      free[e] -= 1;
      place(p, now);
      return;
    }
    before[p] = last[e];
    after[p] = -1;
    if (last[e] < 0) first[e] = p;
    else after[last[e]] = p;
    last[e] = p;
    patience[p] = simulation.schedule(now + waitsAtMost, renege, p);
  });
  const renege = simulation.handler((p) => {
    reneged += 1;
    unlink(at[p], p);
    simulation.schedule(simulation.now + retryMean * next(p), ask, p);
  });
  const review = simulation.handler((p) => {
    reviews += 1;
    remaining[p] -= step[p];
    step[p] = reviewYears;
    goOn(p, simulation.now);
  });
  const leave = simulation.handler((p) => {
    const now = simulation.now;
    left += 1;
    checksum += now;
    inUse -= 1;
    simulation.schedule(now + awayMean * next(p), ask, p);
    const e = at[p];
    const q = first[e];
    if (q < 0) {
      free[e] += 1;
    } else {
      unlink(e, q);
      simulation.cancel(patience[q]);
      place(q, now);
    }
  });
  const observe = simulation.handler(() => {
    inUseByYear.push(inUse);
    if (inUseByYear.length < years) simulation.schedule(simulation.now + 1, observe, 0);
    else simulation.stop();
  });

  for (let p = 0; p < people; p += 1) simulation.schedule(0, ask, p);
  simulation.schedule(0.5, observe, 0);
  simulation.run();
  watch.stop();
  return {
    events: placed + reneged + reviews + left,
    digest: digestOf([placed, reneged, reviews, left, ...inUseByYear], [waited, checksum]),
  };
}
