// Content is erased and stated; holds keep it; nothing of it is left in the files.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import {
  createSigner,
  createSignerMemory,
  erase,
  formatRanges,
  includesRow,
  openDatabase,
  placeHold,
  readAdministration,
  readDecisions,
  readHolds,
  releaseHold,
  verify,
  type EraseOptions,
  type Erasure,
} from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, GLOBEX, storeKinds, testStore, type TestStore } from './support/store.ts';

const DEV = 'dev@acme.example';
const OPS = { userEmail: 'ops@acme.example', sessionId: '9a8a381c-ed53-4fed-bdf3-550f937a7c45' };
const ID = 'user_0123456789abcdef';

describe.each(storeKinds)('erasure on %s', (kind) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore(kind);
    // Rows 1-4 of dev, 5-7 of ops, 8 without content, 9 of ops by id; times 0, 1000, 2000.
    await store.writer.append(ACME, maskedEvents(4));
    store.clock.advance(1000);
    await store.writer.append(ACME, maskedEvents(3, OPS, 'b'));
    await store.writer.append(ACME, maskedEvents(1, { content: null, contentState: 'none' }, 'c'));
    store.clock.advance(1000);
    await store.writer.append(ACME, maskedEvents(1, { ...OPS, userEmail: null, userId: ID }, 'd'));
    await store.writer.append(GLOBEX, maskedEvents(2));
  });
  afterEach(() => store.remove());

  const deps = () => {
    const { database, clock, key } = store;
    return { database, clock, actor: 'cli', signer: createSigner({ key }), reason: 'asked for' };
  };
  const eraseBy = (selector: EraseOptions['selector'], change: Partial<EraseOptions> = {}) =>
    erase({ ...deps(), tenant: 'acme', selector, onHold: 'refuse', ...change });
  const user = (value: string) => ({ by: 'user', value }) as const;
  const left = (tenant = 'acme') =>
    store.database.knex('audit_content').where({ tenant }).orderBy('seq').pluck<number[]>('seq');
  const erasures = async () => {
    const acts = await readAdministration(store.database.knex, 'acme', ['erasure']);
    return acts.map(({ seq, record }) => ({ seq, ...(record as Erasure) }));
  };
  const now = (): number => store.clock.now();

  test.each<[string, () => EraseOptions['selector'], string, number[]]>([
    ['a user by e-mail', () => user(DEV), '1-4', [5, 6, 7, 9]],
    ['a user by id', () => user(ID), '9', [1, 2, 3, 4, 5, 6, 7]],
    ['a session', () => ({ by: 'session', value: OPS.sessionId }), '5-7,9', [1, 2, 3, 4]],
    ['everything before a time', () => ({ by: 'before', time: now() - 1000 }), '1-4', [5, 6, 7, 9]],
    ['retention', () => ({ by: 'retention', time: now() }), '1-7', [9]],
  ])('%s', async (_, selector, named, kept) => {
    const selected = selector();
    const report = await eraseBy(selected);
    const [stated] = await erasures();
    expect(formatRanges(stated?.rows ?? [])).toBe(named);
    expect(stated).toMatchObject({ seq: 10, selector: selected.by });
    expect(report).toMatchObject({ tenant: 'acme', held: 0, erasures: 1, purged: true });
    expect(await left()).toEqual([...kept, 10]);
    expect(await left('globex')).toEqual([1, 2]);
  });

  test('rows and links are as they were, and the feed says erased', async () => {
    const before = await store.database.knex('audit_logs').where({ tenant: 'acme' }).orderBy('seq');
    await eraseBy(user(DEV));
    const after = await store.database.knex('audit_logs').where({ tenant: 'acme' }).orderBy('seq');
    expect(after.slice(0, 9)).toEqual(before);
    const { decisions } = await readDecisions(store.database, 'acme');
    expect(decisions.filter(({ content_state }) => content_state === 'erased').map(({ seq }) => seq)).toEqual(
      [4, 3, 2, 1],
    );
    const { database, clock, key } = store;
    const report = await verify({ database, clock, trustedKeys: [key.publicKey], mode: 'deep' });
    const acme = report.chains.find(({ tenant }) => tenant === 'acme');
    expect(acme?.breaks.filter((one) => one.kind !== 'content')).toEqual([]);
  });

  test('nothing that is gone already is stated again', async () => {
    await eraseBy(user(DEV));
    expect(await eraseBy(user(DEV))).toMatchObject({ rows: 0, erasures: 0 });
    expect(await erasures()).toHaveLength(1);
  });

  test('a dry run counts and changes nothing', async () => {
    expect(await eraseBy(user(DEV), { dryRun: true })).toMatchObject({ rows: 4, held: 0, erasures: 0 });
    expect(await left()).toHaveLength(8);
  });

  test('goes in batches, each stated in the transaction that erases it', async () => {
    expect(await eraseBy(user(DEV), { batchRows: 3 })).toMatchObject({ rows: 4, erasures: 2 });
    expect((await erasures()).map(({ rows }) => formatRanges(rows))).toEqual(['1-3', '4']);
  });

  test('names no more than a thousand ranges in one row', async () => {
    const one = { sessionId: null, userEmail: 'many@acme.example' };
    const pairs = Array.from({ length: 1001 }, (_, index) => [
      ...maskedEvents(1, one, `x${index}`),
      ...maskedEvents(1, { content: null, contentState: 'none' }, `y${index}`),
    ]);
    await store.writer.append(ACME, pairs.flat());
    expect(await eraseBy(user('many@acme.example'))).toMatchObject({ rows: 1001, erasures: 2 });
    const named = (await erasures()).map(({ rows }) => rows.length);
    expect(named).toEqual([1000, 1]);
  });

  test('when the statement cannot be signed, nothing is erased', async () => {
    const { signer, ...rest } = deps();
    const broken = {
      ...signer,
      sign: () => {
        throw new Error('device is gone');
      },
    };
    const erasing = erase({ ...rest, signer: broken, tenant: 'acme', selector: user(DEV), onHold: 'refuse' });
    await expect(erasing).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await left()).toHaveLength(8);
  });

  test('a chain that was set back is not erased from', async () => {
    const memory = createSignerMemory();
    memory.remember('acme', { origin: 'x', size: 99, head_hash: 'x' });
    await expect(eraseBy(user(DEV), { memory })).rejects.toMatchObject({ code: 'rolled_back' });
    expect(await left()).toHaveLength(8);
  });

  test('a tenant that is not there is a mistake', async () => {
    await expect(eraseBy(user(DEV), { tenant: 'nobody' })).rejects.toMatchObject({ code: 'unknown_tenant' });
    const hold = { hold: 'h', scope: 'tenant', value: '*' } as const;
    await expect(placeHold(deps(), 'nobody', hold)).rejects.toMatchObject({ code: 'unknown_tenant' });
    expect(await store.database.knex('chain_heads').where({ tenant: 'nobody' })).toEqual([]);
  });

  test.each([
    ['tenant', '*', 8],
    ['user', DEV, 4],
    ['session', OPS.sessionId, 4],
  ] as const)('a hold on a %s keeps its content until it is released', async (scope, value, held) => {
    const hold = { hold: 'case-7', scope, value };
    await placeHold(deps(), 'acme', hold);
    const all = { by: 'before', time: now() + 1 } as const;
    await expect(eraseBy(all)).rejects.toMatchObject({
      code: 'legal_hold',
      message: expect.stringContaining('case-7'),
    });
    const before = await left();
    expect(await eraseBy(all, { dryRun: true })).toMatchObject({ rows: 8 - held, held, holds: ['case-7'] });
    expect(await left()).toEqual(before);
    expect(await eraseBy(all, { onHold: 'skip' })).toMatchObject({ rows: 8 - held, held, holds: ['case-7'] });
    await releaseHold(deps(), 'acme', 'case-7');
    expect(await eraseBy(all)).toMatchObject({ rows: held, held: 0, holds: [] });
  });

  test('what lies outside every hold can be erased, of another tenant too', async () => {
    await placeHold(deps(), 'acme', { hold: 'case-7', scope: 'user', value: OPS.userEmail });
    expect(await eraseBy(user(DEV))).toMatchObject({ rows: 4 });
    expect(await eraseBy(user(DEV), { tenant: 'globex' })).toMatchObject({ rows: 2 });
  });

  test('holds are listed, have one name each, and are released once', async () => {
    const hold = { hold: 'case-7', scope: 'user', value: DEV } as const;
    await placeHold(deps(), 'acme', hold);
    await expect(placeHold(deps(), 'acme', hold)).rejects.toMatchObject({ code: 'legal_hold' });
    expect(await readHolds(store.database, 'acme')).toEqual([{ ...hold, seq: 10, placed_at: now() }]);
    expect(await readHolds(store.database, 'globex')).toEqual([]);
    await releaseHold(deps(), 'acme', 'case-7');
    await expect(releaseHold(deps(), 'acme', 'case-7')).rejects.toMatchObject({ code: 'unknown_hold' });
    expect(await readHolds(store.database, 'acme')).toEqual([]);
  });

  test('a hold that is placed while content is erased keeps what is left at that moment', async () => {
    const other = openDatabase(store.url);
    await store.writer.append(ACME, maskedEvents(60, { userEmail: 'race@acme.example' }, 'race'));
    const erasing = eraseBy(user('race@acme.example'), { batchRows: 2 }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const hold = { hold: 'late', scope: 'user', value: 'race@acme.example' } as const;
    const { seq } = await placeHold({ ...deps(), database: other }, 'acme', hold);
    await erasing;
    const named = await erasures();
    expect(named.filter((one) => one.seq > seq)).toEqual([]);
    const stillThere = new Set(await left());
    const raced = Array.from({ length: 60 }, (_, index) => 10 + index);
    const statedGone = raced.filter((row) => named.some(({ rows }) => includesRow(rows, row)));
    expect(raced.filter((row) => !stillThere.has(row))).toEqual(statedGone);
    await other.close();
  });

  test('two that erase at once state each row once', async () => {
    const other = openDatabase(store.url);
    await Promise.all([
      eraseBy(user(DEV), { batchRows: 1 }),
      eraseBy(user(DEV), { batchRows: 1, database: other }),
    ]);
    const named = (await erasures()).map(({ rows }) => formatRanges(rows)).sort();
    expect(named).toEqual(['1', '2', '3', '4']);
    await other.close();
  });

  test('an erasure that is stopped leaves whole batches', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await eraseBy(user(DEV), { onHold: 'skip', signal: stop.signal })).toMatchObject({ rows: 0 });
    expect(await left()).toHaveLength(8);
  });
});

test('nothing of the erased text is left in the files of an SQLite store', async () => {
  const store = await testStore('sqlite');
  const { database, clock, key } = store;
  const secret = 'the-quick-brown-fox-jumps';
  // Short content within a page, and long content on overflow pages.
  for (const [salt, text] of [
    ['a', secret],
    ['b', `${secret} `.repeat(2000)],
  ] as const)
    await store.writer.append(ACME, maskedEvents(20, { content: { prompt: text } }, salt));
  const path = store.url.slice('sqlite:'.length);
  const found = async (): Promise<string[]> => {
    const files = ['', '-wal', '-shm'].map((suffix) => path + suffix);
    const texts = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
    return files.filter((_, index) => texts[index]?.includes(secret));
  };
  expect(await found()).not.toEqual([]);
  const report = await erase({
    ...{ database, clock, actor: 'cli', signer: createSigner({ key }) },
    ...{ tenant: 'acme', selector: { by: 'user', value: DEV }, onHold: 'refuse' },
  });
  expect(report).toMatchObject({ rows: 40, purged: true });
  expect(await found()).toEqual([]);
  await store.remove();
});
