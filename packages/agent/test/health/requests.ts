// Finished requests to keep the tally of.
import { IngestError, type FinishedRequest } from '@governance-agent/otel-ingest';

const USUAL = {
  signal: 'logs',
  protocol: 'http/protobuf',
  encoding: 'identity',
  userAgent: 'OTel-OTLP-Exporter-JavaScript/0.208.0',
} as const;

export const accepted = (change: Partial<FinishedRequest> = {}, newestClientMs = 0): FinishedRequest => ({
  ...USUAL,
  tenant: 'acme',
  outcome: {
    accepted: true,
    appended: 2,
    duplicates: 1,
    rejected: 0,
    batch: {
      dataset: 'default',
      newestClientMs,
      planes: { claude_code: 3 },
      clients: { 'claude_code 2.1.329': 3 },
    },
  },
  ...change,
});

export const refused = (change: Partial<FinishedRequest> = {}): FinishedRequest => ({
  ...USUAL,
  tenant: undefined,
  outcome: { accepted: false, error: new IngestError('unauthenticated', 'no'), status: 401 },
  ...change,
});
