// Where a process stands, as a small integer in the table of the simulation. To be copied, like the layout of event records.

export const scheduledStatus = 0;
export const holdingStatus = 1;
export const waitingStatus = 2;
export const passiveStatus = 3;
export const runningStatus = 4;
export const endedStatus = 5;
/** Waiting for work that its own event ends. */
export const workingStatus = 6;
