// The programme-like workload in our process view, as a function of its own, because browsers run it too (tools/engines).
import { Resource, Simulation } from "@tiltak/sim-core";
import { digestOf, enterpriseOf, PROGRAMME, personIndex } from "../yardsticks/harness.mjs";

/** Runs the workload for so many years; the watch is started and stopped around all of it. */
export function programme(draws, years, watch) {
  watch.start();
  const { people, enterprises, places, patienceMean, retryMean, stayMean, exitMean, reviewYears, awayMean } = PROGRAMME;
  const simulation = new Simulation({ capacity: people });
  const enterprise = Array.from(
    { length: enterprises },
    () => new Resource(simulation, { name: "enterprise", capacity: places }),
  );
  const inUseByYear = [];
  let [inUse, placed, reneged, reviews, left] = [0, 0, 0, 0, 0];
  const sums = { waited: 0, leftAt: 0 };

  function* person(p) {
    let k = 0;
    for (;;) {
      const e = enterprise[enterpriseOf(draws[personIndex(p, k++)])];
      const patience = patienceMean * draws[personIndex(p, k++)];
      const place = e.seize({ patience });
      yield place;
      if (!place.granted) {
        reneged += 1;
        yield retryMean * draws[personIndex(p, k++)];
        continue;
      }
      sums.waited += place.waited;
      placed += 1;
      inUse += 1;
      const stay = stayMean * draws[personIndex(p, k++)];
      const exit = exitMean * draws[personIndex(p, k++)];
      let remaining = Math.min(stay, exit);
      let step = reviewYears * draws[personIndex(p, k++)];
      while (step < remaining) {
        yield step;
        reviews += 1;
        remaining -= step;
        step = reviewYears;
      }
      yield remaining;
      left += 1;
      sums.leftAt += simulation.now;
      inUse -= 1;
      place.release();
      yield awayMean * draws[personIndex(p, k++)];
    }
  }
  for (let p = 0; p < people; p += 1) simulation.process("person", person(p));
  simulation.process("observer", function* () {
    yield 0.5;
    for (;;) {
      inUseByYear.push(inUse);
      if (inUseByYear.length === years) simulation.stop();
      yield 1;
    }
  });
  simulation.run();
  watch.stop();
  return {
    events: placed + reneged + reviews + left,
    digest: digestOf([placed, reneged, reviews, left, ...inUseByYear], [sums.waited, sums.leftAt]),
  };
}
