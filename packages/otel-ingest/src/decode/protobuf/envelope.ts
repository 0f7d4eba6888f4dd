// Resource and InstrumentationScope (opentelemetry/proto/{resource,common}/v1), which every signal wraps its records in.
import { IngestError, malformed } from '../../errors.ts';
import { countNode, type DecodeBudget } from '../budget.ts';
import { EMPTY_RESOURCE, type Resource, type Scope } from '../model.ts';
import { attributeList, readAttribute } from './attributes.ts';
import { enter, leave, readText, skipField, type WireReader } from './wire.ts';

const FIRST = 0x0a;
const SECOND = 0x12;
const SCOPE_ATTRIBUTES = 0x1a;
const RESOURCE_DROPPED = 0x10;
const SCOPE_DROPPED = 0x20;

// protobufjs throws plain errors, some of which quote the input. None of that leaves here.
export function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw malformed('the body is not a well-formed OTLP protobuf message');
  }
}

// A message field that comes twice is merged (protobuf encoding, "Last One Wins"): lists are joined.
export function joined(first: Resource, second: Resource): Resource {
  if (first === EMPTY_RESOURCE) return second;
  return {
    attributes: [...first.attributes, ...second.attributes],
    droppedAttributesCount: second.droppedAttributesCount,
  };
}

export function readResource(reader: WireReader, budget: DecodeBudget): Resource {
  countNode(budget);
  const outer = enter(reader);
  const list = attributeList();
  let dropped = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) readAttribute(reader, budget, list);
    else if (tag === RESOURCE_DROPPED) dropped = reader.uint32();
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { attributes: list.attributes, droppedAttributesCount: dropped + list.surplus };
}

export function readScope(reader: WireReader, budget: DecodeBudget, before: Scope): Scope {
  countNode(budget);
  const outer = enter(reader);
  const list = attributeList();
  let { name, version } = before;
  let dropped = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) name = readText(reader);
    else if (tag === SECOND) version = readText(reader);
    else if (tag === SCOPE_ATTRIBUTES) readAttribute(reader, budget, list);
    else if (tag === SCOPE_DROPPED) dropped = reader.uint32();
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return {
    name,
    version,
    attributes: [...before.attributes, ...list.attributes],
    droppedAttributesCount: dropped + list.surplus,
  };
}
