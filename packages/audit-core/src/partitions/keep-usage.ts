// Adds up the rows of one tenant in a partition before it goes, and looks at each of them: what is not what was signed is not
// let go, since nobody could tell afterwards.
import type { ClientBase } from 'pg';
import { envelopeText, sessionLine } from '../envelope.ts';
import { bodyHash } from '../body.ts';
import { AuditError } from '../errors.ts';
import { leafHash } from '../hash.ts';
import { ROW_COLUMNS, type SealedRow } from '../row.ts';
import { accumulate } from '../rollups/accumulate.ts';
import { createUsageDigest, formatUsage } from '../rollups/detached-usage.ts';
import { dimensionsWith, type Dimension } from '../rollups/dimensions.ts';
import { quoted } from './catalog.ts';
import { DETACHABLE } from './partition-rows.ts';

/** Rows that are added up to one part: well below the time that the server lets a transaction idle. */
const PART_ROWS = 5000;

/** @returns the digest of what is kept, base64. @throws AuditError `store_corrupt`. */
export async function keepUsage(client: ClientBase, partition: string, tenant: string): Promise<string> {
  const head = await client.query<{ origin: string }>('SELECT origin FROM chain_heads WHERE tenant = $1', [
    tenant,
  ]);
  const keys = await client.query<{ attribute: string }>('SELECT attribute FROM rollup_attributes');
  const dimensions = dimensionsWith(keys.rows.map(({ attribute }) => attribute));
  const digest = createUsageDigest();
  const sql = `SELECT ${ROW_COLUMNS.join(', ')} FROM ${quoted(partition)} WHERE tenant = $1 AND ${DETACHABLE} AND seq > $2
    ORDER BY seq LIMIT ${PART_ROWS}`;
  for (let [part, after] = [0, Number.MIN_SAFE_INTEGER]; ; part += 1) {
    const { rows } = await client.query<SealedRow>(sql, [tenant, after]);
    const last = rows.at(-1);
    if (last === undefined) return digest.end();
    assertSigned(rows, head.rows[0]?.origin ?? '');
    digest.add(await keepPart(client, { tenant, partition, part, rows, dimensions }));
    after = last.seq;
  }
}

function assertSigned(rows: readonly SealedRow[], origin: string): void {
  for (const row of rows) if (!isSigned(row, origin)) throw damaged();
}

function isSigned(row: SealedRow, origin: string): boolean {
  // A tampered column can hold what no writer would have sealed.
  try {
    const envelope = envelopeText(origin, sessionLine(row.session_id), row);
    return bodyHash(row) === row.body_hash && leafHash(envelope) === row.row_hash;
  } catch {
    return false;
  }
}

function damaged(): AuditError {
  return new AuditError(
    'store_corrupt',
    'Rows of a partition are not what was signed, so it stays. Run verify: it says which.',
  );
}

interface Part {
  readonly tenant: string;
  readonly partition: string;
  readonly part: number;
  readonly rows: readonly SealedRow[];
  readonly dimensions: readonly Dimension[];
}

async function keepPart(
  client: ClientBase,
  { tenant, partition, part, rows, dimensions }: Part,
): Promise<string> {
  const usage = formatUsage(accumulate(dimensions, rows));
  await client.query(
    'INSERT INTO detached_usage (tenant, source, part, first_seq, usage) VALUES ($1, $2, $3, $4, $5)',
    [tenant, partition, part, rows[0]?.seq ?? 0, usage],
  );
  return usage;
}
