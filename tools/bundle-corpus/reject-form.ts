// Files that are no bundle: JSON that is not canonical, containers that say two things.
import { deflateRawSync } from 'node:zlib';
import { bundleOf, plainChain, range } from './accept.ts';
import type { CorpusCase } from './case.ts';
import { each, editText, rejected, withClaim, type Rejection } from './edits.ts';
import { entriesOf, filesOf, writeZip, type Files, type RawEntry } from './zip.ts';

export async function formRejections(): Promise<CorpusCase[]> {
  const chain = await plainChain();
  const files = filesOf(await bundleOf(chain, range(3, 5)));
  await chain.remove();
  return [...texts(files), ...claims(files), ...containers(files)].map(rejected);
}

function texts(files: Files): Rejection[] {
  const rows = (edit: (text: string) => string): Files => editText(files, 'rows.jsonl', edit);
  const cases: [string, string, Files][] = [
    ['space', 'a space behind a colon', rows((text) => text.replace('"seq":', '"seq": '))],
    ['space-behind', 'a space behind a line', rows((text) => text.replace('\n', ' \n'))],
    [
      'key-order',
      'keys in another order',
      rows((text) => text.replace(/,"seq":3(,"signature":"[^"]*")/, '$1,"seq":3')),
    ],
    ['key-twice', 'a key stands twice', rows((text) => text.replace('"seq":3', '"seq":3,"seq":3'))],
    [
      'key-twice-differing',
      'a key stands twice and says two things',
      rows((text) => text.replace('"seq":3', '"seq":9,"seq":3')),
    ],
    ['extra-key', 'a key that no row has', rows((text) => text.replace('"seq":3', '"seq":3,"seq2":3'))],
    ['missing-key', 'a key is missing', rows((text) => text.replace('"salt":null,', ''))],
    [
      'proto-key',
      'a key that some parsers swallow',
      rows((text) => text.replace('{"body"', '{"__proto__":1,"body"')),
    ],
    ['float', 'an integer written as 3.0', rows((text) => text.replace('"seq":3', '"seq":3.0'))],
    ['exponent', 'an integer written as 3e0', rows((text) => text.replace('"seq":3', '"seq":3e0'))],
    ['leading-zero', 'an integer written as 03', rows((text) => text.replace('"seq":3', '"seq":03'))],
    ['negative', 'a negative number', rows((text) => text.replace('"seq":3', '"seq":-3'))],
    ['negative-zero', 'the number -0', rows((text) => text.replace('"seq":3', '"seq":-0'))],
    ['large', 'a number above 2^53-1', rows((text) => text.replace('"seq":3', '"seq":9007199254740992'))],
    ['text-for-number', 'text for a number', rows((text) => text.replace('"seq":3', '"seq":"3"'))],
    [
      'number-for-text',
      'a number for text',
      rows((text) => text.replace(/"content":(null|"(?:[^"\\]|\\.)*")/, '"content":1')),
    ],
    ['true', 'a word for a number', rows((text) => text.replace('"seq":3', '"seq":true'))],
    ['lone-surrogate', 'a lone surrogate', rows((text) => text.replace('"content":"', '"content":"\\ud800'))],
    [
      'escape-upper-case',
      'an escape in upper case',
      rows((text) => text.replace('"content":"', '"content":"\\u001F')),
    ],
    ['escape-needless', 'an escaped slash', rows((text) => text.replace('audit-row/v1', 'audit-row\\/v1'))],
    ['escape-letter', 'an escaped letter', rows((text) => text.replace('audit-row', '\\u0061udit-row'))],
    [
      'control-character',
      'a control character that is not escaped',
      rows((text) => text.replace('"content":"', '"content":"\t')),
    ],
    ['byte-order-mark', 'a byte order mark', rows((text) => `\ufeff${text}`)],
    ['carriage-return', 'lines that end in two characters', rows((text) => text.replaceAll('\n', '\r\n'))],
    ['no-newline', 'a last line that does not end', rows((text) => text.slice(0, -1))],
    ['blank-line', 'a blank line at the end', rows((text) => `${text}\n`)],
    ['comment', 'a line that is no JSON', rows((text) => `${text}// more\n`)],
    ['array', 'a line that is a list', rows((text) => `${text}[]\n`)],
    ['null', 'a line that is nothing', rows((text) => `${text}null\n`)],
    ['deep', 'a line of a hundred thousand brackets', rows((text) => `${text}${'['.repeat(100_000)}\n`)],
    ['two-values', 'two values on one line', rows((text) => text.replace('\n', '{}\n'))],
  ];
  const invalid = entriesOf(files).map((entry) =>
    entry.name === 'rows.jsonl'
      ? {
          ...entry,
          data: Buffer.concat([entry.data.subarray(0, 40), Buffer.from([0xff]), entry.data.subarray(40)]),
        }
      : entry,
  );
  return [
    ...cases.map(([name, says, changed]) => ({
      name: `json-${name}`,
      says,
      files: changed,
      found: '0 bundle',
    })),
    { name: 'json-not-utf-8', says: 'a byte that is not UTF-8', bytes: writeZip(invalid), found: '0 bundle' },
  ];
}

function claims(files: Files): Rejection[] {
  const claim = (edit: (text: string) => string): Files => editText(files, 'bundle.json', edit);
  const select = (selection: unknown): Files => withClaim(files, { selection });
  return [
    {
      name: 'claim-format',
      says: 'another format',
      files: withClaim(files, { format: 'audit-bundle/v2' }),
      found: '0 bundle',
    },
    {
      name: 'claim-tenant',
      says: 'bundle.json names another tenant',
      files: withClaim(files, { tenant: 'globex' }),
      found: each([3, 4, 5], 'origin'),
    },
    {
      name: 'claim-origin',
      says: 'bundle.json names another chain',
      files: withClaim(files, { origin: 'other/t/00' }),
      found: `${each([3, 4, 5], 'origin')}, 12 root`,
    },
    {
      name: 'claim-origin-reserved',
      says: 'an origin that could pass for an envelope',
      files: withClaim(files, { origin: 'audit-row/v1' }),
      found: '0 bundle',
    },
    {
      name: 'claim-origin-space',
      says: 'an origin with a space',
      files: withClaim(files, { origin: 'a b/t/00' }),
      found: '0 bundle',
    },
    {
      name: 'claim-created-at',
      says: 'a time that is text',
      files: withClaim(files, { created_at: 'now' }),
      found: '0 bundle',
    },
    {
      name: 'claim-extra-key',
      says: 'a key that bundle.json does not have',
      files: withClaim(files, { keys: {} }),
      found: '0 bundle',
    },
    {
      name: 'claim-two-lines',
      says: 'bundle.json with two lines',
      files: claim((text) => text + text),
      found: '0 bundle',
    },
    {
      name: 'claim-no-newline',
      says: 'bundle.json without a newline',
      files: claim((text) => text.slice(0, -1)),
      found: '0 bundle',
    },
    {
      name: 'claim-selection-kind',
      says: 'a selection of an unknown kind',
      files: select({ kind: 'sample' }),
      found: '0 bundle',
    },
    {
      name: 'claim-selection-key',
      says: 'a selection with a key more',
      files: select({ kind: 'range', from: 3, through: 5, step: 2 }),
      found: '0 bundle',
    },
    {
      name: 'claim-selection-zero',
      says: 'a range from row 0',
      files: select({ kind: 'range', from: 0, through: 5 }),
      found: '0 bundle',
    },
    {
      name: 'claim-filter-number',
      says: 'a filter that is a number',
      files: select({ kind: 'filter', filters: { since: 1 } }),
      found: '0 bundle',
    },
    {
      name: 'claim-filter-list',
      says: 'filters that are a list',
      files: select({ kind: 'filter', filters: ['a'] }),
      found: '0 bundle',
    },
  ];
}

function containers(files: Files): Rejection[] {
  const entries = entriesOf(files);
  const rows = (change: (entry: RawEntry) => Partial<RawEntry>): Buffer =>
    writeZip(entries.map((entry) => (entry.name === 'rows.jsonl' ? { ...entry, ...change(entry) } : entry)));
  const without = (name: string): Buffer => writeZip(entries.filter((entry) => entry.name !== name));
  const whole = writeZip(entries);
  const twice = entries.flatMap((entry) =>
    entry.name === 'rows.jsonl' ? [entry, { ...entry, data: Buffer.from('') }] : [entry],
  );
  const packed = (data: Buffer): Buffer => deflateRawSync(data);
  const bomb = packed(Buffer.alloc(50_000_000));
  const cases: [string, string, Uint8Array][] = [
    ['entry-twice', 'an entry stands twice', writeZip(twice)],
    [
      'entry-unknown',
      'an entry that no bundle has',
      writeZip([...entries, { name: 'keys.pem', data: Buffer.from('x') }]),
    ],
    [
      'entry-path',
      'an entry that climbs out',
      rows(() => ({ name: '../rows.jsonl', localName: '../rows.jsonl' })),
    ],
    [
      'entry-case',
      'an entry in other letters',
      rows(() => ({ name: 'Rows.jsonl', localName: 'Rows.jsonl' })),
    ],
    ['local-name', 'an entry with two names', rows(() => ({ localName: 'rows.json1' }))],
    ['crc', 'a checksum that does not hold', rows(() => ({ crc: 1 }))],
    ['bomb', 'an entry that is far larger than it says', rows(() => ({ packed: bomb }))],
    ['size-larger', 'an entry that is smaller than it says', rows(({ data }) => ({ size: data.length + 1 }))],
    [
      'size-smaller',
      'an entry that is one byte larger than it says',
      rows(({ data }) => ({ size: data.length - 1 })),
    ],
    [
      'deflate-junk',
      'bytes behind the end of a deflated entry',
      rows(({ data }) => ({ packed: Buffer.concat([packed(data), Buffer.from('junk')]) })),
    ],
    [
      'deflate-cut',
      'a deflated entry that is cut off',
      rows(({ data }) => ({ packed: packed(data).subarray(0, -8) })),
    ],
    ['deflate-noise', 'a deflated entry that is none', rows(() => ({ packed: Buffer.alloc(64, 0xff) }))],
    ['method', 'an entry packed in another way', rows(() => ({ method: 9 }))],
    [
      'stored-sizes',
      'a stored entry with two sizes',
      rows(({ data }) => ({ method: 0, size: data.length + 1 })),
    ],
    ['encrypted', 'an encrypted entry', rows(() => ({ flags: 0x801 }))],
    ['flag-strong', 'strong encryption is flagged', rows(() => ({ flags: 0x840 }))],
    ['flag-patched', 'patched data is flagged', rows(() => ({ flags: 0x820 }))],
    ['flag-masked', 'masked headers are flagged', rows(() => ({ flags: 0x2800 }))],
    ['flag-unused', 'a flag that nothing uses', rows(() => ({ flags: 0x8800 }))],
    ['flag-local', 'encryption is flagged in the local header alone', rows(() => ({ localFlags: 0x801 }))],
    [
      'flag-local-unused',
      'a flag that nothing uses, in the local header',
      rows(() => ({ localFlags: 0x880 })),
    ],
    ['sum', 'entries that claim more together than a bundle holds', rows(() => ({ size: 2 ** 30 }))],
    [
      'readme-sizes',
      'a stored README.md with two sizes',
      writeZip(entries.map((each) => (each.name === 'README.md' ? { ...each, method: 0, size: 1 } : each))),
    ],
    [
      'readme-name',
      'README.md has another name in its local header',
      writeZip(
        entries.map((each) => (each.name === 'README.md' ? { ...each, localName: 'README.mk' } : each)),
      ),
    ],
    ['zip64-size', 'a size that stands elsewhere', rows(() => ({ size: 0xffffffff }))],
    ['no-rows', 'rows.jsonl is missing', without('rows.jsonl')],
    ['no-history', 'history.jsonl is missing', without('history.jsonl')],
    ['no-claim', 'bundle.json is missing', without('bundle.json')],
    ['no-checkpoint', 'checkpoint.txt is missing', without('checkpoint.txt')],
    ['comment', 'a comment behind the directory', writeZip(entries, { comment: 'signed' })],
    ['behind', 'bytes behind the directory', writeZip(entries, { behind: Buffer.from('x') })],
    ['gap', 'bytes between the directory and its end', writeZip(entries, { gap: Buffer.alloc(20) })],
    ['count', 'a directory that counts other entries', writeZip(entries, { count: entries.length - 1 })],
    ['disk', 'a second disk', writeZip(entries, { disk: 1 })],
    ['cut', 'a file that is cut off', whole.subarray(0, -30)],
    ['cut-front', 'a file without its beginning', whole.subarray(100)],
    ['empty', 'an empty file', Buffer.alloc(0)],
    ['empty-zip', 'a ZIP file without entries', writeZip([])],
    ['no-zip', 'text', Buffer.from('not a bundle at all, but longer than a directory')],
  ];
  return cases.map(([name, says, bytes]) => ({ name: `zip-${name}`, says, bytes, found: '0 bundle' }));
}
