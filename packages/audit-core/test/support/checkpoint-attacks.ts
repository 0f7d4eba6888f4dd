// Attacks on checkpoints and the frontier. The chain `acme` has seven rows and a checkpoint at four.
import type { Knex } from 'knex';
import type { StoredCheckpoint } from '../../src/index.ts';
import type { Attack } from './attack.ts';

const ACME = { tenant: 'acme' };
const SIZE = 4;
const ROWS = 7;

const change = (columns: Partial<StoredCheckpoint>) => (knex: Knex) =>
  knex('checkpoints').where(ACME).update(columns);

const setFrontier = (frontier: string) => (knex: Knex) =>
  knex('chain_heads').where(ACME).update({ frontier });

async function rewrite(knex: Knex, edit: (note: string) => string): Promise<void> {
  const { note } = (await knex<StoredCheckpoint>('checkpoints').where(ACME).first()) ?? { note: '' };
  await knex('checkpoints')
    .where(ACME)
    .update({ note: edit(note) });
}

/** Deletes every row behind `seq` and sets the head back so that what is left is whole in itself. */
export async function cutBehind(knex: Knex, seq: number): Promise<void> {
  await knex('audit_logs').where(ACME).where('seq', '>', seq).delete();
  await knex('audit_content').where(ACME).where('seq', '>', seq).delete();
  const newest = await knex('audit_logs')
    .where({ ...ACME, seq })
    .first<{ row_hash: string; received_at: number }>();
  await knex('chain_heads')
    .where(ACME)
    .update({ size: seq, head_hash: newest.row_hash, received_at: newest.received_at, frontier: null });
}

const digest = Buffer.alloc(32, 1).toString('base64');
const root = (name: string, seq: number, run: Attack['run']): Attack => ({ name, run, seq, kind: 'root' });

export const checkpointAttacks: readonly Attack[] = [
  root('edit the root of a checkpoint', SIZE, change({ root: digest })),
  root('move a checkpoint to another size', SIZE + 1, change({ size: SIZE + 1 })),
  root('move a checkpoint beyond the head', 99, change({ size: 99 })),
  root('edit the key id of a checkpoint', SIZE, change({ key_id: 'x' })),
  root('empty the note of a checkpoint', SIZE, change({ note: '' })),
  root('edit the size in a note', SIZE, (knex) => rewrite(knex, (note) => note.replace('\n4\n', '\n5\n'))),
  root('edit the signature of a note', SIZE, (knex) =>
    rewrite(knex, (note) => note.replace(/.{8}\n$/, 'AAAAAA==\n')),
  ),
  root('edit root and note of a checkpoint alike', SIZE, async (knex) => {
    await change({ root: digest })(knex);
    await rewrite(knex, (note) => note.replace(/\n4\n.*\n/, `\n4\n${digest}\n`));
  }),
  root('put a checkpoint of another tenant', SIZE, async (knex) => {
    const other = await knex<StoredCheckpoint>('checkpoints').where({ tenant: 'globex' }).first();
    await change({ note: other?.note ?? '', root: other?.root ?? '' })(knex);
  }),
  root('edit the frontier', ROWS, setFrontier(`7 ${Buffer.alloc(96, 1).toString('base64')}`)),
  root('empty the frontier', ROWS, setFrontier('')),
  root('put a frontier of more rows than there are', 8, setFrontier(`8 ${digest}`)),
  {
    name: 'cut the tail and set the head back, checkpoints kept',
    run: (knex) => cutBehind(knex, SIZE - 1),
    seq: SIZE,
    kind: 'seq',
  },
  {
    name: 'delete all of a tenant but its checkpoints',
    run: async (knex) => {
      for (const table of ['audit_logs', 'audit_content', 'chain_heads'])
        await knex(table).where(ACME).delete();
    },
    seq: 1,
    kind: 'seq',
  },
];
