// An export as a stream of bytes, in each format. Nothing is sent before the first piece could be read.
import {
  exportBundle,
  streamDecisions,
  tenantOf,
  type Clock,
  type Database,
  type DecisionRecord,
  type ReadScope,
  type SignerMemory,
  type SignerSource,
} from '@governance-agent/audit-core';
import { Readable } from 'node:stream';
import { TokenError } from '../access/token-desk.ts';
import { readsFrom, type ReportReader } from '../replica/report-reader.ts';
import { csvHeader, csvLines } from './csv.ts';
import { bundleSelection, type ExportFormat, type ExportRequest } from './export-request.ts';

export interface ExportDeps {
  readonly database: Database;
  /** Where rows are read; by default `database`. A bundle is evidence: it always comes from there. */
  readonly reports?: ReportReader;
  readonly clock: Clock;
  /** Makes a bundle's checkpoint at the export; without one the newest stored checkpoint bounds it. */
  readonly signer?: SignerSource;
  readonly memory?: SignerMemory;
  readonly onRows?: (written: number) => void;
}

export const EXPORT_TYPES: Readonly<
  Record<ExportFormat, { readonly type: string; readonly extension: string }>
> = {
  bundle: { type: 'application/zip', extension: 'zip' },
  jsonl: { type: 'application/x-ndjson', extension: 'jsonl' },
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
};

/** @throws TokenError for a bundle within a lesser reach than a tenant; AuditError as `exportBundle`; the stream may fail with one later, and is cut off then. */
export async function exportStream(
  deps: ExportDeps,
  reach: ReadScope,
  request: ExportRequest,
): Promise<Readable> {
  if (request.format === 'bundle') {
    // It vouches for a whole chain, and carries statements about it that name nobody.
    if (typeof reach !== 'string') throw new TokenError('scope_missing', 'A bundle needs the scope read');
    const { withholdBodies, since } = request;
    return exportBundle({
      ...deps,
      tenant: reach,
      selection: bundleSelection(request),
      withholdBodies,
      since,
    });
  }
  const query = { ...request.filters, ...request.range, columns: columnsOf(request) };
  const { reports = readsFrom(deps.database) } = deps;
  const { first, pages } = await reports.read(tenantOf(reach), async (database) => {
    const pages = streamDecisions(database, reach, query);
    return { first: await pages.next(), pages };
  });
  const isCsv = request.format === 'csv';
  return Readable.from(
    texts(first, pages, isCsv ? csvLines : jsonLines, isCsv ? csvHeader() : '', deps.onRows),
  );
}

function columnsOf({ session, filters }: ExportRequest) {
  const { columns = {} } = filters;
  return session === undefined ? columns : { ...columns, session_id: session };
}

function jsonLines(decisions: readonly DecisionRecord[]): string {
  return decisions.map((decision) => `${JSON.stringify(decision)}\n`).join('');
}

type Pages = AsyncGenerator<readonly DecisionRecord[]>;

async function* texts(
  first: IteratorResult<readonly DecisionRecord[], void>,
  pages: Pages,
  format: (page: readonly DecisionRecord[]) => string,
  header: string,
  onRows?: (written: number) => void,
): AsyncGenerator<Buffer> {
  let written = 0;
  if (header !== '') yield Buffer.from(header);
  for (let page = first; page.done !== true; page = await pages.next()) {
    const text = format(page.value);
    if (text !== '') yield Buffer.from(text);
    written += page.value.length;
    onRows?.(written);
  }
}
