// What detached rows added to usage, kept as text and signed for, so that rollups can be checked and made anew without them.
import { createHash } from 'node:crypto';
import { AuditError } from '../errors.ts';
import type { Dimension } from './dimensions.ts';
import type { RollupDelta } from './rollup-delta.ts';

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

/** Named in every text: what is kept outlives the version that wrote it. */
const VERSION = 1;

export function formatUsage(delta: RollupDelta): string {
  return JSON.stringify({ version: VERSION, ...delta }, (_, value: unknown) =>
    value instanceof Set ? { set: [...(value as ReadonlySet<unknown>)] } : value,
  );
}

/**
 * @param dimensions that are rolled up now; those that are not any more are left out.
 * @throws AuditError `schema_outdated` for a text of a later version, and SyntaxError for what is none.
 */
export function parseUsage(usage: string, dimensions: readonly Dimension[]): RollupDelta {
  // The digest of the text was signed, or is compared where this is compared with rows.
  const { version, ...delta } = JSON.parse(usage, (_, value: unknown) =>
    isSet(value) ? new Set(value.set) : value,
  ) as RollupDelta & { readonly version: number };
  if (version !== VERSION)
    throw new AuditError(
      'schema_outdated',
      'Usage of detached rows was kept by a later version. Update this one.',
    );
  const names = new Set(dimensions.map(({ name }) => name));
  const { places, sessions } = delta;
  return { places: places.filter(({ dimension }) => names.has(dimension)), sessions };
}

function isSet(value: unknown): value is { readonly set: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'set' in value && Array.isArray(value.set);
}

/** base64 SHA-256 over the digests of all parts, in their order: what the row of the chain names. */
export function createUsageDigest(): { add(usage: string): void; end(): string } {
  const all = createHash('sha256');
  return {
    add: (usage) => void all.update(createHash('sha256').update(usage, 'utf8').digest()),
    end: () => all.digest('base64'),
  };
}
