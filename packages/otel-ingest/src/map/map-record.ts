// One decoded log record -> one audit event. Pure; never throws, whatever the record holds.
import type { AuditEvent } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import type { LogRecord } from '../decode/model.ts';
import { hasKeyIn, recordFields, takeFirstOwn, type RecordFields } from './attributes.ts';
import { columnText } from './column-text.ts';
import { sourceContentState } from './content-state.ts';
import { isSameName, takeEventName, type EventName } from './event-name.ts';
import { mappingOf } from './events/table.ts';
import { takeIdentity } from './identity.ts';
import { keptFields } from './kept-fields.ts';
import { readInteger } from './numbers.ts';
import { planeOf, type Plane } from './plane.ts';
import { recordFacts } from './record-facts.ts';
import type { IdentifyRecord } from './record-identity.ts';
import type { ResourceFacts, ScopeFacts } from './shared-facts.ts';
import { surfaceOf } from './surface.ts';
import { takeEventTime } from './time.ts';
import { takeToolUseId } from './tool-name.ts';

export interface RecordContext {
  readonly resource: ResourceFacts;
  readonly scope: ScopeFacts;
  readonly receivedAtMs: number;
  readonly identify: IdentifyRecord;
}

export const MODEL = ['model', 'gen_ai.response.model', 'gen_ai.request.model', 'model_name'];
const DURATION = ['duration_ms', 'total_duration_ms'];

export function mapRecord(context: RecordContext, record: LogRecord): AuditEvent {
  const { resource, scope } = context;
  const fields = recordFields(record.attributes, resource.values);
  const attribute = (key: string): JsonValue | undefined =>
    fields.values.get(key) ?? resource.values.get(key);
  const surface = surfaceOf(attribute);
  const name = takeEventName(fields, record);
  const plane = recordPlane(context, record, fields, name);
  const time = takeEventTime(fields, record, context.receivedAtMs);
  const mapping = mappingOf(name.bare);
  const sizes = mapping.sizeKeys.map((key) => fields.values.get(key));
  const columns = { ...takeIdentity(fields), ...mapping.takeColumns(fields), ...takeShared(fields) };
  const kept = keptFields(
    fields,
    recordFacts(scope.attributes, record, name),
    contentBody(record.body, name),
  );
  return {
    ...columns,
    plane,
    surface,
    event: name.bare,
    content: kept.content,
    contentState: sourceContentState({ hasContent: kept.content !== null, hasMarker: kept.hasMarker, sizes }),
    attributes: kept.attributes,
    resource: resource.resource,
    occurredAt: time.occurredAt.toString(),
    idempotencyKey: context.identify(scope.digest, record, time.clientTime),
  };
}

/** Columns that any event can fill. The sequence stays an attribute too: it is how clients name their records. */
function takeShared(
  fields: RecordFields,
): Pick<AuditEvent, 'model' | 'durationMs' | 'toolUseId' | 'clientSequence'> {
  return {
    model: takeFirstOwn(fields, MODEL, columnText),
    durationMs: takeFirstOwn(fields, DURATION, readInteger),
    toolUseId: takeToolUseId(fields),
    clientSequence: readInteger(fields.values.get('event.sequence') ?? null),
  };
}

function recordPlane(
  { resource, scope }: RecordContext,
  record: LogRecord,
  fields: RecordFields,
  name: EventName,
): Plane {
  return planeOf({
    serviceName: resource.values.get('service.name') ?? fields.values.get('service.name'),
    scopeName: scope.name,
    names: [name.sent, record.eventName, record.body],
    coworkAttribute: resource.hasCoworkKey || hasKeyIn(record.attributes, 'cowork.'),
  });
}

/** The body of Claude's records is the name of the event once more: that is no content. */
function contentBody(body: JsonValue, name: EventName): JsonValue {
  return typeof body === 'string' && isSameName(body, name) ? null : body;
}
