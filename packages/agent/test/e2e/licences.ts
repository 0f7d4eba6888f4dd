// Licences of a test agent's own issuer, as the header that carries them.
import { captureRequests, type CapturedRequest } from '@governance-agent/testkit';
import { issueLicence, type LicenceOrder } from '../../src/access/issue-licence.ts';
import { ensureIssuerKey } from '../../src/access/issuer-key.ts';
import type { TestAgent } from '../support/test-agent.ts';

const DAY_SECONDS = 86_400;

/** A licence for `acme`, unless told otherwise. */
export async function licenceHeader(agent: TestAgent, order: Partial<LicenceOrder> = {}): Promise<string> {
  const now = agent.clock.now();
  const expiresAt = Math.floor(now / 1000) + DAY_SECONDS;
  const usual = { org: 'acme', tenant: 'acme', tier: 'standard', features: ['otel_ingest'], expiresAt };
  const issuer = await ensureIssuerKey(agent.dataDir);
  const { key, licence } = await issueLicence(issuer, { ...usual, ...order }, now);
  return `Basic ${Buffer.from(`${licence.org}:${key}`).toString('base64')}`;
}

export const logRequests = (capture: string): CapturedRequest[] =>
  captureRequests(capture).filter(({ signal }) => signal === 'logs');
