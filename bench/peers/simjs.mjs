// Every workload that simjs 2.0.3 can say: callbacks on requests, buffers for places. A buffer whose tokens are free
// places serves as the counted resource, because a facility cannot be held for a time not known beforehand.
import {
  bytesInUse,
  CREATION,
  digestOf,
  enterpriseOf,
  MASK,
  MM1,
  main,
  PROGRAMME,
  personIndex,
  STORM,
} from "../yardsticks/harness.mjs";

globalThis.window = globalThis; // The package registers itself on the browser's global object.
await import("simjs");
const { Sim } = globalThis;
const END = 1e300;
const MANY = 1e15;

function hold(pending) {
  return (draws, events, watch) => {
    const sim = new Sim.Sim();
    let k = 0;
    let checksum = 0;
    class Timer extends Sim.Entity {
      start() {
        this.setTimer(draws[k++ & MASK]).done(this.fire);
      }
      fire() {
        checksum += this.time();
        this.setTimer(draws[k++ & MASK]).done(this.fire);
      }
    }
    for (let i = 0; i < pending; i += 1) sim.addEntity(Timer, "timer");
    watch.start();
    sim.simulate(END, events);
    watch.stop();
    return { events, digest: digestOf([events], [checksum]) };
  };
}

function mm1(draws, customers, watch) {
  watch.start();
  const sim = new Sim.Sim();
  const server = new Sim.Buffer("server", 1, 1);
  let waited = 0;
  let served = 0;
  class Customer extends Sim.Entity {
    start(i) {
      this.i = i;
      this.arrived = this.time();
      this.getBuffer(server, 1).done(this.begin);
    }
    begin() {
      waited += this.time() - this.arrived;
      this.setTimer(draws[(2 * this.i + 1) & MASK]).done(this.leave);
    }
    leave() {
      served += 1;
      this.putBuffer(server, 1);
    }
  }
  class Source extends Sim.Entity {
    start() {
      this.i = 0;
      this.setTimer(MM1.interarrivalMean * draws[0]).done(this.arrive);
    }
    arrive() {
      sim.addEntity(Customer, "customer", this.i);
      this.i += 1;
      if (this.i < customers) this.setTimer(MM1.interarrivalMean * draws[(2 * this.i) & MASK]).done(this.arrive);
    }
  }
  sim.addEntity(Source, "source");
  sim.simulate(END, MANY);
  watch.stop();
  return { events: 2 * customers, digest: digestOf([served], [waited, sim.time()]) };
}

function programme(draws, years, watch) {
  watch.start();
  const { people, enterprises, places, patienceMean, retryMean, stayMean, exitMean, reviewYears, awayMean } = PROGRAMME;
  const sim = new Sim.Sim();
  const free = Array.from({ length: enterprises }, () => new Sim.Buffer("places", places, places));
  const inUseByYear = [];
  let [inUse, placed, reneged, reviews, left, waited, checksum] = [0, 0, 0, 0, 0, 0, 0];
  class Person extends Sim.Entity {
    start(p) {
      this.p = p;
      this.k = 0;
      this.setTimer(0).done(this.ask);
    }
    draw() {
      return draws[personIndex(this.p, this.k++)];
    }
    ask() {
      this.e = enterpriseOf(this.draw());
      const patience = patienceMean * this.draw();
      this.asked = this.time();
      this.getBuffer(free[this.e], 1).done(this.begin).waitUntil(patience, this.renege);
    }
    renege() {
      reneged += 1;
      this.setTimer(retryMean * this.draw()).done(this.ask);
    }
    begin() {
      waited += this.time() - this.asked;
      placed += 1;
      inUse += 1;
      const stay = stayMean * this.draw();
      const exit = exitMean * this.draw();
      this.remaining = Math.min(stay, exit);
      this.step = reviewYears * this.draw();
      this.next();
    }
    next() {
      if (this.step < this.remaining) this.setTimer(this.step).done(this.review);
      else this.setTimer(this.remaining).done(this.leave);
    }
    review() {
      reviews += 1;
      this.remaining -= this.step;
      this.step = reviewYears;
      this.next();
    }
    leave() {
      left += 1;
      checksum += this.time();
      inUse -= 1;
      this.putBuffer(free[this.e], 1);
      this.setTimer(awayMean * this.draw()).done(this.ask);
    }
  }
  class Observer extends Sim.Entity {
    start() {
      this.setTimer(0.5).done(this.observe);
    }
    observe() {
      inUseByYear.push(inUse);
      if (inUseByYear.length < years) this.setTimer(1).done(this.observe);
    }
  }
  for (let p = 0; p < people; p += 1) sim.addEntity(Person, "person", p);
  sim.addEntity(Observer, "observer");
  sim.simulate(years - 0.5, MANY);
  watch.stop();
  return {
    events: placed + reneged + reviews + left,
    digest: digestOf([placed, reneged, reviews, left, ...inUseByYear], [waited, checksum]),
  };
}

function cancelStorm(draws, events, watch) {
  const { timers, cancelsPerEvent } = STORM;
  const sim = new Sim.Sim();
  const timer = [];
  let k = timers;
  let count = 0;
  let checksum = 0;
  class Timer extends Sim.Entity {
    start(j) {
      this.arm(draws[j]);
    }
    arm(delay) {
      this.request = this.setTimer(delay).done(this.fire);
    }
    fire() {
      if (count === events) return;
      count += 1;
      checksum += this.time();
      this.arm(draws[k++ & MASK]);
      for (let c = 0; c < cancelsPerEvent; c += 1) {
        const other = timer[Math.floor(draws[k++ & MASK] * 1048576) % timers];
        other.request.cancel();
        other.arm(draws[k++ & MASK]);
      }
    }
  }
  for (let j = 0; j < timers; j += 1) timer.push(sim.addEntity(Timer, "timer", j));
  watch.start();
  while (count < events) sim.step();
  watch.stop();
  return { events, digest: digestOf([count], [checksum]) };
}

function creation(draws, processes, watch) {
  watch.start();
  const sim = new Sim.Sim();
  let ended = 0;
  let checksum = 0;
  class Child extends Sim.Entity {
    start(i) {
      this.setTimer(draws[(2 * i + 1) & MASK]).done(this.end);
    }
    end() {
      ended += 1;
      checksum += this.time();
    }
  }
  class Spawner extends Sim.Entity {
    start() {
      this.i = 0;
      this.spawn();
    }
    spawn() {
      sim.addEntity(Child, "child", this.i);
      const gap = CREATION.interarrivalMean * draws[(2 * this.i) & MASK];
      this.i += 1;
      if (this.i < processes) this.setTimer(gap).done(this.spawn);
    }
  }
  sim.addEntity(Spawner, "spawner");
  sim.simulate(END, MANY);
  watch.stop();
  return { events: 2 * processes, digest: digestOf([ended], [checksum]) };
}

function memory(draws, entities) {
  const before = bytesInUse();
  const sim = new Sim.Sim();
  class Waiter extends Sim.Entity {
    start(i) {
      this.setTimer(1 + draws[i & MASK]).done(this.end);
    }
    end() {}
  }
  for (let i = 0; i < entities; i += 1) sim.addEntity(Waiter, "waiter", i);
  const bytes = bytesInUse() - before;
  return { events: sim.queue.data.length, digest: digestOf([entities], []), bytes };
}

await main({
  "hold-1e3": hold(1_000),
  "hold-1e5": hold(100_000),
  "hold-1e6": hold(1_000_000),
  mm1,
  programme,
  "cancel-storm": cancelStorm,
  creation,
  memory,
});
