#!/usr/bin/env node
// Verifies an evidence bundle (docs/formats/bundle.md) with nothing but this file: Node >= 20 or a browser, no packages.
//
//   node verify-bundle.mjs bundle.zip --key pub.pem [--key …] [--checkpoint note.txt …] [--json]
//
// As a library: `await verifyBundle(bytes, { keys, checkpoints })`. Keys and checkpoints come from you, out of band: no key
// inside a bundle is ever trusted. Sections: report, zip, lines, rows, notes, tree, keys, judgement, hashes, Ed25519, CLI.
//
// One file by design: an auditor can read it whole and carry it anywhere. It shares no code with the agent.

// ---------------------------------------------------------------------------------------------------------- report

/** @typedef {'bundle'|'column'|'content'|'link'|'origin'|'root'|'seq'|'signature'} Kind */
/** @typedef {{ seq: number, kind: Kind, detail: string }} Finding */
/**
 * @typedef {object} Report
 * @property {'verified'|'broken'|'unverifiable'} verdict
 * @property {string} [origin]
 * @property {string} [tenant]
 * @property {number} [size] rows under the checkpoint
 * @property {number} [rows] rows in the bundle
 * @property {number} [erased]
 * @property {number} [withheld] rows whose body was withheld
 * @property {'internal'|'anchored'} [layer]
 * @property {number[]} [compromised] rows that a compromised key signed
 * @property {Finding[]} findings
 */
/**
 * @typedef {object} Options
 * @property {readonly Uint8Array[]} [keys] raw Ed25519 public keys that you trust, 32 bytes each
 * @property {readonly string[]} [checkpoints] signed notes that you hold from elsewhere
 * @property {(rows: number) => void} [onProgress] rows judged so far
 * @property {Engine} [engine] what hashes and checks signatures, as `createEngine` makes it; by default what the platform has
 */

/** What the verifier's own side got wrong: a pin that proves nothing, a held note that is none. */
export class UsageError extends Error {}

/** The file is not a bundle. */
class Malformed extends Error {}

/** @param {string} what @returns {never} */
function malformed(what) {
  throw new Malformed(what);
}

/**
 * Verifies a bundle. Whatever the bytes are, it returns a report; it throws UsageError for unusable keys or checkpoints.
 * @param {Uint8Array} bytes
 * @param {Options} [options]
 * @returns {Promise<Report>}
 */
export async function verifyBundle(bytes, { keys = [], checkpoints = [], onProgress, engine: given } = {}) {
  const engine = given ?? (await createEngine());
  // Copies: what callers hand over stays theirs, whatever kind of byte array it is.
  const pins = keys.map((key) => pinOf(engine, Uint8Array.from(key)));
  const held = checkpoints.map(
    (note) => parseCheckpoint(note) ?? misused('A held checkpoint is not a signed note.'),
  );
  try {
    return await judge(engine, bytes, pins, held, onProgress ?? (() => undefined));
  } catch (error) {
    // Anything else is an engine's own limit that the file drove it into (depth, length): malformed all the same.
    const detail = error instanceof Malformed ? error.message : 'the file cannot be read';
    return { verdict: 'broken', findings: [{ seq: 0, kind: 'bundle', detail }] };
  }
}

/** The checkpoint of a bundle, verbatim: what a reader keeps to hold later bundles against. Null where there is none to read. @param {Uint8Array} bytes @returns {Promise<string | null>} */
export async function readCheckpointNote(bytes) {
  try {
    return await textOf(readContainer(bytes).get('checkpoint.txt'), MAX_NOTE);
  } catch {
    return null;
  }
}

/** @param {string} what @returns {never} */
function misused(what) {
  throw new UsageError(what);
}

/** One finding for each kind at each seq. */
function createFindings() {
  /** @type {Map<string, Finding>} */
  const found = new Map();
  return {
    /** @param {number} seq @param {Kind} kind @param {string} detail */
    add(seq, kind, detail) {
      const key = `${seq} ${kind}`;
      if (!found.has(key)) found.set(key, { seq, kind, detail });
    },
    has: () => found.size > 0,
    sorted: () => [...found.values()].sort((a, b) => a.seq - b.seq || (a.kind < b.kind ? -1 : 1)),
  };
}

// ------------------------------------------------------------------------------------------------------------- zip

const ENTRY_NAMES = [
  'README.md',
  'bundle.json',
  'checkpoint.txt',
  'rows.jsonl',
  'history.jsonl',
  'consistency.jsonl',
];
/** Bytes that all entries but README.md may inflate to together. */
const MAX_INFLATED = 2 ** 30;
/** The deflate level (bits 1, 2), a data descriptor (3), UTF-8 (11). */
const KNOWN_FLAGS = 0x080e;
const REQUIRED_NAMES = ['bundle.json', 'checkpoint.txt', 'rows.jsonl', 'history.jsonl'];

/** @typedef {{ name: string, deflated: boolean, size: number, crc: number, data: Uint8Array }} Entry */

/** @param {Uint8Array} bytes @returns {Map<string, Entry>} */
export function readContainer(bytes) {
  const END = 22;
  if (bytes.length < END) malformed('not a ZIP file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - END;
  const u16 = (/** @type {number} */ at) => view.getUint16(at, true);
  const u32 = (/** @type {number} */ at) => view.getUint32(at, true);
  if (u32(end) !== 0x06054b50 || u16(end + 20) !== 0) malformed('does not end with a ZIP directory');
  if (u16(end + 4) !== 0 || u16(end + 6) !== 0 || u16(end + 8) !== u16(end + 10))
    malformed('more than one disk');
  const count = u16(end + 10);
  const start = u32(end + 16);
  if (start === 0xffffffff || count > ENTRY_NAMES.length) malformed('more entries than a bundle has');
  if (start + u32(end + 12) !== end) malformed('the ZIP directory is not in front of its end');
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || u32(at) !== 0x02014b50) malformed('the ZIP directory is damaged');
    const next = at + 46 + u16(at + 28) + u16(at + 30) + u16(at + 32);
    if (next > end) malformed('the ZIP directory is damaged');
    const entry = readEntry(bytes, view, at, start);
    if (entries.has(entry.name)) malformed('an entry stands twice');
    entries.set(entry.name, entry);
    at = next;
  }
  if (at !== end) malformed('the ZIP directory is damaged');
  for (const name of REQUIRED_NAMES) if (!entries.has(name)) malformed(`${name} is missing`);
  const unpacked = [...entries.values()].filter(({ name }) => name !== 'README.md');
  if (unpacked.reduce((sum, { size }) => sum + size, 0) > MAX_INFLATED)
    malformed('larger than a bundle may be');
  return entries;
}

/** @param {Uint8Array} bytes @param {DataView} view @param {number} at @param {number} limit @returns {Entry} */
function readEntry(bytes, view, at, limit) {
  const u16 = (/** @type {number} */ place) => view.getUint16(place, true);
  const u32 = (/** @type {number} */ place) => view.getUint32(place, true);
  const name = latin1(bytes.subarray(at + 46, at + 46 + u16(at + 28)));
  if (!ENTRY_NAMES.includes(name)) malformed('an entry that no bundle has');
  const method = u16(at + 10);
  const packed = u32(at + 20);
  const size = u32(at + 24);
  const local = u32(at + 42);
  if ((u16(at + 8) & ~KNOWN_FLAGS) !== 0) malformed('an entry is encrypted, or flagged as no bundle is');
  if (method !== 0 && method !== 8) malformed('an entry is neither stored nor deflated');
  if (packed === 0xffffffff || size === 0xffffffff || local === 0xffffffff) malformed('ZIP64');
  if (u16(at + 34) !== 0) malformed('more than one disk');
  if (local + 30 > limit || u32(local) !== 0x04034b50) malformed('an entry is not where the directory says');
  const nameEnd = local + 30 + u16(local + 26);
  const from = nameEnd + u16(local + 28);
  if (from + packed > limit) malformed('an entry is cut off');
  if (latin1(bytes.subarray(local + 30, nameEnd)) !== name) malformed('an entry has two names');
  if ((u16(local + 6) & ~KNOWN_FLAGS) !== 0) malformed('an entry is encrypted, or flagged as no bundle is');
  if (method === 0 && packed !== size) malformed('a stored entry has two sizes');
  return { name, deflated: method === 8, size, crc: u32(at + 16), data: bytes.subarray(from, from + packed) };
}

/** @param {Uint8Array} bytes */
function latin1(bytes) {
  return String.fromCharCode(...bytes.subarray(0, 64)) + (bytes.length > 64 ? '…' : '');
}

/** The bytes of an entry, chunk by chunk; never more than the directory says. @param {Entry} entry */
async function* chunksOf(entry) {
  let size = 0;
  let crc = 0;
  for await (const chunk of entry.deflated ? inflate(entry.data) : [entry.data]) {
    size += chunk.length;
    if (size > entry.size) malformed('an entry is larger than the directory says');
    crc = crc32(crc, chunk);
    yield chunk;
  }
  if (size !== entry.size) malformed('an entry is smaller than the directory says');
  if (crc !== entry.crc) malformed('the checksum of an entry does not hold');
}

/** Fails unless the deflated stream ends where the data ends. @param {Uint8Array} data @returns {AsyncGenerator<Uint8Array>} */
async function* inflate(data) {
  const zlib = await nodeModule(() => import('node:zlib'));
  try {
    yield* zlib === null ? webInflate(data) : nodeInflate(zlib, data);
  } catch {
    malformed('an entry cannot be inflated');
  }
}

/** Node's own: its DecompressionStream takes bytes behind the end in some versions. @param {typeof import('node:zlib')} zlib @param {Uint8Array} data */
async function* nodeInflate(zlib, data) {
  const stream = zlib.createInflateRaw();
  stream.end(data);
  try {
    for await (const chunk of stream) yield /** @type {Uint8Array} */ (chunk);
    if (stream.bytesWritten !== data.length) malformed('bytes behind the end of a deflated entry');
  } finally {
    stream.destroy();
  }
}

/** @param {Uint8Array} data @returns {AsyncGenerator<Uint8Array>} */
async function* webInflate(data) {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  // A refusal reaches us through the readable side as well; the promises of the writing side are spoken for here.
  const written = writer.write(/** @type {Uint8Array<ArrayBuffer>} */ (data)).then(() => writer.close());
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await written;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** @type {Uint32Array | undefined} */
let crcTable;

/** @param {number} crc @param {Uint8Array} bytes */
function crc32(crc, bytes) {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let rest = ~crc;
  for (let at = 0; at < bytes.length; at += 1) {
    rest = (rest >>> 8) ^ (crcTable[(rest ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return ~rest >>> 0;
}

/** @param {Entry | undefined} entry @param {number} limit */
async function textOf(entry, limit) {
  if (entry === undefined || entry.size > limit) malformed('an entry is too long');
  /** @type {Uint8Array[]} */
  const chunks = [];
  for await (const chunk of chunksOf(entry)) chunks.push(chunk);
  const text = decodeText(concat(...chunks));
  return text.startsWith('\ufeff') ? malformed('text begins with a byte order mark') : text;
}

// ----------------------------------------------------------------------------------------------------------- lines

const MAX_LINE = 128 * 1024 * 1024;

/** Lines of an entry without their newlines, a batch a chunk. @param {Entry | undefined} entry */
async function* linesOf(entry) {
  if (entry === undefined) return;
  /** @type {Uint8Array[]} */
  let pending = [];
  let waiting = 0;
  for await (const chunk of chunksOf(entry)) {
    const lines = [];
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const tail = chunk.subarray(from, at);
      lines.push(pending.length === 0 ? tail : concat(...pending, tail));
      pending = [];
      waiting = 0;
      from = at + 1;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
    waiting += chunk.length - from;
    if (waiting > MAX_LINE) malformed('a line is too long');
    yield lines;
  }
  if (waiting > 0) malformed('the last line does not end');
}

/** @param {...Uint8Array} parts */
function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes @returns {string} */
function decodeText(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return malformed('text is not UTF-8');
  }
}

const encoder = new TextEncoder();
/** @param {string} text @returns {Uint8Array} */
const utf8 = (text) => encoder.encode(text);

const MAX_DEPTH = 64;

/** RFC 8785 without floats. Null for a value that has no such form. @param {unknown} value @param {number} [depth] brackets around it @returns {string | null} */
function canonical(value, depth = 0) {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.isWellFormed() ? JSON.stringify(value) : null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  if (depth === MAX_DEPTH) return null;
  if (Array.isArray(value))
    return joined(
      value.map((item) => canonical(item, depth + 1)),
      '[',
      ']',
    );
  const members = Object.entries(/** @type {object} */ (value)).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = members.map(([key, item]) => {
    const [name, text] = [canonical(key), canonical(item, depth + 1)];
    return name === null || text === null ? null : `${name}:${text}`;
  });
  return joined(texts, '{', '}');
}

/** @param {(string | null)[]} parts @param {string} open @param {string} close */
function joined(parts, open, close) {
  return parts.includes(null) ? null : `${open}${parts.join(',')}${close}`;
}

/** A line is the canonical form of an object with exactly these keys. @param {Uint8Array} line @param {string[]} keys */
function parseLine(line, keys) {
  if (line.length > MAX_LINE) malformed('a line is too long');
  const text = decodeText(line);
  const value = parseCanonical(text);
  if (value === null || !hasKeys(value, keys))
    malformed('a line is not the canonical object that belongs there');
  return value;
}

/** @param {string} text @returns {Record<string, unknown> | null} */
function parseCanonical(text) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return canonical(value) === text ? /** @type {Record<string, unknown>} */ (value) : null;
}

/** @param {object} value @param {string[]} keys sorted */
function hasKeys(value, keys) {
  const own = Object.keys(value).sort();
  return own.length === keys.length && own.every((key, index) => key === keys[index]);
}

/** @param {unknown} value @returns {value is number} */
const isCount = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === 'string';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Null unless it is the one encoding of its bytes. @param {unknown} text @param {number} [length] @returns {Uint8Array | null} */
export function fromBase64(text, length) {
  if (typeof text !== 'string' || !BASE64.test(text)) return null;
  const raw = atob(text);
  if (length !== undefined && raw.length !== length) return null;
  if (btoa(raw) !== text) return null;
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  return bytes;
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function isEqual(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

// ------------------------------------------------------------------------------------------------------------ rows

/** @typedef {{ kind: 'session', session_id: string } | { kind: 'range', from: number, through: number } | { kind: 'filter' }} Selection */
/** @typedef {{ origin: string, tenant: string, size: number, rows: number, selection: Selection }} Claim */
/**
 * @typedef {object} Row
 * @property {number} seq of the line
 * @property {string | null} body
 * @property {string | null} content
 * @property {Uint8Array | null} salt
 * @property {string} keyId
 * @property {Uint8Array[] | null} proof
 * @property {Uint8Array} signature
 * @property {Uint8Array} envelope
 * @property {Uint8Array} hash
 * @property {Position} position
 */
/** @typedef {{ origin: string, seq: number, receivedAt: number, session: string, sessionSeq: number, prevHash: string, bodyHash: string }} Position */

const CLAIM_KEYS = ['created_at', 'format', 'origin', 'rows', 'selection', 'size', 'tenant'];

/** @param {string} text @returns {Claim} */
function parseClaim(text) {
  if (!text.endsWith('\n')) malformed('bundle.json is not one line');
  const { created_at, format, origin, rows, selection, size, tenant } = parseLine(
    utf8(text.slice(0, -1)),
    CLAIM_KEYS,
  );
  if (format !== 'audit-bundle/v1') malformed('a format that this verifier does not know');
  const isOrigin = isText(origin) && /^[!-*,-~]{3,255}$/.test(origin) && origin !== 'audit-row/v1';
  if (
    !isOrigin ||
    !isText(tenant) ||
    !isCount(created_at) ||
    !isCount(rows) ||
    !isCount(size) ||
    size === 0
  ) {
    malformed('bundle.json holds a value of the wrong kind');
  }
  return { origin, tenant, size, rows, selection: parseSelection(selection) };
}

/** @param {unknown} value @returns {Selection} */
function parseSelection(value) {
  const selection = /** @type {Record<string, unknown>} */ (
    typeof value === 'object' && value !== null ? value : {}
  );
  const { kind, session_id, from, through, filters } = selection;
  if (kind === 'session' && hasKeys(selection, ['kind', 'session_id']) && isText(session_id))
    return { kind, session_id };
  if (
    kind === 'range' &&
    hasKeys(selection, ['from', 'kind', 'through']) &&
    isCount(from) &&
    isCount(through)
  ) {
    if (from >= 1 && from <= through) return { kind, from, through };
  }
  if (
    kind === 'filter' &&
    hasKeys(selection, ['filters', 'kind']) &&
    typeof filters === 'object' &&
    filters !== null
  ) {
    if (!Array.isArray(filters) && Object.values(filters).every(isText)) return { kind };
  }
  return malformed('bundle.json selects in a way that this verifier does not know');
}

const SALT_BYTES = 16;
const ROW_KEYS = ['body', 'content', 'envelope', 'key_id', 'proof', 'salt', 'seq', 'signature'];

/** @param {Engine} engine @param {Uint8Array} line @param {boolean} isHistory @returns {Row} */
function parseRow(engine, line, isHistory) {
  const { body, content, envelope, key_id, proof, salt, seq, signature } = parseLine(line, ROW_KEYS);
  const isWithheld = body === null && !isHistory && content === null;
  if (!isWithheld && !isText(body)) malformed('a row has no body');
  if ((content !== null && !isText(content)) || (content === null) !== (salt === null))
    malformed('content without a salt');
  if (isHistory && content !== null) malformed('a row of the history has content');
  const [saltBytes, signatureBytes] = [salt === null ? null : fromBase64(salt), fromBase64(signature, 64)];
  if (salt !== null && saltBytes === null) malformed('a salt is not base64');
  if (!isText(envelope) || signatureBytes === null || !isCount(seq))
    malformed('a row holds a value of the wrong kind');
  if (!isText(key_id) || !/^[0-9a-f]{32}$/.test(key_id)) malformed('a row names no key');
  const bytes = utf8(envelope);
  return {
    seq,
    body: isText(body) ? body : null,
    content: isText(content) ? content : null,
    salt: saltBytes,
    keyId: key_id,
    proof: proof === null ? null : parsePath(proof),
    signature: signatureBytes,
    envelope: bytes,
    hash: engine.sha256(concat(Uint8Array.of(0), bytes)),
    position: parseEnvelope(envelope),
  };
}

/** @param {unknown} value @returns {Uint8Array[]} */
function parsePath(value) {
  if (!Array.isArray(value)) malformed('a proof is no list');
  return value.map((item) => fromBase64(item, 32) ?? malformed('a proof holds something else than a hash'));
}

const NUMBER = /^(?:0|[1-9][0-9]{0,15})$/;

/** @param {string} text @returns {Position} */
function parseEnvelope(text) {
  const [
    version,
    origin = '',
    seq = '',
    receivedAt = '',
    session = '',
    sessionSeq = '',
    prevHash = '',
    bodyHash = '',
    end,
    more,
  ] = text.split('\n');
  if (version !== 'audit-row/v1' || origin === '' || end !== '' || more !== undefined)
    malformed('an envelope is not its eight lines');
  const numbers = [seq, receivedAt, sessionSeq];
  if (!numbers.every((digits) => NUMBER.test(digits) && Number.isSafeInteger(Number(digits)))) {
    malformed('an envelope holds something else than a number');
  }
  const hashes = session === '-' ? [prevHash, bodyHash] : [session, prevHash, bodyHash];
  if (hashes.some((hash) => fromBase64(hash, 32) === null))
    malformed('an envelope holds something else than a hash');
  return {
    origin,
    seq: Number(seq),
    receivedAt: Number(receivedAt),
    session,
    sessionSeq: Number(sessionSeq),
    prevHash,
    bodyHash,
  };
}

const DIGEST_OR_NULL = ['content_commit'];
const TEXT_OR_NULL = [
  'correlation_id',
  'model',
  'session_id',
  'surface',
  'tool_name',
  'tool_use_id',
  'user_account_uuid',
  'user_email',
  'user_id',
];
const INTEGER_OR_NULL = [
  'client_sequence',
  'cost_nano_usd',
  'duration_ms',
  'tokens_cache_creation',
  'tokens_cache_read',
  'tokens_input',
  'tokens_output',
  'tokens_used',
];
const TEXT = [
  'attributes',
  'content_state',
  'dataset',
  'decision',
  'event',
  'id',
  'idempotency_key',
  'occurred_at',
  'org',
  'plane',
  'policy_version',
  'redactions',
  'resource',
  'tenant',
];
const BODY_KEYS = [...DIGEST_OR_NULL, ...TEXT_OR_NULL, ...INTEGER_OR_NULL, ...TEXT].sort();

/** The body, where it is what the envelope signed and says all that a row says. @param {Engine} engine @param {Row} row */
function wholeBody(engine, { body, position }) {
  if (body === null || toBase64(engine.sha256(utf8(body))) !== position.bodyHash) return null;
  const value = parseCanonical(body);
  if (value === null || !hasKeys(value, BODY_KEYS)) return null;
  const isInteger = INTEGER_OR_NULL.every((key) => value[key] === null || Number.isSafeInteger(value[key]));
  const isDigest = DIGEST_OR_NULL.every((key) => value[key] === null || fromBase64(value[key], 32) !== null);
  const isTexts =
    TEXT.every((key) => isText(value[key])) &&
    TEXT_OR_NULL.every((key) => value[key] === null || isText(value[key]));
  return isInteger && isDigest && isTexts ? value : null;
}

/** @typedef {{ act: 'erasure', seq: number, ranges: [number, number][] }} Erasure */
/** @typedef {{ act: 'key_rotation'|'key_replacement', seq: number, oldKey: Uint8Array, newKey: Uint8Array }} Change */
/** @typedef {{ act: 'key_compromised', seq: number, keyId: string, since: number }} Compromise */

/** What an administrative row says; null where it says nothing. @param {number} seq @param {Record<string, unknown> | null} body whole @returns {Erasure | Change | Compromise | null} */
function statementOf(seq, body) {
  if (body === null || body['plane'] !== 'agent') return null;
  // Canonical, for a key that stands twice is read differently by different parsers.
  const fields = parseCanonical(String(body['attributes']));
  if (fields === null) return null;
  switch (body['event']) {
    case 'erasure': {
      const ranges = parseRanges(fields['rows']);
      return ranges && { act: 'erasure', seq, ranges };
    }
    case 'key_rotation':
    case 'key_replacement': {
      const [oldKey, newKey] = [fromBase64(fields['old_key'], 32), fromBase64(fields['new_key'], 32)];
      return oldKey && newKey && { act: body['event'], seq, oldKey, newKey };
    }
    case 'key_compromised': {
      const { key_id: keyId, since } = fields;
      return isText(keyId) && /^[0-9a-f]{32}$/.test(keyId) && isCount(since)
        ? { act: 'key_compromised', seq, keyId, since }
        : null;
    }
    default:
      return null;
  }
}

/** `3-5,9`: rising, not touching. @param {unknown} text @returns {[number, number][] | null} */
function parseRanges(text) {
  if (!isText(text)) return null;
  /** @type {[number, number][]} */
  const ranges = [];
  let last = -1;
  for (const part of text.split(',')) {
    const [, first = '', end] = /^([1-9][0-9]{0,15})(?:-([1-9][0-9]{0,15}))?$/.exec(part) ?? [];
    const [from, through] = [Number(first), Number(end ?? first)];
    const isRange = first !== '' && Number.isSafeInteger(through) && (end === undefined || from < through);
    if (!isRange || from <= last + 1) return null;
    ranges.push([from, through]);
    last = through;
  }
  return ranges;
}

/** Rows that an erasure behind them names. @param {Erasure[]} erasures @returns {(seq: number) => boolean} */
function erasedRows(erasures) {
  const all = erasures.flatMap(({ seq, ranges }) =>
    ranges.map(([from, through]) => [from, Math.min(through, seq - 1)]),
  );
  /** @type {[number, number][]} */
  const merged = [];
  for (const [from = 0, through = 0] of all.sort(([a = 0], [b = 0]) => a - b)) {
    const last = merged.at(-1);
    if (from > through) continue;
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], through);
    else merged.push([from, through]);
  }
  return (seq) => {
    let [low, high] = [0, merged.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((merged[middle]?.[1] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return (merged[low]?.[0] ?? Infinity) <= seq;
  };
}

// ----------------------------------------------------------------------------------------------------------- notes

/** @typedef {{ name: string, keyHash: Uint8Array, signature: Uint8Array }} NoteLine */
/** @typedef {{ origin: string, size: number, root: Uint8Array, text: Uint8Array, lines: NoteLine[] }} Checkpoint */

const MAX_NOTE = 100_000;

/** A C2SP checkpoint of exactly three lines; null for anything else. Its signatures are judged elsewhere. @param {string} note @returns {Checkpoint | null} */
export function parseCheckpoint(note) {
  // The newline ends lines; no other control character has a place in a note.
  const isText = Array.prototype.every.call(
    note,
    (/** @type {string} */ char) => char >= ' ' || char === '\n',
  );
  if (utf8(note).length > MAX_NOTE || !note.isWellFormed() || !isText || !note.endsWith('\n')) return null;
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0) return null;
  const text = note.slice(0, blank + 1);
  const lines = note
    .slice(blank + 2, -1)
    .split('\n')
    .map(parseNoteLine);
  const [, origin = '', digits = '', encoded = ''] =
    /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? [];
  const root = fromBase64(encoded, 32);
  const size = Number(digits);
  const known = lines.filter((line) => line !== null);
  if (origin === '' || root === null || !Number.isSafeInteger(size) || known.length !== lines.length)
    return null;
  return { origin, size, root, text: utf8(text), lines: known };
}

/** @param {string} line @returns {NoteLine | null} */
function parseNoteLine(line) {
  const [, name = '', encoded = ''] =
    /^\u2014 ([^\p{White_Space}+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (name === '' || bytes === null || bytes.length <= 4) return null;
  return { name, keyHash: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** Lines of the note that name the origin and this key. @param {Engine} engine @param {Checkpoint} note @param {Key} key */
function linesBy(engine, note, key) {
  const keyHash = engine
    .sha256(concat(utf8(note.origin), Uint8Array.of(0x0a, 0x01), key.bytes))
    .subarray(0, 4);
  return note.lines.filter((line) => line.name === note.origin && isEqual(line.keyHash, keyHash));
}

/** @param {Engine} engine @param {Checkpoint} note @param {Key} key */
export async function isSignedBy(engine, note, key) {
  const lines = linesBy(engine, note, key);
  for (const line of lines) if (!(await engine.verify(key, note.text, line.signature))) return false;
  return lines.length > 0;
}

// ------------------------------------------------------------------------------------------------------------ tree

/** @param {Engine} engine @param {Uint8Array} left @param {Uint8Array} right */
function nodeHash(engine, left, right) {
  return engine.sha256(concat(Uint8Array.of(1), left, right));
}

/** RFC 9162 section 2.1.3.2. @param {Engine} engine @param {number} index @param {number} size @param {Uint8Array} leaf @param {Uint8Array[]} path @param {Uint8Array} root */
function isIncluded(engine, index, size, leaf, path, root) {
  if (index < 0 || index >= size) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(engine, sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(engine, hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && isEqual(hash, root);
}

/** RFC 9162 section 2.1.4.2, for `0 < from < to`. @param {Engine} engine @param {number} from @param {number} to @param {Uint8Array[]} path @param {Uint8Array} fromRoot @param {Uint8Array} toRoot */
export function isConsistent(engine, from, to, path, fromRoot, toRoot) {
  let isPower = from;
  while (isPower % 2 === 0) isPower /= 2;
  const [first, ...rest] = isPower === 1 && path.length > 0 ? [fromRoot, ...path] : path;
  if (first === undefined) return false;
  let [node, last, before, after] = [from - 1, to - 1, first, first];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = nodeHash(engine, sibling, before);
      after = nodeHash(engine, sibling, after);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      after = nodeHash(engine, after, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && isEqual(before, fromRoot) && isEqual(after, toRoot);
}

/** @param {Entry | undefined} entry @param {number} size @returns {Promise<Map<number, Uint8Array[]>>} */
async function readConsistency(entry, size) {
  /** @type {Map<number, Uint8Array[]>} */
  const proofs = new Map();
  let last = 0;
  for await (const lines of linesOf(entry)) {
    for (const line of lines) {
      const { from, path } = parseLine(line, ['from', 'path']);
      if (!isCount(from) || from <= last || from >= size) malformed('consistency.jsonl is out of order');
      proofs.set(from, parsePath(path));
      last = from;
    }
  }
  return proofs;
}

// ------------------------------------------------------------------------------------------------------------ keys

/** @typedef {{ id: string, bytes: Uint8Array, point: Point | null }} Key a key without a point is too weak to prove anything */
/** @typedef {{ key: Key | null, isTrusted: boolean }} Span rows that one key has to sign; null where nobody knows it */
/** @typedef {{ spanOf: (seq: number) => Span, checkpointKeys: (size: number) => Span[] }} Schedule */

/** @param {Engine} engine @param {Uint8Array} bytes @returns {Key} */
export function keyOf(engine, bytes) {
  return { id: toHex(engine.sha256(bytes).subarray(0, 16)), bytes, point: strongPoint(bytes) };
}

/** @param {Engine} engine @param {Uint8Array} bytes @returns {Key} */
function pinOf(engine, bytes) {
  const key = keyOf(engine, bytes);
  if (key.point === null)
    misused('A key is not a canonical Ed25519 key, or of small order: it proves nothing.');
  return key;
}

/**
 * Who has to sign which rows, and who of them is trusted (docs/formats/bundle.md, step 2).
 * @param {Engine} engine @param {Key[]} pins @param {Row[]} history @param {Change[]} changes @param {boolean[]} inTree of the history's rows
 * @param {Checkpoint} checkpoint @param {number} size @param {ReturnType<typeof createFindings>} findings
 */
async function createSchedule(engine, pins, history, changes, inTree, checkpoint, size, findings) {
  const isPinned = (/** @type {Key} */ key) => pins.some(({ id }) => id === key.id);
  const { spans, follows } = spansOf(engine, changes, pins, checkpoint, isPinned);
  const rowAt = new Map(history.map((row, index) => [row.seq, { row, isProven: inTree[index] === true }]));

  for (const [index, change] of changes.entries()) {
    const [before, behind] = [spans[index], spans[index + 1]];
    const { row } = rowAt.get(change.seq) ?? {};
    if (before === undefined || behind === undefined || row === undefined) continue;
    if (follows[index] !== true)
      findings.add(change.seq, 'signature', 'a key change names another key than the one that signed');
    else if (change.act === 'key_rotation' && before.isTrusted && (await isRowSigned(engine, row, before)))
      behind.isTrusted = true;
  }

  const spanIndex = (/** @type {number} */ seq) => {
    let [low, high] = [0, changes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const change = changes[middle];
      const isBehind =
        change !== undefined &&
        (change.seq < seq || (change.seq === seq && change.act === 'key_replacement'));
      if (isBehind) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const spanAt = (/** @type {number} */ index) => spans[index] ?? { key: null, isTrusted: false };
  /** @type {Schedule} */
  const schedule = {
    spanOf: (seq) => spanAt(spanIndex(seq)),
    checkpointKeys: (of) => {
      const index = spanIndex(of);
      const change = changes[index];
      return change !== undefined && change.seq === of ? [spanAt(index), spanAt(index + 1)] : [spanAt(index)];
    },
  };

  const isSealed = await isNoteSigned(engine, checkpoint, schedule.checkpointKeys(size));
  if (!isSealed) findings.add(size, 'signature', 'the checkpoint is not signed by a key that is trusted');
  for (let index = changes.length - 1; isSealed && index >= 0; index -= 1) {
    const { isProven = false } = rowAt.get(changes[index]?.seq ?? 0) ?? {};
    const [before, behind] = [spans[index], spans[index + 1]];
    if (before !== undefined && behind?.isTrusted && isProven && follows[index] === true)
      before.isTrusted = true;
  }
  return schedule;
}

/** @param {Engine} engine @param {Change[]} changes @param {Key[]} pins @param {Checkpoint} checkpoint @param {(key: Key) => boolean} isPinned */
function spansOf(engine, changes, pins, checkpoint, isPinned) {
  const [first] = changes;
  if (first === undefined) {
    const key = pins.find((pin) => linesBy(engine, checkpoint, pin).length > 0) ?? null;
    return { spans: [{ key, isTrusted: key !== null }], follows: [] };
  }
  const keys = [first.oldKey, ...changes.map(({ newKey }) => newKey)].map((bytes) => keyOf(engine, bytes));
  /** @type {Span[]} */
  const spans = keys.map((key) => ({ key, isTrusted: isPinned(key) }));
  const follows = changes.map(({ oldKey }, index) => isEqual(oldKey, keys[index]?.bytes ?? oldKey));
  return { spans, follows };
}

/** @param {Engine} engine @param {Row} row @param {Span} span */
async function isRowSigned(engine, { keyId, envelope, signature }, { key }) {
  return key !== null && key.id === keyId && (await engine.verify(key, envelope, signature));
}

/** @param {Engine} engine @param {Checkpoint} note @param {Span[]} candidates */
async function isNoteSigned(engine, note, candidates) {
  for (const { key, isTrusted } of candidates) {
    if (key !== null && isTrusted && (await isSignedBy(engine, note, key))) return true;
  }
  return false;
}

// ------------------------------------------------------------------------------------------------------- judgement

/**
 * @param {Engine} engine @param {Uint8Array} bytes @param {Key[]} pins @param {Checkpoint[]} held @param {(rows: number) => void} onProgress
 * @returns {Promise<Report>}
 */
async function judge(engine, bytes, pins, held, onProgress) {
  const entries = readContainer(bytes);
  const claim = parseClaim(await textOf(entries.get('bundle.json'), MAX_LINE + 1));
  const checkpoint =
    parseCheckpoint(await textOf(entries.get('checkpoint.txt'), MAX_NOTE)) ??
    malformed('checkpoint.txt is not a checkpoint');
  const proofs = await readConsistency(entries.get('consistency.jsonl'), claim.size);
  const history = await readHistory(engine, entries.get('history.jsonl'));
  const findings = createFindings();
  if (checkpoint.origin !== claim.origin || checkpoint.size !== claim.size) {
    findings.add(claim.size, 'root', 'the checkpoint is of another chain or size');
  }

  const statements = history
    .map((row) => statementOf(row.seq, wholeBody(engine, row)))
    .filter((statement) => statement !== null);
  const changes = statements.filter((each) => 'oldKey' in each);
  const isErased = erasedRows(statements.filter((each) => 'ranges' in each));
  const compromises = statements.filter((each) => 'since' in each);

  const inTree = membership(engine, history, claim.size, checkpoint.root);
  const schedule =
    pins.length === 0
      ? null
      : await createSchedule(engine, pins, history, changes, inTree, checkpoint, claim.size, findings);
  const anchored = await judgeHeld(engine, held, { claim, checkpoint, proofs, schedule, findings });

  const context = {
    engine,
    claim,
    root: checkpoint.root,
    schedule,
    isErased,
    inHistory: new Set(history.map(({ seq }) => seq)),
    compromises,
    anchored,
    findings,
  };
  const ofHistory = createWalk({ ...context, isHistory: true });
  for (const row of history) await ofHistory.row(row);
  await ofHistory.end();

  const ofRows = createWalk({ ...context, isHistory: false });
  for await (const lines of linesOf(entries.get('rows.jsonl'))) {
    for (const line of lines) await ofRows.row(parseRow(engine, line, false));
    onProgress(ofRows.counts.rows);
  }
  await ofRows.end();
  if (ofRows.counts.rows !== claim.rows) malformed('bundle.json counts other rows');

  const { rows, erased, withheld } = ofRows.counts;
  const compromised = [...new Set([...ofHistory.compromised, ...ofRows.compromised])].sort((a, b) => a - b);
  const verdict = findings.has()
    ? 'broken'
    : pins.length === 0 || compromised.length > 0
      ? 'unverifiable'
      : 'verified';
  const layer = anchored > 0 ? 'anchored' : 'internal';
  const { origin, tenant, size } = claim;
  return {
    verdict,
    origin,
    tenant,
    size,
    rows,
    erased,
    withheld,
    layer,
    compromised,
    findings: findings.sorted(),
  };
}

/** @param {Engine} engine @param {Entry | undefined} entry @returns {Promise<Row[]>} */
async function readHistory(engine, entry) {
  const rows = [];
  for await (const lines of linesOf(entry)) for (const line of lines) rows.push(parseRow(engine, line, true));
  return rows;
}

/** Which rows of a file are in the tree, from its last line to its first. @param {Engine} engine @param {Row[]} rows @param {number} size @param {Uint8Array} root */
function membership(engine, rows, size, root) {
  const inTree = rows.map(() => false);
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const [row, next] = [rows[index], rows[index + 1]];
    if (row === undefined) continue;
    inTree[index] =
      row.proof === null
        ? inTree[index + 1] === true && next !== undefined && next.position.prevHash === toBase64(row.hash)
        : isIncluded(engine, row.seq - 1, size, row.hash, row.proof, root);
  }
  return inTree;
}

/**
 * Holds the bundle against checkpoints from elsewhere. Returns the largest size that was compared without a finding, or 0.
 * @param {Engine} engine @param {Checkpoint[]} held
 * @param {{ claim: Claim, checkpoint: Checkpoint, proofs: Map<number, Uint8Array[]>, schedule: Schedule | null, findings: ReturnType<typeof createFindings> }} bundle
 */
async function judgeHeld(engine, held, { claim, checkpoint, proofs, schedule, findings }) {
  let anchored = 0;
  for (const note of held) {
    const { size } = note;
    if (note.origin !== claim.origin || size === 0 || size > claim.size) continue;
    const isSealed = schedule === null || (await isNoteSigned(engine, note, schedule.checkpointKeys(size)));
    if (!isSealed)
      findings.add(size, 'signature', 'a checkpoint from elsewhere is not signed by a key that is trusted');
    const path = proofs.get(size);
    const isPrefix =
      size === claim.size
        ? isEqual(note.root, checkpoint.root)
        : path !== undefined && isConsistent(engine, size, claim.size, path, note.root, checkpoint.root);
    if (!isPrefix)
      findings.add(size, 'root', 'the chain is not the one that a checkpoint from elsewhere saw');
    if (isSealed && isPrefix) anchored = Math.max(anchored, size);
  }
  return anchored;
}

/**
 * Judges the rows of one file in order. A row is judged when the line behind it is known.
 * @param {{ engine: Engine, claim: Claim, root: Uint8Array, schedule: Schedule | null, isErased: (seq: number) => boolean,
 *   inHistory: ReadonlySet<number>, compromises: Compromise[], anchored: number, findings: ReturnType<typeof createFindings>, isHistory: boolean }} context
 */
function createWalk(context) {
  const { engine, claim, root, schedule, isErased, inHistory, compromises, anchored, findings, isHistory } =
    context;
  const counts = { rows: 0, erased: 0, withheld: 0 };
  /** @type {number[]} */
  const compromised = [];
  /** @type {Row | null} */
  let last = null;
  const select = isHistory ? null : createSelection(engine, claim, findings);
  const shown = createShown();

  /** @param {number} seq @param {Record<string, unknown>} body whole */
  const isLeftOut = (seq, body) => {
    if (inHistory.has(seq) || body['plane'] !== 'agent') return false;
    if (KEY_ACTS.has(body['event'])) return true;
    const statement = body['event'] === 'erasure' ? statementOf(seq, body) : null;
    return statement !== null && 'ranges' in statement && statement.ranges.some(shown.has);
  };
  /** @param {Row} row */
  const judgeBody = (row) => {
    const { seq, position } = row;
    if (row.body === null) {
      counts.withheld += 1;
      return;
    }
    const body = wholeBody(engine, row);
    if (body === null) return findings.add(seq, 'column', 'the body is not what was signed');
    if (body['tenant'] !== claim.tenant) findings.add(seq, 'origin', 'a row of another tenant');
    if (body['plane'] === 'agent' && parseCanonical(String(body['attributes'])) === null)
      findings.add(seq, 'column', 'an administrative row whose attributes are not canonical');
    const { session_id, content_commit } = body;
    const session = isText(session_id) ? sessionLine(engine, session_id) : '-';
    if (session !== position.session) findings.add(seq, 'column', 'the session is not what was signed');
    if (isHistory) return;
    judgeContent(row, content_commit);
    if (isLeftOut(seq, body)) findings.add(seq, 'seq', 'left out of the history');
  };
  /** @param {Row} row @param {unknown} commit */
  const judgeContent = ({ seq, content, salt }, commit) => {
    if (content !== null && salt !== null) {
      // Nothing parts salt and content in the hash but the length of the salt.
      const isCommitted =
        salt.length === SALT_BYTES && toBase64(engine.sha256(concat(salt, utf8(content)))) === commit;
      if (!isCommitted) findings.add(seq, 'content', 'the content is not what was signed');
      else if (isErased(seq)) findings.add(seq, 'content', 'content that was erased is back');
    } else if (commit !== null) {
      if (isErased(seq)) counts.erased += 1;
      else findings.add(seq, 'content', 'the content is gone and no erasure names it');
    }
  };
  /** @param {Row} row @param {Row | null} next */
  const judgePlace = (row, next) => {
    const { seq, position } = row;
    if (position.seq !== seq || seq < 1 || seq > claim.size)
      findings.add(seq, 'seq', 'a number that is not that of the row');
    if (position.origin !== claim.origin) findings.add(seq, 'origin', 'a row of another chain');
    const isFollowed = next !== null && next.seq === seq + 1;
    if ((row.proof === null) !== isFollowed) malformed('a proof is missing, or stands where none belongs');
    if (row.proof !== null && !isIncluded(engine, seq - 1, claim.size, row.hash, row.proof, root)) {
      findings.add(seq, 'root', 'the row is not in the tree of the checkpoint');
    }
    if (next === null) return;
    if (isFollowed && next.position.prevHash !== toBase64(row.hash))
      findings.add(next.seq, 'link', 'does not follow the row before it');
    if (next.position.receivedAt < position.receivedAt)
      findings.add(next.seq, 'seq', 'received before the row before it');
  };
  /** @param {Row} row */
  const judgeKey = async (row) => {
    const { seq, keyId, position } = row;
    if (schedule !== null) {
      const span = schedule.spanOf(seq);
      if (!span.isTrusted) findings.add(seq, 'signature', 'signed by a key that is not trusted');
      else if (!(await isRowSigned(engine, row, span)))
        findings.add(seq, 'signature', 'the signature is not that of the key');
    }
    const isCompromised = compromises.some(
      (each) => each.keyId === keyId && position.receivedAt >= each.since && seq < each.seq,
    );
    if (isCompromised && seq > anchored) compromised.push(seq);
  };
  /** @param {Row} row @param {Row | null} next */
  const judgeRow = async (row, next) => {
    counts.rows += 1;
    judgePlace(row, next);
    judgeBody(row);
    shown.add(row.seq);
    select?.row(row);
    await judgeKey(row);
  };

  return {
    counts,
    compromised,
    /** @param {Row} row */
    row: async (row) => {
      if (last !== null && row.seq <= last.seq) malformed('rows are out of order');
      if (last !== null) await judgeRow(last, row);
      last = row;
    },
    end: async () => {
      if (last !== null) await judgeRow(last, null);
      select?.end();
    },
  };
}

/** Acts that history.jsonl holds whatever the selection is. @type {ReadonlySet<unknown>} */
const KEY_ACTS = new Set(['key_rotation', 'key_replacement', 'key_compromised', 'rollback_accepted']);

/** Rows that went by, as runs: what a range is asked against. */
function createShown() {
  /** @type {[number, number][]} */
  const runs = [];
  return {
    /** @param {number} seq */
    add(seq) {
      const last = runs.at(-1);
      if (last !== undefined && last[1] + 1 === seq) last[1] = seq;
      else runs.push([seq, seq]);
    },
    /** @param {[number, number]} range @returns {boolean} whether one of its rows went by */
    has: ([from, through]) => runs.some(([first, last]) => first <= through && from <= last),
  };
}

/** What the selection promises about rows that are there, and about rows that are not. @param {Engine} engine @param {Claim} claim @param {ReturnType<typeof createFindings>} findings */
function createSelection(engine, { selection }, findings) {
  let expected = selection.kind === 'range' ? selection.from : 1;
  let isComplete = true;
  const missing = () => {
    if (isComplete) findings.add(expected, 'seq', 'a row of the range is missing');
    isComplete = false;
  };
  const session = selection.kind === 'session' ? sessionLine(engine, selection.session_id) : null;
  return {
    /** @param {Row} row */
    row({ seq, position }) {
      if (selection.kind === 'session') {
        if (position.session !== session) findings.add(seq, 'column', 'a row of another session');
        if (position.sessionSeq !== expected)
          findings.add(seq, 'seq', 'rows of the session are missing in front of it');
        expected = position.sessionSeq + 1;
      } else if (selection.kind === 'range') {
        if (seq < selection.from || seq > selection.through)
          return findings.add(seq, 'seq', 'a row outside of the range');
        if (seq !== expected) missing();
        if (isComplete) expected = seq + 1;
      }
    },
    end() {
      if (selection.kind === 'range' && expected <= selection.through) missing();
    },
  };
}

/** @param {Engine} engine @param {string} session */
function sessionLine(engine, session) {
  return toBase64(engine.sha256(utf8(session)));
}

// ---------------------------------------------------------------------------------------------------------- hashes

/**
 * @typedef {object} Engine
 * @property {(bytes: Uint8Array) => Uint8Array} sha256
 * @property {(key: Key, message: Uint8Array, signature: Uint8Array) => Promise<boolean>} verify the one rule of decision-chain.md; never rejects
 * @property {'node' | 'webcrypto' | 'given' | 'own'} signatures what checks signatures
 */
/** @typedef {(key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>} FastVerify */
/** @typedef {typeof import('node:crypto')} NodeCrypto */

/**
 * Node's own hash where there is one; everywhere else the SHA-256 below, which needs no waiting. Signatures are checked by
 * the platform, else by what is `given`, where it keeps the rule; else by the code below, which takes a few milliseconds for each.
 * Browsers offer no cryptography at all to pages over plain HTTP.
 * @param {{ only?: Engine['signatures'], given?: FastVerify }} [options] only: what may check signatures
 * @returns {Promise<Engine>}
 */
export async function createEngine({ only, given } = {}) {
  const node = only === 'own' ? null : await nodeModule(() => import('node:crypto'));
  const sha256 =
    node === null
      ? ownSha256
      : (/** @type {Uint8Array} */ bytes) => new Uint8Array(node.createHash('sha256').update(bytes).digest());
  const slow = (
    /** @type {Key} */ key,
    /** @type {Uint8Array} */ message,
    /** @type {Uint8Array} */ signature,
  ) => Promise.resolve(verifyByRule(key.point, key.bytes, message, signature));
  const fast = await fastVerify(node, only, given);
  if (fast === null) return { sha256, verify: slow, signatures: 'own' };
  // Own code judges keys, and refuses an R of small order (platforms differ there): the platform sees the rest.
  const verify = async (
    /** @type {Key} */ key,
    /** @type {Uint8Array} */ message,
    /** @type {Uint8Array} */ signature,
  ) => {
    if (key.point === null || signature.length !== 64 || hasSmallR(signature)) return false;
    try {
      return await fast.verify(key.bytes, message, signature);
    } catch {
      return false;
    }
  };
  return { sha256, verify, signatures: fast.name };
}

/** A module of Node, or null anywhere else. @template T @param {() => Promise<T>} load @returns {Promise<T | null>} */
async function nodeModule(load) {
  if (typeof process === 'undefined' || typeof process.versions?.node !== 'string') return null;
  try {
    return await load();
  } catch {
    return null;
  }
}

/** An Ed25519 that says of every edge case exactly what the rule says. @param {NodeCrypto | null} node @param {Engine['signatures']} [only] @param {FastVerify} [given] @returns {Promise<{ name: 'node' | 'webcrypto' | 'given', verify: FastVerify } | null>} */
async function fastVerify(node, only, given) {
  /** @type {['node' | 'webcrypto' | 'given', FastVerify | undefined][]} */
  const candidates = [
    ['node', node === null ? undefined : nodeVerify(node)],
    ['webcrypto', webVerify()],
    ['given', given],
  ];
  for (const [name, verify] of candidates) {
    if (verify !== undefined && (only ?? name) === name && (await keepsTheRule(verify)))
      return { name, verify };
  }
  return null;
}

/** @param {FastVerify} verify */
async function keepsTheRule(verify) {
  try {
    for (const [key, message, signature, isValid] of EDGE_CASES) {
      if (hasSmallR(fromHex(signature))) continue;
      if ((await verify(fromHex(key), fromHex(message), fromHex(signature))) !== isValid) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** @param {NodeCrypto} node @returns {FastVerify} */
function nodeVerify(node) {
  const prefix = fromHex('302a300506032b6570032100');
  /** @type {WeakMap<Uint8Array, import('node:crypto').KeyObject>} */
  const known = new WeakMap();
  return (key, message, signature) => {
    const object =
      known.get(key) ??
      node.createPublicKey({ key: Buffer.from(concat(prefix, key)), format: 'der', type: 'spki' });
    known.set(key, object);
    return node.verify(null, message, object, signature);
  };
}

/** @returns {FastVerify} */
function webVerify() {
  /** @type {WeakMap<Uint8Array, Promise<CryptoKey>>} */
  const known = new WeakMap();
  return async (key, message, signature) => {
    const imported =
      known.get(key) ??
      crypto.subtle.importKey(
        'raw',
        /** @type {Uint8Array<ArrayBuffer>} */ (key),
        { name: 'Ed25519' },
        false,
        ['verify'],
      );
    known.set(key, imported);
    const [one, other] = [
      /** @type {Uint8Array<ArrayBuffer>} */ (signature),
      /** @type {Uint8Array<ArrayBuffer>} */ (message),
    ];
    return crypto.subtle.verify({ name: 'Ed25519' }, await imported, one, other);
  };
}

/** @param {string} hex */
function fromHex(hex) {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}

/** Fractional parts of roots of the first primes (FIPS 180-4, sections 4.2.2 and 5.3.3). */
function sha256Constants() {
  /** @type {number[]} */
  const primes = [];
  for (let value = 2; primes.length < 64; value += 1)
    if (primes.every((prime) => value % prime !== 0)) primes.push(value);
  const fraction = (/** @type {number} */ root) => Math.floor((root - Math.floor(root)) * 2 ** 32) >>> 0;
  return {
    rounds: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    start: primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
  };
}

const SHA256 = sha256Constants();

/** FIPS 180-4. @param {Uint8Array} bytes */
export function ownSha256(bytes) {
  const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const state = Uint32Array.from(SHA256.start);
  const words = new Uint32Array(64);
  for (let at = 0; at < padded.length; at += 64) sha256Block(view, at, state, words);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setUint32(index * 4, word));
  return new Uint8Array(digest.buffer);
}

/** @param {DataView} view @param {number} at @param {Uint32Array} state @param {Uint32Array} w */
function sha256Block(view, at, state, w) {
  const rotate = (/** @type {number} */ word, /** @type {number} */ by) =>
    (word >>> by) | (word << (32 - by));
  const word = (/** @type {number} */ index) => w[index] ?? 0;
  for (let index = 0; index < 16; index += 1) w[index] = view.getUint32(at + index * 4);
  for (let index = 16; index < 64; index += 1) {
    const [x, y] = [word(index - 15), word(index - 2)];
    const low = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const high = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[index] = (word(index - 16) + low + word(index - 7) + high) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const one =
      (h +
        (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
        ((e & f) ^ (~e & g)) +
        (SHA256.rounds[index] ?? 0) +
        word(index)) |
      0;
    const two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = (state[index] ?? 0) + value));
}

/** The largest integer whose power is no more than a number. @param {bigint} value @param {bigint} degree */
function integerRoot(value, degree) {
  let [low, high] = [0n, 1n << 70n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

/** As for SHA-256, 64 bits each: more than a float holds (FIPS 180-4, sections 4.2.3 and 5.3.5). */
function sha512Constants() {
  /** @type {bigint[]} */
  const primes = [];
  for (let value = 2n; primes.length < 80; value += 1n)
    if (primes.every((prime) => value % prime !== 0n)) primes.push(value);
  const fraction = (/** @type {bigint} */ prime, /** @type {bigint} */ degree) =>
    BigInt.asUintN(64, integerRoot(prime << (64n * degree), degree));
  return {
    rounds: primes.map((prime) => fraction(prime, 3n)),
    start: primes.slice(0, 8).map((prime) => fraction(prime, 2n)),
  };
}

/** @type {ReturnType<typeof sha512Constants> | undefined} */
let sha512Table;

/** FIPS 180-4, on integers of any length: slow, for where a signature is checked by the code below. @param {Uint8Array} bytes */
export function ownSha512(bytes) {
  const { rounds, start } = (sha512Table ??= sha512Constants());
  const padded = new Uint8Array((Math.floor((bytes.length + 16) / 128) + 1) * 128);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  let state = start;
  for (let at = 0; at < padded.length; at += 128) state = sha512Block(view, at, state, rounds);
  const digest = new DataView(new ArrayBuffer(64));
  state.forEach((word, index) => digest.setBigUint64(index * 8, word));
  return new Uint8Array(digest.buffer);
}

/** @param {DataView} view @param {number} at @param {readonly bigint[]} state @param {readonly bigint[]} rounds */
function sha512Block(view, at, state, rounds) {
  const word64 = (/** @type {bigint} */ value) => BigInt.asUintN(64, value);
  const rotate = (/** @type {bigint} */ word, /** @type {bigint} */ by) =>
    (word >> by) | word64(word << (64n - by));
  /** @type {bigint[]} */
  const w = Array.from({ length: 16 }, (_, index) => view.getBigUint64(at + index * 8));
  const word = (/** @type {number} */ index) => w[index] ?? 0n;
  for (let index = 16; index < 80; index += 1) {
    const [x, y] = [word(index - 15), word(index - 2)];
    const low = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
    const high = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
    w.push(word64(word(index - 16) + low + word(index - 7) + high));
  }
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
  for (let index = 0; index < 80; index += 1) {
    const mixed = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
    const one = h + mixed + ((e & f) ^ (word64(~e) & g)) + (rounds[index] ?? 0n) + word(index);
    const two = (rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, word64(d + one), c, b, a, word64(one + two)];
  }
  return [a, b, c, d, e, f, g, h].map((value, index) => word64(value + (state[index] ?? 0n)));
}

// --------------------------------------------------------------------------------------------------------- Ed25519
// RFC 8032, section 5.1, on integers of any length: slow, plain, and the rule itself.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** @typedef {{ x: bigint, y: bigint, z: bigint, t: bigint }} Point extended coordinates */

/** @type {Point} */
const IDENTITY = { x: 0n, y: 1n, z: 1n, t: 0n };
const BASE = /** @type {Point} */ (decodePoint(fromHex(`58${'66'.repeat(31)}`)));

/** @param {bigint} value */
function modulo(value) {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

/** @param {bigint} base @param {bigint} exponent */
function power(base, exponent) {
  let result = 1n;
  let square = modulo(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = modulo(result * square);
    square = modulo(square * square);
  }
  return result;
}

/** @param {bigint} value */
function inverse(value) {
  return power(value, P - 2n);
}

/** Little-endian. @param {Uint8Array} bytes */
function toInteger(bytes) {
  // Not `slice`: of a Buffer it is the same memory.
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}

/** Section 5.1.3; null for an encoding that is not canonical or no point. @param {Uint8Array} bytes @returns {Point | null} */
export function decodePoint(bytes) {
  if (bytes.length !== 32) return null;
  const whole = toInteger(bytes);
  const isOdd = whole >> 255n;
  const y = whole & (2n ** 255n - 1n);
  if (y >= P) return null;
  const u = modulo(y * y - 1n);
  const v = modulo(D * y * y + 1n);
  let x = modulo(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n));
  if (modulo(v * x * x) !== u) x = modulo(x * ROOT_OF_MINUS_ONE);
  if (modulo(v * x * x) !== u || (x === 0n && isOdd === 1n)) return null;
  if ((x & 1n) !== isOdd) x = P - x;
  return { x, y, z: 1n, t: modulo(x * y) };
}

/** @param {Point} point */
export function encodePoint({ x, y, z }) {
  const inverted = inverse(z);
  const whole = modulo(y * inverted) | ((modulo(x * inverted) & 1n) << 255n);
  return fromHex(whole.toString(16).padStart(64, '0')).reverse();
}

/** Section 5.1.4. @param {Point} one @param {Point} other @returns {Point} */
export function addPoints(one, other) {
  const a = modulo((one.y - one.x) * (other.y - other.x));
  const b = modulo((one.y + one.x) * (other.y + other.x));
  const c = modulo(2n * one.t * D * other.t);
  const d = modulo(2n * one.z * other.z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: modulo(e * f), y: modulo(g * h), z: modulo(f * g), t: modulo(e * h) };
}

/** @param {Point} point @param {bigint} factor */
export function multiplyPoint(point, factor) {
  let sum = IDENTITY;
  let double = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = addPoints(sum, double);
    double = addPoints(double, double);
  }
  return sum;
}

/** A key that can prove something: canonical, a point, not of small order. @param {Uint8Array} bytes @returns {Point | null} */
export function strongPoint(bytes) {
  const point = decodePoint(bytes);
  if (point === null) return null;
  const { x, y, z } = multiplyPoint(point, 8n);
  return x === 0n && y === z ? null : point;
}

const EIGHTH = decodePoint(fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'));

/** The eight encodings of points of small order: multiples of one of order 8. */
const SMALL_POINTS = Array.from({ length: 8 }, (_, factor) =>
  encodePoint(multiplyPoint(/** @type {Point} */ (EIGHTH), BigInt(factor))),
);

/** @param {Uint8Array} signature */
function hasSmallR(signature) {
  const encodedR = signature.subarray(0, 32);
  return SMALL_POINTS.some((small) => isEqual(small, encodedR));
}

/**
 * The one rule (docs/formats/decision-chain.md, "Verifying one signature").
 * @param {Point | null} point @param {Uint8Array} key @param {Uint8Array} message @param {Uint8Array} signature
 */
function verifyByRule(point, key, message, signature) {
  if (point === null || signature.length !== 64 || hasSmallR(signature)) return false;
  const encodedR = signature.subarray(0, 32);
  const s = toInteger(signature.subarray(32));
  if (s >= L) return false;
  const k = toInteger(ownSha512(concat(encodedR, key, message))) % L;
  const minus = { ...point, x: modulo(-point.x), t: modulo(-point.t) };
  return isEqual(encodePoint(addPoints(multiplyPoint(BASE, s), multiplyPoint(minus, k))), encodedR);
}

/** Key, message, signature, and what the rule says of them: hex. Every key here is strong. @type {[string, string, string, boolean][]} */
export const EDGE_CASES = [
  [
    '61485eb624d9786700ce78888fb6f475591f00567be8e573e9829b7df1f91acd',
    '65646765',
    '5d2cab483e085b809c8c65d3daa749d59c7ef940aa121ded279d032bb1f37e8c037de2e838349e73f9dfe3a26e629b63813dd758fac477c02ce70e1bb7742a00',
    true,
  ],
  [
    '61485eb624d9786700ce78888fb6f475591f00567be8e573e9829b7df1f91acd',
    '65646779',
    '5d2cab483e085b809c8c65d3daa749d59c7ef940aa121ded279d032bb1f37e8c037de2e838349e73f9dfe3a26e629b63813dd758fac477c02ce70e1bb7742a00',
    false,
  ],
  [
    '61485eb624d9786700ce78888fb6f475591f00567be8e573e9829b7df1f91acd',
    '65646765',
    '5d2cab483e085b809c8c65d3daa749d59c7ef940aa121ded279d032bb1f37e8cf050d8455397b0cbcf7cdb454d5c7a78813dd758fac477c02ce70e1bb7742a10',
    false,
  ],
  [
    '61485eb624d9786700ce78888fb6f475591f00567be8e573e9829b7df1f91acd',
    '65646765',
    '6b4bd8cd0b7a366c354130c588e2cfa977e56095cbcf17f8b9a0576419fabb58a128f8266807e91dbe0c1297e8eb454156da61663d0f949b98e5a453bebfdc02',
    false,
  ],
  [
    '61485eb624d9786700ce78888fb6f475591f00567be8e573e9829b7df1f91acd',
    '65646765',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fd56404d66ca2a9f982d22ce00249d157bb1f813fe7b038c6360cbb8d5414de00',
    false,
  ],
  [
    '61485eb624d9786700ce78888fb6f475591f00567be8e573e9829b7df1f91acd',
    '65646765',
    '01000000000000000000000000000000000000000000000000000000000000005d4aaa6e9750744709c354c1d84b8b8307530b622cc6e02e178846e83ee53805',
    false,
  ],
  [
    '61485eb624d9786700ce78888fb6f475591f00567be8e573e9829b7df1f91acd',
    '65646765',
    '0100000000000000000000000000000000000000000000000000000000000080ac5443e8d4f70c8d65e139a7b99849950be788b26c1357079434936c023ba409',
    false,
  ],
  [
    'c071b7719870acebe8257c09074a37feef0f7eac8adbc2d2d2b6ee9d0bbb8abd',
    '6d697865642030',
    '5d2cab483e085b809c8c65d3daa749d59c7ef940aa121ded279d032bb1f37e8cf9e7d1a2b95606388c70cb8ab79dfacccef4abb0da15e833854ad67b05d2c607',
    false,
  ],
  [
    'c071b7719870acebe8257c09074a37feef0f7eac8adbc2d2d2b6ee9d0bbb8abd',
    '6d697865642032',
    '5d2cab483e085b809c8c65d3daa749d59c7ef940aa121ded279d032bb1f37e8ce84e04565a08e39701af885cc5f0782f25c8fb6b8a7a34c2be7d7fddee7e4b05',
    true,
  ],
];

// ------------------------------------------------------------------------------------------------------------- CLI

const USAGE = `usage: node verify-bundle.mjs BUNDLE.zip --key PUBLIC.pem [--key …] [--checkpoint NOTE.txt …] [--json]

The key comes from the chain's owner by a way you trust, never out of the bundle. Without one the verdict is unverifiable.
Exit code: 0 verified, 1 broken or unverifiable, 2 usage.
`;

/** @param {string} pem @returns {Uint8Array} */
export function publicKeyFromPem(pem) {
  const [, encoded = ''] =
    /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]*)-----END PUBLIC KEY-----/.exec(pem) ?? [];
  const der = fromBase64(encoded.replace(/\s/g, ''), 44);
  if (der === null || !isEqual(der.subarray(0, 12), fromHex('302a300506032b6570032100')))
    misused('A key is not an Ed25519 public key in PEM.');
  return der.subarray(12);
}

/** @param {readonly string[]} args */
function parseArguments(args) {
  const parsed = {
    files: /** @type {string[]} */ ([]),
    keys: /** @type {string[]} */ ([]),
    notes: /** @type {string[]} */ ([]),
    json: false,
  };
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index] ?? '';
    const target = name === '--key' ? parsed.keys : name === '--checkpoint' ? parsed.notes : null;
    if (target !== null) target.push(args[(index += 1)] ?? misused(`${name} takes a file.`));
    else if (name === '--json') parsed.json = true;
    else if (name.startsWith('-')) misused(`There is no option ${name}.`);
    else parsed.files.push(name);
  }
  const [file, ...more] = parsed.files;
  if (file === undefined || more.length > 0) misused('Name one bundle.');
  return { ...parsed, file };
}

/** Report as text for people. @param {Report} report @returns {string} */
export function formatReport(report) {
  const { verdict, origin, tenant, size, rows, erased, withheld, layer, compromised = [], findings } = report;
  const facts =
    rows === undefined
      ? []
      : [
          `chain      ${origin} of tenant ${JSON.stringify(tenant)}, ${size} rows under the checkpoint`,
          `rows       ${rows} (content erased: ${erased}, body withheld: ${withheld})`,
          `layer      ${layer === 'anchored' ? 'anchored: agrees with a checkpoint you hold' : 'internal: no checkpoint from elsewhere was compared'}`,
        ];
  if (compromised.length > 0)
    facts.push(
      `compromised ${compromised.length} rows signed by a key that was compromised, first ${compromised[0]}`,
    );
  const found = findings.map(({ seq, kind, detail }) => `finding    row ${seq}: ${kind}: ${detail}`);
  const boundary =
    'Proves that records were not altered after the agent stored them. Does not prove that the client told the truth.';
  return [...facts, ...found, `verdict    ${verdict}`, boundary, ''].join('\n');
}

/** Reads a file of up to 4 GiB; `readFile` stops at 2. @param {typeof import('node:fs/promises')} fs @param {string} file */
async function readWhole(fs, file) {
  const handle = await fs.open(file);
  try {
    const bytes = new Uint8Array((await handle.stat()).size);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, 2 ** 30), at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Runs the command line; resolves to the exit code. @param {readonly string[]} args @param {{ out: (text: string) => void, err: (text: string) => void }} io */
export async function main(args, { out, err }) {
  try {
    const fs = await import('node:fs/promises');
    const { file, keys, notes, json } = parseArguments(args);
    const read = async (/** @type {string} */ name) =>
      fs.readFile(name, 'utf8').catch(() => misused(`${name} cannot be read.`));
    const options = {
      keys: (await Promise.all(keys.map(read))).map(publicKeyFromPem),
      checkpoints: await Promise.all(notes.map(read)),
    };
    const bytes = await readWhole(fs, file).catch(() => misused(`${file} cannot be read.`));
    const report = await verifyBundle(bytes, options);
    out(json ? `${JSON.stringify(report)}\n` : formatReport(report));
    return report.verdict === 'verified' ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`${error.message}\n\n${USAGE}`);
    return 2;
  }
}

/** Whether Node was started with this very file. */
async function isMain() {
  if (typeof process === 'undefined' || typeof process.argv?.[1] !== 'string') return false;
  try {
    const [{ realpathSync }, { pathToFileURL }] = await Promise.all([import('node:fs'), import('node:url')]);
    return pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url;
  } catch {
    return false;
  }
}

void isMain().then(async (isRun) => {
  if (!isRun) return;
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
});
