import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import fc from 'fast-check';
import {
  administrationEvent,
  countRows,
  formatRanges,
  includesRow,
  parseAdministration,
  parseRanges,
  rangesOf,
  readAdministration,
  type AdministrationRecord,
} from '../src/index.ts';
import { auditEvent, eventMasker } from './support/events.ts';
import { ACME, GLOBEX, testStore, type TestStore } from './support/store.ts';

const DIGEST = Buffer.alloc(32, 7).toString('base64');
const RECORDS: AdministrationRecord[] = [
  { act: 'erasure', rows: rangesOf([3, 4, 5, 9]), selector: 'user' },
  { act: 'key_rotation', old_key: DIGEST, new_key: DIGEST },
  { act: 'key_replacement', old_key: DIGEST, new_key: DIGEST },
  { act: 'key_compromised', key_id: 'ab'.repeat(16), since: 1_795_230_615_520 },
  {
    act: 'rollback_accepted',
    remembered_origin: 'governance-agent/t/1',
    remembered_size: 9,
    remembered_hash: DIGEST,
    found_size: 4,
    found_hash: DIGEST,
  },
  { act: 'legal_hold_placed', hold: 'h1', scope: 'user', value: 'dev@acme.example' },
  { act: 'legal_hold_released', hold: 'h1' },
  { act: 'token_created', token: 't-1', scopes: 'read,ingest:*', expires: 'never' },
  { act: 'token_revoked', token: 't-1' },
  { act: 'licence_issued', licence: 'l-1', features: 'otel_ingest', expires: '2026-12-31T23:59:59.000Z' },
  { act: 'licence_revoked', licence: 'l-1' },
  { act: 'dataset_created', dataset: 'team-a', kind: 'logs' },
  { act: 'dataset_deleted', dataset: 'team-a', kind: 'logs' },
  { act: 'exported', format: 'csv', count: 3, filters: 'since,user_email' },
];

describe.each(databaseKinds)('administration on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
    const events = RECORDS.map((record) => administrationEvent(record, { actor: 'cli', now: 1 }));
    await store.writer.append(ACME, [eventMasker.mask(auditEvent()), ...events]);
    await store.writer.append(GLOBEX, events.slice(0, 1));
  });
  afterAll(() => store.remove());

  test('every act is read back as it was stated, for its tenant alone', async () => {
    const { knex } = store.database;
    const rows = await readAdministration(
      knex,
      'acme',
      RECORDS.map(({ act }) => act),
    );
    expect(rows.map(({ record }) => record)).toEqual(RECORDS);
    expect(rows.map(({ seq }) => seq)).toEqual(RECORDS.map((_, index) => index + 2));
    expect(await readAdministration(knex, 'acme', ['erasure'], 1)).toEqual([]);
  });
});

test('no plane can report an act of an operator', () => {
  const forged = eventMasker.mask(auditEvent({ plane: 'agent', event: 'erasure' }));
  expect(forged.plane).toBe('unknown');
});

test.each([
  ['another plane', { plane: 'claude_code' }],
  ['an unknown act', { event: 'toString' }],
  ['a missing field', { attributes: '{"rows":"3"}' }],
  ['rows out of order', { attributes: '{"rows":"9,3","selector":"user"}' }],
  ['no object', { attributes: 'null' }],
  ['no JSON', { attributes: '{' }],
])('%s is no act', (_, change) => {
  const row = { plane: 'agent', event: 'erasure', attributes: '{"rows":"3","selector":"user"}' };
  expect(parseAdministration(row)).not.toBeNull();
  expect(parseAdministration({ ...row, ...change })).toBeNull();
});

test('row ranges come back from their one text', () => {
  const rows = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 60 }), (seqs, probe) => {
      const ranges = rangesOf(seqs);
      expect(parseRanges(formatRanges(ranges))).toEqual(ranges);
      expect(countRows(ranges)).toBe(seqs.length);
      expect(includesRow(ranges, probe)).toBe(seqs.includes(probe));
    }),
  );
});

test.each(['', '0', '01', '3-2', '3-3', '3,4', '4,3', '1-2,2-3', '1,', ' 1', '9007199254740993'])(
  'the text %j is no set of rows',
  (text) => expect(parseRanges(text)).toBeNull(),
);
