// The agent's own migrations, in order. A merged one is never edited.
import { accessTokens } from './agent-0001-access-tokens.ts';
import { ingestHealth } from './agent-0003-ingest-health.ts';

export const AGENT_MIGRATIONS = [accessTokens, ingestHealth] as const;
