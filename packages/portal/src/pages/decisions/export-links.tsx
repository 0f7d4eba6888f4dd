// Exports of exactly what is filtered, as files that the agent writes and the browser saves: nothing of them passes
// through this page.
import { feedQuery } from '../../api/feed-query.ts';
import type { operations } from '../../api/generated/openapi.ts';
import { queryText } from '../../api/query-text.ts';
import { useIdentity } from '../../api/session.tsx';
import { seesWholeTenant } from '../../state/access.ts';
import type { Filters } from '../../state/filters.ts';

type Format = operations['export']['parameters']['query']['format'];

const FORMATS: readonly (readonly [Format, name: string, explained: string])[] = [
  ['csv', 'CSV', 'For spreadsheets'],
  ['jsonl', 'JSONL', 'One row a line, for programs'],
];
const BUNDLE = ['bundle', 'bundle', 'For auditors: rows with their proofs, verified offline'] as const;

export function ExportLinks({ filters }: { readonly filters: Filters }) {
  const identity = useIdentity();
  const formats = seesWholeTenant(identity) ? [...FORMATS, BUNDLE] : FORMATS;
  return formats.map(([format, name, explained]) => (
    <a
      key={format}
      className="button"
      href={`/api/v1/audit/export?${queryText({ format, ...feedQuery(filters) })}`}
      download
      title={explained}
    >
      Export {name}
    </a>
  ));
}
