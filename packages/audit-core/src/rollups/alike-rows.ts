// Rows that are alike in what hardly changes within a session: most of a batch falls into few groups of them.
import { actorOf } from './dimensions.ts';
import { addAmounts, noFigures, type Amounts, type Figures } from './figures.ts';
import { createHourReader } from './hour.ts';
import type { OpenPlace } from './open-place.ts';
import type { RolledRow } from './rollup-delta.ts';

/** One hour, session, actor, plane and dataset. */
export interface AlikeRows {
  /** one of them */
  readonly row: RolledRow;
  readonly hour: number;
  readonly actor: string | null;
  readonly figures: Figures;
  first: number;
  newest: number;
  /** Where they are besides, by the places of the dimensions that they differ in. */
  readonly places: Map<string | null, OpenPlace>[];
}

export interface AlikeGroups {
  add(row: RolledRow, amounts: Amounts): AlikeRows;
  readonly groups: readonly AlikeRows[];
}

type Key = string | number | null;

/** Once for every row that is appended or verified: a step a value, and no text is joined to make a key. */
interface Node {
  readonly next: Map<Key, Node>;
  /** taken last: a row is mostly like the one before */
  lastKey: Key;
  last: Node | null;
  group: AlikeRows | null;
}

export function createAlikeGroups(): AlikeGroups {
  const hourOf = createHourReader();
  const root = emptyNode();
  const groups: AlikeRows[] = [];
  return {
    groups,
    add: (row, amounts) => {
      const [hour, actor] = [hourOf(row.occurred_at), actorOf(row)];
      const who = step(step(step(root, hour), row.session_id), actor);
      const node = step(step(who, row.plane), row.dataset);
      if (node.group === null) {
        const bounds = { first: row.seq, newest: row.seq };
        node.group = { row, hour, actor, figures: noFigures(), ...bounds, places: [] };
        groups.push(node.group);
      }
      return withRow(node.group, row, amounts);
    },
  };
}

function withRow(group: AlikeRows, { seq }: RolledRow, amounts: Amounts): AlikeRows {
  addAmounts(group.figures, amounts);
  if (seq < group.first) group.first = seq;
  if (seq > group.newest) group.newest = seq;
  return group;
}

function emptyNode(): Node {
  return { next: new Map(), lastKey: null, last: null, group: null };
}

function step(node: Node, key: Key): Node {
  if (node.last !== null && node.lastKey === key) return node.last;
  let found = node.next.get(key);
  if (found === undefined) {
    found = emptyNode();
    node.next.set(key, found);
  }
  node.lastKey = key;
  node.last = found;
  return found;
}
