// The delivery models: who follows participants up, how, and in which kind of workplace. Each is a set of parameters.

/** Ids of the delivery models, in the order of their codes. */
export const deliveryModelIds: readonly string[] = [
  "enterprise",
  "nav-vtao",
  "lillestrom-workstations",
  "lillestrom-se",
  "oslo-two-part",
  "stavanger-pff",
  "oygarden-mentors",
  "ullensaker-hr",
  "indre-fosen",
];
