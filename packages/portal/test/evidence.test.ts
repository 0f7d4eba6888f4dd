// What the page about evidence remembers, trusts and shouts.
import { describe, expect, test } from '@jest/globals';
import type { ChainState } from '../src/api/types.ts';
import { afterVerification } from '../src/evidence/after-verification.ts';
import { alarmsOf } from '../src/evidence/alarms.ts';
import {
  readMemory,
  writeMemory,
  type EvidenceMemory,
  type Pin,
  type ReadMemory,
} from '../src/evidence/memory.ts';
import { exportQuery } from '../src/evidence/selection.ts';

const AT = '2026-11-21T09:00:00.000Z';
const PIN: Pin = { key: 'a', id: 'k1', source: 'own', at: AT, followed: [] };
const TREE = {
  note: 'note 9',
  origin: 'agent/t/1',
  size: 9,
  root: 'r9',
  at: AT,
  source: 'verified',
} as const;
const KEY = { state: 'present', from: 1, through: null, public_key: 'a', compromised_since: null } as const;
const CHAIN: ChainState = {
  tenant: 'acme',
  origin: 'agent/t/1',
  size: 9,
  hash: 'h',
  received_at: AT,
  keys: [{ ...KEY, key_id: 'k1' }],
  checkpoint: null,
  erased: 0,
  signer_remembers: null,
  last_verification: null,
  boundary: '',
};
const KNOWN = { pin: PIN, tree: TREE, isDamaged: false };

describe('alarms', () => {
  const SHORTER = 'The chain is shorter than what this browser saw';
  const OTHER = 'This is another chain than the one this browser saw';
  const KEY_CHANGED = 'The agent signs with another key than the one this browser trusts';
  const BEHIND = 'The store is behind what the agent signed';
  test.each<[string, Partial<ChainState>, Partial<ReadMemory>, string[]]>([
    ['nothing new', {}, {}, []],
    ['it grew', { size: 10 }, {}, []],
    ['a first visit', {}, { pin: null, tree: null }, []],
    ['cut', { size: 8 }, {}, [SHORTER]],
    ['gone', { size: 0, origin: null, keys: [] }, {}, [SHORTER]],
    ['replaced', { origin: 'agent/t/2' }, {}, [OTHER]],
    ['another key', { keys: [{ ...KEY, key_id: 'k2' }] }, {}, [KEY_CHANGED]],
    [
      'a key that a verified chain led to',
      { keys: [{ ...KEY, key_id: 'k2' }] },
      { pin: { ...PIN, followed: ['k2'] } },
      [],
    ],
    ['behind its signer', { signer_remembers: { origin: 'agent/t/1', size: 10, hash: 'h' } }, {}, [BEHIND]],
    ['level with its signer', { signer_remembers: { origin: 'agent/t/1', size: 9, hash: 'h' } }, {}, []],
    [
      'not the chain of its signer',
      { signer_remembers: { origin: 'agent/t/9', size: 1, hash: 'h' } },
      {},
      [BEHIND],
    ],
    [
      'memory that is damaged',
      {},
      { isDamaged: true },
      ['What this browser remembered cannot be read any more'],
    ],
  ])('%s', (_name, chain, known, titles) => {
    const alarms = alarmsOf({ ...CHAIN, ...chain }, { ...KNOWN, ...known });
    expect(alarms.map(({ title }) => title)).toEqual(titles);
  });
});

describe('memory', () => {
  const stored = (text: string | null) => readMemory({ getItem: () => text }, 'acme');

  test('comes back as it was kept, for its tenant alone', () => {
    const store = new Map<string, string>();
    const storage = {
      getItem: (name: string) => store.get(name) ?? null,
      setItem: (name: string, value: string) => void store.set(name, value),
    };
    expect(writeMemory(storage, 'acme', { pin: PIN, tree: TREE })).toBe(true);
    expect(readMemory(storage, 'acme')).toEqual(KNOWN);
    expect(readMemory(storage, 'globex')).toEqual({ pin: null, tree: null, isDamaged: false });
  });

  test.each([
    '',
    '[]',
    'null',
    '{}',
    '{"pin":null}',
    '{"pin":{},"tree":null}',
    JSON.stringify({ pin: { ...PIN, source: 'x' }, tree: null }),
    JSON.stringify({ pin: null, tree: { ...TREE, size: '9' } }),
  ])('%j is damaged, not empty', (text) => {
    expect(stored(text)).toEqual({ pin: null, tree: null, isDamaged: true });
  });

  test('a browser that keeps nothing says so and breaks nothing', () => {
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(readMemory({ getItem: refuse }, 'acme')).toMatchObject({ tree: null, isDamaged: false });
    expect(writeMemory({ setItem: refuse }, 'acme', { pin: null, tree: null })).toBe(false);
  });
});

describe('what is remembered of a bundle that was verified', () => {
  const answer = (verdict: string, layer: string, size: number, signedBy: readonly string[] = ['k1']) =>
    ({
      report: { verdict, layer, findings: [] },
      note: `note ${size}`,
      tree: { origin: 'agent/t/1', size, root: `r${size}`, signedBy },
    }) as unknown as Parameters<typeof afterVerification>[1];
  const after = (memory: EvidenceMemory, of: ReturnType<typeof answer>) =>
    afterVerification(memory, of, { trusted: TRUSTED, held: memory.tree?.note ?? null }, AT);
  const TRUSTED = { key: 'a', id: 'k1', source: 'server' } as const;
  const NOTHING: EvidenceMemory = { pin: null, tree: null };

  test('the first one leaves its tree, and the key that the server named', () => {
    expect(after(NOTHING, answer('verified', 'internal', 9))).toEqual({
      pin: { ...PIN, source: 'server' },
      tree: TREE,
    });
  });
  test.each(['broken', 'unverifiable'])('%s leaves nothing', (verdict) => {
    expect(after(NOTHING, answer(verdict, 'internal', 9))).toBe(NOTHING);
  });
  test.each([
    ['a tree that grew out of the remembered one', 'anchored', 12, 12],
    ['a tree that was not compared', 'internal', 12, 9],
    ['a smaller tree', 'anchored', 5, 9],
  ])('%s', (_name, layer, size, remembered) => {
    expect(after({ pin: PIN, tree: TREE }, answer('verified', layer, size)).tree?.size).toBe(remembered);
  });
  test('another chain never takes the place of the remembered one', () => {
    const foreign = { ...TREE, origin: 'agent/t/2' };
    expect(after({ pin: PIN, tree: foreign }, answer('verified', 'internal', 12)).tree).toBe(foreign);
  });
  test.each<[string, EvidenceMemory, Partial<Parameters<typeof afterVerification>[2]>]>([
    ['another key was pinned', { pin: { ...PIN, id: 'k7' }, tree: null }, { held: null }],
    ['the own key was forgotten', NOTHING, { trusted: { ...TRUSTED, source: 'own' }, held: null }],
    ['another tab remembered more', { pin: PIN, tree: TREE }, { held: 'note 5' }],
  ])('meanwhile %s: nothing changes', (_name, memory, judged) => {
    const by = { trusted: TRUSTED, held: null, ...judged };
    expect(afterVerification(memory, answer('verified', 'anchored', 12), by, AT)).toBe(memory);
  });
  test('keys that the chain led to are known from then on; the pin stays', () => {
    const { pin } = after({ pin: PIN, tree: null }, answer('verified', 'internal', 9, ['k1', 'k2']));
    expect(pin).toEqual({ ...PIN, followed: ['k2'] });
  });
});

test.each([
  [
    { kind: 'last', rows: 3 },
    { from: 7, through: 9 },
  ],
  [
    { kind: 'last', rows: 30 },
    { from: 1, through: 9 },
  ],
  [{ kind: 'session', id: 's' }, { session: 's' }],
  [{ kind: 'filter', filters: { model: 'm' } }, { model: 'm' }],
] as const)('%j is asked for as the export names it', (selection, expected) => {
  const bundle = { format: 'bundle', ...expected };
  expect(exportQuery(selection, 9, 4)).toEqual({ ...bundle, since_size: '4' });
  // A proof from more rows than there are is what the alarm is about; the export would refuse it.
  expect(exportQuery(selection, 9, 12)).toEqual(bundle);
});
