globalThis.requestAnimationFrame = (callback) => setImmediate(callback); // The package looks for a browser.
const { Entity, Queue, Simulation } = (await import("simscript")).default;

let seed = 1;
const uniform = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};

const counter = new Queue("counter", 1);
const waits = [];

class Customer extends Entity {
  async script() {
    const arrived = this.simulation.timeNow;
    await this.enterQueue(counter);
    waits.push(this.simulation.timeNow - arrived);
    await this.delay(8 * uniform());
    this.leaveQueue(counter);
  }
}

class Door extends Entity {
  async script() {
    for (let i = 0; i < 10000; i += 1) {
      await this.delay(10 * uniform());
      this.simulation.activate(new Customer());
    }
  }
}

class Bank extends Simulation {
  onStarting(args) {
    super.onStarting(args);
    this.activate(new Door());
  }
}

const bank = new Bank();
bank.finished.addEventListener(() => {
  const mean = waits.reduce((sum, wait) => sum + wait) / waits.length;
  console.log(`${waits.length} customers waited ${mean.toFixed(6)} minutes on average`);
});
bank.start(true);
