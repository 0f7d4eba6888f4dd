// Bundles that honest exporters write. Some of them prove less than others, and say so.
import {
  createNobleSigner,
  exportBundle,
  type BundleOptions,
  type SigningKey,
} from '@governance-agent/audit-core';
import { KEY_A, KEY_B, KEY_C, KEY_STRANGER, type CorpusCase, type Expected } from './case.ts';
import { base64, corpusChain, KEYS, signNextBy, type CorpusChain } from './chains.ts';
import { resealedAcceptances } from './resealed.ts';
import { entriesOf, filesOf, writeZip, type RawEntry } from './zip.ts';

export type Export = Partial<BundleOptions> & Pick<BundleOptions, 'selection'>;

export async function bundleOf(
  chain: CorpusChain,
  options: Export,
  key: SigningKey = KEYS.a,
): Promise<Buffer> {
  const { database, tenant, clock } = chain;
  const parts: Buffer[] = [];
  await signNextBy(database, tenant, key);
  const stream = await exportBundle({ database, tenant, clock, signer: createNobleSigner(key), ...options });
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export const SESSION = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER_SESSION = 'aaaaaaaa-0000-4000-8000-000000000002';
export const range = (from: number, through: number): Export => ({
  selection: { kind: 'range', from, through },
});
export const session: Export = { selection: { kind: 'session', sessionId: SESSION } };

/** Twelve rows of two sessions and of none, by key a. Rows 1, 2, 5, 6, 9, 10 are of SESSION. */
export async function plainChain(name = 'plain', tenant = 'acme'): Promise<CorpusChain> {
  const chain = await corpusChain(name, tenant);
  for (let round = 0; round < 3; round += 1) {
    await chain.append(2, { sessionId: SESSION });
    await chain.append(1, {
      sessionId: OTHER_SESSION,
      toolName: 'Bash',
      event: 'tool_result',
      content: { output: `round ${round}` },
    });
    await chain.append(1, { sessionId: null, content: null, contentState: 'none', model: null });
  }
  return chain;
}

/** Rows 1 to 8; row 9 erases the content of 3, 4 and 6. */
export async function erasedChain(): Promise<CorpusChain> {
  const chain = await corpusChain('erased');
  await chain.append(8, { sessionId: SESSION });
  const rows = [
    { from: 3, through: 4 },
    { from: 6, through: 6 },
  ];
  await chain.administer({ act: 'erasure', rows, selector: 'user' });
  await chain.database.knex('audit_content').whereIn('seq', [3, 4, 6]).delete();
  await chain.append(1, { sessionId: SESSION });
  return chain;
}

/** Rows 1 to 5 by key a, row 6 changes to key b, rows 7 to 10 by key b. */
export async function changedChain(act: 'key_rotation' | 'key_replacement'): Promise<CorpusChain> {
  const chain = await corpusChain(act);
  await chain.append(5);
  const keys = { old_key: KEY_A, new_key: KEY_B };
  await chain.administer({ act, ...keys }, act === 'key_rotation' ? KEYS.a : KEYS.b);
  await chain.append(4, {}, KEYS.b);
  return chain;
}

/** Rows 1 to 3 by key a, row 4 changes to key b, which is lost before it signs: row 5 replaces it by key c. */
export async function hastyChain(): Promise<CorpusChain> {
  const chain = await corpusChain('hasty');
  await chain.append(3);
  await chain.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  await chain.administer({ act: 'key_replacement', old_key: KEY_B, new_key: KEY_C }, KEYS.c);
  await chain.append(3, {}, KEYS.c);
  return chain;
}

/** Rows 1 to 6 by key a, one a second; row 7 changes to key b; row 8 says that a was stolen when row 5 came. */
export async function compromisedChain(): Promise<CorpusChain> {
  const chain = await corpusChain('compromised');
  let since = 0;
  for (let row = 1; row <= 6; row += 1) {
    await chain.append(1);
    if (row === 5) since = chain.clock.now();
  }
  await chain.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  await chain.administer({ act: 'key_compromised', key_id: KEYS.a.keyId, since }, KEYS.b);
  await chain.append(2, {}, KEYS.b);
  return chain;
}

type Draft = Omit<CorpusCase, 'keys' | 'checkpoints' | 'expected'> & {
  readonly keys?: readonly string[];
  readonly checkpoints?: readonly string[];
} & Partial<Expected>;

function accepted({ name, says, bytes, keys = [KEY_A], checkpoints = [], ...said }: Draft): CorpusCase {
  const whole = {
    verdict: 'verified',
    findings: [],
    rows: 0,
    erased: 0,
    withheld: 0,
    layer: 'internal',
    compromised: [],
  } as const;
  return { name, says, bytes, keys, checkpoints, expected: { ...whole, ...said } };
}

export async function acceptCases(): Promise<CorpusCase[]> {
  const parts = [selections, containers, sizes, erasures, changes, compromises, contents, heads, resealed];
  const cases: CorpusCase[] = [];
  for (const part of parts) cases.push(...(await part()));
  return cases;
}

async function selections(): Promise<CorpusCase[]> {
  const chain = await plainChain();
  const bash = { selection: { kind: 'filter', filters: { columns: { tool_name: 'Bash' } } } } as const;
  const none = {
    selection: {
      kind: 'filter',
      filters: { columns: { tool_name: 'No' }, attributes: { 'a"\u00e9': 'b' }, since: 1 },
    },
  } as const;
  const inRange = await bundleOf(chain, range(3, 8));
  const cases = [
    accepted({
      name: 'session',
      says: 'one session, three runs of rows',
      bytes: await bundleOf(chain, session),
      rows: 6,
    }),
    accepted({ name: 'range', says: 'rows 3 to 8 of 12', bytes: inRange, rows: 6 }),
    accepted({
      name: 'range-whole',
      says: 'every row of the chain',
      bytes: await bundleOf(chain, range(1, 12)),
      rows: 12,
    }),
    accepted({
      name: 'range-last',
      says: 'the last row alone',
      bytes: await bundleOf(chain, range(12, 12)),
      rows: 1,
    }),
    accepted({ name: 'filter', says: 'rows of one tool', bytes: await bundleOf(chain, bash), rows: 3 }),
    accepted({
      name: 'filter-empty',
      says: 'a filter that nothing matches',
      bytes: await bundleOf(chain, none),
      rows: 0,
    }),
    accepted({
      name: 'withheld-range',
      says: 'a range without bodies',
      bytes: await bundleOf(chain, { ...range(3, 8), withholdBodies: true }),
      rows: 6,
      withheld: 6,
    }),
    accepted({
      name: 'withheld-session',
      says: 'a session without bodies',
      bytes: await bundleOf(chain, { ...session, withholdBodies: true }),
      rows: 6,
      withheld: 6,
    }),
    accepted({
      name: 'two-pins',
      says: 'the second of two pins signed',
      bytes: inRange,
      keys: [KEY_STRANGER, KEY_A],
      rows: 6,
    }),
    accepted({
      name: 'no-pin',
      says: 'whole, but nobody says whose it is',
      bytes: inRange,
      keys: [],
      rows: 6,
      verdict: 'unverifiable',
    }),
  ];
  await chain.remove();
  return cases;
}

/** What a container may say besides. */
async function containers(): Promise<CorpusCase[]> {
  const chain = await plainChain();
  const entries = entriesOf(filesOf(await bundleOf(chain, range(3, 8))));
  await chain.remove();
  const changed = (name: string, change: Partial<RawEntry>): Buffer =>
    writeZip(entries.map((entry) => (name === '' || entry.name === name ? { ...entry, ...change } : entry)));
  const cases: [string, string, Buffer][] = [
    ['flags', 'deflate level and data descriptor are flagged', changed('', { flags: 0x80e })],
    ['no-flags', 'nothing is flagged', changed('', { flags: 0 })],
    ['stored', 'rows are stored', changed('rows.jsonl', { method: 0 })],
    [
      'readme-crc',
      'the checksum of README.md does not hold: it is not unpacked',
      changed('README.md', { crc: 1 }),
    ],
    ['readme-size', 'README.md is not as long as it says', changed('README.md', { size: 1 })],
    ['no-readme', 'there is no README.md', writeZip(entries.filter(({ name }) => name !== 'README.md'))],
    ['before', 'bytes in front of the first entry', writeZip(entries, { before: Buffer.from('more') })],
  ];
  return cases.map(([name, says, bytes]) => accepted({ name: `zip-${name}`, says, bytes, rows: 6 }));
}

/** Trees of every shape: a leaf, powers of two, and their neighbours. */
async function sizes(): Promise<CorpusCase[]> {
  const cases: CorpusCase[] = [];
  for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17]) {
    const chain = await corpusChain(`size ${size}`);
    await chain.append(size, { sessionId: SESSION });
    cases.push(
      accepted({
        name: `size-${size}`,
        says: `all of ${size} rows`,
        bytes: await bundleOf(chain, range(1, size)),
        rows: size,
      }),
    );
    if (size === 17) {
      const first = await bundleOf(chain, range(1, 1));
      cases.push(accepted({ name: 'size-17-first', says: 'the first of 17 rows', bytes: first, rows: 1 }));
    }
    await chain.remove();
  }
  return cases;
}

async function erasures(): Promise<CorpusCase[]> {
  const chain = await erasedChain();
  const after = await bundleOf(chain, { selection: { kind: 'range', from: 7, through: 10 } });
  const cases = [
    accepted({
      name: 'erased',
      says: 'content of three rows was erased',
      bytes: await bundleOf(chain, range(1, 8)),
      rows: 8,
      erased: 3,
    }),
    accepted({
      name: 'erased-with-statement',
      says: 'the erasure is in both files',
      bytes: await bundleOf(chain, range(3, 10)),
      rows: 8,
      erased: 3,
    }),
    accepted({
      name: 'erased-elsewhere',
      says: 'an erasure that names no row of the bundle',
      bytes: after,
      rows: 4,
    }),
    accepted({
      name: 'erased-withheld',
      says: 'erased rows without bodies',
      bytes: await bundleOf(chain, { ...range(1, 8), withholdBodies: true }),
      rows: 8,
      withheld: 8,
    }),
  ];
  await chain.remove();
  return cases;
}

async function changes(): Promise<CorpusCase[]> {
  const rotated = await changedChain('key_rotation');
  const replaced = await changedChain('key_replacement');
  const whole = await bundleOf(rotated, range(1, 10), KEYS.b);
  const other = await bundleOf(replaced, range(1, 10), KEYS.b);
  const hasty = await hastyChain();
  const behind = await bundleOf(hasty, range(1, 8), KEYS.c);
  const named = await corpusChain('telemetry');
  await named.append(2, { event: 'key_rotation', attributes: { old_key: KEY_A, new_key: KEY_B } });
  await named.append(2, { event: 'erasure', attributes: { rows: '1-2' } });
  const boundary = await corpusChain('rotation last');
  await boundary.append(3);
  await boundary.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  const cases = [
    accepted({
      name: 'rotation-old-pin',
      says: 'the old key vouches for the new one',
      bytes: whole,
      rows: 10,
    }),
    accepted({
      name: 'rotation-new-pin',
      says: 'the new key covers what the old one signed',
      bytes: whole,
      keys: [KEY_B],
      rows: 10,
    }),
    accepted({
      name: 'rotation-both-pins',
      says: 'both keys are pinned',
      bytes: whole,
      keys: [KEY_A, KEY_B],
      rows: 10,
    }),
    accepted({
      name: 'rotation-before',
      says: 'rows in front of the rotation, new key pinned',
      bytes: await bundleOf(rotated, range(2, 4), KEYS.b),
      keys: [KEY_B],
      rows: 3,
    }),
    accepted({
      name: 'rotation-last-old-signs',
      says: 'the rotation is the last row, its old key made the checkpoint',
      bytes: await bundleOf(boundary, range(1, 4)),
      rows: 4,
    }),
    accepted({
      name: 'replacement-new-pin',
      says: 'the new key covers what the lost one signed',
      bytes: other,
      keys: [KEY_B],
      rows: 10,
    }),
    accepted({
      name: 'replacement-both-pins',
      says: 'both keys are pinned',
      bytes: other,
      keys: [KEY_A, KEY_B],
      rows: 10,
    }),
    accepted({
      name: 'replacement-behind-rotation-new-pin',
      says: 'a replacement directly behind a rotation: the newest key covers both',
      bytes: behind,
      keys: [KEY_C],
      rows: 8,
    }),
    accepted({
      name: 'replacement-behind-rotation-both-pins',
      says: 'the same, oldest and newest key pinned',
      bytes: behind,
      keys: [KEY_A, KEY_C],
      rows: 8,
    }),
    accepted({
      name: 'telemetry-named-like-acts',
      says: 'telemetry calls its events like administrative acts: it states nothing',
      bytes: await bundleOf(named, range(1, 4)),
      rows: 4,
    }),
    accepted({
      name: 'rotation-no-pin',
      says: 'a rotation without any pin',
      bytes: whole,
      keys: [],
      rows: 10,
      verdict: 'unverifiable',
    }),
  ];
  // The checkpoint of that size exists: another key can only make one in a store that has none.
  await boundary.remove();
  const later = await corpusChain('rotation last');
  await later.append(3);
  await later.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  const bytes = await bundleOf(later, range(1, 4), KEYS.b);
  cases.push(
    accepted({
      name: 'rotation-last-new-signs',
      says: 'the rotation is the last row, its new key made the checkpoint',
      bytes,
      rows: 4,
    }),
  );
  for (const chain of [rotated, replaced, later, hasty, named]) await chain.remove();
  return cases;
}

async function compromises(): Promise<CorpusCase[]> {
  const chain = await compromisedChain();
  const bytes = await bundleOf(chain, { ...range(4, 10), since: [6] }, KEYS.b);
  const early = await bundleOf(chain, range(1, 3), KEYS.b);
  await chain.remove();
  const saw = await corpusChain('compromised');
  for (let row = 1; row <= 6; row += 1) await saw.append(1);
  const six = await saw.checkpoint();
  await saw.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  const seven = await saw.checkpoint(KEYS.b);
  await saw.remove();
  const unproven = { verdict: 'unverifiable', compromised: [5, 6, 7] } as const;
  return [
    accepted({
      name: 'compromised',
      says: 'rows that a stolen key signed prove nothing',
      bytes,
      keys: [KEY_B],
      rows: 7,
      ...unproven,
    }),
    accepted({
      name: 'compromised-anchored',
      says: 'a held checkpoint covers two of the three',
      bytes,
      keys: [KEY_B],
      checkpoints: [six],
      rows: 7,
      layer: 'anchored',
      verdict: 'unverifiable',
      compromised: [7],
    }),
    accepted({
      name: 'compromised-history',
      says: 'the rotation itself was signed by the stolen key',
      bytes: early,
      keys: [KEY_B],
      rows: 3,
      verdict: 'unverifiable',
      compromised: [7],
    }),
    {
      ...accepted({
        name: 'compromised-unproven-head',
        says: 'a held checkpoint without its proof',
        bytes,
        keys: [KEY_B],
        checkpoints: [seven],
      }),
      expected: {
        verdict: 'broken',
        findings: [{ seq: 7, kind: 'root' }],
        rows: 7,
        erased: 0,
        withheld: 0,
        layer: 'internal',
        compromised: [5, 6, 7],
      },
    },
  ];
}

const ODD =
  'quote " backslash \\ tab \t newline \n bell \u0007 unit \u001f del \u007f line \u2028 para \u2029 nbsp \u00a0 \ufeff \ufffd end';

async function contents(): Promise<CorpusCase[]> {
  const chain = await corpusChain('contents');
  await chain.append(1, {
    content: { prompt: ODD, 'e\u0301': '\u00e9', '\ud83d\ude00': '\uffff', '\uff01': '', '': '0' },
    userEmail: 'd\u00e9v@acme.example',
  });
  await chain.append(1, {
    content: { deep: [[[[{ a: [null, true, -1, 9007199254740991, '1e400'] }]]]] },
    attributes: { __proto__x: 1, constructor: 'x', '10': 'a', '9': 'b' },
  });
  await chain.append(1, {
    sessionId: ODD,
    toolName: '</script>',
    tokensInput: 9007199254740991,
    costNanoUsd: -5,
    content: {},
  });
  await chain.append(1, { content: { long: 'x'.repeat(70_000) } });
  const bytes = await bundleOf(chain, range(1, 4));
  const named = await bundleOf(chain, { selection: { kind: 'session', sessionId: ODD } });
  await chain.remove();
  return [
    accepted({ name: 'unicode', says: 'escapes, astral keys, large numbers, long lines', bytes, rows: 4 }),
    accepted({ name: 'unicode-session', says: 'a session with an odd name', bytes: named, rows: 1 }),
  ];
}

/** Rows that the agent would not write, rightly signed. */
async function resealed(): Promise<CorpusCase[]> {
  return (await resealedAcceptances()).map(accepted);
}

async function heads(): Promise<CorpusCase[]> {
  const chain = await corpusChain('heads');
  await chain.append(5);
  const five = await chain.checkpoint();
  await chain.append(3);
  const eight = await chain.checkpoint();
  await chain.append(5);
  const thirteen = await chain.checkpoint();
  const bytes = await bundleOf(chain, { ...range(2, 6), since: [5, 8] });
  await chain.append(1);
  const later = await chain.checkpoint();
  const foreign = await plainChain('foreign');
  const elsewhere = await foreign.checkpoint();
  await chain.remove();
  await foreign.remove();
  const anchored = { layer: 'anchored', rows: 5 } as const;
  const lineOf = (name: string): string => `\u2014 ${name} ${base64(Buffer.alloc(68, 7))}\n`;
  const witness = lineOf('witness.example');
  return [
    accepted({
      name: 'anchored-smaller',
      says: 'an earlier checkpoint is proven a prefix',
      bytes,
      checkpoints: [five],
      ...anchored,
    }),
    accepted({
      name: 'anchored-power-of-two',
      says: 'one of eight rows',
      bytes,
      checkpoints: [eight],
      ...anchored,
    }),
    accepted({
      name: 'anchored-equal',
      says: 'a checkpoint of the same size',
      bytes,
      checkpoints: [thirteen],
      ...anchored,
    }),
    accepted({
      name: 'anchored-all',
      says: 'several held checkpoints',
      bytes,
      checkpoints: [thirteen, five, eight],
      ...anchored,
    }),
    accepted({
      name: 'anchored-witness',
      says: 'a held checkpoint that others signed as well',
      bytes,
      checkpoints: [five + witness],
      ...anchored,
    }),
    accepted({
      name: 'anchored-odd-names',
      says: 'names of other signers that are no white space: U+FEFF, U+200B, U+007F, and a name beyond ASCII',
      bytes,
      checkpoints: [five + ['\ufeffa', 'a\u200bb', 'a\u007f', 'd\u00e9v'].map(lineOf).join('')],
      ...anchored,
    }),
    accepted({
      name: 'held-later',
      says: 'a later checkpoint cannot be compared',
      bytes,
      checkpoints: [later],
      rows: 5,
    }),
    accepted({
      name: 'held-foreign',
      says: 'a checkpoint of another chain is left out',
      bytes,
      checkpoints: [elsewhere],
      rows: 5,
    }),
    accepted({
      name: 'anchored-no-pin',
      says: 'anchored, but no key is pinned',
      bytes,
      keys: [],
      checkpoints: [five],
      ...anchored,
      verdict: 'unverifiable',
    }),
  ];
}
