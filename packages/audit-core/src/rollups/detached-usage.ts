// What detached rows added to usage, kept as text and signed for, so that rollups can be checked and made anew without them.
import { createHash } from 'node:crypto';
import type { Dimension } from './dimensions.ts';
import type { RollupDelta, SessionSum } from './rollup-delta.ts';

/** A part of what the rows of one tenant in one partition added. */
export interface DetachedUsage {
  /** name of the partition */
  readonly source: string;
  /** from 0 */
  readonly part: number;
  /** first of the rows it is of */
  readonly first_seq: number;
  readonly usage: string;
}

export function formatUsage({ cells, members, sessions }: RollupDelta): string {
  const sums = sessions.map(({ turns, ...sum }) => ({ ...sum, turns: [...turns] }));
  return JSON.stringify({ cells, members, sessions: sums });
}

type Stored = Omit<RollupDelta, 'sessions'> & {
  readonly sessions: readonly (Omit<SessionSum, 'turns'> & { readonly turns: readonly string[] })[];
};

/** @param dimensions that are rolled up now; those that are not any more are left out. Throws for what is no such text. */
export function parseUsage(usage: string, dimensions: readonly Dimension[]): RollupDelta {
  const { cells, members, sessions } = JSON.parse(usage) as Stored;
  const names = new Set(dimensions.map(({ name }) => name));
  return {
    cells: cells.filter(({ dimension }) => names.has(dimension)),
    members: members.filter(({ dimension }) => names.has(dimension)),
    sessions: sessions.map(({ turns, ...sum }) => ({ ...sum, turns: new Set(turns) })),
  };
}

/** base64 SHA-256 over the digests of all parts, in their order: what the row of the chain names. */
export function createUsageDigest(): { add(usage: string): void; end(): string } {
  const all = createHash('sha256');
  return {
    add: (usage) => void all.update(createHash('sha256').update(usage, 'utf8').digest()),
    end: () => all.digest('base64'),
  };
}
