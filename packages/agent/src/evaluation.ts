// The tenant `demo` of a first start: a licence to send with and a token to read with. No one else knows either.
import path from 'node:path';
import type { Clock } from '@governance-agent/audit-core';
import { ensureIssuerKey, trustedIssuers } from './access/issuer-key.ts';
import { issueLicence } from './access/issue-licence.ts';
import { readKeyFile, replaceKeyFile } from './access/key-file.ts';
import { licenceState } from './access/licence-desk.ts';
import { OTEL_INGEST_FEATURE, type Licence } from './access/licence.ts';
import type { TokenStore } from './access/token-store.ts';
import { verifyLicence } from './access/verify-licence.ts';
import type { TokenActs } from './administration/token-acts.ts';

export const DEMO_TENANT = 'demo';
const DAY_MS = 86_400_000;
const EVALUATION_DAYS = 30;
const TOKEN_NAME = 'made by the first start';

function evaluationLicencePath(dataDir: string): string {
  return path.join(dataDir, 'keys', 'demo-licence.jwt');
}

/**
 * The evaluation licence of this data directory; a new one when there is none that is still valid. `announce` runs before
 * a new one is kept; when it rejects there is none.
 */
export async function ensureEvaluationLicence(
  dataDir: string,
  clock: Clock,
  announce?: (licence: Licence) => Promise<void>,
): Promise<string> {
  const kept = await keptLicence(dataDir, clock);
  if (kept !== undefined) return kept;
  const expiresAt = Math.floor((clock.now() + EVALUATION_DAYS * DAY_MS) / 1000);
  const features = [OTEL_INGEST_FEATURE];
  const order = { org: DEMO_TENANT, tenant: DEMO_TENANT, tier: 'evaluation', features, expiresAt };
  const { key, licence } = await issueLicence(await ensureIssuerKey(dataDir), order, clock.now());
  await announce?.(licence);
  await replaceKeyFile(evaluationLicencePath(dataDir), key);
  return key;
}

async function keptLicence(dataDir: string, clock: Clock): Promise<string | undefined> {
  const key = await readKeyFile(evaluationLicencePath(dataDir));
  if (key === undefined) return undefined;
  try {
    const licence = await verifyLicence(await trustedIssuers([], dataDir), key);
    return licenceState(licence, clock.now()) === 'valid' ? key : undefined;
  } catch {
    // Not a licence of this issuer any more: a new one takes its place.
    return undefined;
  }
}

/** Makes the admin token of the demo tenant; undefined when there is one already: it was shown when it was made. */
export async function ensureAdminToken(deps: {
  readonly store: TokenStore;
  readonly acts: TokenActs;
  readonly clock: Clock;
}): Promise<string | undefined> {
  const now = deps.clock.now();
  const tokens = await deps.store.list(DEMO_TENANT);
  const usable = tokens.some(
    ({ name, revokedAt, expiresAt }) =>
      name === TOKEN_NAME && revokedAt === null && (expiresAt === null || expiresAt > now),
  );
  if (usable) return undefined;
  const expiresAt = now + EVALUATION_DAYS * DAY_MS;
  const order = { tenant: DEMO_TENANT, name: TOKEN_NAME, scopes: ['admin'], expiresAt } as const;
  return (await deps.acts.create(order, 'agent')).token;
}
