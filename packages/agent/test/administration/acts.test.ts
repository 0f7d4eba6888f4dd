// Acts and the rows that tell of them, when the store takes no row: nothing holds unseen, and nothing is lost silently.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuditError,
  createAuditWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  readAdministration,
  type AdministrationAct,
  type AuditWriter,
  type Database,
} from '@governance-agent/audit-core';
import {
  databaseKinds,
  fixedClock,
  temporaryDatabaseUrl,
  temporaryDirectory,
} from '@governance-agent/testkit';
import path from 'node:path';
import { createDatasetStore } from '../../src/access/dataset-store.ts';
import { ensureIssuerKey } from '../../src/access/issuer-key.ts';
import { createRevocationList } from '../../src/access/revocation-list.ts';
import { createTokenStore } from '../../src/access/token-store.ts';
import { createAdministration } from '../../src/administration/administration.ts';
import { createDatasetActs } from '../../src/administration/dataset-acts.ts';
import { issueWithRow, revokeWithRow, tenantOfLicence } from '../../src/administration/licence-acts.ts';
import { stateExport } from '../../src/administration/state-export.ts';
import { createTokenActs } from '../../src/administration/token-acts.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';

const clock = fixedClock();
const EVERY: readonly AdministrationAct[] = [
  'token_created',
  'token_revoked',
  'dataset_created',
  'dataset_deleted',
  'licence_issued',
  'licence_revoked',
  'exported',
];

describe.each(databaseKinds)('acts on %s', (kind) => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let store: Awaited<ReturnType<typeof temporaryDatabaseUrl>>;
  let database: Database;
  let writer: AuditWriter;
  let refuse = false;
  let tenant = '';
  let tests = 0;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    store = await temporaryDatabaseUrl(kind);
    database = openDatabase(store.url);
    await migrate(database, AGENT_MIGRATIONS);
    writer = createAuditWriter({ database, clock, signer: createSigner({ key: generateSigningKey() }) });
  });
  afterAll(async () => {
    await writer.close();
    await database.close();
    await store.remove();
    await directory.remove();
  });
  beforeEach(() => {
    refuse = false;
    tests += 1;
    tenant = `tenant-${tests}`;
  });

  const parts = () => {
    const append: AuditWriter['append'] = (destination, events) =>
      refuse
        ? Promise.reject(new AuditError('store_unavailable', 'no row now'))
        : writer.append(destination, events);
    const administration = createAdministration({ writer: { append }, database, clock });
    const tokens = createTokenStore(database.knex);
    const datasets = createDatasetStore(database.knex);
    const deps = { administration, clock };
    const tokenActs = createTokenActs({ ...deps, store: tokens });
    const datasetActs = createDatasetActs({ ...deps, store: datasets });
    return { ...deps, tokens, datasets, tokenActs, datasetActs };
  };
  const told = async (): Promise<string[]> =>
    (await readAdministration(database.knex, tenant, EVERY)).map(({ record }) => record.act);
  const refused = { code: 'store_unavailable' };

  it('no token without its row', async () => {
    const { tokenActs, tokens } = parts();
    const order = { tenant, name: '', scopes: ['read'], expiresAt: null } as const;
    refuse = true;
    await expect(tokenActs.create(order, 'cli')).rejects.toMatchObject(refused);
    expect(await tokens.list(tenant)).toEqual([]);
    refuse = false;
    await tokenActs.create(order, 'cli');
    expect(await told()).toEqual(['token_created']);
  });

  it('a token is revoked even where that cannot be recorded, and recorded when it is done again', async () => {
    const { tokenActs, tokens } = parts();
    const order = { tenant, name: '', scopes: ['read'], expiresAt: null } as const;
    const { record } = await tokenActs.create(order, 'cli');
    refuse = true;
    await expect(tokenActs.revoke(record.id, 'cli')).rejects.toMatchObject(refused);
    expect((await tokens.find(record.id))?.revokedAt).not.toBeNull();
    refuse = false;
    await tokenActs.revoke(record.id, 'cli');
    await tokenActs.revoke(record.id, 'cli');
    expect(await told()).toEqual(['token_created', 'token_revoked']);
  });

  it('no dataset without its row, and none goes without one', async () => {
    const { datasetActs, datasets } = parts();
    const order = { tenant, name: 'team-a', kind: 'logs' } as const;
    refuse = true;
    await expect(datasetActs.create(order, 'cli')).rejects.toMatchObject(refused);
    expect(await datasets.list(tenant)).toEqual([]);
    refuse = false;
    await datasetActs.create(order, 'cli');
    await expect(datasetActs.create(order, 'cli')).rejects.toMatchObject({ code: 'conflict' });
    refuse = true;
    await expect(datasetActs.remove(tenant, 'team-a', 'cli')).rejects.toMatchObject(refused);
    expect(await datasets.find(tenant, 'team-a')).toBeDefined();
    refuse = false;
    await datasetActs.remove(tenant, 'team-a', 'cli');
    expect(await told()).toEqual(['dataset_created', 'dataset_deleted']);
  });

  it('of two who make the same dataset at once, one succeeds', async () => {
    const { datasetActs, datasets } = parts();
    const order = { tenant, name: 'team-a', kind: 'logs' } as const;
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => datasetActs.create(order, 'cli')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await datasets.list(tenant)).toHaveLength(1);
  });

  it('no licence without its row; a revocation holds before it is recorded', async () => {
    const deps = parts();
    const issuer = await ensureIssuerKey(directory.path);
    const order = {
      org: 'acme',
      tenant,
      tier: 'standard',
      features: ['otel_ingest'],
      expiresAt: 1_900_000_000,
    };
    refuse = true;
    await expect(issueWithRow(deps, issuer, order, 'cli')).rejects.toMatchObject(refused);
    refuse = false;
    const { licence } = await issueWithRow(deps, issuer, order, 'cli');
    expect(await tenantOfLicence(database, licence.id)).toBe(tenant);
    expect(await tenantOfLicence(database, 'another')).toBeUndefined();
    const file = path.join(directory.path, `revoked-${kind}.txt`);
    refuse = true;
    const revocation = { licence: licence.id, tenant, file };
    await expect(revokeWithRow(deps, revocation, 'cli')).rejects.toMatchObject(refused);
    expect(await createRevocationList(file).isRevoked(licence.id)).toBe(true);
    refuse = false;
    await revokeWithRow(deps, revocation, 'cli');
    await revokeWithRow(deps, revocation, 'cli');
    expect(await told()).toEqual(['licence_issued', 'licence_revoked']);
  });

  it('an export is told with the names of its filters, not with their values', async () => {
    const { administration } = parts();
    const filters = ['user_email', 'since'];
    await stateExport(administration, { tenant, actor: 'cli', format: 'csv', count: 3, filters });
    const [row] = await readAdministration(database.knex, tenant, ['exported']);
    expect(row?.record).toEqual({ act: 'exported', format: 'csv', count: 3, filters: 'since,user_email' });
  });
});
