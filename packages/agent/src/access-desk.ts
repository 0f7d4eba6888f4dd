// Tokens and datasets of a running agent: what the API changes here, ingest knows at once.
import type { AuditWriter, Clock, Database } from '@governance-agent/audit-core';
import { createDatasetDirectory, type RememberedDatasets } from './access/dataset-directory.ts';
import { createDatasetStore } from './access/dataset-store.ts';
import { createIngestTokens, type IngestTokens } from './access/ingest-tokens.ts';
import { createSessionDesk, type SessionDesk } from './access/session-desk.ts';
import { createSessionStore } from './access/session-store.ts';
import { createTokenDesk, type TokenDesk } from './access/token-desk.ts';
import { createTokenStore, type TokenStore } from './access/token-store.ts';
import { createAdministration, type Administration } from './administration/administration.ts';
import { createDatasetActs, type DatasetActs } from './administration/dataset-acts.ts';
import { createTokenActs, type TokenActs } from './administration/token-acts.ts';

export interface AccessDesk {
  readonly administration: Administration;
  readonly tokens: TokenDesk;
  readonly sessions: SessionDesk;
  readonly tokenStore: TokenStore;
  readonly ingestTokens: IngestTokens;
  readonly datasets: RememberedDatasets;
  readonly tokenActs: TokenActs;
  readonly datasetActs: DatasetActs;
}

export interface AccessDeskDeps {
  readonly database: Database;
  readonly writer: Pick<AuditWriter, 'append'>;
  readonly clock: Clock;
  /** Which provider and rules sessions without a token come from; undefined: there are none. */
  readonly authority: string | undefined;
}

export function createAccessDesk(deps: AccessDeskDeps): AccessDesk {
  const { database, clock } = deps;
  const administration = createAdministration(deps);
  const tokenStore = createTokenStore(database.knex);
  const datasetStore = createDatasetStore(database.knex);
  const ingestTokens = createIngestTokens({ store: tokenStore, clock });
  const datasets = createDatasetDirectory({ store: datasetStore });
  const tokens = createTokenDesk({ store: tokenStore, clock });
  const sessionStore = createSessionStore(database.knex);
  const acts = { administration, clock };
  return {
    administration,
    tokens,
    sessions: createSessionDesk({ ...deps, store: sessionStore, tokens, tokenStore }),
    tokenStore,
    ingestTokens,
    datasets,
    tokenActs: createTokenActs({ ...acts, store: tokenStore, changed: () => ingestTokens.forget() }),
    datasetActs: createDatasetActs({ ...acts, store: datasetStore, changed: () => datasets.forget() }),
  };
}
