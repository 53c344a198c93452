globalThis.window = globalThis; // The package looks for a browser.
await import("simjs");
const { Sim } = globalThis;

let seed = 1;
const uniform = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};

const sim = new Sim.Sim();
const counter = new Sim.Buffer("counter", 1, 1); // One token: the free place at the counter.
const waits = [];

class Customer extends Sim.Entity {
  start() {
    this.arrived = this.time();
    this.getBuffer(counter, 1).done(this.serve);
  }
  serve() {
    waits.push(this.time() - this.arrived);
    this.setTimer(8 * uniform()).done(this.leave);
  }
  leave() {
    this.putBuffer(counter, 1);
  }
}

class Door extends Sim.Entity {
  start() {
    this.left = 10000;
    this.setTimer(10 * uniform()).done(this.open);
  }
  open() {
    sim.addEntity(Customer, "customer");
    this.left -= 1;
    if (this.left > 0) this.setTimer(10 * uniform()).done(this.open);
  }
}

sim.addEntity(Door, "door");
sim.simulate(1e300, 1e15);
const mean = waits.reduce((sum, wait) => sum + wait) / waits.length;
console.log(`${waits.length} customers waited ${mean.toFixed(6)} minutes on average`);
