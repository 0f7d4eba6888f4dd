// The query string of a request as a typed query, or a 400 that names everything wrong with it.
import type { Request } from 'express';
import { badRequest, NOT_FOUND, ProblemError } from '../http/problem.ts';
import { parseReportQuery, type ExtraParameters, type ReportQuery } from './report-query.ts';

export interface RequestQuery {
  readonly query: ReportQuery;
  readonly extras: Readonly<Record<string, string>>;
}

/** `only`: the names a route knows besides its extras; by default all filters, `limit` and `cursor`. */
export function requestQuery(
  request: Request,
  extras: ExtraParameters = {},
  only?: readonly string[],
): RequestQuery {
  // express's own parser builds objects and arrays out of brackets; this one keeps names as they were sent.
  const { searchParams } = new URL(request.originalUrl, 'http://agent.invalid');
  const parsed = parseReportQuery(searchParams, extras);
  const foreign = [...searchParams.keys()].find((name) => only !== undefined && !only.includes(name));
  if (foreign !== undefined && 'query' in parsed) throw badRequest(`${foreign} does not apply here`);
  if ('problems' in parsed) throw badRequest(parsed.problems.join('; '));
  return parsed;
}

/** A name out of a path. Throws ProblemError 404 for what no database stores as text. */
export function storedName(parameter: unknown): string {
  const name = String(parameter);
  if (name.includes('\0')) throw new ProblemError(NOT_FOUND);
  return name;
}
