// What the rows of a segment say of the rollups, small enough to be handed from one thread to another.
import { createAccumulator } from './accumulate.ts';
import {
  MEMBER_KINDS,
  type RolledRow,
  type RollupDelta,
  type SessionSum,
  type UsageCell,
  type UsagePlace,
} from './rollup-delta.ts';
import { dimensionsWith } from './dimensions.ts';
import { createFactCollector, createFactMaker, type FactCollector, type FactSets } from './facts.ts';
import { createMemberFacts, type MemberFacts } from './member-facts.ts';
import { distinctName, TURNS_NAME } from './rollup-names.ts';

/** Plain data. */
export interface RollupTally {
  readonly cells: readonly UsageCell[];
  readonly sessions: readonly Omit<SessionSum, 'turns'>[];
  /** members and turns: many, and the same ones in many segments */
  readonly facts: FactSets;
}

export interface Tally {
  add(rows: readonly RolledRow[]): void;
  end(): RollupTally;
}

/** What is compared, and how. Plain data. */
export interface TallyBasis {
  /** as of `createFactMaker` */
  readonly secret: string;
  /** that usage is rolled up by */
  readonly attributes: readonly string[];
}

export function createTally({ secret, attributes }: TallyBasis): Tally {
  const accumulator = createAccumulator(dimensionsWith(attributes));
  return {
    add: (rows) => accumulator.add(rows),
    end: () => tallyOf(secret, accumulator.end()),
  };
}

/** @param secret as of `createFactMaker` */
export function tallyOf(secret: string, { places, sessions }: RollupDelta): RollupTally {
  const make = createFactMaker(secret);
  const facts = createFactCollector();
  addMembers(facts, createMemberFacts(make), places);
  for (const { session_id, turns } of sessions)
    for (const turn of turns) facts.add(TURNS_NAME, make(session_id, turn));
  return {
    cells: places.map(({ members: _, ...cell }) => cell),
    sessions: sessions.map(({ turns: _, ...sum }) => sum),
    facts: facts.end(),
  };
}

function addMembers(facts: FactCollector, made: MemberFacts, places: readonly UsagePlace[]): void {
  for (const { dimension, value, hour, members } of places) {
    const name = distinctName(dimension);
    const where = made.where(dimension, value, hour);
    for (const kind of MEMBER_KINDS)
      for (const member of members[kind]) facts.add(name, made.fact(kind, member, where));
  }
}
