// Which cases a run has.
import { ConformanceError } from './errors.ts';
import type { CaseGroup } from './model.ts';
import { SIGNALS, type Signal } from './signal.ts';

export interface Selection {
  readonly signals: readonly Signal[];
  /** Ids, `*` standing for any characters; the prefix `OTLP-HTTP-` may be left out. Empty = all. */
  readonly only: readonly string[];
}

/** Groups without a chosen case are left out. Throws ConformanceError `usage` where nothing is left. */
export function selectCases(groups: readonly CaseGroup[], { signals, only }: Selection): CaseGroup[] {
  const patterns = only.map(idPattern);
  const chosen = groups.map(({ name, cases }) => ({
    name,
    cases: cases.filter(
      ({ id, signal }) =>
        (signal === undefined || signals.includes(signal)) &&
        (patterns.length === 0 || patterns.some((pattern) => pattern.test(id))),
    ),
  }));
  const some = chosen.filter(({ cases }) => cases.length > 0);
  if (some.length === 0) throw new ConformanceError('usage', 'no case is left: --list shows all of them');
  return some;
}

/** Throws ConformanceError `usage`. */
export function parseSignals(text: string): Signal[] {
  const wanted = text.split(',').map((name) => name.trim());
  const known = SIGNALS.filter((signal) => wanted.includes(signal));
  if (known.length === new Set(wanted).size) return known;
  throw new ConformanceError('usage', `--signals takes some of ${SIGNALS.join(',')}`);
}

function idPattern(text: string): RegExp {
  const glob = /^\d|^\*/.test(text) ? `OTLP-HTTP-${text}` : text;
  const escaped = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 'i');
}
