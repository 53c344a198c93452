// A kernel that is slow and obviously right: every list is an array that is searched and sorted anew. It runs scripts, and
// so does the real kernel (kernel-driver.ts); the two logs must be equal, line by line. Nothing of the kernel is imported.

/** A branch of any-of or all-of, and also an operation of its own. */
export type WaitOp =
  | { readonly op: "delay"; readonly length: number }
  | {
      readonly op: "seize";
      /** A resource, or the one with the shortest queue when the wait is made. */
      readonly at: number | "shortest";
      readonly units: number;
      readonly priority: number;
      readonly patience: number;
      readonly balkAt: number;
      readonly preempt: boolean;
    }
  | {
      readonly op: "use";
      readonly at: number;
      readonly length: number;
      readonly priority: number;
      readonly rule: "resume" | "restart" | "drop";
      readonly preempt: boolean;
    }
  | { readonly op: "put"; readonly at: number; readonly item: number }
  | { readonly op: "get"; readonly at: number; readonly parity: number | null; readonly priority: number }
  | { readonly op: "fill" | "draw"; readonly amount: number; readonly priority: number }
  | { readonly op: "listen"; readonly at: number }
  | { readonly op: "pass" }
  | { readonly op: "meet" }
  | { readonly op: "hope"; readonly at: number }
  | { readonly op: "take" }
  | { readonly op: "passivate" };

/** One step of a script. Targets are numbers of scripts, taken modulo how many there are. */
export type Op =
  | WaitOp
  | { readonly op: "hold"; readonly length: number }
  | { readonly op: "any" | "all"; readonly branches: readonly WaitOp[] }
  | {
      /** Queue at all resources and keep the first that is granted; refused only when all have refused. */
      readonly op: "first";
      readonly units: number;
      readonly priority: number;
      readonly patience: number;
      readonly balkAt: number;
      readonly preempt: boolean;
    }
  | { readonly op: "release" }
  | { readonly op: "fire"; readonly at: number }
  | { readonly op: "open" | "close" }
  | { readonly op: "resize"; readonly at: number; readonly capacity: number }
  | { readonly op: "hurry"; readonly priority: number }
  | { readonly op: "favour"; readonly at: number; readonly priority: number }
  | { readonly op: "tell"; readonly mood: number }
  | { readonly op: "add"; readonly item: number }
  | { readonly op: "flush" }
  | { readonly op: "interrupt"; readonly target: number; readonly thrown: boolean }
  | { readonly op: "terminate" | "activate" | "join"; readonly target: number };

/** What there is besides the scripts. */
export interface World {
  readonly resources: readonly {
    readonly capacity: number;
    /** The nearest: an order of the model's own, by how far a priority is from the favoured one, which `favour` changes. */
    readonly discipline: "fifo" | "lifo" | "priority" | "nearest";
    readonly overtaking: boolean;
    readonly queueLimit: number;
    readonly calendar: Calendar | null;
  }[];
  /** The least: by a comparison of the items. */
  readonly stores: readonly { readonly capacity: number; readonly order: "fifo" | "lifo" | "least" }[];
  readonly batch: { readonly size: number; readonly longestWait: number };
  readonly container: { readonly capacity: number; readonly level: number };
  readonly scripts: readonly { readonly at: number; readonly priority: number; readonly ops: readonly Op[] }[];
  readonly until: number;
}

/** Steps (time, capacity) in rising time, once, or again after each period. */
export interface Calendar {
  readonly steps: readonly (readonly [time: number, capacity: number])[];
  readonly period: number | null;
}

/** How many must meet at the barrier of the scripts. */
export const parties = 2;

interface Event {
  readonly time: number;
  readonly priority: number;
  readonly sequence: number;
  readonly run: () => void;
}

type Told = (wait: RefWait) => void;

abstract class RefWait {
  state: "idle" | "pending" | "done" = "idle";
  value: unknown;
  process!: RefProcess;
  private told: Told = () => {};

  begin(process: RefProcess, told: Told): void {
    this.state = "pending";
    this.process = process;
    this.told = told;
    this.start();
  }
  finish(value: unknown): void {
    this.state = "done";
    this.value = value;
    this.told(this);
  }
  /** Those who leave together all leave before anybody is served because of it. */
  private gone = false;
  withdraw(): void {
    this.detach();
    this.settle();
  }
  detach(): void {
    if (this.state !== "pending") return;
    this.stop();
    this.state = "idle";
    this.gone = true;
  }
  settle(): void {
    if (this.gone) this.stopped();
    this.gone = false;
  }
  stopped(): void {}
  undo(): void {
    this.state = "idle";
  }
  abstract start(): void;
  abstract stop(): void;
  /** What a log says of it. */
  abstract text(): string;
}

interface RefProcess {
  readonly number: number;
  readonly priority: number;
  readonly ops: readonly Op[];
  pc: number;
  state: "scheduled" | "holding" | "waiting" | "passive" | "running" | "ended";
  event: Event | null;
  wait: RefWait | null;
  /** Says what the yield gave. */
  describe: (result: string) => string;
  result: string;
  deliveries: { cause: string; thrown: boolean }[];
  held: RefLease[];
  readonly leases: RefLease[];
  joins: (() => void)[];
  rests: RefWait[];
}

abstract class RefLease extends RefWait {
  leaseState = "new";
  order = 0;
  priority = 0;
  units = 1;
  preempts = false;
  patience = Number.POSITIVE_INFINITY;
  balkAt = Number.POSITIVE_INFINITY;
  abstract granted(): void;
  abstract taken(): void;
  abstract queued(): void;
  abstract returned(): void;
}

/** Run the scripts; gives the log. */
export function runReference(world: World): string[] {
  const log: string[] = [];
  let now = 0;
  let sequence = 0;
  let events: Event[] = [];

  const schedule = (time: number, priority: number, run: () => void): Event => {
    const event = { time, priority, sequence: sequence++, run };
    events.push(event);
    return event;
  };
  const cancel = (event: Event | null): void => {
    events = events.filter((other) => other !== event);
  };
  const say = (process: RefProcess, text: string): void => {
    log.push(`${now} ${process.number} ${text}`);
  };

  // --- processes ---

  const processes: RefProcess[] = [];
  const scheduleResume = (process: RefProcess, result: string): void => {
    process.result = result;
    process.state = "scheduled";
    process.event = schedule(now, process.priority, () => resume(process));
  };
  const deliver = (process: RefProcess, cause: string, thrown: boolean, remaining: number): void => {
    scheduleResume(process, `${thrown ? "thrown" : "resumed"} ${cause} ${remaining}`);
  };
  const withdrawAll = (process: RefProcess): void => {
    cancel(process.event);
    process.event = null;
    const { wait } = process;
    process.wait = null;
    if (wait?.state === "done") wait.undo();
    else wait?.withdraw();
  };
  const tell = (process: RefProcess, cause: string, thrown: boolean): void => {
    if (process.state === "ended") return;
    if (process.state === "scheduled" || process.state === "running") {
      process.deliveries.push({ cause, thrown });
      return;
    }
    const remaining = process.state === "holding" ? (process.event as Event).time - now : 0;
    process.state = "scheduled";
    withdrawAll(process);
    deliver(process, cause, thrown, remaining);
  };
  const end = (process: RefProcess): void => {
    process.state = "ended";
    process.deliveries = [];
    process.wait = null;
    while (process.held.length > 0) release(process.held[process.held.length - 1]);
    for (const join of process.joins) join();
    process.joins = [];
  };
  const interruptedEarlier = (process: RefProcess, remaining: number): boolean => {
    const delivery = process.deliveries.shift();
    if (delivery === undefined) return false;
    deliver(process, delivery.cause, delivery.thrown, remaining);
    return true;
  };
  const waitFor = (process: RefProcess, wait: RefWait): void => {
    process.describe = (result) => (result === "" ? wait.text() : `${result} ${wait.text()}`);
    if (interruptedEarlier(process, 0)) return;
    process.state = "waiting";
    process.wait = wait;
    wait.begin(process, () => scheduleResume(process, wait instanceof RefPassive ? "activated" : ""));
  };
  const resume = (process: RefProcess): void => {
    process.event = null;
    process.wait = null;
    process.state = "running";
    if (process.pc > 0) say(process, process.describe(process.result));
    while (process.pc < process.ops.length) {
      const op = process.ops[process.pc++];
      const target = "target" in op ? processes[op.target % processes.length] : process;
      switch (op.op) {
        case "hold": {
          process.describe = (result) => `held ${result}`;
          if (interruptedEarlier(process, op.length)) return;
          process.state = "holding";
          process.result = "";
          process.event = schedule(now + op.length, process.priority, () => resume(process));
          return;
        }
        case "any":
          waitFor(process, new RefAny(op.branches.map((branch) => make(process, branch))));
          return;
        case "all":
          waitFor(process, new RefAll(op.branches.map((branch) => make(process, branch))));
          return;
        case "first":
          waitFor(process, new RefFirst(resources.map((_, at) => make(process, { ...op, op: "seize", at }))));
          return;
        case "join":
          if (target === process) break;
          waitFor(process, new RefJoin(target));
          return;
        case "release": {
          const lease = process.leases.filter((each) => each.leaseState === "held").pop();
          if (lease !== undefined) release(lease);
          break;
        }
        case "fire":
          say(process, `fired ${listeners[op.at].filter((each) => each.state === "pending").length}`);
          for (const listener of listeners[op.at].splice(0)) if (listener.state === "pending") listener.finish(op.at);
          break;
        case "open":
          open = true;
          for (const each of atGate.splice(0)) if (each.state === "pending") each.finish(undefined);
          break;
        case "close":
          open = false;
          break;
        case "resize":
          resources[op.at].capacity = op.capacity;
          serve(resources[op.at]);
          break;
        case "hurry": {
          const lease = processes.flatMap((each) => each.leases).find((each) => each.leaseState === "queued");
          if (lease !== undefined) {
            lease.priority = op.priority;
            serve(resourceOf(lease));
          }
          break;
        }
        case "favour":
          resources[op.at].favoured = op.priority;
          serve(resources[op.at]);
          break;
        case "tell": {
          mood = op.mood;
          const woken = hopes.map(({ holds, list }) => {
            if (!holds()) return 0;
            let count = 0;
            for (const each of list.splice(0)) {
              if (each.state !== "pending") continue;
              each.finish(undefined);
              count++;
            }
            return count;
          });
          say(process, `told ${woken}`);
          break;
        }
        case "add":
          batch.push(op.item);
          if (batch.length === world.batch.size) sendBatch();
          else if (batch.length === 1 && world.batch.longestWait < Number.POSITIVE_INFINITY)
            batchTimer = schedule(now + world.batch.longestWait, 0, sendBatch);
          break;
        case "flush":
          sendBatch();
          break;
        case "interrupt":
          if (target !== process) tell(target, `by ${process.number}`, op.thrown);
          break;
        case "terminate":
          if (target !== process && target.state !== "ended") {
            target.state = "running";
            withdrawAll(target);
            end(target);
          }
          break;
        case "activate":
          if (target.state === "passive") {
            target.state = "waiting";
            for (const rest of target.rests.splice(0)) if (rest.state === "pending") rest.finish(undefined);
          }
          break;
        default:
          waitFor(process, make(process, op));
          return;
      }
    }
    say(process, "ends");
    end(process);
  };

  class RefPassive extends RefWait {
    start(): void {
      this.process.state = "passive";
      this.process.rests.push(this);
    }
    stop(): void {
      this.process.rests = this.process.rests.filter((each) => each !== this);
    }
    text(): string {
      return "passive";
    }
  }
  class RefJoin extends RefWait {
    readonly target: RefProcess;
    constructor(target: RefProcess) {
      super();
      this.target = target;
    }
    private readonly hear = (): void => this.finish(undefined);
    start(): void {
      if (this.target.state === "ended") this.finish(undefined);
      else this.target.joins.push(this.hear);
    }
    stop(): void {
      this.target.joins = this.target.joins.filter((each) => each !== this.hear);
    }
    text(): string {
      return "joined";
    }
  }
  class RefAny extends RefWait {
    readonly waits: RefWait[];
    constructor(waits: RefWait[]) {
      super();
      this.waits = waits;
    }
    start(): void {
      for (const wait of this.waits) {
        if (this.state !== "pending") return;
        wait.begin(this.process, (winner) => {
          if (!this.wins(winner)) return;
          for (const other of this.waits) if (other !== winner) other.detach();
          this.finish(this.waits.indexOf(winner));
          for (const other of this.waits) other.settle();
        });
      }
    }
    wins(_wait: RefWait): boolean {
      return true;
    }
    stop(): void {
      for (const wait of this.waits) wait.detach();
    }
    override stopped(): void {
      for (const wait of this.waits) wait.settle();
    }
    override undo(): void {
      this.waits[this.value as number].undo();
      super.undo();
    }
    text(): string {
      return `any ${this.waits.map((wait) => `${wait.state} ${wait.text()}`).join("|")}`;
    }
  }
  class RefFirst extends RefAny {
    override wins(wait: RefWait): boolean {
      return wait.text() === "held" || this.waits.every((each) => each.state === "done");
    }
  }
  class RefAll extends RefWait {
    readonly waits: RefWait[];
    constructor(waits: RefWait[]) {
      super();
      this.waits = waits;
    }
    start(): void {
      let starting = true;
      const check = (): void => {
        if (!starting && this.waits.every((wait) => wait.state === "done")) this.finish(undefined);
      };
      for (const wait of this.waits) {
        wait.begin(this.process, check);
        if (this.state !== "pending") return;
      }
      starting = false;
      check();
    }
    stop(): void {
      for (const wait of this.waits) wait.detach();
    }
    override stopped(): void {
      for (const wait of this.waits) {
        if (wait.state === "done") wait.undo();
        else wait.settle();
      }
    }
    override undo(): void {
      for (const wait of this.waits) wait.undo();
      super.undo();
    }
    text(): string {
      return `all ${this.waits.map((wait) => `${wait.state} ${wait.text()}`).join("|")}`;
    }
  }
  class RefDelay extends RefWait {
    readonly length: number;
    event: Event | null = null;
    constructor(length: number) {
      super();
      this.length = length;
    }
    start(): void {
      this.event = schedule(now + this.length, 0, () => this.finish(undefined));
    }
    stop(): void {
      cancel(this.event);
    }
    text(): string {
      return "delay";
    }
  }
  /** Stands in a list until somebody finishes it. */
  class RefStanding extends RefWait {
    readonly list: RefWait[];
    readonly arrive: (wait: RefStanding) => void;
    constructor(list: RefWait[], arrive: (wait: RefStanding) => void) {
      super();
      this.list = list;
      this.arrive = arrive;
    }
    start(): void {
      this.arrive(this);
    }
    stop(): void {
      this.list.splice(this.list.indexOf(this), 1);
    }
    text(): string {
      return "stood";
    }
  }

  // --- signals, gate, barrier ---

  const listeners: RefWait[][] = [[], []];
  let open = false;
  const atGate: RefWait[] = [];
  const atBarrier: RefWait[] = [];

  // --- conditions: one on what scripts tell, one on a queue; asked when a wait begins and when somebody tells ---

  let mood = 0;
  const hopes: { readonly holds: () => boolean; readonly list: RefWait[] }[] = [
    { holds: () => mood > 0, list: [] },
    { holds: () => resources[0].queue.length === 0, list: [] },
  ];

  // --- resources ---

  interface RefResource {
    capacity: number;
    readonly discipline: "fifo" | "lifo" | "priority" | "nearest";
    favoured: number;
    readonly overtaking: boolean;
    readonly queueLimit: number;
    orders: number;
    queue: RefLease[];
    holders: RefLease[];
    serving: boolean;
    again: boolean;
  }
  const resources: RefResource[] = world.resources.map((resource) => ({
    ...resource,
    favoured: 0,
    orders: 0,
    queue: [],
    holders: [],
    serving: false,
    again: false,
  }));
  const resourceByLease = new Map<RefLease, RefResource>();
  const resourceOf = (lease: RefLease): RefResource => resourceByLease.get(lease) as RefResource;
  const freeOf = (resource: RefResource): number => {
    return resource.holders.reduce((free, holder) => free - holder.units, resource.capacity);
  };
  const ranked = (resource: RefResource): RefLease[] => {
    const { discipline } = resource;
    return [...resource.queue].sort((a, b) => {
      const [first, second] = [a, b].map((each) => Math.abs(each.priority - resource.favoured));
      if (discipline === "nearest" && first !== second) return first - second;
      if (discipline === "priority" && a.priority !== b.priority) return a.priority - b.priority;
      return discipline === "lifo" ? b.order - a.order : a.order - b.order;
    });
  };
  const victimsOf = (resource: RefResource, lease: RefLease): RefLease[] | null => {
    if (!lease.preempts) return null;
    let missing = lease.units - freeOf(resource);
    const victims: RefLease[] = [];
    const candidates = resource.holders.filter(
      (each) => each.priority > lease.priority && each.process !== lease.process,
    );
    while (missing > 0 && candidates.length > 0) {
      const worst = Math.max(...candidates.map((each) => each.priority));
      const victim = candidates.filter((each) => each.priority === worst).pop() as RefLease;
      candidates.splice(candidates.indexOf(victim), 1);
      victims.push(victim);
      missing -= victim.units;
    }
    return missing <= 0 ? victims : null;
  };
  const grant = (resource: RefResource, lease: RefLease): void => {
    resource.queue = resource.queue.filter((each) => each !== lease);
    resource.holders.push(lease);
    lease.leaseState = "held";
    lease.granted();
  };
  const serve = (resource: RefResource): void => {
    if (resource.serving) {
      resource.again = true;
      return;
    }
    resource.serving = true;
    do {
      resource.again = false;
      for (let next = ranked(resource)[0]; next !== undefined; next = ranked(resource)[0]) {
        if (next.units > freeOf(resource)) {
          const victims = victimsOf(resource, next);
          if (victims === null) break;
          for (const victim of victims) {
            if (next.leaseState !== "queued") break;
            if (victim.leaseState !== "held") continue;
            resource.holders = resource.holders.filter((each) => each !== victim);
            victim.process.held = victim.process.held.filter((each) => each !== victim);
            victim.leaseState = "preempted";
            victim.taken();
          }
        }
        if (next.leaseState === "queued") grant(resource, next);
      }
      if (resource.overtaking) {
        for (const lease of ranked(resource)) {
          if (lease.leaseState === "queued" && lease.units <= freeOf(resource)) grant(resource, lease);
        }
      }
    } while (resource.again);
    resource.serving = false;
  };
  const request = (lease: RefLease): void => {
    const resource = resourceOf(lease);
    lease.order = ++resource.orders;
    const fits = lease.units <= freeOf(resource);
    if (resource.queue.length === 0 && fits) {
      grant(resource, lease);
      return;
    }
    if (resource.queue.length >= lease.balkAt || resource.queue.length >= resource.queueLimit) {
      const first = ranked({ ...resource, queue: [...resource.queue, lease] })[0] === lease;
      const atOnce = fits ? first || resource.overtaking : first && victimsOf(resource, lease) !== null;
      if (!atOnce) {
        lease.leaseState = "balked";
        lease.finish(undefined);
        return;
      }
    }
    resource.queue.push(lease);
    lease.queued();
    serve(resource);
  };
  const leave = (lease: RefLease, how: "reneged" | "withdrawn"): void => {
    const resource = resourceOf(lease);
    resource.queue = resource.queue.filter((each) => each !== lease);
    lease.leaseState = how;
  };
  const release = (lease: RefLease): void => {
    giveBack(lease);
    serve(resourceOf(lease));
  };
  const giveBack = (lease: RefLease): void => {
    const resource = resourceOf(lease);
    resource.holders = resource.holders.filter((each) => each !== lease);
    lease.leaseState = "released";
    lease.returned();
    lease.process.held = lease.process.held.filter((each) => each !== lease);
  };

  class RefSeize extends RefLease {
    timer: Event | null = null;
    start(): void {
      request(this);
    }
    stop(): void {
      cancel(this.timer);
      if (this.leaseState === "queued") leave(this, "withdrawn");
    }
    override stopped(): void {
      serve(resourceOf(this));
    }
    override undo(): void {
      if (this.leaseState === "held") release(this);
      super.undo();
    }
    granted(): void {
      cancel(this.timer);
      this.process.held.push(this);
      this.finish(undefined);
    }
    taken(): void {
      tell(this.process, "preempted", false);
    }
    queued(): void {
      this.leaseState = "queued";
      if (this.patience < Number.POSITIVE_INFINITY) {
        this.timer = schedule(now + this.patience, 0, () => {
          leave(this, "reneged");
          this.finish(undefined);
          serve(resourceOf(this));
        });
      }
    }
    returned(): void {}
    text(): string {
      return this.leaseState;
    }
  }
  class RefUse extends RefLease {
    readonly length: number;
    readonly rule: string;
    left = 0;
    since = 0;
    work: Event | null = null;
    constructor(length: number, rule: string) {
      super();
      this.length = length;
      this.rule = rule;
    }
    start(): void {
      this.left = this.length;
      request(this);
    }
    stop(): void {
      if (this.leaseState === "held") giveBack(this);
      else if (this.leaseState === "queued") leave(this, "withdrawn");
    }
    override stopped(): void {
      serve(resourceOf(this));
    }
    granted(): void {
      this.process.held.push(this);
      this.since = now;
      const { process } = this;
      if (process.wait !== this) {
        // One of a group, which is told, and tells its process.
        this.work = schedule(now + this.left, 0, () => {
          giveBack(this);
          this.finish(undefined);
          serve(resourceOf(this));
        });
        return;
      }
      this.work = schedule(now + this.left, process.priority, () => {
        process.state = "scheduled";
        process.result = "";
        this.state = "done";
        giveBack(this);
        serve(resourceOf(this));
        resume(process);
      });
      process.event = this.work;
    }
    taken(): void {
      cancel(this.work);
      if (this.rule === "resume") this.left -= now - this.since;
      if (this.rule === "drop") {
        this.finish(undefined);
        return;
      }
      const resource = resourceOf(this);
      resource.queue.push(this);
      this.leaseState = "queued";
      serve(resource);
    }
    queued(): void {
      this.leaseState = "queued";
    }
    returned(): void {
      cancel(this.work);
    }
    text(): string {
      return this.leaseState;
    }
  }

  // --- stores and the container ---

  /** A batch is its text. */
  type Item = number | string;
  interface RefStore {
    readonly capacity: number;
    readonly order: "fifo" | "lifo" | "least";
    items: Item[];
    getters: RefGet[];
    putters: RefPut[];
    settling: boolean;
    again: boolean;
  }
  class RefGet extends RefWait {
    readonly store: RefStore;
    readonly parity: number | null;
    readonly priority: number;
    constructor(store: RefStore, parity: number | null, priority: number) {
      super();
      this.store = store;
      this.parity = parity;
      this.priority = priority;
    }
    wants(item: Item): boolean {
      return this.parity === null || Number(item) % 2 === this.parity;
    }
    start(): void {
      const index = this.store.items.findIndex((item) => this.wants(item));
      if (index < 0) {
        this.store.getters.push(this);
        return;
      }
      const [item] = this.store.items.splice(index, 1);
      this.finish(item);
      settleStore(this.store);
    }
    stop(): void {
      this.store.getters = this.store.getters.filter((each) => each !== this);
    }
    override undo(): void {
      if (this.state === "done" && !handOver(this.store, this.value as Item)) {
        this.store.items.unshift(this.value as Item);
        sortItems(this.store);
      }
      super.undo();
    }
    text(): string {
      return `got ${this.value}`;
    }
  }
  class RefPut extends RefWait {
    readonly store: RefStore;
    readonly item: number;
    constructor(store: RefStore, item: number) {
      super();
      this.store = store;
      this.item = item;
    }
    start(): void {
      this.store.putters.push(this);
      settleStore(this.store);
    }
    stop(): void {
      this.store.putters = this.store.putters.filter((each) => each !== this);
    }
    override stopped(): void {
      settleStore(this.store);
    }
    text(): string {
      return "put";
    }
  }
  const stores: RefStore[] = world.stores.map((store) => ({
    ...store,
    items: [],
    getters: [],
    putters: [],
    settling: false,
    again: false,
  }));
  const sortItems = (store: RefStore): void => {
    if (store.order === "least") store.items.sort((a, b) => (Number(a) % 5) - (Number(b) % 5));
  };
  const handOver = (store: RefStore, item: Item): boolean => {
    const willing = store.getters.filter((each) => each.wants(item));
    if (willing.length === 0) return false;
    const most = Math.min(...willing.map((each) => each.priority));
    const get = willing.find((each) => each.priority === most) as RefGet;
    store.getters = store.getters.filter((each) => each !== get);
    get.finish(item);
    return true;
  };
  const settleStore = (store: RefStore): void => {
    if (store.settling) {
      store.again = true;
      return;
    }
    store.settling = true;
    do {
      store.again = false;
      while (store.putters.length > 0 && store.items.length < store.capacity) {
        const put = store.putters.shift() as RefPut;
        put.finish(undefined);
        if (!handOver(store, put.item)) {
          if (store.order === "lifo") store.items.unshift(put.item);
          else store.items.push(put.item);
          sortItems(store);
        }
      }
    } while (store.again);
    store.settling = false;
  };

  const batches: RefStore = {
    capacity: Number.POSITIVE_INFINITY,
    order: "fifo",
    items: [],
    getters: [],
    putters: [],
    settling: false,
    again: false,
  };
  let batch: number[] = [];
  let batchTimer: Event | null = null;
  const sendBatch = (): void => {
    cancel(batchTimer);
    batchTimer = null;
    if (batch.length === 0) return;
    const sent = JSON.stringify(batch);
    batch = [];
    if (!handOver(batches, sent)) batches.items.push(sent);
  };

  const tank = { level: world.container.level, waits: [] as RefTransfer[], settling: false };
  class RefTransfer extends RefWait {
    readonly change: number;
    readonly priority: number;
    constructor(change: number, priority: number) {
      super();
      this.change = change;
      this.priority = priority;
    }
    start(): void {
      tank.waits.push(this);
      settleTank();
    }
    stop(): void {
      tank.waits = tank.waits.filter((each) => each !== this);
    }
    override stopped(): void {
      settleTank();
    }
    override undo(): void {
      if (this.state === "done" && this.change < 0) {
        tank.level -= this.change;
        settleTank();
      }
      super.undo();
    }
    text(): string {
      return `moved ${this.value ?? ""}`;
    }
  }
  const firstTransfer = (filling: boolean): RefTransfer | undefined => {
    const line = tank.waits.filter((each) => each.change > 0 === filling);
    const most = Math.min(...line.map((each) => each.priority));
    return line.find((each) => each.priority === most);
  };
  const settleTank = (): void => {
    if (tank.settling) return;
    tank.settling = true;
    let moved = true;
    const move = (transfer: RefTransfer): void => {
      tank.waits = tank.waits.filter((each) => each !== transfer);
      tank.level += transfer.change;
      transfer.finish(Math.abs(transfer.change));
      moved = true;
    };
    while (moved) {
      moved = false;
      for (let put = firstTransfer(true); put !== undefined; put = firstTransfer(true)) {
        if (tank.level + put.change > world.container.capacity) break;
        move(put);
      }
      for (let get = firstTransfer(false); get !== undefined; get = firstTransfer(false)) {
        if (tank.level + get.change < 0) break;
        move(get);
      }
    }
    tank.settling = false;
  };

  /** Fewest waiting, then most free, then named first. */
  const shortest = (): RefResource => {
    const free = (resource: RefResource): number => Math.max(0, freeOf(resource));
    return [...resources].sort((a, b) => a.queue.length - b.queue.length || free(b) - free(a))[0];
  };
  const make = (process: RefProcess, op: WaitOp): RefWait => {
    switch (op.op) {
      case "delay":
        return new RefDelay(op.length);
      case "seize":
      case "use": {
        const lease = op.op === "use" ? new RefUse(op.length, op.rule) : new RefSeize();
        lease.priority = op.priority;
        lease.preempts = op.preempt;
        if (op.op === "seize") Object.assign(lease, { units: op.units, patience: op.patience, balkAt: op.balkAt });
        resourceByLease.set(lease, op.at === "shortest" ? shortest() : resources[op.at]);
        process.leases.push(lease);
        return lease;
      }
      case "put":
        return new RefPut(stores[op.at], op.item);
      case "get":
        return new RefGet(stores[op.at], op.parity, op.priority);
      case "fill":
        return new RefTransfer(op.amount, op.priority);
      case "draw":
        return new RefTransfer(-op.amount, op.priority);
      case "listen":
        return new RefStanding(listeners[op.at], (wait) => listeners[op.at].push(wait));
      case "pass":
        return new RefStanding(atGate, (wait) => {
          if (open) wait.finish(undefined);
          else atGate.push(wait);
        });
      case "hope": {
        const { holds, list } = hopes[op.at];
        return new RefStanding(list, (wait) => {
          if (holds()) wait.finish(undefined);
          else list.push(wait);
        });
      }
      case "take":
        return new RefGet(batches, null, 0);
      case "passivate":
        return new RefPassive();
      case "meet":
        return new RefStanding(atBarrier, (wait) => {
          atBarrier.push(wait);
          if (atBarrier.length < parties) return;
          for (const each of atBarrier.splice(0)) if (each.state === "pending") each.finish(undefined);
        });
    }
  };

  // Calendars: every step up to the end and beyond is written down; each is scheduled when the one before has come, before all else at its time.
  for (const [index, { calendar }] of world.resources.entries()) {
    if (calendar === null) continue;
    const { steps, period } = calendar;
    const all: { time: number; capacity: number }[] = [];
    const rounds = period === null ? [0] : Array.from({ length: Math.ceil(world.until / period) + 3 }, (_, i) => i - 1);
    for (const round of rounds)
      for (const [time, capacity] of steps) all.push({ time: round * (period ?? 0) + time, capacity });
    const resource = resources[index];
    resource.capacity = all.filter(({ time }) => time <= 0).pop()?.capacity ?? resource.capacity;
    const coming = all.filter(({ time }) => time > 0);
    const awaitStep = (): void => {
      const step = coming.shift();
      if (step === undefined) return;
      schedule(step.time, -1e6, () => {
        awaitStep();
        resource.capacity = step.capacity;
        serve(resource);
      });
    };
    awaitStep();
  }

  world.scripts.forEach(({ at, priority, ops }, number) => {
    const process: RefProcess = {
      number,
      priority,
      ops,
      pc: 0,
      state: "scheduled",
      event: null,
      wait: null,
      describe: (result) => result,
      result: "",
      deliveries: [],
      held: [],
      leases: [],
      joins: [],
      rests: [],
    };
    processes.push(process);
    process.event = schedule(at, priority, () => resume(process));
  });
  while (events.length > 0) {
    const first = events.reduce((a, b) => {
      if (a.time !== b.time) return a.time < b.time ? a : b;
      if (a.priority !== b.priority) return a.priority < b.priority ? a : b;
      return a.sequence < b.sequence ? a : b;
    });
    if (first.time > world.until) break;
    cancel(first);
    now = first.time;
    first.run();
  }
  for (const resource of resources) {
    log.push(`resource ${resource.capacity} ${resource.capacity - freeOf(resource)} ${resource.queue.length}`);
  }
  for (const store of stores) log.push(`store ${store.items} ${store.getters.length} ${store.putters.length}`);
  log.push(`container ${tank.level} ${tank.waits.length}`);
  log.push(`batches ${batches.items.join()} ${batches.getters.length} ${batch.length}`);
  log.push(`pending ${events.length}, states ${processes.map((process) => process.state).join()}`);
  return log;
}
