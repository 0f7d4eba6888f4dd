// Data points on the wire: the opposite of decode/protobuf/*-point.ts.
import type { Writer } from 'protobufjs';
import type {
  Buckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  SummaryPoint,
} from '../decode/metrics-model.ts';
import { delimited, varint, writeAttributes, writeTime } from './encode-value.ts';

const fixed64 = (field: number): number => (field << 3) | 1;

export function writeNumberPoint(writer: Writer, point: NumberPoint): void {
  const { value } = point;
  writeTimes(writer, point);
  if (typeof value === 'number') writer.uint32(fixed64(4)).double(value);
  if (typeof value === 'bigint') writeLong(writer, 6, value);
  writeAttributes(writer, 7, point.attributes);
  writeFlags(writer, 8, point.flags);
}

export function writeHistogramPoint(writer: Writer, point: HistogramPoint): void {
  writeTimes(writer, point);
  writeCountAndSum(writer, point);
  if (point.bucketCounts.length > 0) {
    writer.uint32(delimited(6)).fork();
    for (const count of point.bucketCounts) writeHalves(writer, count);
    writer.ldelim();
  }
  if (point.explicitBounds.length > 0) {
    writer.uint32(delimited(7)).fork();
    for (const bound of point.explicitBounds) writer.double(bound);
    writer.ldelim();
  }
  writeAttributes(writer, 9, point.attributes);
  writeFlags(writer, 10, point.flags);
  writeOptional(writer, 11, point.min);
  writeOptional(writer, 12, point.max);
}

export function writeExponentialHistogramPoint(writer: Writer, point: ExponentialHistogramPoint): void {
  writeAttributes(writer, 1, point.attributes);
  writeTimes(writer, point);
  writeCountAndSum(writer, point);
  if (point.scale !== 0) writer.uint32(varint(6)).sint32(point.scale);
  if (point.zeroCount !== 0n) writeLong(writer, 7, point.zeroCount);
  writeBuckets(writer, 8, point.positive);
  writeBuckets(writer, 9, point.negative);
  writeFlags(writer, 10, point.flags);
  writeOptional(writer, 12, point.min);
  writeOptional(writer, 13, point.max);
  if (point.zeroThreshold !== 0) writeOptional(writer, 14, point.zeroThreshold);
}

export function writeSummaryPoint(writer: Writer, point: SummaryPoint): void {
  writeTimes(writer, point);
  writeCountAndSum(writer, point);
  for (const { quantile, value } of point.quantileValues) {
    writer.uint32(delimited(6)).fork();
    writer.uint32(fixed64(1)).double(quantile).uint32(fixed64(2)).double(value).ldelim();
  }
  writeAttributes(writer, 7, point.attributes);
  writeFlags(writer, 8, point.flags);
}

function writeTimes(
  writer: Writer,
  { startTimeUnixNano, timeUnixNano }: Pick<NumberPoint, 'startTimeUnixNano' | 'timeUnixNano'>,
): void {
  writeTime(writer, 2, startTimeUnixNano);
  writeTime(writer, 3, timeUnixNano);
}

function writeCountAndSum(
  writer: Writer,
  { count, sum }: { readonly count: bigint; readonly sum: number | null },
): void {
  if (count !== 0n) writeLong(writer, 4, count);
  writeOptional(writer, 5, sum);
}

function writeBuckets(writer: Writer, field: number, { offset, bucketCounts }: Buckets): void {
  if (offset === 0 && bucketCounts.length === 0) return;
  writer.uint32(delimited(field)).fork();
  if (offset !== 0) writer.uint32(varint(1)).sint32(offset);
  if (bucketCounts.length > 0) {
    writer.uint32(delimited(2)).fork();
    for (const count of bucketCounts) writer.uint64(longOf(count));
    writer.ldelim();
  }
  writer.ldelim();
}

function writeOptional(writer: Writer, field: number, value: number | null): void {
  if (value !== null) writer.uint32(fixed64(field)).double(value);
}

function writeFlags(writer: Writer, field: number, flags: number): void {
  if (flags !== 0) writer.uint32(varint(field)).uint32(flags);
}

function writeLong(writer: Writer, field: number, value: bigint): void {
  writeHalves(writer.uint32(fixed64(field)), value);
}

function writeHalves(writer: Writer, value: bigint): void {
  const bits = BigInt.asUintN(64, value);
  writer.fixed32(Number(bits & 0xffff_ffffn)).fixed32(Number(bits >> 32n));
}

/** The halves of 64 bits, as the writer takes them where no library of long integers is there. */
function longOf(value: bigint): Parameters<Writer['uint64']>[0] {
  const bits = BigInt.asUintN(64, value);
  return {
    low: Number(bits & 0xffff_ffffn) | 0,
    high: Number(bits >> 32n) | 0,
    unsigned: true,
  };
}
