// Edits of a bundle: one thing changed, everything else as it was.
import { canonicalJson } from '@governance-agent/audit-core';
import { findings, KEY_A, type CorpusCase, type Expected } from './case.ts';
import { entriesOf, writeZip, type Files } from './zip.ts';

/** A line of rows.jsonl or history.jsonl; an edit may make it anything. */
export interface Line {
  readonly seq: number;
  readonly body: string | null;
  readonly content: string | null;
  readonly envelope: string;
  readonly key_id: string;
  readonly proof: readonly string[] | null;
  readonly salt: string | null;
  readonly signature: string;
}

type LineFile = 'rows.jsonl' | 'history.jsonl';

export function linesOf(files: Files, file: LineFile = 'rows.jsonl'): Line[] {
  const text = files[file] ?? '';
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

export function withLines(files: Files, lines: readonly Line[], file: LineFile = 'rows.jsonl'): Files {
  const text = lines.map((line) => `${canonicalJson({ ...line })}\n`).join('');
  const changed = { ...files, [file]: text };
  return file === 'rows.jsonl' ? withClaim(changed, { rows: lines.length }) : changed;
}

/** Changes one row, found by its number. */
export function editRow(
  files: Files,
  seq: number,
  edit: (line: Line) => object,
  file: LineFile = 'rows.jsonl',
): Files {
  const lines = linesOf(files, file).map((line) => (line.seq === seq ? { ...line, ...edit(line) } : line));
  return withLines(files, lines, file);
}

/** Changes one of the eight lines of an envelope, counted from 0. */
export function editEnvelope(
  files: Files,
  seq: number,
  index: number,
  edit: (text: string) => string,
): Files {
  return editRow(files, seq, ({ envelope }) => {
    const lines = envelope.split('\n');
    lines[index] = edit(lines[index] ?? '');
    return { envelope: lines.join('\n') };
  });
}

export function editBody(files: Files, seq: number, change: object, file: LineFile = 'rows.jsonl'): Files {
  return editRow(
    files,
    seq,
    ({ body }) => ({ body: canonicalJson({ ...(JSON.parse(body ?? '{}') as object), ...change }) }),
    file,
  );
}

export function withClaim(files: Files, change: object): Files {
  const claim = { ...(JSON.parse(files['bundle.json'] ?? '{}') as object), ...change };
  return { ...files, 'bundle.json': `${canonicalJson(claim)}\n` };
}

/** Changes the text of one file as it stands. Fails where nothing changes: such a case would say nothing. */
export function editText(files: Files, file: string, edit: (text: string) => string): Files {
  const before = files[file] ?? '';
  const after = edit(before);
  if (after === before) throw new Error(`an edit of ${file} changes nothing`);
  return { ...files, [file]: after };
}

export interface Rejection {
  readonly name: string;
  readonly says: string;
  readonly files?: Files;
  readonly bytes?: Uint8Array;
  /** `7 seq, 8 link`; of a file that is no bundle `0 bundle` */
  readonly found: string;
  readonly keys?: readonly string[];
  readonly checkpoints?: readonly string[];
  readonly more?: Partial<Expected>;
}

export function rejected(rejection: Rejection): CorpusCase {
  const { name, says, files = {}, found, keys = [KEY_A], checkpoints = [], more = {} } = rejection;
  const bytes = rejection.bytes ?? writeZip(entriesOf(files));
  const isMalformed = found === '0 bundle';
  const rows = linesCount(files);
  const counts = { rows, erased: 0, withheld: 0, layer: 'internal', compromised: [] } as const;
  const expected = {
    verdict: 'broken',
    findings: findings(found),
    ...(isMalformed ? {} : counts),
    ...more,
  } as const;
  return { name, says, bytes, keys, checkpoints, expected };
}

/** `3 seq` for each of several rows. */
export function each(seqs: readonly number[], kind: string): string {
  return seqs.map((seq) => `${seq} ${kind}`).join(', ');
}

function linesCount(files: Files): number {
  return (files['rows.jsonl'] ?? '').split('\n').length - 1;
}
