// What can only be judged after the walk, because an honest chain may have grown meanwhile: strays, content erased while
// the rows were read, checkpoints beyond the rows walked.
import type { Administration } from '../chain/administration.ts';
import { breakAt, undetachedBreaks, type Break } from '../chain/breaks.ts';
import { checkCheckpoint, UNPINNED_CHECKPOINT } from '../chain/check-checkpoint.ts';
import { CONTENT_GONE } from '../chain/check-row.ts';
import { erasedRows, unexplained } from '../chain/erased-rows.ts';
import { withoutRows } from '../administration/row-ranges.ts';
import { createKeySchedule } from '../chain/key-schedule.ts';
import { judgeKeys } from '../chain/key-trust.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import { readHead } from '../store/chain-reader.ts';
import { readCheckpoints } from '../store/checkpoint-reader.ts';
import { readActs, type ReadDeps } from './open-chain.ts';
import type { WalkedChain } from './walked-chain.ts';

export interface LateFindings {
  readonly breaks: readonly Break[];
  /** rows whose content is gone, explained by erasures that came since */
  readonly erased: number;
  /** whether rows were detached while they were walked */
  readonly detachedSince: boolean;
}

export async function lateFindings(
  deps: ReadDeps,
  strays: readonly Break[],
  { chain, merged }: WalkedChain,
): Promise<LateFindings> {
  const { tenant, head, newest } = chain;
  const beyond: StoredCheckpoint[] = [];
  for await (const checkpoint of readCheckpoints(deps.knex, tenant, newest, Infinity))
    beyond.push(checkpoint);
  // Rows that came since may say that rows were detached.
  const grew = ((await readHead(deps.knex, tenant))?.size ?? 0) > newest;
  const isLate = grew || beyond.length > 0 || merged.gone.length > 0 || merged.undetached.length > 0;
  const acts = isLate
    ? await readActs(deps, tenant, head?.origin ?? null, Number.MAX_SAFE_INTEGER)
    : chain.administration;
  const gone = unexplained(merged.gone, erasedRows(acts.erasures));
  const tail = await tailFindings(deps, chain.tenant, head?.origin ?? null, beyond, acts, newest);
  const undetached = withoutRows(merged.undetached, erasedRows(acts.detachments));
  return {
    breaks: [
      ...strays,
      ...tail,
      ...gone.map((seq) => breakAt(seq, 'content', CONTENT_GONE)),
      ...undetachedBreaks(undetached),
    ],
    erased: merged.gone.length - gone.length,
    detachedSince: merged.undetached.length > undetached.length || isOvertaken(acts, chain.newest),
  };
}

function isOvertaken({ detachments }: Administration, newest: number): boolean {
  return detachments.some(({ seq }) => seq > newest);
}

/** Checkpoints beyond the rows walked: of rows written since, or of rows that were cut off. */
async function tailFindings(
  deps: ReadDeps,
  tenant: string,
  origin: string | null,
  beyond: readonly StoredCheckpoint[],
  acts: Administration,
  newest: number,
): Promise<Break[]> {
  const checked = beyond.map((stored) => ({ stored, detail: checkBeyond(deps, origin, stored, acts) }));
  const covered = Math.max(
    0,
    ...checked.filter(({ detail }) => detail === null).map(({ stored }) => stored.size),
  );
  // Asked after the checkpoints were read: rows and checkpoint come in one transaction.
  const size = (await readHead(deps.knex, tenant))?.size ?? newest;
  const wrong = checked.flatMap(({ stored, detail }) =>
    detail === null ? [] : [breakAt(stored.size, 'root', detail)],
  );
  const detail = 'rows that a checkpoint covers are missing';
  return covered > size ? [...wrong, { seq: size + 1, through: covered, kind: 'seq', detail }] : wrong;
}

// The row that made its key the chain's may be among the rows cut off: any key that is trusted may have signed it.
function checkBeyond(
  { pinned, verifierOf }: ReadDeps,
  origin: string | null,
  stored: StoredCheckpoint,
  { schedule, signedThrough }: Administration,
): string | null {
  if (pinned.size === 0) return checkCheckpoint(stored, { origin, schedule: null }, verifierOf);
  const trust = judgeKeys(schedule, { pinned: new Set(pinned.keys()), signedThrough });
  const period = schedule.periods.find(
    ({ keyId }, index) => keyId === stored.key_id && trust[index] !== 'none',
  );
  const publicKey = pinned.get(stored.key_id) ?? period?.publicKey ?? null;
  const own = createKeySchedule({ keyId: stored.key_id, publicKey }, []);
  const detail = checkCheckpoint(stored, { origin, schedule: own }, verifierOf);
  return detail ?? (publicKey === null ? UNPINNED_CHECKPOINT : null);
}
