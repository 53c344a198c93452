// The event list: pending events in the order (time, priority, sequence), in typed arrays, without allocation per event.
//
// Each event is one record of 64 bytes (one cache line). Where a record waits depends on how far away its time is:
//   - now:    a ring, first-in first-out, of events at the current time with priority 0 (wake-ups);
//   - bottom: a 4-ary heap, holding everything up to the end of the current bucket; with back-pointers while it is long, since
//     in a short one who leaves is found by looking;
//   - rung:   buckets of equal width, linked lists, unsorted; the links backwards are made when somebody leaves, since to join
//     would cost a second record that is not in the cache;
//   - top:    everything later, an unsorted array with back-pointers.
// A bucket is poured into the heap when its turn comes; when the rung is used up, the top becomes the next rung. So an
// event costs O(1) on average; when all times tie, everything lies in the heap and an event costs O(log n), never more.
// Bucket numbers are a monotone function of time, therefore rounding cannot change the order.

import * as record from "./event-record.ts";

// Copies: see event-record.ts.
const recordDoubles = record.recordDoubles;
const recordInts = record.recordInts;
const priorityAt = record.priorityAt;
const sequenceAt = record.sequenceAt;
const argumentAt = record.argumentAt;
const handlerAt = record.handlerAt;
const generationAt = record.generationAt;
const slotLimit = record.slotLimit;
const nowCell = record.nowCell;
const sequenceCell = record.sequenceCell;
const dueCell = record.dueCell;
const untilCell = record.untilCell;
const rungStart = record.rungStart;
const rungScale = record.rungScale;
const bottomEnd = record.bottomEnd;
const rungEnd = record.rungEnd;
// Offsets that belong to the list alone.
const nextAt = 10;
const previousAt = 11;
const whereAt = 12;
const indexAt = 13;

// A link backwards that is not made yet; whoever stands before has joined later.
const unknown = -2;

const gone = -1;

const free = 0;
const inNow = 1;
const inBottom = 2;
const inRung = 3;
const inTop = 4;

const generationLimit = 536_870_911; // 2^29 - 1
// High enough for all handles to be beyond 2^31: were the first of them small integers, code compiled for those would be
// thrown away later.
const firstGeneration = 128;

const smallList = 64;
const smallestHeapLimit = 128;
// The heap gets back-pointers beyond this length, and loses them when it has shrunk well below.
const shortHeap = 32;
const shorterHeap = 8;
// A small integer and not Infinity: a field that changes from one to the other costs a deoptimisation.
const noHeapLimit = 1_073_741_824; // 2^30
const sampleSize = 64;
const bucketLimit = 16_777_216; // 2^24
// Buckets with somebody in them that are looked at at a time (a processor fetches ten to twenty lines at once), events at the most,
// how few buckets are left when the next look comes, and the least number in the rung for which that pays.
const headsAhead = 10;
const mostAhead = 32;
const bucketsLeft = 2;
const manyEvents = 4096;
const eventsPerBucket = 1.5;
const bucketsPerEvent = 3;

// Bytes before the first record. Where an allocator keeps 16 bytes of its own at the start of a large block, records without
// them would lie in two cache lines each.
const recordsFrom = 48;

function newRecords(capacity: number): Float64Array {
  const bytes = capacity * recordDoubles * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(new ArrayBuffer(recordsFrom + bytes), recordsFrom);
}

/** Say whether a slot can have, or have had, a generation. */
export function isGeneration(generation: number): boolean {
  return generation >= firstGeneration && generation < generationLimit;
}

/** Looks at what belongs to events that come soon, to have it fetched from memory. */
export interface Onlooker {
  /** Look at what belongs to the first `count` of the slots; the array may be overwritten. */
  look(slots: Int32Array, count: number): void;
}

/** Keep pending events and give them back in order. Slots are small integers; what they mean is up to the caller. */
export class EventList {
  /** The records, as doubles and as integers; replaced by longer ones when the list grows. */
  doubles: Float64Array;
  ints: Int32Array;
  /** Events that are pending. */
  size = 0;
  /** Slots that exist, free or not. */
  private slots = 0;
  private freeHead = -1;

  // A slot of `gone` was withdrawn.
  private nowSlots: Int32Array = new Int32Array(64);
  private nowHead = 0;
  private nowCount = 0;

  private heapSize = 0;
  private heapTimes: Float64Array;
  private heapSlots: Int32Array;
  private heapLimit = smallestHeapLimit;
  /** True while each event in the heap knows its place there. */
  private indexed = false;

  private buckets: Int32Array = new Int32Array(0);
  private rungCount = 0;

  // With very many events it is memory that costs time: what comes soon is looked at some buckets ahead, many at a time, so
  // that the processor fetches all of it at once. Buckets before this one have been looked at.
  private lookedAt = 0;
  private readonly ahead: Int32Array = new Int32Array(mostAhead);
  private readonly onlooker: Onlooker;
  private readonly clock: Float64Array;

  private topSize = 0;
  private topSlots: Int32Array;

  private readonly sample: Float64Array = new Float64Array(sampleSize);

  /**
   * @param capacity slots to make room for at first
   * @param clock has the time, the next sequence, the time of the event to be added and the end of the run in its cells, and room
   *   for what tells where a time belongs
   * @param onlooker looks at what belongs to events that come soon
   */
  constructor(capacity: number, clock: Float64Array, onlooker: Onlooker) {
    this.clock = clock;
    this.onlooker = onlooker;
    this.doubles = newRecords(capacity);
    this.ints = new Int32Array(this.doubles.buffer, recordsFrom);
    this.heapTimes = new Float64Array(smallestHeapLimit * 2);
    this.heapSlots = new Int32Array(smallestHeapLimit * 2);
    this.topSlots = new Int32Array(capacity);
    this.heapOnly();
  }

  /** Take a free slot, growing the arrays when none is left; -1 when 2^24 slots are in use. */
  take(): number {
    const slot = this.freeHead;
    if (slot >= 0) {
      this.freeHead = this.ints[slot * recordInts + nextAt];
      return slot;
    }
    return this.takeNew();
  }

  private takeNew(): number {
    const slot = this.slots;
    if (slot >= slotLimit) return -1;
    if ((slot + 1) * recordDoubles > this.doubles.length) this.grow();
    this.slots = slot + 1;
    this.ints[slot * recordInts + generationAt] = firstGeneration;
    return slot;
  }

  private grow(): void {
    const capacity = Math.min(slotLimit, Math.max(16, (this.doubles.length / recordDoubles) * 2));
    const doubles = newRecords(capacity);
    doubles.set(this.doubles);
    this.doubles = doubles;
    this.ints = new Int32Array(doubles.buffer, recordsFrom);
    const topSlots = new Int32Array(capacity);
    topSlots.set(this.topSlots);
    this.topSlots = topSlots;
  }

  /** Give a slot back; handles to it become stale. A slot whose generations are used up is never used again. */
  release(slot: number): void {
    const at = slot * recordInts;
    const ints = this.ints;
    ints[at + whereAt] = free;
    const generation = ints[at + generationAt] + 1;
    ints[at + generationAt] = generation;
    if (generation < generationLimit) {
      ints[at + nextAt] = this.freeHead;
      this.freeHead = slot;
    }
  }

  /** Say whether the slot holds a pending event of this generation. */
  holds(slot: number, generation: number): boolean {
    if (slot >= this.slots) return false;
    const at = slot * recordInts;
    return this.ints[at + generationAt] === generation && this.ints[at + whereAt] !== free;
  }

  /**
   * Take a slot, fill in its record and put it among the pending events.
   *
   * The time lies in the due cell of the clock and not in an argument, since a number that is not small is allocated when a
   * call passes it. All in one piece, although parts of it stand in `take`, `insert` and elsewhere too: being too long to be
   * compiled into its callers (beyond 460 bytes of bytecode), it leaves room for `schedule` to be compiled into the handlers
   * that call it; were that a call, each time and each handle would be allocated.
   *
   * @returns the slot, or -1 when 2^24 slots are in use
   */
  add(handler: number, argument: number, priority: number): number {
    let slot = this.freeHead;
    if (slot >= 0) this.freeHead = this.ints[slot * recordInts + nextAt];
    else {
      slot = this.takeNew();
      if (slot < 0) return -1;
    }
    const { clock, ints, doubles } = this;
    const record = slot * recordDoubles;
    const at = slot * recordInts;
    const time = clock[dueCell];
    doubles[record] = time;
    doubles[record + priorityAt] = priority;
    doubles[record + sequenceAt] = clock[sequenceCell]++;
    doubles[record + argumentAt] = argument;
    ints[at + handlerAt] = handler;
    if (time === clock[nowCell] && priority === 0) {
      this.insertNow(slot);
      return slot;
    }
    this.size++;
    const x = (time - clock[rungStart]) * clock[rungScale];
    if (x < clock[bottomEnd]) {
      let index = this.heapSize++;
      if (index === this.heapSlots.length) this.growHeap();
      const { heapTimes, heapSlots, indexed } = this;
      while (index > 0) {
        const parent = (index - 1) >> 2;
        const parentTime = heapTimes[parent];
        const parentSlot = heapSlots[parent];
        if (parentTime < time || (parentTime === time && this.precedes(parentSlot, slot))) break;
        heapTimes[index] = parentTime;
        heapSlots[index] = parentSlot;
        if (indexed === true) ints[parentSlot * recordInts + indexAt] = index;
        index = parent;
      }
      heapTimes[index] = time;
      heapSlots[index] = slot;
      ints[at + whereAt] = inBottom;
      if (indexed === true) ints[at + indexAt] = index;
      else if (this.heapSize > shortHeap) this.makeIndex();
      if (this.heapSize > this.heapLimit) this.spreadLong();
    } else if (x < clock[rungEnd]) {
      const bucket = x | 0;
      ints[at + nextAt] = this.buckets[bucket] - 1;
      ints[at + previousAt] = unknown;
      ints[at + whereAt] = inRung;
      ints[at + indexAt] = bucket;
      this.buckets[bucket] = slot + 1;
      this.rungCount++;
    } else this.topInsert(slot);
    return slot;
  }

  /** Put a slot, whose record has its priority, among the pending events at the time in the due cell. */
  insertDue(slot: number): void {
    const { clock, doubles } = this;
    const time = clock[dueCell];
    const record = slot * recordDoubles;
    doubles[record] = time;
    doubles[record + sequenceAt] = clock[sequenceCell]++;
    if (time === clock[nowCell] && doubles[record + priorityAt] === 0) this.insertNow(slot);
    else this.insert(slot);
  }

  /** Put a slot, whose record is filled in, among the pending events. */
  insert(slot: number): void {
    this.size++;
    const { clock } = this;
    const x = (this.doubles[slot * recordDoubles] - clock[rungStart]) * clock[rungScale];
    if (x < clock[bottomEnd]) {
      this.heapInsert(slot);
      if (this.heapSize > this.heapLimit) this.spreadLong();
    } else if (x < clock[rungEnd]) this.rungInsert(slot, x | 0);
    else this.topInsert(slot);
  }

  private rungInsert(slot: number, bucket: number): void {
    const { buckets, ints } = this;
    const at = slot * recordInts;
    ints[at + nextAt] = buckets[bucket] - 1;
    ints[at + previousAt] = unknown;
    ints[at + whereAt] = inRung;
    ints[at + indexAt] = bucket;
    buckets[bucket] = slot + 1;
    this.rungCount++;
  }

  /** Put a slot, whose record is filled in with the current time and priority 0, behind all its equals. */
  insertNow(slot: number): void {
    this.size++;
    if (this.nowCount === this.nowSlots.length) this.growNow();
    const { ints, nowSlots } = this;
    const place = (this.nowHead + this.nowCount++) & (nowSlots.length - 1);
    nowSlots[place] = slot;
    const at = slot * recordInts;
    ints[at + whereAt] = inNow;
    ints[at + indexAt] = place;
  }

  private growNow(): void {
    const { ints, nowSlots } = this;
    const longer = new Int32Array(nowSlots.length * 2);
    for (let i = 0; i < this.nowCount; i++) {
      const slot = nowSlots[(this.nowHead + i) & (nowSlots.length - 1)];
      longer[i] = slot;
      if (slot !== gone) ints[slot * recordInts + indexAt] = i;
    }
    this.nowSlots = longer;
    this.nowHead = 0;
  }

  /** Find the slot of the first event, which stays pending; -1 when there is none. */
  first(): number {
    if (this.nowCount > 0) {
      const now = this.firstNow();
      if (now >= 0) return now;
    }
    return this.heapSize === 0 && !this.pour() ? -1 : this.heapSlots[0];
  }

  /** Find the slot of the first event while somebody stands in the ring; -1 when all there were withdrawn. */
  private firstNow(): number {
    const { nowSlots } = this;
    let slot = nowSlots[this.nowHead];
    while (slot === gone) {
      this.nowHead = (this.nowHead + 1) & (nowSlots.length - 1);
      if (--this.nowCount === 0) return -1;
      slot = nowSlots[this.nowHead];
    }
    // What is due now stands in the ring or in the heap, never in a bucket or in the top: the clock goes on only to the time of
    // the first event, which comes from the heap, or stays before it, and buckets are later than anything in the heap.
    if (this.heapSize === 0 || this.heapTimes[0] > this.clock[nowCell]) return slot;
    // Who was due now before now came has the smaller sequence; so only the priority tells.
    const top = this.heapSlots[0];
    return this.doubles[top * recordDoubles + priorityAt] <= 0 ? top : slot;
  }

  /** Say when the event in a slot is due; who stands in the ring need not have a time of its own. */
  timeOf(slot: number): number {
    return this.ints[slot * recordInts + whereAt] === inNow ? this.clock[nowCell] : this.doubles[slot * recordDoubles];
  }

  /**
   * Take the first event out, without giving its slot back, and set the clock to its time. The slot stays with its owner, who
   * may insert it again.
   *
   * @returns its slot; -1 when there is none, or none until the time in its cell of the clock
   */
  next(): number {
    if (this.nowCount > 0) return this.nextNow();
    if (this.size === 0) return -1;
    if (this.heapSize === 0) this.pour();
    const { clock } = this;
    const time = this.heapTimes[0];
    if (time > clock[untilCell]) return -1;
    clock[nowCell] = time;
    const slot = this.heapSlots[0];
    this.size--;
    this.heapPop();
    return slot;
  }

  private nextNow(): number {
    const { nowSlots } = this;
    const slot = nowSlots[this.nowHead];
    if (slot === gone || (this.heapSize > 0 && this.heapTimes[0] <= this.clock[nowCell])) return this.nextCarefully();
    this.nowHead = (this.nowHead + 1) & (nowSlots.length - 1);
    this.nowCount--;
    this.size--;
    return slot;
  }

  /** The same when somebody stands in the ring, and perhaps somebody before it. */
  private nextCarefully(): number {
    const slot = this.firstNow();
    if (slot < 0) return this.next();
    this.size--;
    if (this.ints[slot * recordInts + whereAt] === inNow) {
      this.nowHead = (this.nowHead + 1) & (this.nowSlots.length - 1);
      this.nowCount--;
    } else this.heapPop();
    return slot;
  }

  /** Put the slot that was just taken out back where it stood, before all others. */
  putBack(slot: number): void {
    this.size++;
    if (this.ints[slot * recordInts + whereAt] !== inNow) {
      this.heapInsert(slot);
      return;
    }
    // There is room: it was taken from here.
    this.nowHead = (this.nowHead - 1) & (this.nowSlots.length - 1);
    this.nowSlots[this.nowHead] = slot;
    this.nowCount++;
    this.ints[slot * recordInts + indexAt] = this.nowHead;
  }

  /** Withdraw any pending slot, without giving the slot back. */
  remove(slot: number): void {
    this.size--;
    const ints = this.ints;
    const at = slot * recordInts;
    const where = ints[at + whereAt];
    if (where === inBottom) this.heapRemove(slot);
    else if (where === inTop) {
      const index = ints[at + indexAt];
      const last = this.topSlots[--this.topSize];
      this.topSlots[index] = last;
      ints[last * recordInts + indexAt] = index;
    } else if (where === inRung) {
      const bucket = ints[at + indexAt];
      const next = ints[at + nextAt];
      if (this.buckets[bucket] === slot + 1) {
        this.buckets[bucket] = next + 1;
        if (next >= 0) ints[next * recordInts + previousAt] = unknown;
      } else {
        if (ints[at + previousAt] === unknown) this.linkBack(bucket);
        const previous = ints[at + previousAt];
        ints[previous * recordInts + nextAt] = next;
        if (next >= 0) ints[next * recordInts + previousAt] = previous;
      }
      this.rungCount--;
    } else this.nowSlots[ints[at + indexAt]] = gone;
  }

  /** Make the links backwards of those who joined a bucket since this was last done. */
  private linkBack(bucket: number): void {
    const { ints } = this;
    let previous = this.buckets[bucket] - 1;
    let slot = ints[previous * recordInts + nextAt];
    while (slot >= 0 && ints[slot * recordInts + previousAt] === unknown) {
      ints[slot * recordInts + previousAt] = previous;
      previous = slot;
      slot = ints[slot * recordInts + nextAt];
    }
  }

  /** Say whether slot a comes before slot b. */
  private precedes(a: number, b: number): boolean {
    const doubles = this.doubles;
    const i = a * recordDoubles;
    const j = b * recordDoubles;
    if (doubles[i] !== doubles[j]) return doubles[i] < doubles[j];
    if (doubles[i + priorityAt] !== doubles[j + priorityAt]) return doubles[i + priorityAt] < doubles[j + priorityAt];
    return doubles[i + sequenceAt] < doubles[j + sequenceAt];
  }

  private topInsert(slot: number): void {
    const at = slot * recordInts;
    const index = this.topSize++;
    this.topSlots[index] = slot;
    this.ints[at + whereAt] = inTop;
    this.ints[at + indexAt] = index;
  }

  // --- the heap ---

  private heapInsert(slot: number): void {
    const index = this.heapSize++;
    if (index === this.heapSlots.length) this.growHeap();
    this.ints[slot * recordInts + whereAt] = inBottom;
    this.siftUp(index, slot);
    if (index >= shortHeap && this.indexed === false) this.makeIndex();
  }

  /** Tell each event in the heap its place, and keep telling. */
  private makeIndex(): void {
    this.indexed = true;
    for (let index = 0; index < this.heapSize; index++) this.ints[this.heapSlots[index] * recordInts + indexAt] = index;
  }

  private growHeap(): void {
    const times = new Float64Array(this.heapTimes.length * 2);
    times.set(this.heapTimes);
    this.heapTimes = times;
    const slots = new Int32Array(this.heapSlots.length * 2);
    slots.set(this.heapSlots);
    this.heapSlots = slots;
  }

  private siftUp(start: number, slot: number): void {
    const { heapTimes, heapSlots, indexed, ints } = this;
    const time = this.doubles[slot * recordDoubles];
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      const parentTime = heapTimes[parent];
      const parentSlot = heapSlots[parent];
      if (parentTime < time || (parentTime === time && this.precedes(parentSlot, slot))) break;
      heapTimes[index] = parentTime;
      heapSlots[index] = parentSlot;
      if (indexed === true) ints[parentSlot * recordInts + indexAt] = index;
      index = parent;
    }
    heapTimes[index] = time;
    heapSlots[index] = slot;
    if (indexed === true) ints[slot * recordInts + indexAt] = index;
  }

  private siftDown(start: number, slot: number, time: number): void {
    const { heapTimes, heapSlots, heapSize, indexed, ints } = this;
    let index = start;
    for (;;) {
      const firstChild = (index << 2) + 1;
      if (firstChild >= heapSize) break;
      const end = Math.min(firstChild + 4, heapSize);
      let least = firstChild;
      let leastTime = heapTimes[firstChild];
      for (let child = firstChild + 1; child < end; child++) {
        const childTime = heapTimes[child];
        if (childTime < leastTime || (childTime === leastTime && this.precedes(heapSlots[child], heapSlots[least]))) {
          least = child;
          leastTime = childTime;
        }
      }
      const leastSlot = heapSlots[least];
      if (time < leastTime || (time === leastTime && this.precedes(slot, leastSlot))) break;
      heapTimes[index] = leastTime;
      heapSlots[index] = leastSlot;
      if (indexed === true) ints[leastSlot * recordInts + indexAt] = index;
      index = least;
    }
    heapTimes[index] = time;
    heapSlots[index] = slot;
    if (indexed === true) ints[slot * recordInts + indexAt] = index;
  }

  private heapPop(): void {
    const size = --this.heapSize;
    if (size === 0) return;
    this.siftDown(0, this.heapSlots[size], this.heapTimes[size]);
    if (size === shorterHeap) this.indexed = false;
  }

  private heapRemove(slot: number): void {
    const index = this.indexed ? this.ints[slot * recordInts + indexAt] : this.heapSlots.indexOf(slot);
    const size = --this.heapSize;
    if (index < size) {
      const last = this.heapSlots[size];
      if (index > 0 && this.precedes(last, this.heapSlots[(index - 1) >> 2])) this.siftUp(index, last);
      else this.siftDown(index, last, this.heapTimes[size]);
    }
    if (size === shorterHeap) this.indexed = false;
  }

  // --- heap, rung and top ---

  /** Send all later insertions to the heap. */
  private heapOnly(): void {
    this.clock[rungStart] = 0;
    this.clock[rungScale] = 0;
    this.clock[bottomEnd] = 1;
    this.clock[rungEnd] = 0;
  }

  /** Fill the empty heap from the next bucket, building the next rung when the last is used up; false when nothing is left. */
  private pour(): boolean {
    for (;;) {
      if (this.rungCount > 0) {
        const buckets = this.buckets;
        let bucket = this.clock[bottomEnd] | 0;
        while (buckets[bucket] === 0) bucket++;
        let slot = buckets[bucket] - 1;
        buckets[bucket] = 0;
        this.clock[bottomEnd] = bucket + 1;
        let count = 0;
        while (slot >= 0) {
          const next = this.ints[slot * recordInts + nextAt];
          this.heapInsert(slot);
          slot = next;
          count++;
        }
        this.rungCount -= count;
        if (bucket + bucketsLeft >= this.lookedAt && this.rungCount > manyEvents) {
          this.look(Math.max(bucket + 1, this.lookedAt));
        }
        return true;
      }
      if (this.topSize === 0) {
        this.heapLimit = smallestHeapLimit;
        this.heapOnly();
        return false;
      }
      this.buildRung();
      if (this.heapSize > 0) return true;
    }
  }

  /** Look at what stands in the next buckets, from one on: first at all that stand first in theirs, then at those behind them. */
  private look(from: number): void {
    const { ahead, buckets, ints } = this;
    const end = this.clock[rungEnd];
    let bucket = from;
    let count = 0;
    while (count < headsAhead && bucket < end) {
      const head = buckets[bucket++];
      if (head !== 0) ahead[count++] = head - 1;
    }
    this.lookedAt = bucket;
    for (let index = 0; index < count && count < mostAhead; index++) {
      const next = ints[ahead[index] * recordInts + nextAt];
      if (next >= 0) ahead[count++] = next;
    }
    this.onlooker.look(ahead, count);
  }

  /** Spread a heap that has grown too long, when it holds much of all that is pending. */
  private spreadLong(): void {
    if (this.heapSize * 4 > this.size) this.spread();
  }

  /** Move everything back to the top when the heap has grown too long, and keep only what is due at once. */
  private spread(): void {
    const least = this.heapTimes[0];
    const count = this.heapSize;
    this.heapSize = 0;
    this.indexed = false;
    for (let index = 0; index < count; index++) this.topInsert(this.heapSlots[index]);
    for (let bucket = 0; this.rungCount > 0; bucket++) {
      let slot = this.buckets[bucket] - 1;
      this.buckets[bucket] = 0;
      while (slot >= 0) {
        const next = this.ints[slot * recordInts + nextAt];
        this.topInsert(slot);
        this.rungCount--;
        slot = next;
      }
    }
    // Only times equal to `least` map below 1, all others beyond any bucket: the rung is built when the heap runs empty.
    this.clock[rungStart] = least;
    this.clock[rungScale] = Number.MAX_VALUE;
    this.clock[bottomEnd] = 1;
    this.clock[rungEnd] = 0;
    this.heapLimit = noHeapLimit;
    this.pourTop();
    this.heapLimit = Math.max(smallestHeapLimit, this.heapSize * 2);
  }

  /** Insert everything in the top again, by the rung as it is now. */
  private pourTop(): void {
    const count = this.topSize;
    const slots = this.topSlots;
    this.topSize = 0;
    this.size -= count;
    // An insertion writes at most one place of the top, never beyond the one just read.
    for (let index = 0; index < count; index++) this.insert(slots[index]);
  }

  /** Build the next rung from the top, wide enough for most of it, with about two events in a bucket. */
  private buildRung(): void {
    const count = this.topSize;
    if (count <= smallList) {
      this.heapLimit = smallestHeapLimit;
      this.heapOnly();
      this.pourTop();
      return;
    }
    const slots = this.topSlots;
    const doubles = this.doubles;
    let least = Number.POSITIVE_INFINITY;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < count; index++) {
      const time = doubles[slots[index] * recordDoubles];
      if (time < least) least = time;
      if (time > greatest) greatest = time;
    }
    const sample = this.sample;
    const stride = Math.floor(count / sampleSize);
    for (let index = 0; index < sampleSize; index++) sample[index] = doubles[slots[index * stride] * recordDoubles];
    sample.sort();
    let width = 0;
    for (let rank = sampleSize / 2; rank < sampleSize && !(width > 0); rank += sampleSize / 8) {
      width = ((sample[rank] - least) * (sampleSize / (rank + 1)) * eventsPerBucket) / count;
    }
    if (!(width > 0)) width = (greatest - least) / count;
    const scale = 1 / width;
    this.heapLimit = noHeapLimit;
    if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
      // All times tie, or nearly: a heap is the right place.
      this.heapOnly();
      this.pourTop();
      this.heapLimit = Math.max(smallestHeapLimit, this.heapSize * 2);
      return;
    }
    const wanted = Math.min(bucketLimit, count * bucketsPerEvent);
    if (this.buckets.length < wanted) {
      let length = 1024;
      while (length < wanted) length *= 2;
      this.buckets = new Int32Array(length);
    }
    this.lookedAt = 0;
    this.clock[rungStart] = least;
    this.clock[rungScale] = scale;
    this.clock[bottomEnd] = 1;
    this.clock[rungEnd] = wanted;
    this.pourTop();
    this.heapLimit = Math.max(smallestHeapLimit, this.heapSize * 2);
  }
}
