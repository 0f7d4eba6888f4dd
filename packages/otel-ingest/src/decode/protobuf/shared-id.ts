// Ids that come again: the records of a trace, and of a span, mostly come one after the other.
import { idFromBytes } from '../ids.ts';
import { isSame } from './shared-text.ts';

/** Reads the id between two places, '' where it has another length or is invalid; remembers the last one. */
export type SharedId = (start: number, end: number) => string;

/** Lives for one decode. */
export function createSharedId(bytes: Buffer, size: number): SharedId {
  let known = -1;
  let id = '';
  return (start, end) => {
    if (end - start !== size) return '';
    if (known >= 0 && isSame(bytes, known, start, size)) return id;
    known = start;
    id = idFromBytes(bytes, start, end);
    return id;
  };
}
