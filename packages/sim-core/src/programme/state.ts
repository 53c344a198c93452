// The state of one run and its bookkeeping: who is where, which places are funded, what was counted since the last
// anniversary. Whatever changes a person's setting goes through `begin` and `end`, so that people, positions and places
// are conserved by construction. No decision is taken here.

import { exp, isoOfYears, log } from "../foundation/index.ts";
import type { Simulation } from "../kernel/index.ts";
import { AddressedStreams, mixAddress, type StreamKey } from "../random/index.ts";
import { queueBalance } from "./balance.ts";
import { deliveryModelIds } from "./delivery.ts";
import { Draws } from "./draws.ts";
import { Accounts, drawEnterprises, type EnterpriseRegister } from "./enterprise.ts";
import {
  dropoutHazard,
  type ExitLaw,
  entryAgeGrid,
  exitRate,
  mixedAges,
  municipalLaws,
  ordinaryLaw,
  shelteredLaw,
  spellMoments,
  stockAges,
  yearsToDropout,
} from "./exit-laws.ts";
import { drawGeography, type Geography } from "./geography.ts";
import { Ledger, realRate } from "./money.ts";
import { municipalitySizes, originIso } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { Holders, none, People, Queues } from "./people.ts";
import type { ProgrammeData } from "./programme-data.ts";
import { formUnits, type Post, type Unit } from "./services.ts";
import { Spells } from "./spells.ts";
import { Traits } from "./traits.ts";
import {
  bounds,
  causeOf,
  causes,
  constantCauses,
  fundedByPurchase,
  fundedByState,
  intakeByEnterprise,
  intakeByNav,
  intakeByTeam,
  kindOf,
  municipal,
  municipalOrdinary,
  noSetting,
  offerIn,
  offers,
  ordinary,
  purposeOf,
  settingOf,
  settings,
  sheltered,
  specialist,
  whereabouts,
  workstation,
} from "./words.ts";

/** Kinds of event on people; bound by the programme model. */
export interface PersonEvents {
  readonly exit: number;
  readonly settle: number;
  readonly decline: number;
  readonly renege: number;
  readonly trial: number;
  readonly probation: number;
}

/** Hears that a person began a spell (code: setting), ended one (cause), began to wait (queue) or gave up (queue). */
export type PersonListener = (change: "begin" | "end" | "wait" | "give-up", person: number, code: number) => void;

/** What was counted since the last anniversary. */
export class YearCounts {
  readonly exits: Int32Array = new Int32Array(settings.length * causes.length);
  readonly recruits: Int32Array = new Int32Array(settings.length);
  readonly bound: Float64Array = new Float64Array(bounds.length * settings.length);
  /** The same for municipal services, by size class of the unit. */
  readonly boundBySize: Float64Array = new Float64Array(bounds.length * municipalitySizes.length);
  /** Person-years, place-years and position-years by setting. */
  readonly personYears: Float64Array = new Float64Array(settings.length);
  readonly placeYears: Float64Array = new Float64Array(settings.length);
  readonly positionYears: Float64Array = new Float64Array(settings.length);
  waitYears = 0;
  dropoutsInOrdinary = 0;
  dropoutsBeforeBreak = 0;
  reneged = 0;
  arrivals = 0;
  placesLost = 0;
  closures = 0;
  /** Kroner that mentors' time in municipal settings would cost and nobody pays. */
  mentorUnpaidNok = 0;
  jobChanges = 0;
  /** Waits of those who were placed, years. */
  readonly waits: number[] = [];
  /** Time without a place of those who lost one and got another, years, and how many they are. */
  gapYears = 0;
  gaps = 0;
  /** People who moved: from x whereabouts + to. */
  readonly moves: Int32Array = new Int32Array(whereabouts.length * whereabouts.length);

  /** Count somebody who moved. */
  move(from: number, to: number): void {
    const k = from * whereabouts.length + to;
    this.moves[k] = (this.moves[k] as number) + 1;
  }

  clear(): void {
    for (const list of [
      this.exits,
      this.recruits,
      this.bound,
      this.boundBySize,
      this.personYears,
      this.placeYears,
      this.positionYears,
      this.moves,
    ])
      list.fill(0);
    this.waits.length = 0;
    this.gapYears = 0;
    this.gaps = 0;
    this.waitYears = 0;
    this.dropoutsInOrdinary = 0;
    this.dropoutsBeforeBreak = 0;
    this.reneged = 0;
    this.arrivals = 0;
    this.placesLost = 0;
    this.closures = 0;
    this.mentorUnpaidNok = 0;
    this.jobChanges = 0;
  }
}

/** Mean wait of those who get a sheltered place when every region's list is in balance, years. */
function usualWait(p: ProgrammeParameters, register: EnterpriseRegister, geography: Geography): number {
  const rate = p["exit.sheltered-per-year"];
  const stock = new Float64Array(geography.regions);
  for (let e = 0; e < register.count; e++) {
    const region = register.region[e] as number;
    stock[region] = (stock[region] as number) + (register.participants[e] as number);
  }
  let waited = 0;
  let people = 0;
  for (let r = 0; r < geography.regions; r++) {
    const places = stock[r] as number;
    if (places === 0) continue;
    const share = (geography.regionInhabitants[r] as number) / p["municipal.inhabitants"];
    const arrivals = rate * places + p["waiting.surplus-arrivals-per-year"] * share;
    waited += places * queueBalance(places, arrivals, rate, 1 / p["waiting.patience-years"]).servedWait;
    people += places;
  }
  return people > 0 ? waited / people : 0;
}

/** Everything that a run knows. */
export class State {
  readonly p: ProgrammeParameters;
  readonly simulation: Simulation;
  readonly data: ProgrammeData;
  /** Day of model time 0. */
  readonly originIso: string;
  readonly streams: AddressedStreams;
  /** Draws of what is no person. */
  readonly draws: Draws;
  readonly people: People = new People();
  readonly geography: Geography;
  readonly register: EnterpriseRegister;
  readonly accounts: Accounts;
  readonly ledger: Ledger = new Ledger();
  readonly traits: Traits;
  /** Exit laws of the sheltered and the ordinary setting; those of municipal settings belong to units. */
  readonly laws: readonly ExitLaw[];
  /** What follow-up beyond today's multiplies the dropout hazard of ordinary workplaces by. */
  ordinaryFactor = 1;
  /** Adequacy of follow-up in ordinary workplaces now. */
  ordinaryAdequacy: number;
  /** Equally likely ages at entry into the sheltered and the ordinary setting, years. */
  readonly entryAges: readonly Float64Array[];
  /** Usual wait for a sheltered place, years, and share of newcomers to ordinary workplaces who were sheltered. */
  readonly shelteredWait: number;
  readonly moverShare: number;
  /** Rows of the initial sheltered stock: the first ones. */
  shelteredStock = 0;
  readonly units: readonly Unit[];
  readonly unitOf: Int32Array;
  readonly queues: Queues;
  readonly holders: Holders;
  readonly counts: YearCounts = new YearCounts();
  readonly spells: Spells = new Spells();
  /** Places that the state funds with each enterprise, and how many people hold them. */
  readonly statePlaces: Int32Array;
  readonly stateHeld: Int32Array;
  /** State-funded and bought places as the state counts them, by enterprise. */
  readonly statePlaceUnits: Float64Array;
  readonly boughtPlaceUnits: Float64Array;
  readonly boughtHeld: Int32Array;
  /** Places for ordinary workplaces that the state funds in each region, and how many people hold them. */
  readonly ordinaryPlaces: Int32Array;
  readonly ordinaryHeld: Int32Array;
  readonly ordinaryPlaceUnits: Float64Array;
  /** Enterprises of each region. */
  readonly enterprisesOf: readonly Int32Array[];
  /** What a newcomer and a settled participant weigh in a caseload. */
  readonly newcomerWeight: number;
  readonly settledWeight: number;
  /** Share of a mentor's position that a participant needs on average. */
  readonly usualMentorFte: number;
  /** Mean share of the state's place rate that a sheltered participant counts for. */
  readonly placesPerParticipant: number;
  /** The state's yearly rate for a sheltered place now. */
  vtaRateNok: number;
  /** Told of every change of a person's place; for tests and traces, and without influence on the run. */
  listener: PersonListener | undefined;
  /** Told of every spell that begins or ends, to count flows by municipality. */
  flowListener: ((change: "begin" | "end", person: number) => void) | undefined;
  events: PersonEvents = { exit: 0, settle: 0, decline: 0, renege: 0, trial: 0, probation: 0 };
  /** Firms that closed and people who lost their place since the scenario's start. */
  closuresSinceStart = 0;
  placesLostSinceStart = 0;
  readonly #intake: Uint8Array;
  readonly #address: Uint32Array = new Uint32Array(2);

  constructor(
    p: ProgrammeParameters,
    key: StreamKey,
    simulation: Simulation,
    data: ProgrammeData = {},
    shiftYears = 0,
  ) {
    this.data = data;
    this.originIso = isoOfYears(originIso, shiftYears);
    this.ordinaryAdequacy = p["ordinary.follow-up-adequacy-today"];
    this.p = p;
    this.simulation = simulation;
    this.streams = new AddressedStreams(key);
    this.draws = new Draws(this.streams);
    this.traits = new Traits(p, this.streams);
    this.geography = drawGeography(p, data.municipalities);
    this.placesPerParticipant = 1 - p["position.share-below-half"] / 2;
    this.register = drawEnterprises(p, this.geography, this.placesPerParticipant, data, shiftYears);
    this.accounts = new Accounts(this.register, p, this.draws);
    this.#intake = this.#drawIntake();
    // People who come to a sheltered place have waited; some who come to an ordinary workplace were sheltered before.
    const arrival = entryAgeGrid((u) => this.traits.entryAge(u));
    this.shelteredWait = usualWait(p, this.register, this.geography);
    const shelteredAges = Float64Array.from(arrival, (age) => age + this.shelteredWait);
    const shelteredWorkplaces = shelteredLaw(p, shelteredAges);
    const retirementAge = p["exit.retirement-age"];
    const moves = (shelteredWorkplaces.constant[causeOf["ordinary-vta"]] as number) * p["stock.sheltered"];
    const colleagues = stockAges(shelteredWorkplaces, shelteredAges, retirementAge);
    const vacancies = exitRate(ordinaryLaw(p, arrival), arrival, retirementAge) * p["stock.ordinary"];
    this.moverShare = vacancies > 0 ? Math.min(moves / vacancies, 1) : 0;
    const ages = mixedAges(arrival, colleagues, this.moverShare);
    const ordinaryWorkplaces = ordinaryLaw(p, ages);
    this.laws = [shelteredWorkplaces, ordinaryWorkplaces];
    this.entryAges = [shelteredAges, ages];
    const formed = formUnits(
      p,
      this.geography,
      p["municipal.sharing"] ?? false,
      p["municipal.sharing-below-inhabitants"] ?? 0,
      data,
      (delivery) => municipalLaws(p, delivery, ordinaryWorkplaces),
    );
    this.units = formed.units;
    this.unitOf = formed.unitOf;
    const regions = this.geography.regions;
    const firms = this.register.count;
    this.queues = new Queues(this.people, 2 * regions + offers * this.units.length);
    this.holders = new Holders(this.people, firms + regions + offers * this.units.length);
    this.statePlaces = Int32Array.from(this.register.participants);
    this.stateHeld = new Int32Array(firms);
    this.statePlaceUnits = new Float64Array(firms);
    this.boughtPlaceUnits = new Float64Array(firms);
    this.boughtHeld = new Int32Array(firms);
    this.ordinaryPlaces = new Int32Array(regions);
    this.ordinaryHeld = new Int32Array(regions);
    this.ordinaryPlaceUnits = new Float64Array(regions);
    const lists: number[][] = Array.from({ length: regions }, () => []);
    for (let e = 0; e < firms; e++) (lists[this.register.region[e] as number] as number[]).push(e);
    this.enterprisesOf = lists.map((list) => Int32Array.from(list));
    // A caseload is a number of participants of the usual mix of newcomers and settled ones.
    const stay = spellMoments(ordinaryWorkplaces, ages, p["exit.retirement-age"], 0).mean;
    const start = Math.min(p["mentor.decline-years"], stay);
    const usual = (p["mentor.need-start"] * start + p["mentor.need-later"] * (stay - start)) / stay;
    this.usualMentorFte = usual;
    this.newcomerWeight = p["mentor.need-start"] / usual;
    this.settledWeight = p["mentor.need-later"] / usual;
    this.vtaRateNok = realRate(p["rate.vta-nok-per-place-month"], p) * 12;
  }

  // Queues and holders share one numbering: enterprises or regions first, then two for each unit of municipal service.

  /** The waiting list of a region for sheltered places, or for ordinary workplaces. */
  regionQueue(region: number, setting: number): number {
    return 2 * region + (setting === ordinary ? 1 : 0);
  }

  /** The waiting list of a unit for an offer. */
  unitQueue(unit: number, offer: number): number {
    return 2 * this.geography.regions + offers * unit + offer;
  }

  /** The holder of ordinary places in a region. */
  ordinaryHolder(region: number): number {
    return this.register.count + region;
  }

  /** The holder of a unit's participants of an offer. */
  unitHolder(unit: number, offer: number): number {
    return this.register.count + this.geography.regions + offers * unit + offer;
  }

  /** Region of a person. */
  regionOf(i: number): number {
    return this.geography.region[this.people.municipality[i] as number] as number;
  }

  /** Exit law of a person in a setting. */
  lawIn(i: number, setting: number): ExitLaw {
    if (setting === sheltered || setting === ordinary) return this.laws[setting] as ExitLaw;
    return this.unitOfPerson(i).laws[offerIn(setting)] as ExitLaw;
  }

  /** Model of intake of an enterprise: the enterprise's own luck, by the shares of the three models. */
  intakeOf(enterprise: number): number {
    return this.#intake[enterprise] as number;
  }

  #drawIntake(): Uint8Array {
    const { p } = this;
    const nav = p["intake.model-shares.nav"];
    const byEnterprise = nav + (1 - nav) * p["intake.model-shares.enterprise-of-rest"];
    return Uint8Array.from({ length: this.register.count }, (_, e) => {
      const u = this.draws.uniform("enterprise", e, 0, purposeOf.intake, 0);
      return u < nav ? intakeByNav : u < byEnterprise ? intakeByEnterprise : intakeByTeam;
    });
  }

  /** The waiting list of a person who holds no place: the unit's own, or the region's for sheltered places. */
  listOf(i: number): number {
    const unit = this.unitOfPerson(i);
    return unit.transferred && (this.people.mark[i] as number) < this.share
      ? this.unitQueue(unit.id, this.offerFor(i, unit))
      : this.regionQueue(this.regionOf(i), sheltered);
  }

  /** Whether a unit's purchases are places beside the state's own. */
  unitsBuy(unit: Unit): boolean {
    return !unit.transferred && unit.delivery.boughtShare > 0;
  }

  /** What a unit offers a person: an ordinary workplace to those who are ready, and whom its delivery model takes there. */
  offerFor(i: number, unit: Unit): number {
    const { people } = this;
    const { readyRatio, ordinaryShare } = unit.delivery;
    const ready = readyRatio === 1 ? (people.ready[i] as number) === 1 : (people.readiness[i] as number) < readyRatio;
    if (!ready) return workstation;
    return ordinaryShare >= 1 || this.uniform(i, purposeOf["ordinary-offer"], 0) < ordinaryShare
      ? specialist
      : workstation;
  }

  /** Unit of municipal service of a person. */
  unitOfPerson(i: number): Unit {
    return this.units[this.unitOf[this.people.municipality[i] as number] as number] as Unit;
  }

  /** Add a person with the address of (kind, origin, ordinal). */
  addPerson(kind: keyof typeof kindOf, origin: number, ordinal: number): number {
    const i = this.people.add();
    mixAddress(kindOf[kind], origin, ordinal, this.#address, 0);
    this.people.addressHigh[i] = this.#address[0] as number;
    this.people.addressLow[i] = this.#address[1] as number;
    return i;
  }

  /** Draw a uniform of a person. */
  uniform(i: number, purpose: number, index: number): number {
    return this.streams.uniform(
      this.people.addressHigh[i] as number,
      this.people.addressLow[i] as number,
      purpose,
      index,
    );
  }

  /** Draw a standard exponential of a person. */
  exponential(i: number, purpose: number, index: number): number {
    return this.streams.exponential(
      this.people.addressHigh[i] as number,
      this.people.addressLow[i] as number,
      purpose,
      index,
    );
  }

  /** Put a person on a waiting list, at its end or front; the wait and its patience begin now. */
  wait(i: number, queue: number, atFront: boolean, since: number): void {
    const { people, simulation, p } = this;
    this.queues.leave(i);
    this.queues.join(queue, i, atFront);
    people.waitingSince[i] = since;
    if ((people.renegeEvent[i] as number) === 0) {
      const patience = this.exponential(i, purposeOf.patience, people.spell[i] as number) * p["waiting.patience-years"];
      people.renegeEvent[i] = simulation.schedule(simulation.now + patience, this.events.renege, i);
    }
    this.listener?.("wait", i, queue);
  }

  /** Take a person off every waiting list. */
  stopWaiting(i: number): void {
    const { people, simulation } = this;
    this.queues.leave(i);
    if ((people.renegeEvent[i] as number) !== 0) simulation.cancel(people.renegeEvent[i] as number);
    people.renegeEvent[i] = 0;
    people.seeking[i] = 0;
    this.leaveTrial(i);
  }

  /** Share of a mentor's position that a participant of a municipal setting needs now. */
  mentorNeed(i: number): number {
    return (this.people.weight[i] as number) === this.settledWeight
      ? this.p["mentor.need-later"]
      : this.p["mentor.need-start"];
  }

  /**
   * Begin a spell now.
   * @param setting its setting code
   * @param enterprise the enterprise, or none
   * @param funding who pays for the place
   * @param start when tenure began: now, or earlier for the initial stock
   */
  begin(i: number, setting: number, enterprise: number, funding: number, start: number): void {
    const { people, simulation, p } = this;
    const now = simulation.now;
    const spell = people.spell[i] as number;
    people.setting[i] = setting;
    people.began[i] = start;
    people.enterprise[i] = enterprise;
    people.funding[i] = funding;
    people.spellStart[i] = start;
    if ((people.lostSetting[i] as number) === noSetting && (people.leftAt[i] as number) !== now)
      people.since[i] = start;
    if ((people.lostSetting[i] as number) !== setting) people.entered[i] = start;
    people.lostSetting[i] = noSetting;
    people.causesFrom[i] = now;
    people.dropoutAsOf[i] = now;
    people.dropoutLeft[i] = this.exponential(i, purposeOf.cause, spell * causes.length + causeOf.dropout);
    this.traits.hold(people, i, this.positionIn(i, setting));
    people.participants[setting] = (people.participants[setting] as number) + 1;
    people.positions[setting] = (people.positions[setting] as number) + (people.position[i] as number);
    const place = people.place[i] as number;
    if (setting === sheltered) {
      this.holders.enter(enterprise, i);
      if (funding === fundedByState) {
        this.stateHeld[enterprise] = (this.stateHeld[enterprise] as number) + 1;
        this.statePlaceUnits[enterprise] = (this.statePlaceUnits[enterprise] as number) + place;
      } else this.#countBought(i, 1);
    } else if (setting === ordinary) {
      const region = this.regionOf(i);
      this.holders.enter(this.ordinaryHolder(region), i);
      this.ordinaryHeld[region] = (this.ordinaryHeld[region] as number) + 1;
      this.ordinaryPlaceUnits[region] = (this.ordinaryPlaceUnits[region] as number) + place;
    } else {
      const unit = this.unitOfPerson(i);
      const offer = offerIn(setting);
      this.holders.enter(this.unitHolder(unit.id, offer), i);
      people.weight[i] = this.newcomerWeight;
      unit.load[offer] = (unit.load[offer] as number) + this.newcomerWeight;
      unit.participantsNok += this.participantNok(i, setting);
      unit.mentorFte[offer] = (unit.mentorFte[offer] as number) + p["mentor.need-start"];
      people.declineEvent[i] = simulation.schedule(now + p["mentor.decline-years"], this.events.decline, i);
      const { probationYears } = unit.delivery;
      if (probationYears > 0)
        people.probationEvent[i] = simulation.schedule(now + probationYears, this.events.probation, i);
      this.#chooseFollower(i, unit, offer);
    }
    this.#setOwnFactor(i);
    this.#setMultiplier(i);
    this.#chooseOtherCause(i);
    this.#scheduleExit(i);
    this.flowListener?.("begin", i);
    this.listener?.("begin", i, setting);
  }

  /** Book a bought place that begins (1) or ends (-1). */
  #countBought(i: number, sign: 1 | -1): void {
    const enterprise = this.people.enterprise[i] as number;
    const place = this.people.place[i] as number;
    this.boughtHeld[enterprise] = (this.boughtHeld[enterprise] as number) + sign;
    this.boughtPlaceUnits[enterprise] = (this.boughtPlaceUnits[enterprise] as number) + sign * place;
  }

  /** Let the municipality pay for a place that the state paid for; the participant stays. */
  turnIntoPurchase(i: number): void {
    const enterprise = this.people.enterprise[i] as number;
    this.stateHeld[enterprise] = (this.stateHeld[enterprise] as number) - 1;
    this.statePlaceUnits[enterprise] = (this.statePlaceUnits[enterprise] as number) - (this.people.place[i] as number);
    this.statePlaces[enterprise] = (this.statePlaces[enterprise] as number) - 1;
    this.people.funding[i] = fundedByPurchase;
    this.#countBought(i, 1);
  }

  /** Position that a person holds in a setting: the wanted one, or what the delivery model gives. */
  positionIn(i: number, setting: number): number {
    const { people } = this;
    if (setting === municipal || setting === municipalOrdinary) {
      const { positions } = this.unitOfPerson(i).delivery;
      if (positions !== undefined) {
        // A person's unit never changes, so the position that it gives is drawn once.
        let offered = people.offered[i] as number;
        if (offered === 0) {
          offered = this.traits.positionOf(people, i, positions.belowHalf, positions.full);
          people.offered[i] = offered;
        }
        return offered;
      }
    }
    return people.wish[i] as number;
  }

  /** Yearly kroner that a participant of a municipal setting costs beside posts: bonus wage, employer, paid mentors. */
  participantNok(i: number, setting: number): number {
    return this.seatNok(this.unitOfPerson(i), offerIn(setting), this.positionIn(i, setting));
  }

  /** Mean position of a unit's participants, as its delivery model gives them, or as people want them. */
  usualPosition(unit: Unit): number {
    const { p } = this;
    const { positions } = unit.delivery;
    const belowHalf = positions?.belowHalf ?? p["position.share-below-half"];
    const full = Math.min(positions?.full ?? p["position.share-full"], 1 - belowHalf);
    const half = p["position.half"];
    return (belowHalf * (p["position.minimum"] + half)) / 2 + full + ((1 - belowHalf - full) * (half + 1)) / 2;
  }

  /** Yearly kroner that a participant of the usual position costs beside posts. */
  usualSeatNok(unit: Unit, offer: number): number {
    return this.seatNok(unit, offer, this.usualPosition(unit));
  }

  /** The same for a position of a given size with an offer of a unit. */
  seatNok(unit: Unit, offer: number, position: number): number {
    const { p } = this;
    const { delivery } = unit;
    const bonus = delivery.bonusNokPerHour * p["bonus-wage.hours-per-year"] * position;
    const employer = offer === specialist ? delivery.employerSubsidyRatio * this.vtaRateNok * p["rate.vto-ratio"] : 0;
    return bonus + employer + delivery.mentorPaidShare * this.usualMentorFte * p["supervisor.cost-nok"];
  }

  /** Draw which filled post of a unit follows a person up. */
  #chooseFollower(i: number, unit: Unit, offer: number): void {
    const { people } = this;
    let filled = 0;
    for (const post of unit.posts) if (!post.closed && post.offer === offer && post.state !== 0) filled++;
    let left = Math.floor(this.uniform(i, purposeOf.follower, people.spell[i] as number) * filled);
    people.followerPost[i] = none;
    people.followerSince[i] = this.simulation.now;
    for (let k = 0; k < unit.posts.length && filled > 0; k++) {
      const post = unit.posts[k] as Post;
      if (post.closed || post.offer !== offer || post.state === 0 || left-- > 0) continue;
      people.followerPost[i] = k;
      return;
    }
  }

  /** Give another follower to everybody whom the holder of a post has followed up. */
  changeFollowers(unit: Unit, post: Post): void {
    const { people } = this;
    const number = unit.posts.indexOf(post);
    const holder = this.unitHolder(unit.id, post.offer);
    for (let i = this.holders.head[holder] as number; i !== none; i = people.holderNext[i] as number)
      if ((people.followerPost[i] as number) === number) this.#chooseFollower(i, unit, post.offer);
  }

  /**
   * Begin mapping, job taste and work trial for a place of a unit: workplace, time and money are taken meanwhile.
   * @param years how long the stages take
   */
  beginTrial(i: number, unit: Unit, offer: number, years: number): void {
    const { people, simulation } = this;
    this.queues.leave(i);
    if ((people.renegeEvent[i] as number) !== 0) simulation.cancel(people.renegeEvent[i] as number);
    people.renegeEvent[i] = 0;
    people.trialOffer[i] = offer + 1;
    people.trialEvent[i] = simulation.schedule(simulation.now + years, this.events.trial, i);
    unit.trials[offer] = (unit.trials[offer] as number) + 1;
    unit.load[offer] = (unit.load[offer] as number) + this.newcomerWeight;
    unit.reservedNok += this.participantNok(i, settingOf(offer));
  }

  /** Take a person out of mapping or trial, if in one: what it took of the unit is free again. */
  leaveTrial(i: number): void {
    const { people, simulation } = this;
    const offer = (people.trialOffer[i] as number) - 1;
    if (offer < 0) return;
    const unit = this.unitOfPerson(i);
    if ((people.trialEvent[i] as number) !== 0) simulation.cancel(people.trialEvent[i] as number);
    people.trialEvent[i] = 0;
    people.trialOffer[i] = 0;
    unit.trials[offer] = (unit.trials[offer] as number) - 1;
    unit.load[offer] = (unit.load[offer] as number) - this.newcomerWeight;
    unit.reservedNok -= this.participantNok(i, settingOf(offer));
  }

  /** End a spell now: the person holds nothing afterwards, and the cause is counted. */
  end(i: number, cause: number): void {
    const { people, simulation, counts, p } = this;
    const setting = people.setting[i] as number;
    const place = people.place[i] as number;
    counts.exits[setting * causes.length + cause] = (counts.exits[setting * causes.length + cause] as number) + 1;
    for (const column of [people.exitEvent, people.settleEvent, people.declineEvent, people.probationEvent]) {
      if ((column[i] as number) !== 0) simulation.cancel(column[i] as number);
      column[i] = 0;
    }
    people.participants[setting] = (people.participants[setting] as number) - 1;
    people.positions[setting] = (people.positions[setting] as number) - (people.position[i] as number);
    this.holders.leave(i);
    if ((people.began[i] as number) >= p["horizon.start-year-offset"])
      this.spells.record(this.spellClass(i), simulation.now - (people.began[i] as number), cause);
    if (setting === sheltered) {
      const enterprise = people.enterprise[i] as number;
      if ((people.funding[i] as number) === fundedByPurchase) this.#countBought(i, -1);
      else {
        this.stateHeld[enterprise] = (this.stateHeld[enterprise] as number) - 1;
        this.statePlaceUnits[enterprise] = (this.statePlaceUnits[enterprise] as number) - place;
      }
    } else if (setting === ordinary) {
      const region = this.regionOf(i);
      this.ordinaryHeld[region] = (this.ordinaryHeld[region] as number) - 1;
      this.ordinaryPlaceUnits[region] = (this.ordinaryPlaceUnits[region] as number) - place;
    } else {
      const unit = this.unitOfPerson(i);
      const offer = offerIn(setting);
      unit.load[offer] = (unit.load[offer] as number) - (people.weight[i] as number);
      unit.participantsNok -= this.participantNok(i, setting);
      unit.mentorFte[offer] = (unit.mentorFte[offer] as number) - this.mentorNeed(i);
    }
    people.leftAt[i] = simulation.now;
    people.setting[i] = noSetting;
    if (cause === causeOf["place-lost"]) people.lostSetting[i] = setting;
    people.enterprise[i] = none;
    people.moving[i] = 0;
    people.spell[i] = (people.spell[i] as number) + 1;
    this.flowListener?.("end", i);
    this.listener?.("end", i, cause);
  }

  /** Class of a participant's spell: its setting, and for municipal settings the delivery model of the unit. */
  spellClass(i: number): number {
    const setting = this.people.setting[i] as number;
    if (setting === sheltered || setting === ordinary) return setting;
    const model = deliveryModelIds.indexOf(this.unitOfPerson(i).delivery.id);
    return setting + settings.length * (model + 1);
  }

  /** Start the next job of a participant of an ordinary workplace, without a gap. */
  nextJob(i: number): void {
    const { people, simulation } = this;
    const now = simulation.now;
    people.spell[i] = (people.spell[i] as number) + 1;
    people.spellStart[i] = now;
    people.causesFrom[i] = now;
    people.dropoutAsOf[i] = now;
    people.dropoutLeft[i] = this.exponential(
      i,
      purposeOf.cause,
      (people.spell[i] as number) * causes.length + causeOf.dropout,
    );
    this.drawMatch(i, people.setting[i] as number);
    this.#setOwnFactor(i);
    this.#setMultiplier(i);
    this.#chooseOtherCause(i);
    this.#scheduleExit(i);
  }

  /** Draw whether the match of the spell that begins is a poor one. */
  drawMatch(i: number, setting: number): void {
    const law = this.lawIn(i, setting);
    const u = this.uniform(i, purposeOf.match, this.people.spell[i] as number);
    this.people.poorMatch[i] = u < law.poorShare ? 1 : 0;
  }

  /** Multiply the dropout hazard by what holds for the person for the whole spell: match and bonus wage. */
  #setOwnFactor(i: number): void {
    const { people, p } = this;
    const setting = people.setting[i] as number;
    const law = this.lawIn(i, setting);
    let factor = (people.poorMatch[i] as number) === 1 ? law.poorRatio : 1;
    if (setting === municipal || setting === municipalOrdinary) {
      // A lower bonus wage than in enterprises raises dropout, more for some than for others.
      const usual = p["bonus-wage.nok-per-hour"];
      const paid = this.unitOfPerson(i).delivery.bonusNokPerHour;
      if (p["bonus-wage.elasticity"] > 0 && paid !== usual) {
        const sensitivity = 2 * this.uniform(i, purposeOf["bonus-sensitivity"], 0);
        const relative = Math.max(paid, 1) / Math.max(usual, 1);
        factor *= exp(-p["bonus-wage.elasticity"] * sensitivity * log(relative));
      }
    }
    people.ownFactor[i] = factor;
  }

  /** Multiply the dropout hazard by what holds for the person now. */
  #setMultiplier(i: number): void {
    const { people, p, simulation } = this;
    const setting = people.setting[i] as number;
    let multiplier = people.ownFactor[i] as number;
    if ((people.unsettledUntil[i] as number) > simulation.now) multiplier *= p["provider-change.hazard-ratio"];
    if (setting === municipal || setting === municipalOrdinary)
      multiplier *= this.unitOfPerson(i).dropoutFactor[offerIn(setting)] as number;
    else if (setting === ordinary) multiplier *= this.ordinaryFactor;
    people.multiplier[i] = multiplier;
  }

  /** Note how much of the dropout threshold the hazard has used, and go on with the multiplier that holds now. */
  updateHazard(i: number): void {
    const { people, simulation } = this;
    const now = simulation.now;
    const law = this.lawIn(i, people.setting[i] as number);
    const start = people.spellStart[i] as number;
    const used =
      (people.multiplier[i] as number) * dropoutHazard(law, (people.dropoutAsOf[i] as number) - start, now - start);
    people.dropoutLeft[i] = Math.max((people.dropoutLeft[i] as number) - used, 0);
    people.dropoutAsOf[i] = now;
    this.#setMultiplier(i);
    this.#scheduleExit(i);
  }

  /** Find the first constant cause or retirement of a spell; a cause that led nowhere is not asked again. */
  #chooseOtherCause(i: number): void {
    const { people, p } = this;
    const law = this.lawIn(i, people.setting[i] as number);
    const from = people.causesFrom[i] as number;
    const spell = people.spell[i] as number;
    let time = (people.birth[i] as number) + p["exit.retirement-age"];
    let first = causeOf.retirement;
    for (let cause = 0; cause < constantCauses; cause++) {
      const hazard = law.constant[cause] as number;
      if (hazard <= 0 || ((people.seeking[i] as number) === 1 && cause === causeOf["ordinary-vta"])) continue;
      const at = from + this.exponential(i, purposeOf.cause, spell * causes.length + cause) / hazard;
      if (at < time) {
        time = at;
        first = cause;
      }
    }
    people.otherTime[i] = time;
    people.otherCause[i] = first;
  }

  /** Mark that a participant looks for an ordinary workplace and stays until one is found. */
  seekOrdinary(i: number): void {
    this.people.seeking[i] = 1;
    this.people.exitEvent[i] = 0;
    this.#chooseOtherCause(i);
    this.#scheduleExit(i);
  }

  #scheduleExit(i: number): void {
    const { people, simulation } = this;
    const now = simulation.now;
    const law = this.lawIn(i, people.setting[i] as number);
    const dropout =
      now +
      yearsToDropout(
        law,
        people.multiplier[i] as number,
        now - (people.spellStart[i] as number),
        people.dropoutLeft[i] as number,
      );
    people.dropoutTime[i] = dropout;
    const at = Math.max(Math.min(dropout, people.otherTime[i] as number), now);
    const event = people.exitEvent[i] as number;
    people.exitEvent[i] = event !== 0 ? simulation.reschedule(event, at) : simulation.schedule(at, this.events.exit, i);
  }

  /** Whether the levers of the scenario reach a region. */
  inScope(region: number): boolean {
    const only = this.p["transfer.region"];
    return only === undefined || only < 0 || only === region;
  }

  /** Share of the programme that the scenario transfers, 0..1. */
  get share(): number {
    return this.p["transfer.share"] ?? 0;
  }

  /** A place that the state funds with an enterprise ceases. */
  giveUpStatePlace(enterprise: number): void {
    this.statePlaces[enterprise] = Math.max((this.statePlaces[enterprise] as number) - 1, 0);
    this.accounts.placesLost[enterprise] = (this.accounts.placesLost[enterprise] as number) + 1;
  }

  /** Sort people by a draw of their own, so that no row order matters. */
  inOwnOrder(list: number[]): void {
    const keys = new Map(list.map((i) => [i, this.uniform(i, purposeOf["transfer-order"], 0)]));
    list.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || a - b);
  }
}
