// Holds a chain against heads that were kept outside its database: what no cut, rollback or second history survives.
import type { RollbackAct } from './administration.ts';
import { breakAt, mergeBreaks, type Break } from './breaks.ts';
import type { ComparedMark } from './compare-roots.ts';
import type { Layer } from './verdict.ts';

/** A head that the verifier itself remembers. */
export interface RememberedHead {
  /** the chain it is of; without one, that of the tenant */
  readonly origin?: string;
  readonly tenant?: string;
  readonly size: number;
  /** base64 row hash of row `size` */
  readonly hash?: string;
  /** base64 Merkle root of `size` rows */
  readonly root?: string;
  /** as `chain_heads.frontier`, of `size` rows: spares an incremental verification the rows before */
  readonly frontier?: string;
}

/** One head of either kind, ready to be compared. */
export interface OutsideHead {
  readonly layer: Exclude<Layer, 'internal'>;
  readonly size: number;
  readonly hash: string | null;
  readonly root: string | null;
}

export interface OutsideFacts {
  /** rows of the chain */
  readonly rows: number;
  /** The chain at a size; undefined where neither row nor root is known. */
  readonly at: (size: number) => ComparedMark | undefined;
  readonly rollbacks: readonly RollbackAct[];
}

export interface OutsideFindings {
  readonly breaks: readonly Break[];
  readonly layer: Layer;
  /** size of the largest head that the chain agrees with; 0 without one */
  readonly covered: number;
}

export function compareOutside(heads: readonly OutsideHead[], facts: OutsideFacts): OutsideFindings {
  const compared = heads.map((head) => ({ head, ...compareHead(head, facts) }));
  const agreed = compared.filter(({ agrees }) => agrees).map(({ head }) => head);
  const anchored = agreed.some(({ layer }) => layer === 'anchored');
  return {
    breaks: mergeBreaks([
      ...compared.flatMap(({ found }) => (found === null ? [] : [found])),
      ...splitViews(heads),
    ]),
    layer: anchored ? 'anchored' : agreed.length > 0 ? 'remembered' : 'internal',
    covered: agreed.reduce((largest, { size }) => Math.max(largest, size), 0),
  };
}

interface Compared {
  readonly found: Break | null;
  readonly agrees: boolean;
}

function compareHead(head: OutsideHead, { rows, at, rollbacks }: OutsideFacts): Compared {
  const known = `that is ${head.layer}`;
  const accepted = acceptedAt(head.size, rollbacks);
  if (head.size > rows) {
    const detail = `the chain is shorter than a head ${known}${accepted}`;
    return { found: { seq: rows + 1, through: head.size, kind: 'seq', detail }, agrees: false };
  }
  const mark = at(head.size);
  if (mark === undefined) return { found: null, agrees: false };
  const differs =
    (head.hash !== null && head.hash !== mark.rowHash) ||
    (head.root !== null && mark.root !== null && head.root !== mark.root);
  const detail = `the chain is not the one of a head ${known}${accepted}`;
  if (differs) return { found: breakAt(head.size, 'root', detail), agrees: false };
  return { found: null, agrees: head.hash !== null || mark.root !== null };
}

/** The operator's own statement explains a rollback; it does not undo it. */
function acceptedAt(size: number, rollbacks: readonly RollbackAct[]): string {
  const act = rollbacks.find(({ record }) => record.found_size < size);
  return act === undefined ? '' : `; row ${act.seq} says that an operator accepted a rollback`;
}

/** Two trees of one size, both signed: the signer showed different histories to different people. */
function splitViews(heads: readonly OutsideHead[]): Break[] {
  const roots = new Map<number, string>();
  return heads.flatMap(({ layer, size, root }) => {
    if (layer !== 'anchored' || root === null) return [];
    const first = roots.get(size) ?? root;
    roots.set(size, first);
    return first === root ? [] : [breakAt(size, 'root', 'two trees of one size were signed')];
  });
}
