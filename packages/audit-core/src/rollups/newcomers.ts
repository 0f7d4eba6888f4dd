// Whom a batch found where they are not remembered to have been: what the store must be asked about.
import { keyValue, NONE } from './dimensions.ts';
import type { KnownMembers } from './known-members.ts';
import { neighboursOf, NOWHERE, type Neighbours } from './known-hours.ts';
import { MEMBER_KINDS, type MemberKind, type RollupDelta, type UsagePlace } from './rollup-delta.ts';
import type { Newcomer } from './newcomer.ts';
import { sessionMember } from './tables.ts';

export interface Newcomers {
  /** in the order of the places */
  readonly all: readonly Newcomer[];
  /** those among them whose hours the store may know */
  readonly unsure: readonly Newcomer[];
}

/** @param numbers of the sessions' first rows, as the store has them now. */
export function newcomers(
  tenant: string,
  { places, sessions }: RollupDelta,
  known: KnownMembers,
  numbers: ReadonlyMap<string, number>,
): Newcomers {
  const all: Newcomer[] = [];
  const unsure: Newcomer[] = [];
  const everywhereKnown = known.at(tenant, EVERYWHERE);
  const named = new Map(sessions.map((sum) => [sum.session_id, numberedSession(sum, numbers)]));
  for (const place of places) {
    const there = known.at(tenant, place);
    for (const kind of MEMBER_KINDS)
      for (const name of place.members[kind]) {
        const session = kind === 'session' ? named.get(name) : undefined;
        const hours = there?.[kind].get(name);
        const remembered = hours === undefined ? null : neighboursOf(hours, place.hour);
        if (remembered?.before === place.hour) continue;
        // Whoever is remembered since they first were anywhere was nowhere that is not remembered.
        const isFollowed = hours === undefined && everywhereKnown?.[kind].get(name)?.isSinceEver === true;
        const neighbours = session?.isNew === true || isFollowed ? NOWHERE : remembered;
        const one = newcomer(place, kind, name, session?.member ?? name, neighbours ?? NOWHERE);
        all.push(one);
        if (neighbours === null) unsure.push(one);
      }
  }
  return { all, unsure };
}

function newcomer(
  { dimension, value, hour }: UsagePlace,
  kind: MemberKind,
  name: string,
  member: string,
  { before, after }: Neighbours,
): Newcomer {
  return { dimension, value, hour, kind, name, member, before, after };
}

/** Of every row with a session or user. */
const EVERYWHERE = { dimension: NONE, value: keyValue(null) };

/** Of those the store may know, whom to ask about first: whoever is anywhere is in this dimension too. */
export function everywhere(unsure: readonly Newcomer[]): Newcomer[] {
  return unsure.filter(({ dimension }) => dimension === NONE);
}

/** The others, once those are answered: whoever has been nowhere at all need not be asked about again. */
export function elsewhere({ all, unsure }: Newcomers): Newcomer[] {
  const strangers = new Set(
    all
      .filter(({ dimension, before, after }) => dimension === NONE && before === null && after === null)
      .map(visit),
  );
  return unsure.filter((one) => one.dimension !== NONE && !strangers.has(visit(one)));
}

function visit({ kind, name, hour }: Newcomer): string {
  return `${kind}\u0000${hour}\u0000${name}`;
}

type Numbered = Pick<RollupDelta['sessions'][number], 'session_id' | 'first_seq'>;

/** A session that begins in this batch has been nowhere before. */
function numberedSession({ session_id, first_seq }: Numbered, numbers: ReadonlyMap<string, number>) {
  const number = numbers.get(session_id) ?? first_seq;
  return { member: sessionMember(number), isNew: number === first_seq };
}
