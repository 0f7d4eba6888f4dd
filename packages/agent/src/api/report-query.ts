// From named parameters to a typed query, for the API and the CLI alike. What is not understood is a problem:
// a filter that is silently dropped shows more than was asked for.
import { DECISIONS, FILTER_COLUMNS, MAX_PAGE, type DecisionFilters } from '@governance-agent/audit-core';
import { parseTime } from './time.ts';

export interface ReportQuery extends DecisionFilters {
  readonly limit?: number;
  readonly cursor?: string;
}

/** A parameter that only some reports know; returns the problem with a value, or undefined. */
type ParameterCheck = (value: string) => string | undefined;
export type ExtraParameters = Readonly<Record<string, ParameterCheck>>;

export type ParsedQuery =
  | { readonly query: ReportQuery; readonly extras: Readonly<Record<string, string>> }
  | { readonly problems: readonly string[] };

/** @param pairs parameters as given, repetitions included. */
export function parseReportQuery(
  pairs: Iterable<readonly [string, string]>,
  extras: ExtraParameters = {},
): ParsedQuery {
  const given = [...pairs];
  const checks: ExtraParameters = { ...CHECKS, ...extras };
  const problems = [
    ...given.flatMap(([name, value]) => problemsWith(name, value, checks)),
    ...repetitions(given),
  ];
  const values = Object.fromEntries(given);
  if (problems.length === 0) problems.push(...backwards(values));
  if (problems.length > 0) return { problems };
  return { query: queryOf(values), extras: pick(values, Object.keys(extras)) };
}

const ATTRIBUTE = 'attr.';
const notEmpty: ParameterCheck = (value) => (value === '' ? 'must not be empty' : textProblem(value));
// PostgreSQL has no text with this character: it would refuse the whole query.
const textProblem: ParameterCheck = (value) => (value.includes('\0') ? 'must not contain U+0000' : undefined);
const oneOf =
  (values: readonly string[]): ParameterCheck =>
  (value) =>
    values.includes(value) ? undefined : `must be one of ${values.join(', ')}`;
const time: ParameterCheck = (value) =>
  parseTime(value) === undefined ? 'must be a date, or a date and time with Z or an offset' : undefined;

/** For reports that take a closed list of words. */
export const oneOfWords = oneOf;
export const anyWord = notEmpty;
/** A seq, or the size of a tree. */
export const rowNumber: ParameterCheck = (value) =>
  /^[1-9]\d{0,14}$/.test(value) ? undefined : 'must be a whole number from 1';

/** A seq, or 0 for before the first. */
export const seqOrZero: ParameterCheck = (value) =>
  /^\d{1,15}$/.test(value) ? undefined : 'must be a whole number from 0';

const CHECKS: ExtraParameters = {
  ...Object.fromEntries(FILTER_COLUMNS.map((column) => [column, notEmpty])),
  decision: oneOf(DECISIONS),
  since: time,
  until: time,
  cursor: notEmpty,
  limit: (value) =>
    /^[1-9]\d{0,3}$/.test(value) && Number(value) <= MAX_PAGE
      ? undefined
      : `must be a whole number from 1 to ${MAX_PAGE}`,
};

function problemsWith(name: string, value: string, checks: ExtraParameters): string[] {
  if (name.startsWith(ATTRIBUTE) && name.length > ATTRIBUTE.length) {
    const wrong = textProblem(name + value);
    return wrong === undefined ? [] : [`attr.<key> ${wrong}`];
  }
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
  // The name is the caller's text: shown shortened, and quoted.
  if (check === undefined) return [`unknown parameter ${JSON.stringify(name.slice(0, 40))}`];
  const problem = check(value);
  return problem === undefined ? [] : [`${name} ${problem}`];
}

function repetitions(given: readonly (readonly [string, string])[]): string[] {
  const names = given.map(([name]) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => `${JSON.stringify(name.slice(0, 40))} is given more than once`);
}

function backwards({ since, until }: Readonly<Record<string, string>>): string[] {
  if (since === undefined || until === undefined) return [];
  return (parseTime(since) ?? 0) < (parseTime(until) ?? 0) ? [] : ['since must be before until'];
}

function queryOf(values: Readonly<Record<string, string>>): ReportQuery {
  const { since, until, limit, cursor } = values;
  const attributes = Object.entries(values)
    .filter(([name]) => name.startsWith(ATTRIBUTE))
    .map(([name, value]) => [name.slice(ATTRIBUTE.length), value] as const);
  const start = since === undefined ? undefined : parseTime(since);
  const end = until === undefined ? undefined : parseTime(until);
  return {
    columns: pick(values, FILTER_COLUMNS),
    attributes: Object.fromEntries(attributes),
    ...(start === undefined ? {} : { since: start }),
    ...(end === undefined ? {} : { until: end }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function pick(
  values: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
