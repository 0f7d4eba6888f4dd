// Erases what of a page no hold keeps, by the holds as they are while the chain is locked.
import { AuditError } from '../errors.ts';
import type { ChainState } from '../seal.ts';
import { actOnChain, type Act, type ActQuery } from './act.ts';
import { assertFree, type EraseOptions } from './erase-options.ts';
import { holdsOf, openHolds, sameHolds, type HeldColumns, type LegalHold } from './holds.ts';
import { readHolds } from './legal-holds.ts';

export interface Sorted<R> {
  readonly free: readonly R[];
  readonly held: readonly R[];
  /** names */
  readonly holds: readonly string[];
}

/** What of a page is held, and by which holds. Pure. */
export function sortByHolds<R extends HeldColumns>(
  page: readonly R[],
  holds: readonly LegalHold[],
): Sorted<R> {
  const names = new Set<string>();
  const [free, held]: [R[], R[]] = [[], []];
  for (const row of page) {
    const over = holdsOf(holds, row);
    for (const { hold } of over) names.add(hold);
    (over.length === 0 ? free : held).push(row);
  }
  return { free, held, holds: [...names] };
}

export type PageAct<R> = (free: readonly R[]) => Pick<ActQuery, 'erase' | 'remove'> & {
  readonly decide: (state: ChainState) => Act;
};

/**
 * Looks at the holds again when they changed between reading them and locking the chain.
 * @throws AuditError `legal_hold` where `onHold` is `refuse`; else as `actOnChain`.
 */
export async function erasePage<R extends HeldColumns>(
  options: EraseOptions,
  page: readonly R[],
  actOf: PageAct<R>,
): Promise<Sorted<R>> {
  for (;;) {
    const holds = await readHolds(options.database, options.tenant);
    const sorted = sortByHolds(page, holds);
    if (options.onHold === 'refuse') assertFree(sorted.holds);
    if (sorted.free.length === 0 || (await commit(options, actOf(sorted.free), holds))) return sorted;
  }
}

/** @returns false, and nothing is stored, when the holds are no longer those that were seen. */
async function commit(
  options: EraseOptions,
  { decide, ...query }: ReturnType<PageAct<never>>,
  seen: readonly LegalHold[],
): Promise<boolean> {
  try {
    await actOnChain(options, {
      ...query,
      tenant: options.tenant,
      beginning: true,
      withHolds: true,
      decide: (state) => {
        // Throwing takes the deletion back.
        if (!sameHolds(openHolds(state.holds), seen)) throw new HoldsChanged();
        return decide(state);
      },
    });
    return true;
  } catch (error) {
    if (error instanceof AuditError && error.cause instanceof HoldsChanged) return false;
    throw error;
  }
}

/** Never leaves this file. */
class HoldsChanged extends Error {}
