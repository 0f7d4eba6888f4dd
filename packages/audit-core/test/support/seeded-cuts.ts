// Attacks that shorten a chain or give it a second history; some leave it whole in itself.
import { rebuildRollups } from '../../src/index.ts';
import { cutBehind } from './checkpoint-attacks.ts';
import { deleteCheckpoints, reseal } from './forgery.ts';
import { HISTORY } from './history.ts';
import { victim, type SeededAttack } from './seeded-attacks.ts';

const { size, erasure } = HISTORY;

export const seededCuts: readonly SeededAttack[] = [
  {
    name: 'cut the tail and set the head back',
    run: async (knex, pick) => {
      const newest = pick.row(erasure, size - 1);
      await cutBehind(knex, newest);
      return { seq: newest + 1, kind: 'seq' };
    },
  },
  {
    name: 'cut the tail, the head and the checkpoints',
    run: async (knex, pick) => {
      const newest = pick.row(erasure, size - 1);
      await cutBehind(knex, newest);
      await deleteCheckpoints(knex, newest + 1);
      return { seq: newest + 1, kind: 'seq' };
    },
    needsOutside: true,
  },
  {
    name: 'set the chain back and let it grow again',
    run: async (knex, pick, { newKey }) => {
      const seq = victim(pick, erasure + 1, size);
      await reseal(knex, seq, { model: 'cheaper' }, () => newKey);
      await deleteCheckpoints(knex, seq);
      await rebuildRollups({ knex }, 'acme');
      return { seq: size, kind: 'root' };
    },
    needsOutside: true,
  },
];
