// Rows that were edited, moved, dropped, added or taken from elsewhere.
import { bundleOf, plainChain, range, SESSION, session } from './accept.ts';
import type { CorpusCase } from './case.ts';
import { base64, corpusChain } from './chains.ts';
import {
  each,
  editBody,
  editEnvelope,
  editRow,
  linesOf,
  rejected,
  withClaim,
  withLines,
  type Line,
  type Rejection,
} from './edits.ts';
import { filesOf, type Files } from './zip.ts';

export async function rowRejections(): Promise<CorpusCase[]> {
  const chain = await plainChain();
  const files = filesOf(await bundleOf(chain, range(3, 8)));
  const named = filesOf(await bundleOf(chain, session));
  const proofOf = new Map<number, readonly string[]>();
  const single = new Map<number, Line>();
  for (const seq of [3, 4, 7]) {
    const [line] = linesOf(filesOf(await bundleOf(chain, range(seq, seq))));
    if (line === undefined) throw new Error('no such row');
    single.set(seq, line);
    proofOf.set(seq, line.proof ?? []);
  }
  await chain.remove();
  const globex = await plainChain('globex', 'globex');
  const foreign = linesOf(filesOf(await bundleOf(globex, range(3, 8))));
  await globex.remove();
  const fork = await corpusChain('plain');
  // The same first draw of randomness, and so the same origin.
  await fork.append(2, { sessionId: SESSION, model: 'another' });
  await fork.append(10, { sessionId: null, content: null, contentState: 'none' });
  const forked = linesOf(filesOf(await bundleOf(fork, range(3, 8))));
  await fork.remove();
  return [
    ...bodyEdits(files),
    ...envelopeEdits(files),
    ...sealEdits(files, proofOf),
    ...moves(files, proofOf, foreign, forked),
    ...sessions(named, single),
  ].map(rejected);
}

function bodyEdits(files: Files): Rejection[] {
  const [, , row] = linesOf(files);
  const body = JSON.parse(row?.body ?? '{}') as Record<string, string | number | null>;
  const fields = Object.entries(body).map(([key, value]) => ({
    name: `body-${key.replaceAll('_', '-')}`,
    says: `${key} of a body was edited`,
    files: editBody(files, 5, { [key]: typeof value === 'number' ? value + 1 : 'tampered' }),
    found: '5 column',
  }));
  const text = (edit: (body: string) => string): Files =>
    editRow(files, 5, (line) => ({ body: edit(line.body ?? '') }));
  return [
    ...fields,
    {
      name: 'body-spaces',
      says: 'a body was written with spaces',
      files: text((body) => body.replaceAll('":', '": ')),
      found: '5 column',
    },
    {
      name: 'body-key-order',
      says: 'a body was written in another order',
      files: text(() => JSON.stringify(Object.fromEntries(Object.entries(body).reverse()))),
      found: '5 column',
    },
    {
      name: 'body-extra-key',
      says: 'a body has one key more',
      files: editBody(files, 5, { zero: null }),
      found: '5 column',
    },
    {
      name: 'body-null',
      says: 'a column was set to null',
      files: editBody(files, 5, { model: null }),
      found: '5 column',
    },
    { name: 'body-empty', says: 'a body was emptied', files: text(() => ''), found: '5 column' },
    {
      name: 'body-swapped',
      says: 'two rows have each other\u2019s body',
      files: swapped(files, ['body', 'content', 'salt']),
      found: '5 column, 6 column',
    },
  ];
}

function swapped(files: Files, keys: readonly (keyof Line)[]): Files {
  const [, , five, six] = linesOf(files);
  const of = (line: Line | undefined) => Object.fromEntries(keys.map((key) => [key, line?.[key] ?? null]));
  return editRow(
    editRow(files, 5, () => of(six)),
    6,
    () => of(five),
  );
}

function envelopeEdits(files: Files): Rejection[] {
  const zero = `${'A'.repeat(43)}=`;
  const edits: [string, number, (text: string) => string, string][] = [
    ['origin', 1, (text) => `${text}0`, '5 origin, 5 signature, 6 link'],
    ['seq', 2, () => '6', '5 seq, 5 signature, 6 link'],
    ['received-later', 3, (text) => String(Number(text) + 500), '5 signature, 6 link, 6 seq'],
    ['received-earlier', 3, (text) => String(Number(text) - 5000), '5 seq, 5 signature, 6 link'],
    ['no-session', 4, () => '-', '5 column, 5 signature, 6 link'],
    ['session', 4, () => zero, '5 column, 5 signature, 6 link'],
    ['session-seq', 5, () => '9', '5 signature, 6 link'],
    ['prev-hash', 6, () => zero, '5 link, 5 signature, 6 link'],
    ['body-hash', 7, () => zero, '5 column, 5 signature, 6 link'],
    ['version', 0, () => 'audit-row/v2', '0 bundle'],
    ['leading-zero', 2, () => '05', '0 bundle'],
    ['plus', 2, () => '+5', '0 bundle'],
    ['empty-number', 3, () => '', '0 bundle'],
    ['large-number', 3, () => '9007199254740992', '0 bundle'],
    ['carriage-return', 2, (text) => `${text}\r`, '0 bundle'],
    ['hash-encoding', 6, (text) => text.replace(/.=$/, 'B='), '0 bundle'],
    ['hash-short', 7, () => 'AAAA', '0 bundle'],
    ['no-origin', 1, () => '', '0 bundle'],
    ['extra-line', 7, (text) => `${text}\nmore`, '0 bundle'],
    ['cut-line', 7, (text) => `${text}x`, '0 bundle'],
  ];
  return edits.map(([name, index, edit, found]) => ({
    name: `envelope-${name}`,
    says: `line ${index + 1} of an envelope was edited`,
    files: editEnvelope(files, 5, index, edit),
    found,
  }));
}

function sealEdits(files: Files, proofOf: ReadonlyMap<number, readonly string[]>): Rejection[] {
  const six = linesOf(files).find(({ seq }) => seq === 6);
  const edit = (seq: number, change: (line: Line) => object): Files => editRow(files, seq, change);
  const proof = (change: (path: readonly string[]) => unknown): Files =>
    edit(8, (line) => ({ proof: change(line.proof ?? []) }));
  const zero = `${'A'.repeat(43)}=`;
  return [
    {
      name: 'signature-of-neighbour',
      says: 'the signature of the next row',
      files: edit(5, () => ({ signature: six?.signature })),
      found: '5 signature',
    },
    {
      name: 'signature-zero',
      says: 'a signature of zeros',
      files: edit(5, () => ({ signature: `${'A'.repeat(86)}==` })),
      found: '5 signature',
    },
    {
      name: 'signature-short',
      says: 'a signature of 63 bytes',
      files: edit(5, () => ({ signature: 'A'.repeat(84) })),
      found: '0 bundle',
    },
    {
      name: 'signature-encoding',
      says: 'a signature in another encoding',
      files: edit(5, ({ signature }) => ({
        signature: signature.replace(/.==$/, (end) => `${end === 'B==' ? 'D' : 'B'}==`),
      })),
      found: '0 bundle',
    },
    {
      name: 'key-id',
      says: 'a row names another key',
      files: edit(5, () => ({ key_id: '0'.repeat(32) })),
      found: '5 signature',
    },
    {
      name: 'key-id-upper-case',
      says: 'a key id in upper case',
      files: edit(5, ({ key_id }) => ({ key_id: key_id.toUpperCase() })),
      found: '0 bundle',
    },
    {
      name: 'content-edited',
      says: 'content was edited',
      files: edit(5, () => ({ content: '{"prompt":"say ho"}' })),
      found: '5 content',
    },
    {
      name: 'content-gone',
      says: 'content is gone without an erasure',
      files: edit(5, () => ({ content: null, salt: null })),
      found: '5 content',
    },
    {
      name: 'content-added',
      says: 'content where the row has none',
      files: edit(4, () => ({ content: '{}', salt: 'AAAA' })),
      found: '4 content',
    },
    {
      name: 'content-without-salt',
      says: 'content without its salt',
      files: edit(5, () => ({ salt: null })),
      found: '0 bundle',
    },
    {
      name: 'salt-swapped',
      says: 'the salt of the next row',
      files: edit(5, () => ({ salt: six?.salt })),
      found: '5 content',
    },
    {
      name: 'salt-holds-content',
      says: 'the first bytes of the content were moved behind the salt: the hash still holds',
      files: edit(5, ({ content, salt }) => {
        const bytes = Buffer.from(content ?? '');
        const longer = Buffer.concat([Buffer.from(salt ?? '', 'base64'), bytes.subarray(0, 8)]);
        return { content: bytes.subarray(8).toString(), salt: base64(longer) };
      }),
      found: '5 content',
    },
    {
      name: 'content-holds-salt',
      says: 'a salt of no bytes',
      files: edit(5, () => ({ salt: '' })),
      found: '5 content',
    },
    {
      name: 'salt-encoding',
      says: 'a salt in another encoding',
      files: edit(5, () => ({ salt: 'AAB=' })),
      found: '0 bundle',
    },
    {
      name: 'proof-edited',
      says: 'one sibling was edited',
      files: proof(([, ...rest]) => [zero, ...rest]),
      found: '8 root',
    },
    {
      name: 'proof-short',
      says: 'a proof without its last sibling',
      files: proof((path) => path.slice(0, -1)),
      found: '8 root',
    },
    {
      name: 'proof-long',
      says: 'a proof with one sibling more',
      files: proof((path) => [...path, zero]),
      found: '8 root',
    },
    {
      name: 'proof-reversed',
      says: 'a proof from the root down',
      files: proof((path) => [...path].reverse()),
      found: '8 root',
    },
    { name: 'proof-empty', says: 'a proof of nothing', files: proof(() => []), found: '8 root' },
    {
      name: 'proof-of-another',
      says: 'the proof of another row',
      files: proof(() => proofOf.get(7)),
      found: '8 root',
    },
    { name: 'proof-missing', says: 'the last row has no proof', files: proof(() => null), found: '0 bundle' },
    {
      name: 'proof-of-31-bytes',
      says: 'a sibling that is no hash',
      files: proof(([, ...rest]) => ['A'.repeat(40), ...rest]),
      found: '0 bundle',
    },
    {
      name: 'proof-where-none-belongs',
      says: 'a proof in front of a neighbour',
      files: edit(4, () => ({ proof: proofOf.get(4) })),
      found: '0 bundle',
    },
    {
      name: 'body-withheld-content-left',
      says: 'a withheld body beside its content',
      files: edit(5, () => ({ body: null })),
      found: '0 bundle',
    },
  ];
}

function moves(
  files: Files,
  proofOf: ReadonlyMap<number, readonly string[]>,
  foreign: readonly Line[],
  forked: readonly Line[],
): Rejection[] {
  const lines = linesOf(files);
  const without = (seq: number): Line[] =>
    lines
      .filter((line) => line.seq !== seq)
      .map((line) => (line.seq === seq - 1 ? { ...line, proof: proofOf.get(seq - 1) ?? null } : line));
  const at = (seq: number, other: Line | undefined): Line[] =>
    lines.map((line) => (line.seq === seq && other !== undefined ? { ...other, proof: line.proof } : line));
  const [five, six] = [lines[2], lines[3]];
  const turned = lines.map((line) =>
    line.seq === 5 ? { ...line, ...six, seq: 5 } : line.seq === 6 ? { ...line, ...five, seq: 6 } : line,
  );
  const through = (from: number, to: number) =>
    withClaim(files, { selection: { kind: 'range', from, through: to } });
  return [
    {
      name: 'range-row-missing',
      says: 'a row of a range is missing',
      files: withLines(files, without(5)),
      found: '5 seq',
    },
    {
      name: 'range-first-missing',
      says: 'the first row of a range is missing',
      files: withLines(files, lines.slice(1)),
      found: '3 seq',
    },
    {
      name: 'range-last-missing',
      says: 'the last row of a range is missing',
      files: withLines(files, without(8)),
      found: '8 seq',
    },
    { name: 'range-all-missing', says: 'a range without rows', files: withLines(files, []), found: '3 seq' },
    { name: 'range-wider', says: 'a range that claims one row more', files: through(3, 9), found: '9 seq' },
    {
      name: 'range-narrower',
      says: 'a range that claims one row less',
      files: through(4, 8),
      found: '3 seq',
    },
    {
      name: 'range-far',
      says: 'a range that no file could hold',
      files: through(3, 9007199254740991),
      found: '9 seq',
    },
    {
      name: 'range-backwards',
      says: 'a range that ends before it begins',
      files: through(8, 3),
      found: '0 bundle',
    },
    {
      name: 'rows-out-of-order',
      says: 'two lines changed places',
      files: withLines(files, [
        ...lines.slice(0, 2),
        ...[six, five].filter((line) => line !== undefined),
        ...lines.slice(4),
      ]),
      found: '0 bundle',
    },
    {
      name: 'rows-renumbered',
      says: 'two rows changed places and numbers',
      files: withLines(files, turned),
      found: '5 link, 5 seq, 6 link, 6 seq, 7 link',
    },
    {
      name: 'row-twice',
      says: 'a row stands twice',
      files: withLines(
        files,
        lines.flatMap((line) => (line.seq === 5 ? [line, line] : [line])),
      ),
      found: '0 bundle',
    },
    {
      name: 'rows-count',
      says: 'bundle.json counts another number of rows',
      files: withClaim(files, { rows: 5 }),
      found: '0 bundle',
    },
    {
      name: 'row-of-another-tenant',
      says: 'a row of another tenant, signed by the same key',
      files: withLines(files, at(5, foreign[2])),
      found: '5 link, 5 origin, 6 link',
    },
    {
      name: 'row-of-a-fork',
      says: 'a row out of another history of this chain',
      files: withLines(files, at(6, forked[3])),
      found: '6 link, 6 seq, 7 link',
    },
    {
      name: 'rows-of-a-fork',
      says: 'another history of this chain under its checkpoint',
      files: withLines(files, forked),
      found: '8 root',
    },
    {
      name: 'row-seq-zero',
      says: 'a row of number 0',
      files: withLines(files, [
        { ...(lines[0] as Line), seq: 0, proof: proofOf.get(3) ?? null },
        ...lines.slice(1),
      ]),
      found: '0 root, 0 seq, 3 seq',
    },
    {
      name: 'row-beyond-size',
      says: 'a row beyond the checkpoint',
      files: withLines(files, [...lines, { ...(lines[5] as Line), seq: 13 }]),
      found: '13 root, 13 seq',
    },
  ];
}

function sessions(files: Files, single: ReadonlyMap<number, Line>): Rejection[] {
  const lines = linesOf(files);
  const kept = (...seqs: number[]): Files =>
    withLines(
      files,
      lines.filter(({ seq }) => seqs.includes(seq)),
    );
  const inserted = lines.flatMap((line) =>
    line.seq === 2 ? [{ ...line, proof: null }, single.get(3) as Line] : [line],
  );
  const other = { kind: 'session', session_id: 'aaaaaaaa-0000-4000-8000-000000000002' };
  return [
    {
      name: 'session-gap',
      says: 'a run of rows of a session is missing',
      files: kept(1, 2, 9, 10),
      found: '9 seq',
    },
    {
      name: 'session-row-missing',
      says: 'one row of a session is missing',
      files: kept(1, 2, 6, 9, 10),
      found: '6 seq',
    },
    {
      name: 'session-two-gaps',
      says: 'rows of a session are missing in two places',
      files: kept(2, 6, 9, 10),
      found: '2 seq, 6 seq',
    },
    {
      name: 'session-foreign-row',
      says: 'a row of another session',
      files: withLines(files, inserted),
      found: '3 column, 3 seq, 5 seq',
    },
    {
      name: 'session-renamed',
      says: 'the bundle names another session',
      files: withClaim(files, { selection: other }),
      found: each([1, 2, 5, 6, 9, 10], 'column'),
    },
  ];
}
