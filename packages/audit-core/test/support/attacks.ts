// What somebody with the database password can do, as data: name, raw SQL, and where the finding must point.
import type { Knex } from 'knex';
import { isPostgres, type Break } from '../../src/index.ts';
import { ROW_COLUMNS } from '../../src/row.ts';
import type { Attack } from './attack.ts';
import { checkpointAttacks } from './checkpoint-attacks.ts';

export const ROWS = 7;

/** The first thing an attacker does. */
export async function dropGuards(knex: Knex): Promise<void> {
  if (isPostgres(knex))
    await knex.raw(
      ['audit_logs', 'audit_content', 'checkpoints', 'chain_heads']
        .map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER`)
        .join('; '),
    );
  else {
    const names = await knex('sqlite_master').where({ type: 'trigger' }).pluck<string[]>('name');
    for (const name of names) await knex.raw(`DROP TRIGGER ${name}`);
  }
}

const at = (seq: number) => ({ tenant: 'acme', seq });

async function copyRow(knex: Knex, from: { tenant: string; seq: number }, change: object): Promise<void> {
  const row = (await knex('audit_logs').where(from).first()) as object;
  await knex('audit_logs').insert({
    ...row,
    id: `copy-${from.seq}`,
    idempotency_key: `copy-${from.seq}`,
    ...change,
  });
}

async function renumber(knex: Knex, from: number, to: number): Promise<void> {
  await knex('audit_logs').where(at(from)).update({ seq: to });
  await knex('audit_content').where(at(from)).update({ seq: to });
}

const edited = (column: string): string | number => {
  if (column === 'seq') return 99;
  if (/tokens|cost|duration|client_sequence|received_at|session_seq/.test(column)) return 999_999;
  return column === 'occurred_at' ? '0000000000000000001' : 'tampered';
};

const KIND_OF: Record<string, Break['kind']> = {
  tenant: 'seq',
  seq: 'seq',
  signature: 'signature',
  key_id: 'signature',
};

const columnAttacks: Attack[] = ROW_COLUMNS.map((column) => ({
  name: `edit ${column}`,
  run: (knex) =>
    knex('audit_logs')
      .where(at(3))
      .update({ [column]: edited(column) }),
  seq: 3,
  kind: KIND_OF[column] ?? 'column',
}));

export const attacks: Attack[] = [
  ...columnAttacks,
  ...checkpointAttacks,
  {
    name: 'set a column to null',
    run: (knex) => knex('audit_logs').where(at(3)).update({ model: null }),
    seq: 3,
    kind: 'column',
  },
  {
    name: 'edit content',
    run: (knex) => knex('audit_content').where(at(2)).update({ content: '{"prompt":"x"}' }),
    seq: 2,
    kind: 'content',
  },
  {
    name: 'edit salt',
    run: (knex) => knex('audit_content').where(at(2)).update({ salt: 'AAAA' }),
    seq: 2,
    kind: 'content',
  },
  {
    name: 'move the beginning of the content into the salt',
    run: async (knex) => {
      const row = await knex('audit_content').where(at(2)).first<{ salt: string; content: string }>();
      const salt = Buffer.concat([Buffer.from(row.salt, 'base64'), Buffer.from(row.content.slice(0, 1))]);
      const moved = { salt: salt.toString('base64'), content: row.content.slice(1) };
      await knex('audit_content').where(at(2)).update(moved);
    },
    seq: 2,
    kind: 'content',
  },
  {
    name: 'delete content without an erasure row',
    run: (knex) => knex('audit_content').where(at(2)).delete(),
    seq: 2,
    kind: 'content',
  },
  {
    name: 'add content to nothing',
    run: (knex) => knex('audit_content').insert({ ...at(70), salt: '', content: '{}' }),
    seq: 70,
    kind: 'content',
  },
  {
    name: 'delete the first row',
    run: (knex) => knex('audit_logs').where(at(1)).delete(),
    seq: 1,
    kind: 'seq',
  },
  {
    name: 'delete a row in the middle',
    run: (knex) => knex('audit_logs').where(at(4)).delete(),
    seq: 4,
    kind: 'seq',
  },
  {
    name: 'delete the last row',
    run: (knex) => knex('audit_logs').where(at(ROWS)).delete(),
    seq: ROWS,
    kind: 'seq',
  },
  {
    name: 'delete every row of a tenant',
    run: (knex) => knex('audit_logs').where({ tenant: 'acme' }).delete(),
    seq: 1,
    kind: 'seq',
  },
  {
    name: 'delete in the middle and close the gap',
    run: async (knex) => {
      await knex('audit_logs').where(at(4)).delete();
      await knex('audit_content').where(at(4)).delete();
      for (let seq = 5; seq <= ROWS; seq += 1) await renumber(knex, seq, seq - 1);
    },
    seq: 4,
    kind: 'link',
  },
  {
    name: 'swap two rows',
    run: async (knex) => {
      await renumber(knex, 3, 50);
      await renumber(knex, 5, 3);
      await renumber(knex, 50, 5);
    },
    seq: 3,
    kind: 'column',
  },
  {
    name: 'insert a row at the end',
    run: (knex) => copyRow(knex, at(3), { seq: ROWS + 1, prev_hash: 'x', session_seq: 99 }),
    seq: ROWS + 1,
    kind: 'seq',
  },
  {
    name: 'insert a row before the first',
    run: (knex) => copyRow(knex, at(3), { seq: 0, prev_hash: 'x', session_seq: 99 }),
    seq: 0,
    kind: 'seq',
  },
  {
    name: 'splice a row of another tenant',
    run: async (knex) => {
      await knex('audit_logs').where(at(3)).delete();
      await copyRow(knex, { tenant: 'globex', seq: 3 }, { tenant: 'acme' });
    },
    seq: 3,
    kind: 'column',
  },
  {
    name: 'change the origin',
    run: (knex) => knex('chain_heads').where({ tenant: 'acme' }).update({ origin: 'other/t/1' }),
    seq: 1,
    kind: 'origin',
  },
  {
    name: 'delete the head',
    run: (knex) => knex('chain_heads').where({ tenant: 'acme' }).delete(),
    seq: ROWS,
    kind: 'root',
  },
  {
    name: 'edit the head hash',
    run: (knex) => knex('chain_heads').where({ tenant: 'acme' }).update({ head_hash: 'x' }),
    seq: ROWS,
    kind: 'root',
  },
  {
    name: 'edit the head time',
    run: (knex) => knex('chain_heads').where({ tenant: 'acme' }).update({ received_at: 1 }),
    seq: ROWS,
    kind: 'root',
  },
  {
    name: 'shrink the head',
    run: async (knex) => {
      const { row_hash, received_at } = (await knex('audit_logs').where(at(5)).first()) as Record<
        string,
        unknown
      >;
      await knex('chain_heads')
        .where({ tenant: 'acme' })
        .update({ size: 5, head_hash: row_hash, received_at });
    },
    seq: 6,
    kind: 'seq',
  },
];
