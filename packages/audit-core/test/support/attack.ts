// One attack: what it is called, the raw SQL, and where the finding must point.
import type { Knex } from 'knex';
import type { Break } from '../../src/index.ts';

export interface Attack {
  readonly name: string;
  readonly run: (knex: Knex) => Promise<unknown>;
  readonly seq: number;
  readonly kind: Break['kind'];
}
