// No index over all partitions keeps a number from being there twice: verification does.
import { expect, test } from '@jest/globals';
import { verify } from '../../src/index.ts';
import { ROW_COLUMNS } from '../../src/row.ts';
import { dropGuards } from '../support/attacks.ts';
import { maskedEvents } from '../support/events.ts';
import { ACME, testStore } from '../support/store.ts';

const ROWS = 2100;
const DAY_MS = 86_400_000;
const COPY = ROW_COLUMNS.map((column) =>
  column === 'received_at' ? `received_at + ${DAY_MS}` : column,
).join(', ');

// Rows are read a thousand at once.
test.each([1, 500, 999, 1000, 1001, 2000, ROWS])('row %i in another partition as well', async (seq) => {
  const store = await testStore('partitioned postgres');
  const { database, clock, key } = store;
  await store.writer.append(ACME, maskedEvents(ROWS));
  await dropGuards(database.knex);
  await database.knex.raw(
    `INSERT INTO audit_logs (${ROW_COLUMNS.join(', ')}) SELECT ${COPY} FROM audit_logs WHERE tenant = 'acme' AND seq = ?`,
    [seq],
  );
  for (const mode of ['full', 'deep'] as const) {
    const { chains } = await verify({ database, clock, trustedKeys: [key.publicKey], mode });
    expect(chains[0]?.breaks.map((one) => ({ seq: one.seq, kind: one.kind }))).toContainEqual({
      seq,
      kind: 'seq',
    });
  }
  await store.remove();
});
