// What an export is asked for, out of named parameters: the same rules for the API and the command line.
import type { BundleSelection, DecisionFilters } from '@governance-agent/audit-core';
import { oneOfWords, anyWord, type ExtraParameters } from '../api/report-query.ts';

export const EXPORT_FORMATS = ['bundle', 'jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportRequest {
  readonly format: ExportFormat;
  readonly filters: DecisionFilters;
  readonly session?: string;
  readonly range?: { readonly from: number; readonly through: number };
  readonly withholdBodies: boolean;
  /** Sizes of checkpoints that the reader holds. */
  readonly since: readonly number[];
}

const number = (value: string): string | undefined =>
  /^[1-9]\d{0,15}$/.test(value) && Number.isSafeInteger(Number(value))
    ? undefined
    : 'must be a row number from 1';
const sizes = (value: string): string | undefined =>
  value.split(',').every((size) => number(size) === undefined) ? undefined : 'must be sizes of checkpoints';

/** Parameters beside the feed's own. */
export const EXPORT_PARAMETERS: ExtraParameters = {
  format: oneOfWords(EXPORT_FORMATS),
  session: anyWord,
  from: number,
  through: number,
  withhold_bodies: oneOfWords(['true', 'false']),
  since_size: sizes,
};

type Parsed = { readonly request: ExportRequest } | { readonly problem: string };

/** @param extras values of EXPORT_PARAMETERS, each checked already. */
export function exportRequest(filters: DecisionFilters, extras: Readonly<Record<string, string>>): Parsed {
  const { session, from, through, since_size: sinceSize } = extras;
  const format = EXPORT_FORMATS.find((name) => name === extras['format']);
  const problem = format === undefined ? 'format is missing' : conflictOf(format, filters, extras);
  if (format === undefined || problem !== undefined) return { problem: problem ?? '' };
  return {
    request: {
      format,
      filters,
      withholdBodies: extras['withhold_bodies'] === 'true',
      since: sinceSize === undefined ? [] : sinceSize.split(',').map(Number),
      ...(session === undefined ? {} : { session }),
      ...(from === undefined || through === undefined
        ? {}
        : { range: { from: Number(from), through: Number(through) } }),
    },
  };
}

/** What was asked for, by name: values may name people. */
export function filterNames({ filters, session, range }: ExportRequest): string[] {
  const { columns = {}, attributes = {}, since, until } = filters;
  return [
    ...Object.keys(columns),
    ...(Object.keys(attributes).length > 0 ? ['attr'] : []),
    ...(since === undefined ? [] : ['since']),
    ...(until === undefined ? [] : ['until']),
    ...(session === undefined ? [] : ['session']),
    ...(range === undefined ? [] : ['range']),
  ];
}

function conflictOf(
  format: ExportFormat,
  filters: DecisionFilters,
  { session, from, through, withhold_bodies, since_size }: Readonly<Record<string, string>>,
): string | undefined {
  if ((from === undefined) !== (through === undefined)) return 'from and through go together';
  if (from !== undefined && Number(from) > Number(through)) return 'from must not be above through';
  if (session !== undefined && from !== undefined) return 'session and from do not go together';
  const isBundle = format === 'bundle';
  if (!isBundle && (withhold_bodies === 'true' || since_size !== undefined))
    return 'withhold_bodies and since_size are for bundles';
  // A session or a range in a bundle says that nothing is missing from it.
  if (isBundle && (session ?? from) !== undefined && isFiltering(filters))
    return 'a bundle of a session or a range takes no filters';
  return undefined;
}

function isFiltering({ columns = {}, attributes = {}, since, until }: DecisionFilters): boolean {
  return since !== undefined || until !== undefined || Object.keys({ ...columns, ...attributes }).length > 0;
}

export function bundleSelection({ session, range, filters }: ExportRequest): BundleSelection {
  if (session !== undefined) return { kind: 'session', sessionId: session };
  return range === undefined ? { kind: 'filter', filters } : { kind: 'range', ...range };
}
