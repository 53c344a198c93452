// The workloads that simscript 1.0.37 can say, as async scripts. Its event list is scanned whole at every event, so
// only small sizes end within reason; it cannot leave a queue unserved and knows no priority, so two are missing.
import { CREATION, digestOf, MASK, MM1, main } from "../yardsticks/harness.mjs";

// The package yields to the browser by this function every quarter of a second.
globalThis.requestAnimationFrame = (callback) => setImmediate(callback);
const { Simulation, Entity, Queue } = (await import("simscript")).default;

/** Runs a simulation to its end, or until `done` resolves. */
async function runUntil(simulation, done) {
  const finished = new Promise((resolve) => simulation.finished.addEventListener(resolve));
  simulation.start(true);
  await Promise.race(done === undefined ? [finished] : [finished, done]);
  simulation.stop();
}

function hold(pending) {
  return async (draws, events, watch) => {
    let k = 0;
    let count = 0;
    let checksum = 0;
    let finish;
    const done = new Promise((resolve) => {
      finish = resolve;
    });
    class Timer extends Entity {
      async script() {
        for (;;) {
          await this.delay(draws[k++ & MASK]);
          if (count === events) return;
          count += 1;
          checksum += this.simulation.timeNow;
          if (count === events) {
            watch.stop();
            finish();
          }
        }
      }
    }
    class Hold extends Simulation {
      onStarting(args) {
        super.onStarting(args);
        for (let i = 0; i < pending; i += 1) this.activate(new Timer());
        watch.start();
      }
    }
    await runUntil(new Hold(), done);
    return { events, digest: digestOf([count], [checksum]) };
  };
}

async function mm1(draws, customers, watch) {
  const server = new Queue("server", 1);
  let waited = 0;
  let served = 0;
  class Customer extends Entity {
    constructor(i) {
      super();
      this.i = i;
    }
    async script() {
      const arrived = this.simulation.timeNow;
      await this.enterQueue(server);
      waited += this.simulation.timeNow - arrived;
      await this.delay(draws[(2 * this.i + 1) & MASK]);
      served += 1;
      this.leaveQueue(server);
    }
  }
  class Source extends Entity {
    async script() {
      for (let i = 0; i < customers; i += 1) {
        await this.delay(MM1.interarrivalMean * draws[(2 * i) & MASK]);
        this.simulation.activate(new Customer(i));
      }
    }
  }
  class Station extends Simulation {
    onStarting(args) {
      super.onStarting(args);
      this.activate(new Source());
    }
  }
  watch.start();
  const simulation = new Station();
  await runUntil(simulation);
  watch.stop();
  return { events: 2 * customers, digest: digestOf([served], [waited, simulation.timeNow]) };
}

async function creation(draws, processes, watch) {
  let ended = 0;
  let checksum = 0;
  class Child extends Entity {
    constructor(i) {
      super();
      this.i = i;
    }
    async script() {
      await this.delay(draws[(2 * this.i + 1) & MASK]);
      ended += 1;
      checksum += this.simulation.timeNow;
    }
  }
  class Spawner extends Entity {
    async script() {
      for (let i = 0; i < processes; i += 1) {
        this.simulation.activate(new Child(i));
        await this.delay(CREATION.interarrivalMean * draws[(2 * i) & MASK]);
      }
    }
  }
  class Nursery extends Simulation {
    onStarting(args) {
      super.onStarting(args);
      this.activate(new Spawner());
    }
  }
  watch.start();
  await runUntil(new Nursery());
  watch.stop();
  return { events: 2 * processes, digest: digestOf([ended], [checksum]) };
}

await main({ "hold-1e3": hold(1_000), mm1, creation });
