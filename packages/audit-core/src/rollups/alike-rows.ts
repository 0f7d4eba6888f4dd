// Rows that are alike in everything that is grouped by: most of a batch falls into few groups of them.
import { actorOf, type Dimension } from './dimensions.ts';
import { addRow, noFigures, type Figures } from './figures.ts';
import { createHourReader } from './hour.ts';
import type { RolledRow } from './rollup-delta.ts';

export interface AlikeRows {
  /** one of them */
  readonly row: RolledRow;
  readonly hour: number;
  readonly actor: string | null;
  readonly figures: Figures;
  first: number;
  newest: number;
}

export interface AlikeGroups {
  add(row: RolledRow): AlikeRows;
  readonly groups: readonly AlikeRows[];
}

type Key = string | number | null | undefined;

/** Once for every row that is appended or verified: a step a value, and no text is joined to make a key. */
interface Node {
  readonly next: Map<Key, Node>;
  /** taken last: a row is mostly like the one before */
  lastKey: Key;
  last: Node | null;
  group: AlikeRows | null;
}

export function createAlikeGroups(dimensions: readonly Dimension[]): AlikeGroups {
  const distinguishing = dimensions.filter(({ isImplied }) => isImplied !== true);
  const hourOf = createHourReader();
  const root = emptyNode();
  const groups: AlikeRows[] = [];
  return {
    groups,
    add: (row) => {
      const [hour, actor] = [hourOf(row.occurred_at), actorOf(row)];
      let node = step(step(step(root, hour), row.session_id), actor);
      for (const { valueOf } of distinguishing) node = step(node, valueOf(row));
      if (node.group === null) {
        node.group = { row, hour, actor, figures: noFigures(), first: row.seq, newest: row.seq };
        groups.push(node.group);
      }
      return withRow(node.group, row);
    },
  };
}

function withRow(group: AlikeRows, row: RolledRow): AlikeRows {
  addRow(group.figures, row);
  if (row.seq < group.first) group.first = row.seq;
  if (row.seq > group.newest) group.newest = row.seq;
  return group;
}

function emptyNode(): Node {
  return { next: new Map(), lastKey: undefined, last: null, group: null };
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
