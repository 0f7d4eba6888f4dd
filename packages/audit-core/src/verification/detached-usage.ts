// Holds what is kept of the usage of detached rows against what the chain says of it, and adds it to what rollups must be.
import type { Knex } from 'knex';
import type { DetachmentAct } from '../chain/erased-rows.ts';
import { createUsageDigest, parseUsage } from '../rollups/detached-usage.ts';
import { dimensionsWith } from '../rollups/dimensions.ts';
import type { ExpectedRollups } from '../rollups/expected-rollups.ts';
import { tallyOf, type TallyBasis } from '../rollups/tally.ts';
import { readUsageKeys, readUsagePart } from '../store/detached-usage-reader.ts';

export interface DetachedUsageInput {
  readonly knex: Knex;
  readonly tenant: string;
  readonly detachments: readonly DetachmentAct[];
  readonly basis: TallyBasis;
  readonly expected: ExpectedRollups;
}

/** @returns partitions whose usage is not what was signed; it is then not added. */
export async function addDetachedUsage(input: DetachedUsageInput): Promise<readonly string[]> {
  const stated = new Map(input.detachments.map(({ record }) => [record.partition, record.usage]));
  const wrong: string[] = [];
  for (const [source, digest] of stated) if (!(await addSource(input, source, digest))) wrong.push(source);
  return wrong;
}

async function addSource(
  { knex, tenant, basis, expected }: DetachedUsageInput,
  source: string,
  digest: string,
): Promise<boolean> {
  const dimensions = dimensionsWith(basis.attributes);
  const keys = (await readUsageKeys(knex, tenant)).filter((key) => key.source === source);
  const found = createUsageDigest();
  for (const key of keys) found.add(await readUsagePart(knex, tenant, key));
  if (found.end() !== digest) return false;
  for (const key of keys)
    expected.add(tallyOf(basis.secret, parseUsage(await readUsagePart(knex, tenant, key), dimensions)));
  return true;
}
