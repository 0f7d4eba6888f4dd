// What usage is rolled up by: the value of a row in each dimension.
import { createAttributesReader } from './attribute-value.ts';
import type { SealedRow } from '../row.ts';

export type DimensionedRow = Pick<
  SealedRow,
  | 'attributes'
  | 'resource'
  | 'session_id'
  | 'plane'
  | 'dataset'
  | 'event'
  | 'model'
  | 'tool_name'
  | 'user_email'
  | 'user_account_uuid'
  | 'user_id'
>;

export interface Dimension {
  readonly name: string;
  /** null: the row names none. undefined: the row is not of this dimension. */
  readonly valueOf: (row: DimensionedRow) => string | null | undefined;
  /**
   * Rows alone are counted, those of the plane `agent` as well: where in the chain the rows of an hour stand. The value
   * is an implied one.
   */
  readonly everyRow?: true;
  /** Rows of one session, actor, plane and dataset have one value. */
  readonly isImplied?: true;
  /** The value is the user: nobody else is there. */
  readonly isUser?: true;
}

/** Who acted, by the best identity the client claimed: `ACTOR` in SQL. */
export function actorOf(row: DimensionedRow): string | null {
  return row.user_email ?? row.user_account_uuid ?? row.user_id;
}

export const ALL = 'all';
export const NONE = 'none';
export const USER = 'user';

const NAMED: readonly Dimension[] = [
  { name: ALL, valueOf: () => null, everyRow: true, isImplied: true },
  { name: NONE, valueOf: () => null, isImplied: true },
  { name: USER, valueOf: actorOf, isImplied: true, isUser: true },
  { name: 'model', valueOf: ({ model }) => model },
  { name: 'tool', valueOf: ({ tool_name }) => tool_name },
  { name: 'plane', valueOf: ({ plane }) => plane, isImplied: true },
  { name: 'dataset', valueOf: ({ dataset }) => dataset, isImplied: true },
  { name: 'event', valueOf: ({ event }) => event },
  // Sessions have summaries of their own. What is left is what belongs to none.
  { name: 'session', valueOf: ({ session_id }) => (session_id === null ? null : undefined), isImplied: true },
];

/** @param attributes keys that usage is rolled up by beside the named dimensions. */
export function dimensionsWith(attributes: readonly string[]): readonly Dimension[] {
  const read = createAttributesReader(attributes);
  return [
    ...NAMED,
    ...attributes.map((key, index) => ({
      name: attributeDimension(key),
      valueOf: (row: DimensionedRow) => read(row)[index] ?? null,
    })),
  ];
}

export function attributeDimension(key: string): string {
  return `attr.${key}`;
}

/** A value as it stands in a key, where null cannot: SQL counts no two nulls as the same. */
export function keyValue(value: string | null): string {
  return value === null ? '' : `=${value}`;
}
