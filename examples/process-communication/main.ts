// Processes that send each other messages. A weather station broadcasts a reading to two subscribers, each with a mailbox of
// its own: a quick one, who is there when the message comes, and a slow one, who finds messages of some age. Then a
// worker who gives up waiting, and takes nothing with it.
// Shows: stores as mailboxes, broadcast, `yield*` for a value with its type, a get that loses against time.

import { anyOf, Simulation, Store } from "@tiltak/sim-core";

interface Reading {
  readonly sentAt: number;
  readonly degrees: number;
}

const simulation = new Simulation({ name: "messages" });
const mailboxes = ["quick", "slow"].map((name) => ({
  name,
  box: new Store<Reading>(simulation, { name: `mailbox of ${name}`, capacity: 2 }),
  reads: name === "quick" ? 1 : 9,
}));

function say(text: string): void {
  console.log(`${simulation.now.toFixed(0).padStart(3)}  ${text}`);
}

simulation.process("weather station", function* () {
  for (const degrees of [4, 6, 9, 7, 5]) {
    for (const { name, box } of mailboxes) {
      if (!box.tryPut({ sentAt: simulation.now, degrees }))
        say(`the mailbox of ${name} is full, ${degrees} degrees is lost`);
    }
    yield 4;
  }
});

for (const { name, box, reads } of mailboxes) {
  simulation.process(name, function* () {
    for (;;) {
      const { sentAt, degrees } = yield* box.get();
      const age = simulation.now - sentAt;
      say(`${name} reads ${degrees} degrees, ${age === 0 ? "just in" : `${age} minutes old`}`);
      yield reads;
    }
  });
}

const parcels = new Store<string>(simulation, { name: "parcels" });
simulation.process("impatient worker", function* () {
  const parcel = parcels.get();
  yield anyOf(parcel, 30);
  say(parcel.state === "done" ? `the impatient worker got ${parcel.value}` : "the impatient worker goes home");
});
simulation.process("patient worker", function* () {
  yield 35;
  say(`the patient worker got ${yield* parcels.get()}`);
});
simulation.process("post office", function* () {
  yield 40;
  yield parcels.put("the only parcel");
});

simulation.runUntil(60);
