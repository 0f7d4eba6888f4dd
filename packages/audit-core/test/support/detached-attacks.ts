// What somebody with the database password can do to a chain whose rows were detached, as data. Rows 1-12 and 15-26 of acme
// are detached, 27-50 are there, 51 and 52 say so.
import type { Knex } from 'knex';
import { envelopeText } from '../../src/envelope.ts';
import { leafHash } from '../../src/hash.ts';
import { ROW_COLUMNS } from '../../src/row.ts';
import type { Attack } from './attack.ts';

const at = (seq: number) => ({ tenant: 'acme', seq });
const kept = (knex: Knex) => knex<Record<string, unknown>>('detached_rows');
const rows = (knex: Knex) => knex<Record<string, unknown>>('audit_logs');

interface Kept {
  readonly seq: number;
  readonly received_at: number;
  readonly session: string | null;
  readonly session_seq: number;
  readonly body_hash: string;
  readonly row_hash: string;
}

const keptRow = (knex: Knex, seq: number): Promise<Kept> =>
  knex<Kept>('detached_rows').where(at(seq)).first() as Promise<Kept>;

const edits: readonly (readonly [string, string | number, Attack['kind']])[] = [
  ['tenant', 'tampered', 'seq'],
  ['seq', 999, 'seq'],
  ['received_at', 1_700_000_000_000, 'column'],
  ['session', 'tampered', 'column'],
  ['session_seq', 77, 'column'],
  ['body_hash', 'tampered', 'column'],
  ['row_hash', 'tampered', 'column'],
];

/** Moves a row that is there among the detached, whatever the chain says. */
async function hide(knex: Knex, seq: number): Promise<void> {
  await knex.raw(
    `INSERT INTO detached_rows SELECT tenant, seq, received_at, encode(sha256(convert_to(session_id, 'UTF8')), 'base64'),
     session_seq, body_hash, row_hash FROM audit_logs WHERE tenant = 'acme' AND seq = ?`,
    [seq],
  );
}

async function bringBack(knex: Knex, seq: number): Promise<void> {
  const columns = ROW_COLUMNS.join(', ');
  await knex.raw(
    `INSERT INTO audit_logs (${columns}) SELECT ${columns} FROM audit_logs_p20260101 WHERE tenant = 'acme' AND seq = ?`,
    [seq],
  );
}

/** Another row in the place of one, and every detached row behind it made to follow. */
async function relink(knex: Knex, from: number, through: number): Promise<void> {
  const { origin } = (await knex('chain_heads').where({ tenant: 'acme' }).first()) as { origin: string };
  let prev_hash = (await keptRow(knex, from - 1)).row_hash;
  for (let seq = from; seq <= through; seq += 1) {
    const row = await keptRow(knex, seq);
    const body_hash = seq === from ? leafHash('another body') : row.body_hash;
    const row_hash = leafHash(envelopeText(origin, row.session ?? '-', { ...row, prev_hash, body_hash }));
    await kept(knex).where(at(seq)).update({ body_hash, row_hash });
    prev_hash = row_hash;
  }
}

export const detachedAttacks: readonly Attack[] = [
  ...edits.map(([column, value, kind]) => ({
    name: `edit ${column} of a detached row`,
    run: (knex: Knex) =>
      kept(knex)
        .where(at(3))
        .update({ [column]: value }),
    seq: 3,
    kind,
  })),
  {
    name: 'delete the first detached row',
    run: (knex) => kept(knex).where(at(1)).delete(),
    seq: 1,
    kind: 'seq',
  },
  {
    name: 'delete a detached row in the middle',
    run: (knex) => kept(knex).where(at(20)).delete(),
    seq: 20,
    kind: 'seq',
  },
  {
    name: 'delete every detached row',
    run: (knex) => kept(knex).where({ tenant: 'acme' }).delete(),
    seq: 1,
    kind: 'seq',
  },
  {
    name: 'swap two detached rows',
    run: async (knex) => {
      await kept(knex).where(at(3)).update({ seq: 900 });
      await kept(knex).where(at(5)).update({ seq: 3 });
      await kept(knex).where(at(900)).update({ seq: 5 });
    },
    seq: 3,
    kind: 'column',
  },
  {
    name: 'put another row in the place of a detached one and make the rest follow',
    run: (knex) => relink(knex, 9, 12),
    seq: 13,
    kind: 'link',
  },
  {
    name: 'detach a row that nobody stated',
    run: async (knex) => {
      await hide(knex, 30);
      await rows(knex).where(at(30)).delete();
      await knex('audit_content').where(at(30)).delete();
    },
    seq: 30,
    kind: 'seq',
  },
  {
    name: 'list a row among the detached that is there',
    run: (knex) => hide(knex, 30),
    seq: 30,
    kind: 'seq',
  },
  {
    name: 'list a row among the detached that never was',
    run: async (knex) => kept(knex).insert({ ...(await keptRow(knex, 3)), tenant: 'acme', seq: 900 }),
    seq: 900,
    kind: 'seq',
  },
  {
    name: 'delete an administrative row that stayed',
    run: (knex) => rows(knex).where(at(14)).delete(),
    seq: 14,
    kind: 'seq',
  },
  {
    name: 'bring a detached row back',
    run: (knex) => bringBack(knex, 3),
    seq: 3,
    kind: 'seq',
  },
  {
    name: 'bring a detached row back and take it off the list',
    run: async (knex) => {
      await bringBack(knex, 3);
      await kept(knex).where(at(3)).delete();
    },
    seq: 3,
    kind: 'seq',
  },
  {
    name: 'attach the partition again',
    run: async (knex) => {
      await rows(knex).where(at(13)).delete();
      await rows(knex).where(at(14)).delete();
      const [from, to] = [Date.UTC(2026, 0), Date.UTC(2026, 1)];
      await knex.raw(
        `ALTER TABLE audit_logs ATTACH PARTITION audit_logs_p20260101 FOR VALUES FROM (${from}) TO (${to})`,
      );
    },
    seq: 1,
    kind: 'seq',
  },
  {
    name: 'content for a detached row',
    run: (knex) => knex('audit_content').insert({ ...at(3), salt: 'AAAA', content: '{}' }),
    seq: 3,
    kind: 'content',
  },
  {
    name: 'edit what a detachment says',
    run: async (knex) => {
      const act = (await knex('audit_logs').where(at(51)).first()) as { attributes: string };
      await rows(knex)
        .where(at(51))
        .update({ attributes: act.attributes.replace('"1-12"', '"1-30"') });
    },
    seq: 51,
    kind: 'column',
  },
  {
    name: 'drop a partition without a word',
    run: (knex) => knex.raw('DROP TABLE audit_logs_p20260301'),
    seq: 27,
    kind: 'seq',
  },
];

/** The finding `rollup` and no other. */
export const detachedUsageAttacks: readonly Pick<Attack, 'name' | 'run'>[] = [
  {
    name: 'edit the usage of detached rows',
    run: (knex) =>
      knex.raw(`UPDATE detached_usage SET usage = replace(usage, '"hour"', '"hours"') WHERE tenant = 'acme'`),
  },
  { name: 'delete the usage of detached rows', run: (knex) => knex('detached_usage').delete() },
  {
    name: 'edit a rollup of detached rows',
    run: (knex) =>
      knex.raw(`UPDATE usage_rollups SET prompts = prompts + 1 WHERE tenant = 'acme' AND newest_seq <= 12`),
  },
  {
    name: 'delete a rollup of detached rows',
    run: (knex) => knex.raw(`DELETE FROM usage_rollups WHERE tenant = 'acme' AND newest_seq <= 12`),
  },
  {
    name: 'edit a rollup of rows that are there',
    run: (knex) =>
      knex.raw(`UPDATE usage_rollups SET prompts = prompts + 1 WHERE tenant = 'acme' AND first_seq > 26`),
  },
  {
    name: 'edit the summary of a session that was detached',
    run: (knex) =>
      knex('session_summaries').where({ tenant: 'acme', session_id: 'session-1' }).update({ events: 900 }),
  },
];
