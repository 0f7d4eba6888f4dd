// The feed: decisions of one tenant, newest first, and one decision with its evidence.
import type { Knex } from 'knex';
import { canonicalBody } from '../body.ts';
import { envelopeText, sessionLine } from '../envelope.ts';
import { ROW_COLUMNS } from '../row.ts';
import { readHead } from '../store/chain-reader.ts';
import type { Database } from '../store/database.ts';
import { guarded } from './guarded.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import { decisionRecord, type DecisionRecord, type RowWithContent } from './decision.ts';
import { narrowByTime } from './feed-window.ts';
import { applyFilters, type DecisionFilters } from './filters.ts';
import { whereInScope, type ReadScope } from './read-scope.ts';

export const MAX_PAGE = 1000;

export interface DecisionQuery extends DecisionFilters {
  /** 1-1000, default 100 */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface DecisionPage {
  readonly decisions: readonly DecisionRecord[];
  /** null on the last page */
  readonly next_cursor: string | null;
}

/** A decision and everything needed to check its seal without this software. */
export interface DecisionEvidence extends DecisionRecord {
  readonly evidence: {
    readonly origin: string;
    /** the signed bytes, as text */
    readonly envelope: string;
    /** canonical JSON of the body, whose SHA-256 is in the envelope */
    readonly body: string;
    /** base64; null where no content is stored */
    readonly content_salt: string | null;
    /** base64 raw Ed25519 key as the store knows it; trust your own copy */
    readonly public_key: string | null;
  };
}

/** @throws AuditError `invalid_cursor`, `store_unavailable`. */
export function readDecisions(
  database: Database,
  scope: ReadScope,
  query: DecisionQuery = {},
): Promise<DecisionPage> {
  return guarded(async () => {
    const { knex } = database;
    const limit = Math.min(Math.max(1, query.limit ?? 100), MAX_PAGE);
    const select = applyFilters(rowsWithContent(knex), knex, scope, query, true)
      .orderBy('audit_logs.seq', 'desc')
      .limit(limit + 1);
    if (query.cursor !== undefined) void select.where('audit_logs.seq', '<', decodeCursor(query.cursor));
    await narrowByTime(select, knex, scope, query);
    const rows = (await select) as RowWithContent[];
    const { page, next_cursor } = pageOf(rows, limit, ({ seq }) => seq);
    return { decisions: page.map(decisionRecord), next_cursor };
  });
}

/** One decision, or null when there is none of that id in scope. @throws AuditError `store_unavailable`. */
export function readDecision(
  database: Database,
  scope: ReadScope,
  id: string,
): Promise<DecisionEvidence | null> {
  return guarded(async () => {
    const { knex } = database;
    const rows = (await whereInScope(rowsWithContent(knex), scope, 'audit_logs')
      .select('audit_content.salt as content_salt')
      .where('audit_logs.id', id)) as (RowWithContent & {
      content_salt: string | null;
    })[];
    const row = rows[0];
    return row === undefined
      ? null
      : { ...decisionRecord(without(row)), evidence: await evidenceOf(knex, row) };
  });
}

async function evidenceOf(
  knex: Knex,
  row: RowWithContent & { content_salt: string | null },
): Promise<DecisionEvidence['evidence']> {
  const origin = (await readHead(knex, row.tenant))?.origin ?? '';
  const [publicKey] = await knex('signing_keys').where({ key_id: row.key_id }).pluck<string[]>('public_key');
  return {
    origin,
    envelope: envelopeText(origin, sessionLine(row.session_id), row),
    body: canonicalBody(row),
    content_salt: row.content_salt,
    public_key: publicKey ?? null,
  };
}

function without({
  content_salt: _salt,
  ...row
}: RowWithContent & { content_salt: string | null }): RowWithContent {
  return row;
}

export function rowsWithContent(knex: Knex): Knex.QueryBuilder {
  return knex('audit_logs')
    .leftJoin('audit_content', (join) =>
      join.on('audit_content.tenant', 'audit_logs.tenant').andOn('audit_content.seq', 'audit_logs.seq'),
    )
    .select([
      ...ROW_COLUMNS.map((column) => `audit_logs.${column}`),
      'audit_content.content as content_text',
    ]);
}
