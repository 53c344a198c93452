// What a municipal service can do: open posts and fill them one by one, find workplaces, follow people up, place them
// where money, supervision and a workplace meet. Who comes to it, and with which money, others decide.

import { exp, log } from "../foundation/index.ts";
import type { Simulation } from "../kernel/index.ts";
import { capacitySlack, inhabitantsOfCeiling } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { none } from "./people.ts";
import { freeBudget, type Post, postFte, trainedCapacity, type Unit } from "./services.ts";
import type { State } from "./state.ts";
import {
  fundedByGrant,
  fundedByPurchase,
  municipal,
  municipalOrdinary,
  noSetting,
  outside,
  purposeOf,
  settingOf,
  sheltered,
  specialist,
  waitingList,
  workstation,
} from "./words.ts";

/** Moves a person from a list, and from a present place, to a new place. */
export type Place = (i: number, setting: number, enterprise: number, funding: number) => void;

/** Runs the services of all units. */
export class MunicipalServices {
  readonly #state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;
  readonly #place: Place;
  readonly #end: number;
  readonly #posts: Post[] = [];
  readonly #events: {
    readonly postFilled: number;
    readonly postTrained: number;
    readonly postLeft: number;
    readonly workplace: number;
  };

  /**
   * @param place what a placement does
   * @param end model time beyond which nothing needs to be scheduled
   */
  constructor(state: State, place: Place, end: number) {
    this.#state = state;
    this.#p = state.p;
    this.#simulation = state.simulation;
    this.#place = place;
    this.#end = end;
    const { simulation } = state;
    state.events = {
      ...state.events,
      decline: simulation.handler((i) => this.#onNeedFalls(i)),
      trial: simulation.handler((i) => this.#onTrialEnd(i)),
    };
    this.#events = {
      postFilled: simulation.handler((post) => this.#onPostFilled(post)),
      postTrained: simulation.handler((post) => this.#onPostTrained(post)),
      postLeft: simulation.handler((post) => this.#onPostLeft(post)),
      workplace: simulation.handler((unit) => this.#onWorkplaceFound(unit)),
    };
  }

  /** Yearly kroner for a bought place: the state's rate and what the municipality added to it. */
  get purchaseNok(): number {
    return this.#state.vtaRateNok * (1 + this.#p["rate.municipal-to-state"]) * this.#state.placesPerParticipant;
  }

  /** Yearly subsidy to an ordinary employer in a unit's own scheme. */
  employerNok(unit: Unit): number {
    return unit.delivery.employerSubsidyRatio * this.#state.vtaRateNok * this.#p["rate.vto-ratio"];
  }

  /** Add to a unit's grant, and to the municipality's own money that went with the places. */
  grant(unit: Unit, stateNok: number, ownNok: number): void {
    const p = this.#p;
    unit.grantNok += stateNok;
    unit.ownNok += ownNok;
    const spent = (p["transfer.earmarked"] ?? false) ? 1 : p["grant.share-spent-on-vta"];
    unit.budgetNok = (unit.grantNok + unit.ownNok) * spent;
  }

  /** Open posts for the people that the unit has and could have, as far as money goes; cheapest help first. */
  staff(unit: Unit): void {
    const ready = this.waitingFor(unit, specialist);
    const others = this.waitingFor(unit, workstation);
    const held = (offer: number): number => this.#taken(unit, offer);
    const limit = unit.transferred ? Number.POSITIVE_INFINITY : unit.extraPlaces;
    const inWorkplaces = Math.min(held(specialist) + ready, unit.workplaceCeiling, limit);
    const overflow = Math.max(held(specialist) + ready - unit.workplaceCeiling, 0);
    const onStations = Math.min(held(workstation) + others + overflow, unit.workstations, limit - inWorkplaces);
    const { perPosition, workplacesPerYear } = unit.delivery;
    // Specialists follow people up and look for workplaces: enough of them for those who are there, and to find, within the time
    // that the municipality gives itself, a workplace for each of those who wait.
    const toFind = Math.max(inWorkplaces - Math.max(unit.workplacesFound, held(specialist)), 0);
    const toSearch = workplacesPerYear > 0 ? toFind / (workplacesPerYear * this.#p["municipal.search-years"]) : 0;
    this.#openPosts(unit, specialist, Math.max(inWorkplaces / (perPosition[specialist] as number), toSearch));
    this.#openPosts(unit, workstation, onStations / (perPosition[workstation] as number));
    this.#updateSearch(unit);
  }

  #openPosts(unit: Unit, offer: number, wantedFte: number): void {
    const p = this.#p;
    const smallest = p["municipal.min-specialist-fte"];
    let open = postFte(unit, offer);
    const most = unit.delivery.mostPositions * Math.max(unit.inhabitants / inhabitantsOfCeiling, 1);
    let room = most - postFte(unit, workstation) - postFte(unit, specialist);
    const reserved = this.#forPurchases(unit);
    while (wantedFte > open + capacitySlack && (open === 0 || wantedFte - open >= smallest)) {
      // Money for a post counts only with money for the participants that it is there for, and after that for the
      // participants of the posts that are there already.
      const participants = unit.delivery.perPosition[offer] as number;
      const perFte = p["supervisor.cost-nok"] + participants * this.#state.usualSeatNok(unit, offer);
      const free = freeBudget(unit) - reserved - this.#forFreeSeats(unit);
      const fte = Math.min(Math.max(wantedFte - open, smallest), 1, free / perFte, room);
      if (fte < smallest || fte <= capacitySlack) return;
      const post: Post = { unit: unit.id, offer, fte, state: 0, holders: 0, trainedEvent: 0, closed: false };
      const number = this.#posts.push(post) - 1;
      unit.posts.push(post);
      unit.postsNok += fte * p["supervisor.cost-nok"];
      open += fte;
      room -= fte;
      this.#advertise(number);
    }
  }

  /** Draw an exponential of a post's present holder or search. */
  #postDraw(post: Post, purpose: number, index: number): number {
    const unit = this.#state.units[post.unit] as Unit;
    const position = unit.posts.indexOf(post);
    return this.#state.draws.exponential("post", unit.municipalities[0] as number, position, purpose, index);
  }

  /** Yearly cost of the participants whom present posts can still take. */
  #forFreeSeats(unit: Unit): number {
    let nok = 0;
    for (const offer of [workstation, specialist]) {
      const seats = postFte(unit, offer) * (unit.delivery.perPosition[offer] as number) - this.#taken(unit, offer);
      if (seats > 0) nok += seats * this.#state.usualSeatNok(unit, offer);
    }
    return nok;
  }

  /** Money that the delivery model keeps for places bought from enterprises, in whole places, and has not spent on them yet. */
  #forPurchases(unit: Unit): number {
    const { boughtShare, ordinaryShare, perPosition } = unit.delivery;
    if (unit.transferred || boughtShare <= 0) return 0;
    const ownNok = (offer: number): number =>
      this.#p["supervisor.cost-nok"] / (perPosition[offer] as number) + this.#state.usualSeatNok(unit, offer);
    const own = ordinaryShare * ownNok(specialist) + (1 - ordinaryShare) * ownNok(workstation);
    const bought = boughtShare * this.purchaseNok;
    const share = bought / (bought + (1 - boughtShare) * own);
    const places = Math.round((share * unit.budgetNok) / this.purchaseNok);
    return Math.max(places * this.purchaseNok - unit.purchaseNok, 0);
  }

  /** Whether the next holder of a post works for the municipality already. */
  #fromWithin(post: Post): boolean {
    const unit = this.#state.units[post.unit] as Unit;
    const position = unit.posts.indexOf(post);
    const first = unit.municipalities[0] as number;
    return (
      this.#state.draws.uniform("post", first, position, purposeOf.within, post.holders) < unit.delivery.fromWithin
    );
  }

  #advertise(number: number): void {
    const post = this.#posts[number] as Post;
    const years = this.#fromWithin(post)
      ? 0
      : this.#postDraw(post, purposeOf.vacancy, post.holders) * this.#p["supervisor.vacancy-years"];
    this.#simulation.schedule(this.#simulation.now + years, this.#events.postFilled, number);
  }

  #onPostFilled(number: number): void {
    const p = this.#p;
    const post = this.#posts[number] as Post;
    // Whoever guides people at work in another service of the municipality needs no training to do it at a workstation.
    const trained = post.offer === workstation && this.#fromWithin(post);
    post.state = trained ? 2 : 1;
    post.holders++;
    const now = this.#simulation.now;
    const years = p["specialist.training-years"];
    if (!trained) post.trainedEvent = this.#simulation.schedule(now + years, this.#events.postTrained, number);
    const turnover = (this.#state.units[post.unit] as Unit).delivery.turnoverPerYear;
    if (turnover > 0) {
      const stay = this.#postDraw(post, purposeOf.turnover, post.holders) / turnover;
      if (now + stay <= this.#end) this.#simulation.schedule(now + stay, this.#events.postLeft, number);
    }
    this.#capacityChanged(this.#state.units[post.unit] as Unit);
  }

  #onPostTrained(number: number): void {
    const post = this.#posts[number] as Post;
    post.trainedEvent = 0;
    post.state = 2;
    this.#capacityChanged(this.#state.units[post.unit] as Unit);
  }

  #onPostLeft(number: number): void {
    const state = this.#state;
    const p = this.#p;
    const post = this.#posts[number] as Post;
    const unit = state.units[post.unit] as Unit;
    post.state = 0;
    if (post.trainedEvent !== 0) this.#simulation.cancel(post.trainedEvent);
    post.trainedEvent = 0;
    state.changeFollowers(unit, post);
    const served = this.#taken(unit, post.offer);
    const waiting = this.waitingFor(unit, post.offer);
    const per = unit.delivery.perPosition[post.offer] as number;
    if (postFte(unit, post.offer) - post.fte >= (served + waiting) / per) {
      post.closed = true;
      unit.postsNok -= post.fte * p["supervisor.cost-nok"];
    } else this.#advertise(number);
    this.#capacityChanged(unit);
  }

  #capacityChanged(unit: Unit): void {
    const p = this.#p;
    const training = p["specialist.training-effectiveness"];
    for (const offer of [workstation, specialist])
      unit.capacity[offer] = trainedCapacity(unit, offer, unit.delivery.perPosition[offer] as number, training);
    this.updateAdequacy(unit);
    this.#updateSearch(unit);
    this.fillUnit(unit);
  }

  /** Compare supply of follow-up with demand; where the answer changes, everybody's dropout hazard changes. */
  updateAdequacy(unit: Unit): void {
    if (unit.unlimited) return;
    const state = this.#state;
    const p = this.#p;
    for (const offer of [workstation, specialist]) {
      const load = unit.load[offer] as number;
      const capacity = unit.capacity[offer] as number;
      const enough = load <= capacity + capacitySlack;
      const adequacy = enough ? 1 : Math.max(capacity / load, p["follow-up.adequacy-floor"]);
      if (adequacy === (unit.adequacy[offer] as number)) continue;
      unit.adequacy[offer] = adequacy;
      unit.dropoutFactor[offer] = adequacy === 1 ? 1 : exp(-p["follow-up.adequacy-elasticity"] * log(adequacy));
      const holder = state.unitHolder(unit.id, offer);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number)
        state.updateHazard(i);
    }
  }

  #onNeedFalls(i: number): void {
    const state = this.#state;
    const people = state.people;
    people.declineEvent[i] = 0;
    const unit = state.unitOfPerson(i);
    const offer = (people.setting[i] as number) === municipal ? workstation : specialist;
    unit.load[offer] = (unit.load[offer] as number) + state.settledWeight - (people.weight[i] as number);
    unit.mentorFte[offer] =
      (unit.mentorFte[offer] as number) + this.#p["mentor.need-later"] - this.#p["mentor.need-start"];
    people.weight[i] = state.settledWeight;
    this.updateAdequacy(unit);
    this.fillUnit(unit);
  }

  /** Specialists look for workplaces while somebody waits for one and the municipality has not run out of them. */
  #updateSearch(unit: Unit): void {
    const now = this.#simulation.now;
    const caseload = unit.delivery.perPosition[specialist] as number;
    const used = this.#taken(unit, specialist);
    const waiting = this.waitingFor(unit, specialist);
    const wanted = waiting > unit.workplacesFound - used && unit.workplacesFound + 1 <= unit.workplaceCeiling;
    const rate = wanted ? ((unit.capacity[specialist] as number) / caseload) * unit.delivery.workplacesPerYear : 0;
    if (rate === unit.searchRate) return;
    if (unit.searches === 0) this.#nextSearch(unit);
    unit.searchLeft = Math.max(unit.searchLeft - unit.searchRate * (now - unit.searchAsOf), 0);
    unit.searchAsOf = now;
    unit.searchRate = rate;
    if (unit.searchEvent !== 0) this.#simulation.cancel(unit.searchEvent);
    unit.searchEvent =
      rate > 0 ? this.#simulation.schedule(now + unit.searchLeft / rate, this.#events.workplace, unit.id) : 0;
  }

  #nextSearch(unit: Unit): void {
    const first = unit.municipalities[0] as number;
    unit.searchLeft = this.#state.draws.exponential("service", first, 0, purposeOf.workplace, unit.searches);
    unit.searches++;
    unit.searchAsOf = this.#simulation.now;
  }

  #onWorkplaceFound(id: number): void {
    const unit = this.#state.units[id] as Unit;
    unit.searchEvent = 0;
    unit.searchRate = 0;
    unit.workplacesFound++;
    this.#nextSearch(unit);
    this.fillUnit(unit);
    this.#updateSearch(unit);
  }

  /** Participants of an offer, and people in mapping or on trial for it. */
  #taken(unit: Unit, offer: number): number {
    const state = this.#state;
    return (state.holders.size[state.unitHolder(unit.id, offer)] as number) + (unit.trials[offer] as number);
  }

  /** Whether a unit's supervisors of an offer can take a newcomer. */
  #takesNewcomer(unit: Unit, offer: number): boolean {
    return (
      (unit.load[offer] as number) + this.#state.newcomerWeight <= (unit.capacity[offer] as number) + capacitySlack
    );
  }

  freeWorkplaces(unit: Unit): number {
    return unit.workplacesFound - this.#taken(unit, specialist);
  }

  freeStations(unit: Unit): number {
    return unit.workstations - this.#taken(unit, workstation);
  }

  /** Place people from a unit's lists while money, supervision and a workplace meet. */
  fillUnit(unit: Unit): void {
    const state = this.#state;
    const people = state.people;
    for (const offer of [specialist, workstation]) {
      const queue = state.unitQueue(unit.id, offer);
      let i = state.queues.head[queue] as number;
      while (i !== none) {
        const next = people.queueNext[i] as number;
        if (offer === specialist && this.#canPlace(unit, i, specialist)) {
          this.#take(unit, i, specialist);
        } else if ((people.seeking[i] as number) === 0 && this.#boughtVacancy(unit) !== none) {
          const enterprise = unit.boughtVacancies.pop() as number;
          this.#place(i, sheltered, enterprise, fundedByPurchase);
        } else if ((people.seeking[i] as number) === 0 && this.#canPlace(unit, i, workstation)) {
          this.#take(unit, i, workstation);
        } else if (!this.#mayPlaceAny(unit, offer)) break;
        // A placement may have changed the list; its head is then the one to ask.
        i = next !== none && (people.queue[next] as number) === queue ? next : none;
      }
    }
    if (unit.extraPlaces > 0) this.fillExtra(unit);
    else this.#askOwnCandidates(unit);
    this.#updateSearch(unit);
  }

  /** Place somebody with the unit, after the stages that its delivery model has. */
  #take(unit: Unit, i: number, offer: number): void {
    const years = unit.unlimited ? 0 : (unit.delivery.stageYears[offer] as number);
    if (years > 0) this.#state.beginTrial(i, unit, offer, years);
    else this.#place(i, settingOf(offer), none, fundedByGrant);
  }

  /** A trial ends: in a contract, or back on the list. */
  #onTrialEnd(i: number): void {
    const state = this.#state;
    const { people } = state;
    const unit = state.unitOfPerson(i);
    const offer = (people.trialOffer[i] as number) - 1;
    people.trialEvent[i] = 0;
    state.leaveTrial(i);
    const trial = people.trialCount[i] as number;
    people.trialCount[i] = trial + 1;
    if (state.uniform(i, purposeOf.trial, trial) < unit.delivery.trialSuccess)
      this.#place(i, settingOf(offer), none, fundedByGrant);
    else if ((people.setting[i] as number) !== noSetting) state.queues.join(state.unitQueue(unit.id, offer), i, false);
    else state.wait(i, state.listOf(i), false, people.waitingSince[i] as number);
    this.updateAdequacy(unit);
    this.fillUnit(unit);
  }

  /** Whether a unit's delivery model gives a person a bought place. */
  #buys(i: number, unit: Unit): boolean {
    const { boughtShare } = unit.delivery;
    return boughtShare > 0 && this.#state.uniform(i, purposeOf["buy-back"], 0) < boughtShare;
  }

  /** Give a person a place that is bought from an enterprise of the region, if money and enterprises are there. */
  #buy(i: number, unit: Unit): void {
    const free = this.#boughtVacancy(unit);
    if (free !== none) {
      unit.boughtVacancies.pop();
      this.#place(i, sheltered, free, fundedByPurchase);
      return;
    }
    const enterprise = this.largestOpen(unit.region);
    if (enterprise === none || Math.min(freeBudget(unit), this.#forPurchases(unit)) < this.purchaseNok) return;
    unit.purchaseNok += this.purchaseNok;
    this.#place(i, sheltered, enterprise, fundedByPurchase);
  }

  /** Whether anybody further back on a list could be placed when its head could not. */
  #mayPlaceAny(unit: Unit, offer: number): boolean {
    if (this.#boughtVacancy(unit) !== none) return true;
    const least = this.#state.seatNok(unit, workstation, this.#p["position.minimum"]);
    if (freeBudget(unit) < least) return false;
    return (
      (offer === specialist && this.freeWorkplaces(unit) >= 1 && this.#takesNewcomer(unit, specialist)) ||
      (this.freeStations(unit) >= 1 && this.#takesNewcomer(unit, workstation))
    );
  }

  #canPlace(unit: Unit, i: number, offer: number): boolean {
    if (unit.unlimited) return offer === workstation && this.extraFree(unit) >= 1;
    if (!unit.transferred && this.extraFree(unit) < 1 && (this.#state.people.seeking[i] as number) === 0) return false;
    const setting = offer === specialist ? municipalOrdinary : municipal;
    return (
      (offer === specialist ? this.freeWorkplaces(unit) : this.freeStations(unit)) >= 1 &&
      this.#takesNewcomer(unit, offer) &&
      freeBudget(unit) >= this.#state.participantNok(i, setting)
    );
  }

  /** An enterprise with a bought place that stands empty; a closed one is replaced by another of the region, if any. */
  #boughtVacancy(unit: Unit): number {
    const list = unit.boughtVacancies;
    while (list.length > 0) {
      const e = list[list.length - 1] as number;
      if ((this.#state.accounts.closed[e] as number) === 0) return e;
      list.pop();
      const heir = this.largestOpen(unit.region);
      if (heir === none) unit.purchaseNok -= this.purchaseNok;
      else list.push(heir);
    }
    return none;
  }

  /** The open enterprise of a region with most participants. */
  largestOpen(region: number): number {
    const state = this.#state;
    let best = none;
    for (const e of state.enterprisesOf[region] as Int32Array) {
      if ((state.accounts.closed[e] as number) === 1) continue;
      if (best === none || (state.holders.size[e] as number) > (state.holders.size[best] as number)) best = e;
    }
    return best;
  }

  /** Places beside the state's own that nobody holds. */
  extraFree(unit: Unit): number {
    const state = this.#state;
    const bought = state.unitsBuy(unit) ? Math.round(unit.purchaseNok / this.purchaseNok) : 0;
    return unit.extraPlaces - this.#taken(unit, specialist) - this.#taken(unit, workstation) - bought;
  }

  /** People who wait for an offer of a unit: on its own list, or among its inhabitants on the region's list. */
  waitingFor(unit: Unit, offer: number): number {
    const state = this.#state;
    let waiting = (state.queues.size[state.unitQueue(unit.id, offer)] as number) + this.#known(unit, offer);
    if (unit.extraPlaces === 0) return waiting;
    const queue = state.regionQueue(unit.region, sheltered);
    for (let i = state.queues.head[queue] as number; i !== none; i = state.people.queueNext[i] as number)
      if (state.unitOfPerson(i) === unit && state.offerFor(i, unit) === offer && !this.#buys(i, unit)) waiting++;
    return waiting;
  }

  /** People of an offer whom the municipality knows itself and has not asked yet. */
  #known(unit: Unit, offer: number): number {
    return (unit.candidates[offer] as number[]).length;
  }

  /**
   * Ask candidates whom the municipality knows itself, in the order in which it found them, as long as there is money,
   * supervision and a workplace for the next.
   */
  #askOwnCandidates(unit: Unit): void {
    const state = this.#state;
    const { people } = state;
    if (unit.unlimited) return;
    for (const offer of [specialist, workstation]) {
      const known = unit.candidates[offer] as number[];
      let asked = 0;
      for (; asked < known.length; asked++) {
        const i = known[asked] as number;
        if (this.#simulation.now - (people.birth[i] as number) >= this.#p["exit.retirement-age"]) continue;
        const place = offer === specialist && this.#canPlace(unit, i, specialist) ? specialist : workstation;
        if (place === workstation && !this.#canPlace(unit, i, workstation)) break;
        state.counts.arrivals++;
        state.counts.move(outside, waitingList);
        people.waitingSince[i] = this.#simulation.now;
        this.#take(unit, i, place);
      }
      if (asked > 0) known.splice(0, asked);
    }
  }

  /** Offer free places beside the state's own to those of the unit who have waited longest on the region's list. */
  fillExtra(unit: Unit): void {
    const state = this.#state;
    const { people } = state;
    const queue = state.regionQueue(unit.region, sheltered);
    let i = state.queues.head[queue] as number;
    while (i !== none && this.extraFree(unit) >= 1) {
      const next = people.queueNext[i] as number;
      if (state.unitOfPerson(i) === unit && (people.setting[i] as number) === noSetting) {
        const offer = unit.unlimited ? workstation : state.offerFor(i, unit);
        if (this.#buys(i, unit)) this.#buy(i, unit);
        else if (offer === specialist && this.#canPlace(unit, i, specialist)) this.#take(unit, i, specialist);
        else if (this.#canPlace(unit, i, workstation)) this.#take(unit, i, workstation);
      }
      i = next;
    }
    this.#askOwnCandidates(unit);
  }

  /** Sum the places, as the state counts them, of a municipal setting. */
  placeUnits(setting: number): number {
    const state = this.#state;
    const offer = setting === municipal ? workstation : specialist;
    let total = 0;
    for (const unit of state.units) {
      if (!unit.active) continue;
      const holder = state.unitHolder(unit.id, offer);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number)
        total += state.people.place[i] as number;
    }
    return total;
  }

  /** Places, as the state counts them, that a unit's participants hold. */
  placesHeld(unit: Unit): number {
    const state = this.#state;
    let total = 0;
    for (const offer of [workstation, specialist]) {
      const holder = state.unitHolder(unit.id, offer);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number)
        total += state.people.place[i] as number;
    }
    return total;
  }
}
