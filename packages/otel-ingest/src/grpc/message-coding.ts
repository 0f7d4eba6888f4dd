// grpc-encoding -> coding. grpc-js and the other common clients send gzip or nothing.
import { IngestError } from '../errors.ts';
import type { ContentCoding } from '../http/content-encoding.ts';

const CODINGS: ReadonlyMap<string, ContentCoding> = new Map([
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['deflate', 'deflate'],
]);

/** Undefined for a coding that is not taken. */
export function codingOf(encoding: string): ContentCoding | undefined {
  return CODINGS.get(encoding.trim().toLowerCase());
}

/** Throws IngestError `unsupported_encoding`. */
export function requireMessageCoding(encoding: string, compressed: boolean): ContentCoding {
  if (!compressed) return 'identity';
  const coding = codingOf(encoding);
  if (coding !== undefined && coding !== 'identity') return coding;
  throw new IngestError(
    'unsupported_encoding',
    'send messages with grpc-encoding gzip or deflate, or without',
  );
}
