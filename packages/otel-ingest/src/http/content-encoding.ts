// Content-Encoding -> coding (OTLP rule H1).
import { IngestError } from '../errors.ts';

export type ContentCoding = 'identity' | 'gzip' | 'deflate' | 'br' | 'zstd';

/** For the `Accept-Encoding` header of a 415 (RFC 9110 section 15.5.16). */
export const ACCEPTED_CODINGS = 'gzip, deflate, br, zstd';

const CODINGS: ReadonlyMap<string, ContentCoding> = new Map([
  ['', 'identity'],
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
]);

/**
 * One coding at most, besides any number of `identity`: no client stacks them, and every layer would multiply what a
 * small body can become. Throws IngestError `unsupported_encoding`.
 */
export function requireCoding(contentEncoding: string | undefined): ContentCoding {
  const named = (contentEncoding ?? '').split(',').map((name) => CODINGS.get(name.trim().toLowerCase()));
  const [coding = 'identity', second] = named.filter((known) => known !== 'identity');
  if (second === undefined && !named.includes(undefined)) return coding;
  throw new IngestError('unsupported_encoding', `send one Content-Encoding of ${ACCEPTED_CODINGS}, or none`);
}
