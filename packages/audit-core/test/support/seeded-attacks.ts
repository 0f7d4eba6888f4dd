// Attacks whose victim a seed picks: raw SQL, and where the finding must point.
import type { Knex } from 'knex';
import {
  administrationEvent,
  canonicalJson,
  generateSigningKey,
  type AdministrationRecord,
  type BreakKind,
  type SealedRow,
} from '../../src/index.ts';
import { copyRow, makeRoom, reseal } from './forgery.ts';
import { HISTORY, publicKeyText, type History } from './history.ts';
import type { Pick } from './random.ts';

export interface SeededAttack {
  readonly name: string;
  /** Returns where the finding must be. */
  readonly run: (knex: Knex, pick: Pick, history: History) => Promise<{ seq: number; kind: BreakKind }>;
  /** whole in itself: only a head from outside shows it */
  readonly needsOutside?: true;
  /** other rows may be named before: an edited erasure explains nothing any more */
  readonly notFirst?: true;
}

const at = (seq: number) => ({ tenant: 'acme', seq });
const { size, rotation, erasure, erased } = HISTORY;

/** A row that is neither administrative nor erased. */
export function victim(pick: Pick, from = 1, through: number = size): number {
  const special: readonly number[] = [rotation, erasure, ...erased];
  for (;;) {
    const seq = pick.row(from, through);
    if (!special.includes(seq)) return seq;
  }
}

const NUMBERS = [
  'client_sequence',
  'cost_nano_usd',
  'duration_ms',
  'tokens_used',
  'received_at',
  'session_seq',
];
const TEXTS = [
  ...['attributes', 'content_commit', 'content_state', 'correlation_id', 'dataset', 'event', 'id', 'org'],
  ...['idempotency_key', 'occurred_at', 'policy_version', 'redactions', 'resource', 'session_id', 'surface'],
  ...['tool_name', 'tool_use_id', 'user_account_uuid', 'user_id', 'prev_hash', 'body_hash', 'row_hash'],
];

const edit =
  (columns: readonly string[]): SeededAttack['run'] =>
  async (knex, pick) => {
    const seq = victim(pick);
    const column = columns[pick.row(0, columns.length - 1)] ?? 'event';
    const value = NUMBERS.includes(column) ? 1_000_000 + pick.row(0, 99) : `tampered-${pick.row(0, 99)}`;
    await knex('audit_logs')
      .where(at(seq))
      .update({ [column]: value });
    return { seq, kind: 'column' };
  };

const remove =
  (choose: (pick: Pick) => number): SeededAttack['run'] =>
  async (knex, pick) => {
    const seq = choose(pick);
    for (const table of ['audit_logs', 'audit_content']) await knex(table).where(at(seq)).delete();
    return { seq, kind: 'seq' };
  };

/** The columns of an administrative row that states what an attacker wants. */
function forged(record: AdministrationRecord): Partial<SealedRow> {
  const { attributes } = administrationEvent(record, { actor: 'cli', now: 1 });
  return { plane: 'agent', event: record.act, attributes: canonicalJson(attributes) };
}

const takeOver =
  (act: 'key_rotation' | 'key_replacement'): SeededAttack['run'] =>
  async (knex, pick, { newKey }) => {
    const seq = victim(pick, rotation + 1, erasure - 1);
    const own = generateSigningKey();
    const keys = { old_key: publicKeyText(newKey), new_key: publicKeyText(own) };
    await reseal(knex, seq, forged({ act, ...keys }), (row) =>
      row === seq && act === 'key_rotation' ? null : own,
    );
    return { seq, kind: 'signature' };
  };

const edits: readonly SeededAttack[] = [
  { name: 'edit a signed column', run: edit([...NUMBERS, ...TEXTS]) },
  {
    name: 'edit a column that reports filter by',
    run: edit(['user_email', 'model', 'decision', 'tool_name', 'plane']),
  },
  {
    name: 'edit content or its salt',
    run: async (knex, pick) => {
      const seq = victim(pick);
      await knex('audit_content')
        .where(at(seq))
        .update(pick.of([{ content: '{"prompt":"x"}' }, { salt: 'AAAA' }]));
      return { seq, kind: 'content' };
    },
  },
  { name: 'delete a row in the middle', run: remove((pick) => victim(pick, 2, size - 1)) },
  { name: 'delete the first row', run: remove(() => 1) },
  { name: 'delete the last row', run: remove(() => size) },
  {
    name: 'swap two rows',
    run: async (knex, pick) => {
      const first = victim(pick, 1, 20);
      const second = victim(pick, 21, size);
      for (const table of ['audit_logs', 'audit_content'])
        for (const [from, to] of [
          [first, 99],
          [second, first],
          [99, second],
        ] as const)
          await knex(table).where(at(from)).update({ seq: to });
      return { seq: first, kind: 'column' };
    },
  },
  {
    name: 'insert a row',
    run: async (knex, pick) => {
      const seq = victim(pick, 10, size);
      await makeRoom(knex, seq);
      const copy = {
        id: 'copy',
        idempotency_key: 'copy',
        prev_hash: 'copy',
        session_seq: 99,
        content_commit: null,
      };
      await copyRow(knex, at(seq - 1), { ...copy, seq });
      return { seq, kind: 'column' };
    },
    notFirst: true,
  },
  {
    name: 'edit a row and link all behind it anew',
    run: async (knex, pick) => {
      const seq = victim(pick, 10, size);
      await reseal(knex, seq, { model: 'cheaper' }, () => null);
      return { seq, kind: 'signature' };
    },
    notFirst: true,
  },
  {
    name: 'splice a row of another tenant',
    run: async (knex, pick) => {
      const seq = victim(pick);
      await knex('audit_logs').where(at(seq)).delete();
      await copyRow(knex, { tenant: 'globex', seq }, { tenant: 'acme', id: 'spliced' });
      return { seq, kind: 'column' };
    },
  },
  {
    name: 'erase without an erasure row',
    run: async (knex, pick) => {
      const seq = victim(pick);
      await knex('audit_content').where(at(seq)).delete();
      return { seq, kind: 'content' };
    },
  },
  {
    name: 'put erased content back',
    run: async (knex, pick) => {
      const seq = pick.of(erased);
      await knex('audit_content').insert({ ...at(seq), salt: 'AAAA', content: '{}' });
      return { seq, kind: 'content' };
    },
  },
  {
    name: 'edit an erasure so that it names another row',
    run: async (knex, pick) => {
      const seq = victim(pick, 1, erasure - 1);
      await knex('audit_content').where(at(seq)).delete();
      await knex('audit_logs')
        .where(at(erasure))
        .update({ attributes: `{"actor":"cli","rows":"${seq}","selector":"user"}` });
      return { seq: erasure, kind: 'column' };
    },
    notFirst: true,
  },
];

const keyAttacks: readonly SeededAttack[] = [
  {
    name: 'change a key id',
    run: async (knex, pick, { newKey }) => {
      const seq = victim(pick, 1, rotation - 1);
      await knex('audit_logs')
        .where(at(seq))
        .update({ key_id: pick.of([newKey.keyId, 'x']) });
      return { seq, kind: 'signature' };
    },
  },
  {
    name: 'sign anew with another key',
    run: async (knex, pick) => {
      const seq = victim(pick, rotation + 1);
      const other = generateSigningKey();
      await reseal(knex, seq, {}, () => other);
      return { seq, kind: 'signature' };
    },
    notFirst: true,
  },
  {
    name: 'sign with the retired key after its end',
    run: async (knex, pick, { oldKey }) => {
      const seq = victim(pick, rotation + 1);
      await reseal(knex, seq, { model: 'cheaper' }, () => oldKey);
      return { seq, kind: 'signature' };
    },
    notFirst: true,
  },
  { name: 'forge a rotation', run: takeOver('key_rotation'), notFirst: true },
  { name: 'forge a replacement', run: takeOver('key_replacement'), notFirst: true },
  {
    name: 'remove a row and let its event be sent again',
    run: async (knex, pick) => {
      const seq = victim(pick, 1, size - 1);
      const row = await knex('audit_logs').where(at(seq)).first<object>();
      await knex('audit_logs').where(at(seq)).delete();
      await knex('audit_logs').insert({ ...row, seq: size + 1, prev_hash: 'again', session_seq: 999 });
      await knex('chain_heads')
        .where({ tenant: 'acme' })
        .update({ size: size + 1 });
      return { seq, kind: 'seq' };
    },
  },
];

export const seededAttacks: readonly SeededAttack[] = [...edits, ...keyAttacks];
