// An hour of one value of one dimension, while rows are added to it.
import { keyValue, type Dimension } from './dimensions.ts';
import { noFigures } from './figures.ts';
import type { UsagePlace } from './rollup-delta.ts';

export interface OpenPlace extends UsagePlace {
  first_seq: number;
  newest_seq: number;
  readonly members: { readonly session: Set<string>; readonly user: Set<string> };
}

/** @param seq of any row in it */
export function openPlace({ name }: Dimension, value: string | null, hour: number, seq: number): OpenPlace {
  const members = { session: new Set<string>(), user: new Set<string>() };
  const bounds = { first_seq: seq, newest_seq: seq };
  return { dimension: name, value: keyValue(value), hour, ...bounds, figures: noFigures(), members };
}

export function widen(place: OpenPlace, first: number, newest: number): void {
  if (first < place.first_seq) place.first_seq = first;
  if (newest > place.newest_seq) place.newest_seq = newest;
}

/** Null is nobody. */
export function enter(
  { members }: OpenPlace,
  { isUser }: Dimension,
  session: string | null,
  user: string | null,
): void {
  if (session !== null) members.session.add(session);
  if (user !== null && isUser !== true) members.user.add(user);
}
