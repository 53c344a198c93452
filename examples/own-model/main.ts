// A model of one's own, studied like the big one: a ticket office, one clerk or a faster one, same customers, same luck.
// Run it after a build: node examples/dist/own-model/main.js

import { AddressedStreams, type Model, runStudy, Simulation } from "@tiltak/sim-core";

/** Customers arrive at one a minute on average; the clerk takes `service.mean-minutes` on average. */
const ticketOffice: Model = {
  id: "ticket-office",
  version: "1",
  run(parameters, replication) {
    const serviceMean = Number(parameters["service.mean-minutes"]);
    const streams = new AddressedStreams(replication.key);
    const simulation = new Simulation();
    const between = 0;
    const service = 1;
    let arrived = 0;
    let clerkFreeAt = 0;
    let waits = 0;

    // A draw is addressed by the customer's number and its purpose: the same customer has the same luck with either clerk.
    const arrive = simulation.handler((customer) => {
      const starts = Math.max(simulation.now, clerkFreeAt);
      waits += starts - simulation.now;
      clerkFreeAt = starts + serviceMean * streams.exponential(0, customer, service);
      arrived++;
      simulation.scheduleIn(streams.exponential(0, customer + 1, between), arrive, customer + 1);
    });
    simulation.scheduleIn(streams.exponential(0, 0, between), arrive, 0);
    simulation.runUntil(480);

    replication.observe("customers", "{}", 480, arrived);
    replication.observe("wait-minutes", "{}", 480, arrived === 0 ? Number.NaN : waits / arrived);
  },
};

const { estimates } = await runStudy({
  model: ticketOffice,
  scenarios: [
    { id: "today", parameters: { "service.mean-minutes": 0.8 } },
    { id: "faster", parameters: { "service.mean-minutes": 0.7 } },
  ],
  replications: 100,
  seed: "ticket office",
  fixedParameters: true,
});

for (const { scenario, measure, mean, halfWidth } of estimates.estimates) {
  console.log(`${scenario}: ${measure} ${mean?.toFixed(2)} ± ${halfWidth?.toFixed(2)}`);
}
for (const { a, b, measure, mean, halfWidth } of estimates.differences) {
  console.log(`${b} minus ${a}: ${measure} ${mean?.toFixed(2)} ± ${halfWidth?.toFixed(2)}`);
}
