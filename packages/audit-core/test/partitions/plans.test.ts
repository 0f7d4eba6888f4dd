// What an append looks up while it holds the lock of a chain is found by the index of each partition.
import { expect, test } from '@jest/globals';
import { ROW_COLUMNS } from '../../src/row.ts';
import { LEAVES } from '../../src/store/leaves.ts';
import { maskedEvents } from '../support/events.ts';
import { ACME, testStore } from '../support/store.ts';

const DAYS = 3;
const ROWS = 30_000;
/** As many as one group of an append asks for. */
const KEYS = Array.from({ length: 512 }, (_, index) => `key-${index}`);

const FILLED: Readonly<Record<string, string>> = {
  tenant: "'filler'",
  seq: 'l.seq * 1000000 + n',
  prev_hash: "l.seq || '-' || n",
  id: "l.seq || '-' || n",
  idempotency_key: "l.seq || '-' || n",
  session_id: "'filler-' || n % 500",
  session_seq: 'n',
};

const LOOK_UPS = {
  'known keys': `SELECT idempotency_key FROM audit_logs WHERE tenant = 'acme' AND idempotency_key = ANY('{${KEYS.join(',')}}'::text[])`,
  'counters of sessions': `SELECT s.id, (SELECT session_seq FROM audit_logs WHERE tenant = 'acme' AND session_id = s.id
    ORDER BY session_seq DESC LIMIT 1) FROM unnest('{s-1,s-2}'::text[]) AS s(id)`,
  'hash of a row': `SELECT row_hash FROM ${LEAVES} WHERE tenant = 'acme' AND seq = 77`,
  'hashes of rows': `SELECT row_hash FROM ${LEAVES} WHERE tenant = 'acme' AND seq > 10 AND seq <= 60 ORDER BY seq`,
  'links of new rows': `SELECT lag(row_hash, 1, '') OVER (ORDER BY seq) FROM audit_logs
    WHERE tenant = 'acme' AND seq > 10 AND seq <= 60`,
  holds: `SELECT seq FROM audit_logs WHERE tenant = 'acme' AND plane = 'agent' AND event IN ('legal_hold_placed') ORDER BY seq`,
  'a row by its id': `SELECT seq FROM audit_logs WHERE id = 'x'`,
};

/** Rows of no chain: plans go by how many there are. A few thousand are read faster than they are looked up one by one. */
const FILL = `INSERT INTO audit_logs (${ROW_COLUMNS.join(', ')})
  SELECT ${ROW_COLUMNS.map((column) => FILLED[column] ?? `l.${column}`).join(', ')}
  FROM audit_logs AS l, generate_series(1, ${ROWS}) AS n WHERE l.tenant = 'acme' AND l.seq = ?`;

test('no look-up of an append reads a partition from end to end', async () => {
  const store = await testStore('partitioned postgres');
  const { knex } = store.database;
  try {
    for (let day = 1; day <= DAYS; day += 1) {
      await store.writer.append(ACME, maskedEvents(1, { sessionId: `s-${day}` }, `day-${day}-`));
      await knex.raw(FILL, [day]);
      store.clock.advance(86_400_000);
    }
    await knex.raw('ANALYZE audit_logs');
    for (const [name, sql] of Object.entries(LOOK_UPS)) {
      const { rows } = await knex.raw<{ rows: { 'QUERY PLAN': string }[] }>(`EXPLAIN ${sql}`);
      const plan = rows.map((row) => row['QUERY PLAN']);
      const scans = plan.filter((line) => /Seq Scan on audit_logs_p2026112[123]/.test(line));
      expect({ name, scans }).toEqual({ name, scans: [] });
      expect(
        plan.filter((line) => /Index.* Scan .*audit_logs_p2026112[123]/.test(line)).length,
      ).toBeGreaterThanOrEqual(DAYS);
    }
  } finally {
    await store.remove();
  }
});
