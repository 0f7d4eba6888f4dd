// Who ran which capture when: working days of some weeks, and a last round that ends now.
import type { Capture } from './captures.ts';
import { peopleOf, type Person } from './people.ts';
import { PROMPTS } from './prompts.ts';
import { createRandom, type Random } from './random.ts';
import { freshId, type Disguise } from './re-identify.ts';

export interface PlanOrder {
  readonly captures: readonly Capture[];
  readonly seed: string;
  /** Unix milliseconds. */
  readonly now: number;
  /** Whole days of UTC, today included. */
  readonly days: number;
  /** How many people, 1 to MOST_PEOPLE. */
  readonly users: number;
}

/** One capture, run by one person at one time. */
export interface Visit extends Disguise {
  readonly capture: Capture;
  /** Unix milliseconds. */
  readonly startsAt: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Of UTC, as often as people work in them. */
const HOURS = [8, 9, 9, 10, 10, 10, 11, 11, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17] as const;
const PRESENCE = 0.75;
const SECOND_SESSION = 0.25;
const MOST_RESUMES = 2;
/** The last round: one capture every few seconds, so that whoever looks at the senders finds their clocks right. */
const LAST_ROUND_STEP = 3000;
const LAST_ROUND = 5 * MINUTE;
const NO_SESSION = '00000000-0000-4000-8000-000000000000';

/** In the order of their starts. Pure: the same order gives the same visits. */
export function planVisits(order: PlanOrder): Visit[] {
  const random = createRandom(order.seed);
  const people = peopleOf(order.users);
  const past = workingDays(order).flatMap((day) =>
    people.flatMap((person) => dayOf(day, person, order, random)),
  );
  const before = past.filter(
    ({ startsAt, capture }) => startsAt + lengthOf(capture) < order.now - LAST_ROUND,
  );
  return [...withBulk(before, order), ...lastRound(order, people, random)].sort(
    (a, b) => a.startsAt - b.startsAt,
  );
}

/** Midnights of UTC. */
function workingDays({ now, days }: PlanOrder): number[] {
  const today = Math.floor(now / DAY) * DAY;
  const midnights = Array.from({ length: days }, (_, index) => today - (days - 1 - index) * DAY);
  return midnights.filter((midnight) => ![0, 6].includes(new Date(midnight).getUTCDay()));
}

function dayOf(midnight: number, person: Person, order: PlanOrder, random: Random): Visit[] {
  if (random.next() > PRESENCE) return [];
  const sessions = random.next() < SECOND_SESSION ? 2 : 1;
  return Array.from({ length: sessions }, () =>
    sessionOf(midnight + random.pick(HOURS) * HOUR + random.between(0, 59) * MINUTE, person, order, random),
  ).flat();
}

/** A session, resumed after some minutes now and then: each capture in it is one run of the client. */
function sessionOf(startsAt: number, person: Person, order: PlanOrder, random: Random): Visit[] {
  const salt = `${order.seed}/${person.email}/${startsAt}/${random.next()}`;
  const captures = capturesOf(person, order.captures, random);
  let at = startsAt + random.between(0, MINUTE - 1);
  return captures.map((capture, run) => {
    const visit = visitOf({ capture, person, startsAt: at, session: salt, salt: `${salt}/${run}`, random });
    at += lengthOf(capture) + random.between(2 * MINUTE, 25 * MINUTE);
    return visit;
  });
}

/** Runs of one session are of one client, and say the same about content. */
function capturesOf({ withholds }: Person, captures: readonly Capture[], random: Random): Capture[] {
  const fitting = captures
    .filter((capture) => isEveryday(capture) && capture.withheld === withholds)
    .flatMap((capture) => Array.from({ length: weightOf(capture) }, () => capture));
  const first = random.pick(fitting);
  const alike = fitting.filter(({ client }) => client === first.client);
  return [first, ...Array.from({ length: random.between(0, MOST_RESUMES) }, () => random.pick(alike))];
}

/** One capture alone is of Cowork. Short ones end in an error, mostly. */
function weightOf({ client, records }: Capture): number {
  if (client.startsWith('cowork')) return COWORK_WEIGHT;
  return records < SHORT ? 1 : 2;
}

const COWORK_WEIGHT = 9;
const SHORT = 8;
const BULK = 500;
const FIRST_EXPORTER = /^claude-code 1\./;

/** The largest capture would drown the others. Clients of 2025 are in the last round alone. */
function isEveryday({ records, client }: Capture): boolean {
  return records < BULK && !FIRST_EXPORTER.test(client);
}

/** The largest capture takes the place of one visit in the middle. */
function withBulk(visits: readonly Visit[], { captures }: PlanOrder): Visit[] {
  const bulk = captures.find(({ records }) => records >= BULK);
  const middle = visits.findIndex(({ person }, index) => index >= visits.length / 2 && !person.withholds);
  return visits.map((visit, index) =>
    index === middle && bulk !== undefined
      ? { ...visit, capture: bulk, shiftMs: visit.startsAt - bulk.startedAt }
      : visit,
  );
}

/** Every capture but the largest once more, up to now; what is worth a look comes last. */
function lastRound({ captures, now, seed }: PlanOrder, people: readonly Person[], random: Random): Visit[] {
  const round = captures
    .filter(({ records }) => records < BULK)
    .toSorted((a, b) => Number(a.eventful) - Number(b.eventful) || a.records - b.records);
  return round.map((capture, index) => {
    const fitting = people.filter(({ withholds }) => withholds === capture.withheld);
    const person = random.pick(fitting.length > 0 ? fitting : people);
    const startsAt = now - (round.length - index) * LAST_ROUND_STEP - lengthOf(capture);
    const salt = `${seed}/last/${capture.name}`;
    return visitOf({ capture, person, startsAt, session: salt, salt, random });
  });
}

interface Start {
  readonly capture: Capture;
  readonly person: Person;
  readonly startsAt: number;
  readonly session: string;
  readonly salt: string;
  readonly random: Random;
}

function visitOf({ capture, person, startsAt, session, salt, random }: Start): Visit {
  return {
    capture,
    person,
    startsAt,
    salt,
    sessionId: freshId(NO_SESSION, session),
    shiftMs: startsAt - capture.startedAt,
    factor: random.between(Math.ceil(person.pace / 3), person.pace * 2),
    prompt: random.pick(PROMPTS),
  };
}

function lengthOf({ startedAt, endedAt }: Capture): number {
  return endedAt - startedAt;
}
