// The agent's own migrations, in order. A merged one is never edited.
import { accessTokens } from './agent-0001-access-tokens.ts';
import { datasets } from './agent-0002-datasets.ts';
import { ingestHealth } from './agent-0003-ingest-health.ts';
import { forwarding } from './agent-0004-forwarding.ts';
import { sessions } from './agent-0005-sessions.ts';
import { forwardPlaces } from './agent-0006-forward-places.ts';
import { oidc } from './agent-0007-oidc.ts';
import { retentionRuns } from './agent-0008-retention-runs.ts';

export const AGENT_MIGRATIONS = [
  accessTokens,
  datasets,
  ingestHealth,
  forwarding,
  sessions,
  forwardPlaces,
  oidc,
  retentionRuns,
] as const;
