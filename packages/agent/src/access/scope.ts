// What a token may do.
import { isDatasetName } from './dataset.ts';

/**
 * `read` shows all rows of the tenant, `read:own` those that name the token's user. `ingest:<dataset>` lets a token
 * send to one dataset of its tenant, `ingest:*` to every one, also later ones.
 */
export type Scope = 'read' | 'read:own' | 'admin' | `ingest:${string}`;

const INGEST = 'ingest:';
const EVERY_DATASET = '*';

export function isScope(text: string): text is Scope {
  if (text === 'read' || text === 'read:own' || text === 'admin') return true;
  const dataset = text.startsWith(INGEST) ? text.slice(INGEST.length) : undefined;
  return dataset !== undefined && (dataset === EVERY_DATASET || isDatasetName(dataset));
}

/** Whether the scopes held allow the one needed: `admin` includes `read`, which includes `read:own`. None includes sending. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  const wider = WIDER.get(needed) ?? [];
  return [needed, ...wider].some((scope) => held.includes(scope));
}

const WIDER: ReadonlyMap<Scope, readonly Scope[]> = new Map<Scope, readonly Scope[]>([
  ['read', ['admin']],
  ['read:own', ['read', 'admin']],
]);

/** Names of the datasets the scopes let a token send to; empty: none. */
export function ingestDatasets(held: readonly Scope[]): 'all' | readonly string[] {
  const names = held.filter((scope) => scope.startsWith(INGEST)).map((scope) => scope.slice(INGEST.length));
  return names.includes(EVERY_DATASET) ? 'all' : names;
}
