// The tables of forwarding: how far each place has come with each tenant, and which agent serves it. A place is one signal
// of one destination (`placeKey`).
import type { Database } from '@governance-agent/audit-core';

export interface CursorStore {
  /** Makes a place known. One that is new begins behind what `begin` says, by tenant. */
  open(name: string, begin: () => Promise<ReadonlyMap<string, number>>, now: number): Promise<void>;
  /** Takes or keeps the lease of a place; false while another agent has it. */
  hold(name: string, lease: Lease): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
  /** Last number that was dealt with, by tenant: the `seq` of a row, the arrival of a point. */
  cursors(name: string): Promise<ReadonlyMap<string, number>>;
  /** Never back: a slow agent must not undo what its successor did. */
  advance(name: string, tenant: string, seq: number): Promise<void>;
}

export interface Lease {
  readonly holder: string;
  /** Unix milliseconds, of the clocks of the agents: they may differ by less than a lease lasts. */
  readonly now: number;
  readonly until: number;
}

export function createCursorStore({ knex }: Pick<Database, 'knex'>): CursorStore {
  const destinations = () => knex<Record<string, unknown>>('forward_destinations');
  const places = () => knex<Record<string, unknown>>('forward_cursors');
  return {
    async open(name, begin, now) {
      if ((await destinations().where({ name }).first()) !== undefined) return;
      const sizes = await begin();
      await knex.transaction(async (trx) => {
        const made = { name, created_at: now, holder: null, held_until: 0 };
        await trx('forward_destinations').insert(made).onConflict('name').ignore();
        for (const [tenant, seq] of sizes)
          await trx('forward_cursors').insert({ destination: name, tenant, seq }).onConflict().ignore();
      });
    },
    async hold(name, { holder, now, until }) {
      const changed = await destinations()
        .where({ name })
        .where((free) => {
          void free.where({ holder }).orWhereNull('holder').orWhere('held_until', '<', now);
        })
        .update({ holder, held_until: until });
      return changed > 0;
    },
    async release(name, holder) {
      await destinations().where({ name, holder }).update({ holder: null, held_until: 0 });
    },
    async cursors(name) {
      const rows = await places().where({ destination: name }).select('tenant', 'seq');
      return new Map(rows.map(({ tenant, seq }) => [String(tenant), Number(seq)]));
    },
    async advance(name, tenant, seq) {
      const insert = places().insert({ destination: name, tenant, seq });
      await insert
        .onConflict(['destination', 'tenant'])
        .merge({ seq })
        .where('forward_cursors.seq', '<', seq);
    },
  };
}
