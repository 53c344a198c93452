// The hand-written limit in plain JavaScript: each workload as one would write it once for speed, on a 4-ary heap of
// typed arrays, without a check, a name or a monitor. It keeps first-in first-out among equal times, as every variant
// must. Frozen: it is a yardstick, not a place for tuning.
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
  SHOP,
  STORM,
} from "./harness.mjs";

/** A 4-ary heap ordered by (time, sequence) that carries one integer; capacity is fixed. */
class Heap {
  constructor(capacity) {
    this.times = new Float64Array(capacity + 1);
    this.sequences = new Float64Array(capacity + 1);
    this.payloads = new Int32Array(capacity + 1);
    this.size = 0;
    this.sequence = 0;
    this.time = 0;
  }

  push(time, payload) {
    const { times, sequences, payloads } = this;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      if (times[parent] <= time) break;
      times[i] = times[parent];
      sequences[i] = sequences[parent];
      payloads[i] = payloads[parent];
      i = parent;
    }
    times[i] = time;
    sequences[i] = this.sequence++;
    payloads[i] = payload;
  }

  /** Takes the first entry: its time is left in `time`, its payload comes back. */
  pop() {
    const { times, sequences, payloads } = this;
    const top = payloads[0];
    this.time = times[0];
    const n = --this.size;
    const time = times[n];
    const sequence = sequences[n];
    const payload = payloads[n];
    let i = 0;
    for (;;) {
      let child = 4 * i + 1;
      if (child >= n) break;
      const end = Math.min(child + 4, n);
      let least = child;
      let leastTime = times[child];
      for (child += 1; child < end; child += 1) {
        const t = times[child];
        if (t < leastTime || (t === leastTime && sequences[child] < sequences[least])) {
          least = child;
          leastTime = t;
        }
      }
      if (time < leastTime || (time === leastTime && sequence < sequences[least])) break;
      times[i] = leastTime;
      sequences[i] = sequences[least];
      payloads[i] = payloads[least];
      i = least;
    }
    times[i] = time;
    sequences[i] = sequence;
    payloads[i] = payload;
    return top;
  }
}

function hold(pending) {
  return (draws, events, watch) => {
    const heap = new Heap(pending + 1);
    for (let i = 0; i < pending; i += 1) heap.push(draws[i & MASK], i);
    let k = pending;
    let checksum = 0;
    watch.start();
    for (let n = 0; n < events; n += 1) {
      const id = heap.pop();
      checksum += heap.time;
      heap.push(heap.time + draws[k++ & MASK], id);
    }
    watch.stop();
    return { events, digest: digestOf([events], [checksum]) };
  };
}

function mm1(draws, customers, watch) {
  watch.start();
  const heap = new Heap(4);
  const queue = new Float64Array(1 << 16);
  let head = 0;
  let tail = 0;
  let busy = false;
  let arrived = 0;
  let started = 0;
  let served = 0;
  let waited = 0;
  heap.push(MM1.interarrivalMean * draws[0], 0);
  while (served < customers) {
    const kind = heap.pop();
    const now = heap.time;
    if (kind === 0) {
      arrived += 1;
      if (arrived < customers) heap.push(now + MM1.interarrivalMean * draws[(2 * arrived) & MASK], 0);
      if (busy) {
        queue[tail++ & 65535] = now;
      } else {
        busy = true;
        heap.push(now + draws[(2 * started++ + 1) & MASK], 1);
      }
    } else {
      served += 1;
      if (head === tail) {
        busy = false;
      } else {
        waited += now - queue[head++ & 65535];
        heap.push(now + draws[(2 * started++ + 1) & MASK], 1);
      }
    }
  }
  watch.stop();
  return { events: 2 * customers, digest: digestOf([served], [waited, heap.time]) };
}

function machineShop(draws, minutes, watch) {
  watch.start();
  const { machines, partFixed, partMean, failureMean, repairMean, jobMean, jobRow } = SHOP;
  const REPAIR = 2 * machines;
  const JOB = REPAIR + 1;
  const heap = new Heap(4096);
  const version = new Int32Array(JOB + 1);
  const drawn = new Int32Array(32);
  const next = (row) => draws[(row << 15) + (drawn[row]++ & 32767)];
  const remaining = new Float64Array(machines);
  const since = new Float64Array(machines);
  const broken = new Uint8Array(machines);
  const waiting = new Int32Array(16);
  let head = 0;
  let tail = 0;
  let repairing = -1;
  let jobRemaining = jobMean * next(jobRow);
  let jobSince = 0;
  let parts = 0;
  let failures = 0;
  let repairs = 0;
  let jobs = 0;
  let preemptions = 0;
  let partTimes = 0;
  let jobTimes = 0;
  for (let m = 0; m < machines; m += 1) {
    remaining[m] = partFixed + partMean * next(m);
    heap.push(remaining[m], m);
    heap.push(failureMean * next(16 + m), machines + m);
  }
  heap.push(jobRemaining, JOB);
  for (;;) {
    const payload = heap.pop();
    const now = heap.time;
    if (now > minutes) break;
    const id = payload & 31;
    if (payload >> 5 !== (version[id] & 0x3ffffff)) continue;
    if (id < machines) {
      parts += 1;
      partTimes += now;
      remaining[id] = partFixed + partMean * next(id);
      since[id] = now;
      heap.push(now + remaining[id], payload);
    } else if (id < REPAIR) {
      const m = id - machines;
      failures += 1;
      if (broken[m] === 0) {
        broken[m] = 1;
        remaining[m] -= now - since[m];
        version[m] += 1;
        if (repairing >= 0) {
          waiting[tail++ & 15] = m;
        } else {
          jobRemaining -= now - jobSince;
          version[JOB] += 1;
          preemptions += 1;
          repairing = m;
          heap.push(now + repairMean * next(m), REPAIR);
        }
      }
      heap.push(now + failureMean * next(16 + m), id);
    } else if (id === REPAIR) {
      const m = repairing;
      repairs += 1;
      broken[m] = 0;
      since[m] = now;
      heap.push(now + remaining[m], ((version[m] & 0x3ffffff) << 5) | m);
      if (head === tail) {
        repairing = -1;
        jobSince = now;
        heap.push(now + jobRemaining, ((version[JOB] & 0x3ffffff) << 5) | JOB);
      } else {
        repairing = waiting[head++ & 15];
        heap.push(now + repairMean * next(repairing), REPAIR);
      }
    } else {
      jobs += 1;
      jobTimes += now;
      jobRemaining = jobMean * next(jobRow);
      jobSince = now;
      heap.push(now + jobRemaining, payload);
    }
  }
  watch.stop();
  return {
    events: parts + failures + repairs + jobs,
    digest: digestOf([parts, failures, repairs, jobs, preemptions], [partTimes, jobTimes]),
  };
}

function programme(draws, years, watch) {
  watch.start();
  const { people, enterprises, places, patienceMean, retryMean, stayMean, exitMean, reviewYears, awayMean } = PROGRAMME;
  // One timer a person; what it means is the person's state. A patience timer that was overtaken carries an old version.
  const ASK = 0;
  const WAITING = 1;
  const PLACED = 2;
  const heap = new Heap(1 << 18);
  const state = new Uint8Array(people);
  const version = new Int32Array(people);
  const drawn = new Int32Array(people);
  const asked = new Float64Array(people);
  const remaining = new Float64Array(people);
  const step = new Float64Array(people);
  const at = new Int32Array(people);
  const free = new Int32Array(enterprises).fill(places);
  const first = new Int32Array(enterprises).fill(-1);
  const last = new Int32Array(enterprises).fill(-1);
  const before = new Int32Array(people);
  const after = new Int32Array(people);
  const inUseByYear = [];
  const next = (p) => draws[personIndex(p, drawn[p]++)];
  const OBSERVER = people;
  let inUse = 0;
  let placed = 0;
  let reneged = 0;
  let reviews = 0;
  let left = 0;
  let waited = 0;
  let checksum = 0;

  const wake = (time, p) => heap.push(time, ((version[p] & 0x1ffff) << 14) | p);
  const place = (p, now) => {
    waited += now - asked[p];
    placed += 1;
    inUse += 1;
    state[p] = PLACED;
    const stay = stayMean * next(p);
    const exit = exitMean * next(p);
    remaining[p] = Math.min(stay, exit);
    step[p] = reviewYears * next(p);
    wake(now + Math.min(step[p], remaining[p]), p);
  };
  const ask = (p, now) => {
    const e = enterpriseOf(next(p));
    const patience = patienceMean * next(p);
    at[p] = e;
    asked[p] = now;
    if (free[e] > 0) {
      free[e] -= 1;
      place(p, now);
      return;
    }
    state[p] = WAITING;
    before[p] = last[e];
    after[p] = -1;
    if (last[e] < 0) first[e] = p;
    else after[last[e]] = p;
    last[e] = p;
    wake(now + patience, p);
  };

  for (let p = 0; p < people; p += 1) ask(p, 0);
  heap.push(0.5, OBSERVER);
  while (inUseByYear.length < years) {
    const payload = heap.pop();
    const now = heap.time;
    const p = payload & 16383;
    if (p === OBSERVER) {
      inUseByYear.push(inUse);
      heap.push(now + 1, OBSERVER);
      continue;
    }
    if (payload >>> 14 !== (version[p] & 0x1ffff)) continue;
    if (state[p] === PLACED) {
      if (step[p] < remaining[p]) {
        reviews += 1;
        remaining[p] -= step[p];
        step[p] = reviewYears;
        wake(now + Math.min(reviewYears, remaining[p]), p);
        continue;
      }
      left += 1;
      checksum += now;
      inUse -= 1;
      state[p] = ASK;
      wake(now + awayMean * next(p), p);
      const e = at[p];
      const q = first[e];
      if (q < 0) {
        free[e] += 1;
      } else {
        first[e] = after[q];
        if (after[q] < 0) last[e] = -1;
        else before[after[q]] = -1;
        version[q] += 1;
        place(q, now);
      }
    } else if (state[p] === WAITING) {
      const e = at[p];
      reneged += 1;
      if (before[p] < 0) first[e] = after[p];
      else after[before[p]] = after[p];
      if (after[p] < 0) last[e] = before[p];
      else before[after[p]] = before[p];
      state[p] = ASK;
      wake(now + retryMean * next(p), p);
    } else {
      ask(p, now);
    }
  }
  watch.stop();
  return {
    events: placed + reneged + reviews + left,
    digest: digestOf([placed, reneged, reviews, left, ...inUseByYear], [waited, checksum]),
  };
}

function cancelStorm(draws, events, watch) {
  const { timers, cancelsPerEvent } = STORM;
  const heap = new Heap(32 * timers);
  const version = new Int32Array(timers);
  const arm = (time, j) => heap.push(time, ((version[j] & 0x1ffff) << 14) | j);
  for (let j = 0; j < timers; j += 1) arm(draws[j], j);
  let k = timers;
  let checksum = 0;
  watch.start();
  for (let n = 0; n < events; ) {
    const payload = heap.pop();
    const i = payload & 16383;
    if (payload >>> 14 !== (version[i] & 0x1ffff)) continue;
    const now = heap.time;
    n += 1;
    checksum += now;
    arm(now + draws[k++ & MASK], i);
    for (let c = 0; c < cancelsPerEvent; c += 1) {
      const j = Math.floor(draws[k++ & MASK] * 1048576) % timers;
      version[j] += 1;
      arm(now + draws[k++ & MASK], j);
    }
  }
  watch.stop();
  return { events, digest: digestOf([events], [checksum]) };
}

function creation(draws, processes, watch) {
  watch.start();
  const heap = new Heap(4096);
  let spawned = 0;
  let ended = 0;
  let checksum = 0;
  heap.push(0, 0);
  while (ended < processes) {
    const kind = heap.pop();
    const now = heap.time;
    if (kind === 0) {
      heap.push(now + draws[(2 * spawned + 1) & MASK], 1);
      const gap = CREATION.interarrivalMean * draws[(2 * spawned) & MASK];
      spawned += 1;
      if (spawned < processes) heap.push(now + gap, 0);
    } else {
      ended += 1;
      checksum += now;
    }
  }
  watch.stop();
  return { events: 2 * processes, digest: digestOf([ended], [checksum]) };
}

function memory(draws, entities) {
  const before = bytesInUse();
  const heap = new Heap(entities);
  for (let i = 0; i < entities; i += 1) heap.push(1 + draws[i & MASK], i);
  const bytes = bytesInUse() - before;
  return { events: heap.size, digest: digestOf([entities], []), bytes };
}

await main({
  "hold-1e3": hold(1_000),
  "hold-1e5": hold(100_000),
  "hold-1e6": hold(1_000_000),
  mm1,
  "machine-shop": machineShop,
  programme,
  "cancel-storm": cancelStorm,
  creation,
  memory,
});
