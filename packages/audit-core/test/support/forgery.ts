// What an attacker does who can write every table: edit rows and make everything that follows fit again.
import type { Knex } from 'knex';
import { createSigner, type SealedRow, type SigningKey } from '../../src/index.ts';
import { bodyHash } from '../../src/body.ts';
import { envelopeText, sessionLine } from '../../src/envelope.ts';
import { leafHash } from '../../src/hash.ts';

const ACME = { tenant: 'acme' };

/** Recomputes hashes and links from a row on, and with a key the signatures too; the head and its rows then fit. */
export async function reseal(
  knex: Knex,
  from: number,
  edit: Partial<SealedRow>,
  keyFor: (seq: number) => SigningKey | null,
): Promise<void> {
  const { origin } = await knex('chain_heads').where(ACME).first<{ origin: string }>();
  const rows = await knex<SealedRow>('audit_logs').where(ACME).where('seq', '>=', from).orderBy('seq');
  let before = rows[0]?.prev_hash ?? '';
  for (const stored of rows) {
    const row = { ...stored, ...(stored.seq === from ? edit : {}), prev_hash: before };
    const sealed = seal({ ...row, body_hash: bodyHash(row) }, origin, keyFor(row.seq));
    await knex('audit_logs')
      .where({ ...ACME, seq: row.seq })
      .update(sealed);
    before = sealed.row_hash;
  }
  await knex('chain_heads').where(ACME).update({ head_hash: before, frontier: null });
}

function seal(row: SealedRow, origin: string, key: SigningKey | null): SealedRow {
  const envelope = envelopeText(origin, sessionLine(row.session_id), row);
  const row_hash = leafHash(envelope);
  if (key === null) return { ...row, row_hash };
  const signature = Buffer.from(createSigner({ key }).sign(Buffer.from(envelope))).toString('base64');
  return { ...row, row_hash, signature, key_id: key.keyId };
}

export async function deleteCheckpoints(knex: Knex, from: number): Promise<void> {
  await knex('checkpoints').where(ACME).where('size', '>=', from).delete();
}

/** Makes room at a row: that row and all behind it move up by one. */
export async function makeRoom(knex: Knex, at: number): Promise<void> {
  for (const table of ['audit_logs', 'audit_content']) {
    await knex(table)
      .where(ACME)
      .where('seq', '>=', at)
      .update({ seq: knex.raw('-(seq + 1)') });
    await knex(table)
      .where(ACME)
      .where('seq', '<', 0)
      .update({ seq: knex.raw('-seq') });
  }
}

export async function copyRow(knex: Knex, from: object, change: object): Promise<void> {
  const row = await knex('audit_logs').where(from).first<object>();
  await knex('audit_logs').insert({ ...row, ...change });
}
