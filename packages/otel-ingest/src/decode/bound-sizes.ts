// What a request may become: its rows repeat the resource of every record, and no row may be too large to be stored in one go.
import { IngestError } from '../errors.ts';
import type { DecodedLogs } from './decoded.ts';
import type { DecodedMetrics } from './decoded-metrics.ts';
import type { Attribute, LogRecord, Resource, Scope } from './model.ts';
import { sizeOfAttribute, textSize } from './text-size.ts';

/** UTF-16 units of the resources and scopes of all records, counted once a record: that is how often they are stored. */
const MOST_REPEATED = 64 * 1024 * 1024;

/** UTF-16 units of the attributes of one record: a row is written at a stretch, and each of its indexes reads all of it. */
export const MOST_OF_RECORD = 4 * 1024 * 1024;

/** Throws `too_complex`. Attributes that are too much for one row are left out and counted. */
export function boundLogs(decoded: DecodedLogs, bytes: number): DecodedLogs {
  const groups = decoded.resourceLogs.map(({ resource, scopes }) => ({
    resource,
    scopes: scopes.map(({ scope, records }) => ({ scope, count: records.length })),
  }));
  assertRepeated(groups);
  return bytes <= MOST_OF_RECORD ? decoded : withSmallRecords(decoded);
}

/** Throws `too_complex`. */
export function boundMetrics(decoded: DecodedMetrics): DecodedMetrics {
  const groups = decoded.resourceMetrics.map(({ resource, scopes }) => ({
    resource,
    scopes: scopes.map(({ scope, metrics }) => ({
      scope,
      count: metrics.reduce((sum, { data }) => sum + (data?.points.length ?? 0), 0),
    })),
  }));
  assertRepeated(groups);
  return decoded;
}

interface Group {
  readonly resource: Resource;
  readonly scopes: readonly { readonly scope: Scope; readonly count: number }[];
}

function assertRepeated(groups: readonly Group[]): void {
  let repeated = 0;
  for (const { resource, scopes } of groups) {
    const shared = textSize(resource.attributes);
    for (const { scope, count } of scopes) repeated += count * (shared + textSize(scope.attributes));
  }
  if (repeated > MOST_REPEATED)
    throw new IngestError(
      'too_complex',
      `the resources of the records come to more than ${MOST_REPEATED} characters: send smaller batches`,
    );
}

function withSmallRecords(decoded: DecodedLogs): DecodedLogs {
  let left = 0;
  const small = (record: LogRecord): LogRecord => {
    const attributes = firstOf(record.attributes);
    const surplus = record.attributes.length - attributes.length;
    if (surplus === 0) return record;
    left += surplus;
    return { ...record, attributes, droppedAttributesCount: record.droppedAttributesCount + surplus };
  };
  const resourceLogs = decoded.resourceLogs.map((group) => ({
    ...group,
    scopes: group.scopes.map((scope) => ({ ...scope, records: scope.records.map(small) })),
  }));
  return { ...decoded, resourceLogs, largeAttributes: left };
}

function firstOf(attributes: readonly Attribute[]): readonly Attribute[] {
  let size = 0;
  return attributes.filter((attribute) => (size += sizeOfAttribute(attribute)) <= MOST_OF_RECORD);
}
