// ExportLogsServiceRequest as protobuf, from what the decoders yield: `decodeLogs` of it is the same again.
import { Writer } from 'protobufjs/minimal.js';
import type { LogRecord, ResourceLogs, Scope, ScopeLogs } from '../decode/model.ts';
import { delimited, varint, writeAnyValue, writeAttributes, writeTime } from './encode-value.ts';

const FLAGS = (8 << 3) | 5;

export function encodeLogs(resourceLogs: readonly ResourceLogs[]): Buffer {
  const writer = Writer.create();
  for (const one of resourceLogs) writeResourceLogs(writer, one);
  return Buffer.from(writer.finish());
}

function writeResourceLogs(writer: Writer, { resource, schemaUrl, scopes }: ResourceLogs): void {
  writer.uint32(delimited(1)).fork();
  writer.uint32(delimited(1)).fork();
  writeAttributes(writer, 1, resource.attributes);
  writeCount(writer, 2, resource.droppedAttributesCount);
  writer.ldelim();
  for (const scope of scopes) writeScopeLogs(writer, scope);
  writeText(writer, 3, schemaUrl);
  writer.ldelim();
}

function writeScopeLogs(writer: Writer, { scope, schemaUrl, records }: ScopeLogs): void {
  writer.uint32(delimited(2)).fork();
  writeScope(writer, scope);
  for (const record of records) writeRecord(writer, record);
  writeText(writer, 3, schemaUrl);
  writer.ldelim();
}

function writeScope(writer: Writer, { name, version, attributes, droppedAttributesCount }: Scope): void {
  writer.uint32(delimited(1)).fork();
  writeText(writer, 1, name);
  writeText(writer, 2, version);
  writeAttributes(writer, 3, attributes);
  writeCount(writer, 4, droppedAttributesCount);
  writer.ldelim();
}

function writeRecord(writer: Writer, record: LogRecord): void {
  writer.uint32(delimited(2)).fork();
  writeTime(writer, 1, record.timeUnixNano);
  writeCount(writer, 2, record.severityNumber);
  writeText(writer, 3, record.severityText);
  if (record.body !== null) writeAnyValue(writer, 5, record.body);
  writeAttributes(writer, 6, record.attributes);
  writeCount(writer, 7, record.droppedAttributesCount);
  if (record.flags !== 0) writer.uint32(FLAGS).fixed32(record.flags);
  writeId(writer, 9, record.traceId);
  writeId(writer, 10, record.spanId);
  writeTime(writer, 11, record.observedTimeUnixNano);
  writeText(writer, 12, record.eventName);
  writer.ldelim();
}

function writeText(writer: Writer, field: number, text: string): void {
  if (text !== '') writer.uint32(delimited(field)).string(text);
}

function writeCount(writer: Writer, field: number, count: number): void {
  if (count !== 0) writer.uint32(varint(field)).uint32(count);
}

function writeId(writer: Writer, field: number, hex: string): void {
  if (hex !== '') writer.uint32(delimited(field)).bytes(Buffer.from(hex, 'hex'));
}
