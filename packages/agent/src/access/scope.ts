// What a token may do.
import { isDatasetName } from './dataset.ts';

/** `ingest:<dataset>` lets a token send to one dataset of its tenant, `ingest:*` to every one, also later ones. */
export type Scope = 'read' | 'admin' | `ingest:${string}`;

const INGEST = 'ingest:';
const EVERY_DATASET = '*';

export function isScope(text: string): text is Scope {
  if (text === 'read' || text === 'admin') return true;
  const dataset = text.startsWith(INGEST) ? text.slice(INGEST.length) : undefined;
  return dataset !== undefined && (dataset === EVERY_DATASET || isDatasetName(dataset));
}

/** Whether the scopes held allow the one needed; `admin` includes `read`, and neither includes sending. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  return held.includes(needed) || (needed === 'read' && held.includes('admin'));
}

/** Names of the datasets the scopes let a token send to; empty: none. */
export function ingestDatasets(held: readonly Scope[]): 'all' | readonly string[] {
  const names = held.filter((scope) => scope.startsWith(INGEST)).map((scope) => scope.slice(INGEST.length));
  return names.includes(EVERY_DATASET) ? 'all' : names;
}
