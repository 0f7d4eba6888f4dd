// Tokens and datasets from memory: how long, how often the store is asked, and what ends it.
import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '@governance-agent/testkit';
import { hash } from 'node:crypto';
import { createDatasetDirectory } from '../../src/access/dataset-directory.ts';
import { createIngestTokens } from '../../src/access/ingest-tokens.ts';
import type { Scope } from '../../src/access/scope.ts';
import { TokenError } from '../../src/access/token-desk.ts';
import type { TokenRecord } from '../../src/access/token-store.ts';

const NOW = Date.UTC(2026, 10, 21);
const TOKEN = `gat_${'a'.repeat(43)}`;
const RECORD: TokenRecord = {
  id: 't-1',
  tenant: 'acme',
  org: 'acme',
  name: '',
  userEmail: null,
  scopes: ['ingest:team-a', 'ingest:team-b', 'read'],
  createdAt: NOW,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
};

/** A store of one token that counts what it is asked. */
function desk(change: Partial<TokenRecord> = {}) {
  const clock = fixedClock(NOW);
  const asked: string[] = [];
  const marked: number[] = [];
  const state = { record: { ...RECORD, ...change } as TokenRecord | undefined, broken: false };
  const store = {
    findByDigest: (digest: string) => {
      asked.push(digest);
      if (state.broken) return Promise.reject(new Error('down'));
      return Promise.resolve(digest === hash('sha256', TOKEN) ? state.record : undefined);
    },
    markUsed: (_id: string, now: number) => {
      marked.push(now);
      return state.broken ? Promise.reject(new Error('down')) : Promise.resolve();
    },
  };
  const tokens = createIngestTokens({ store, clock, monotonic: clock });
  const admit = (token = TOKEN) =>
    tokens.admit(token).then(
      ({ datasets }) => datasets,
      (error: unknown) => (error instanceof TokenError ? error.code : 'store'),
    );
  return { clock, asked, marked, state, tokens, admit };
}

describe('a token at the ingest door', () => {
  it('is looked up once in five seconds', async () => {
    const { admit, asked, clock } = desk();
    for (let batch = 0; batch < 10; batch += 1) expect(await admit()).toEqual(['team-a', 'team-b']);
    expect(asked).toHaveLength(1);
    clock.advance(5_001);
    await admit();
    expect(asked).toHaveLength(2);
  });

  it('ends within five seconds of a revocation elsewhere, and at once here', async () => {
    const { admit, state, clock, tokens } = desk();
    await admit();
    state.record = { ...RECORD, revokedAt: NOW };
    clock.advance(5_001);
    expect(await admit()).toBe('token_invalid');
    state.record = RECORD;
    tokens.forget();
    expect(await admit()).toEqual(['team-a', 'team-b']);
  });

  it('ends with its time, without being looked up', async () => {
    const { admit, clock } = desk({ expiresAt: NOW + 10 });
    expect(await admit()).toEqual(['team-a', 'team-b']);
    clock.advance(10);
    expect(await admit()).toBe('token_invalid');
  });

  it.each<[readonly Scope[], unknown]>([
    [['read', 'admin'], 'scope_missing'],
    [[], 'scope_missing'],
    [['ingest:a'], ['a']],
    [['ingest:a', 'ingest:*'], 'all'],
  ])('with scopes %j may send to %j', async (scopes, datasets) => {
    expect(await desk({ scopes }).admit()).toEqual(datasets);
  });

  it('that is made up is asked for once, and only if it looks like one', async () => {
    const { admit, asked } = desk();
    for (const token of ['gat_', `gat_${'a'.repeat(44)}`, `gat_${'$'.repeat(43)}`, `x${TOKEN}`])
      expect(await admit(token)).toBe('token_invalid');
    expect(asked).toHaveLength(0);
    for (let batch = 0; batch < 5; batch += 1)
      expect(await admit(`gat_${'b'.repeat(43)}`)).toBe('token_invalid');
    expect(asked).toHaveLength(1);
  });

  it('is marked as used once a minute, and a store that cannot take that changes nothing', async () => {
    const { admit, marked, clock, state } = desk();
    for (let second = 0; second < 65; second += 1) {
      await admit();
      clock.advance(1_000);
    }
    expect(marked).toEqual([NOW, NOW + 60_000]);
    state.broken = true;
    clock.advance(5_001);
    expect(await admit()).toBe('store');
  });
});

describe('datasets', () => {
  it('are looked up once in five seconds, also in vain, and once for all who ask together', async () => {
    const clock = fixedClock(NOW);
    const asked: string[] = [];
    const find = (tenant: string, name: string) => {
      asked.push(name);
      const dataset = { tenant, name, kind: 'logs', createdAt: NOW } as const;
      return Promise.resolve(name === 'there' ? dataset : undefined);
    };
    const directory = createDatasetDirectory({ store: { find }, monotonic: clock });
    const ask = (name: string) => directory.kindOf('acme', name);
    expect(await Promise.all(['there', 'there', 'gone', 'gone'].map(ask))).toEqual([
      'logs',
      'logs',
      undefined,
      undefined,
    ]);
    await ask('there');
    expect(asked).toEqual(['there', 'gone']);
    directory.forget();
    await ask('gone');
    clock.advance(5_001);
    await ask('gone');
    expect(asked).toEqual(['there', 'gone', 'gone', 'gone']);
  });
});
