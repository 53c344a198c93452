// Everybody in a run, as columns: traits that never change, and where each one is now. A person is a row number; the row
// number appears in no draw: draws are addressed by the person's own 64-bit address. Two intrusive lists run through the
// rows: the queue that a person waits in, and the holder (enterprise, service or region) of the place that a person has.

import { initialPeople } from "./numerics.ts";
import { noSetting, settings } from "./words.ts";

type Column = Float64Array | Uint32Array | Int32Array | Uint8Array;

/** No row, no queue, no holder. */
export const none = -1;

/** Columns of people, in rows that are never reused. */
export class People {
  count = 0;
  addressHigh: Uint32Array = new Uint32Array(initialPeople);
  addressLow: Uint32Array = new Uint32Array(initialPeople);
  /** Model time of birth, years. */
  birth: Float64Array = new Float64Array(initialPeople);
  woman: Uint8Array = new Uint8Array(initialPeople);
  municipality: Int32Array = new Int32Array(initialPeople);
  /** Desired share of a position, 0..1. */
  position: Float64Array = new Float64Array(initialPeople);
  /** Places that the state counts for the position: 1 from half a position, else one half. */
  place: Float64Array = new Float64Array(initialPeople);
  /** Support need as a rank among all, 0..1. */
  need: Float64Array = new Float64Array(initialPeople);
  /** 1 when the person meets an ordinary workplace's demand for independence. */
  ready: Uint8Array = new Uint8Array(initialPeople);
  /** Demand for independence, relative to the general one, that the person just meets: below 1 for whoever is ready. */
  readiness: Float64Array = new Float64Array(initialPeople);
  /** Share of a position that the person wants; the held one may differ under some delivery models. */
  wish: Float64Array = new Float64Array(initialPeople);
  /** Position that the delivery model of the person's municipality gives; 0 until it is asked for. */
  offered: Float64Array = new Float64Array(initialPeople);
  /** Offer that the person is in mapping or on trial for, plus one; 0 when in none. */
  trialOffer: Uint8Array = new Uint8Array(initialPeople);
  /** Pending end of a trial, and how many trials there were. */
  trialEvent: Float64Array = new Float64Array(initialPeople);
  trialCount: Int32Array = new Int32Array(initialPeople);
  /** 1 when the present ordinary workplace followed a sheltered place. */
  cameFromEnterprise: Uint8Array = new Uint8Array(initialPeople);
  /** Pending end of probation; 0 when none. */
  probationEvent: Float64Array = new Float64Array(initialPeople);
  /** Post of the person's follower in a municipal service, and since when it has the same holder. */
  followerPost: Int32Array = new Int32Array(initialPeople);
  followerSince: Float64Array = new Float64Array(initialPeople);
  /** Since when the person takes part without leaving: a move, or a place lost and replaced, does not begin anew. */
  since: Float64Array = new Float64Array(initialPeople);
  /** When the last spell ended. */
  leftAt: Float64Array = new Float64Array(initialPeople);
  /** Uniform mark that decides whether a transfer of a given share reaches the person. */
  mark: Float64Array = new Float64Array(initialPeople);
  /** When the present wait began; meaningful while waiting. */
  waitingSince: Float64Array = new Float64Array(initialPeople);
  /** Pending event of giving up; 0 when none. */
  renegeEvent: Float64Array = new Float64Array(initialPeople);

  setting: Uint8Array = new Uint8Array(initialPeople);
  /** Enterprise of a sheltered participant. */
  enterprise: Int32Array = new Int32Array(initialPeople);
  funding: Uint8Array = new Uint8Array(initialPeople);
  /** 1 while a transfer has decided that the person must move and the old place still runs. */
  moving: Uint8Array = new Uint8Array(initialPeople);
  /** 1 while a participant waits for an ordinary workplace without leaving the present place. */
  seeking: Uint8Array = new Uint8Array(initialPeople);
  spell: Int32Array = new Int32Array(initialPeople);
  spellStart: Float64Array = new Float64Array(initialPeople);
  /** When the present spell began; the next job in an ordinary workplace belongs to it. */
  began: Float64Array = new Float64Array(initialPeople);
  /** When the participant entered the present setting; a lost place that is replaced does not begin anew. */
  entered: Float64Array = new Float64Array(initialPeople);
  /** Setting of a place that was lost and not yet replaced. */
  lostSetting: Uint8Array = new Uint8Array(initialPeople);
  /** When the thresholds of the constant causes began to run: the spell's start, or 0 for the initial stock. */
  causesFrom: Float64Array = new Float64Array(initialPeople);
  poorMatch: Uint8Array = new Uint8Array(initialPeople);
  /** Until when a change of provider raises the dropout hazard. */
  unsettledUntil: Float64Array = new Float64Array(initialPeople);
  /** What the dropout hazard of the present spell is multiplied by for its whole length. */
  ownFactor: Float64Array = new Float64Array(initialPeople);
  /** What the dropout hazard is multiplied by now. */
  multiplier: Float64Array = new Float64Array(initialPeople);
  /** What remains of the dropout threshold at `dropoutAsOf`. */
  dropoutLeft: Float64Array = new Float64Array(initialPeople);
  dropoutAsOf: Float64Array = new Float64Array(initialPeople);
  dropoutTime: Float64Array = new Float64Array(initialPeople);
  otherTime: Float64Array = new Float64Array(initialPeople);
  otherCause: Uint8Array = new Uint8Array(initialPeople);
  exitEvent: Float64Array = new Float64Array(initialPeople);
  /** Pending event of settling after a change of provider; 0 when none. */
  settleEvent: Float64Array = new Float64Array(initialPeople);
  /** Pending event of the fall in follow-up need; 0 when none. */
  declineEvent: Float64Array = new Float64Array(initialPeople);
  /** What the person weighs in a service's caseload now. */
  weight: Float64Array = new Float64Array(initialPeople);

  queue: Int32Array = new Int32Array(initialPeople);
  queueNext: Int32Array = new Int32Array(initialPeople);
  queuePrevious: Int32Array = new Int32Array(initialPeople);
  holder: Int32Array = new Int32Array(initialPeople);
  holderNext: Int32Array = new Int32Array(initialPeople);
  holderPrevious: Int32Array = new Int32Array(initialPeople);

  /** Participants by setting code. */
  readonly participants: Int32Array = new Int32Array(settings.length + 1);
  /** Full-time positions by setting code. */
  readonly positions: Float64Array = new Float64Array(settings.length + 1);

  /** Add a person who is nowhere yet. */
  add(): number {
    if (this.count === this.addressHigh.length) this.#grow();
    const i = this.count++;
    this.setting[i] = noSetting;
    this.lostSetting[i] = noSetting;
    this.enterprise[i] = none;
    this.queue[i] = none;
    this.holder[i] = none;
    return i;
  }

  #grow(): void {
    const columns = this as unknown as Record<string, Column>;
    const rows = this.addressHigh.length;
    for (const name of Object.keys(columns)) {
      const column = columns[name];
      if (!ArrayBuffer.isView(column) || column.length !== rows) continue;
      const larger = new (column.constructor as new (n: number) => Column)(rows * 2);
      larger.set(column as never);
      columns[name] = larger;
    }
  }
}

/** First-come, first-served queues of people, with removal from anywhere. */
export class Queues {
  readonly #people: People;
  readonly head: Int32Array;
  readonly tail: Int32Array;
  readonly size: Int32Array;

  constructor(people: People, queues: number) {
    this.#people = people;
    this.head = new Int32Array(queues).fill(none);
    this.tail = new Int32Array(queues).fill(none);
    this.size = new Int32Array(queues);
  }

  /** Join a queue at its end, or at its front. */
  join(queue: number, i: number, atFront: boolean): void {
    const people = this.#people;
    const head = this.head[queue] as number;
    const tail = this.tail[queue] as number;
    people.queue[i] = queue;
    people.queuePrevious[i] = atFront ? none : tail;
    people.queueNext[i] = atFront ? head : none;
    if (atFront) {
      if (head !== none) people.queuePrevious[head] = i;
      else this.tail[queue] = i;
      this.head[queue] = i;
    } else {
      if (tail !== none) people.queueNext[tail] = i;
      else this.head[queue] = i;
      this.tail[queue] = i;
    }
    this.size[queue] = (this.size[queue] as number) + 1;
  }

  /** Leave the queue that the person is in; nothing happens when in none. */
  leave(i: number): void {
    const people = this.#people;
    const queue = people.queue[i] as number;
    if (queue === none) return;
    const next = people.queueNext[i] as number;
    const previous = people.queuePrevious[i] as number;
    if (previous !== none) people.queueNext[previous] = next;
    else this.head[queue] = next;
    if (next !== none) people.queuePrevious[next] = previous;
    else this.tail[queue] = previous;
    people.queue[i] = none;
    this.size[queue] = (this.size[queue] as number) - 1;
  }
}

/** Who has a place with which holder. */
export class Holders {
  readonly #people: People;
  readonly head: Int32Array;
  readonly size: Int32Array;

  constructor(people: People, holders: number) {
    this.#people = people;
    this.head = new Int32Array(holders).fill(none);
    this.size = new Int32Array(holders);
  }

  /** Take a place with a holder. */
  enter(holder: number, i: number): void {
    const people = this.#people;
    const head = this.head[holder] as number;
    people.holder[i] = holder;
    people.holderNext[i] = head;
    people.holderPrevious[i] = none;
    if (head !== none) people.holderPrevious[head] = i;
    this.head[holder] = i;
    this.size[holder] = (this.size[holder] as number) + 1;
  }

  /** Give up the place. */
  leave(i: number): void {
    const people = this.#people;
    const holder = people.holder[i] as number;
    const next = people.holderNext[i] as number;
    const previous = people.holderPrevious[i] as number;
    if (previous !== none) people.holderNext[previous] = next;
    else this.head[holder] = next;
    if (next !== none) people.holderPrevious[next] = previous;
    people.holder[i] = none;
    this.size[holder] = (this.size[holder] as number) - 1;
  }
}
