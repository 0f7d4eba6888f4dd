// What to do about each reason to refuse a request: for people who have ten minutes.

const ADVICE: ReadonlyMap<string, string> = new Map([
  [
    'credential_missing',
    'No credential was sent. Check OTEL_EXPORTER_OTLP_HEADERS at the client; print it anew with: setup claude-code',
  ],
  [
    'credential_malformed',
    'The header is not Basic base64(org:licence). Quotes, line ends or a cut-off value: print it anew with: setup claude-code',
  ],
  [
    'licence_invalid',
    'The licence was not signed by an issuer this agent trusts, or is cut off. Try: license inspect KEY; compare LICENSE_PUBLIC_KEYS',
  ],
  [
    'org_mismatch',
    'The user name is not the org of the licence. Print the header anew with: setup claude-code',
  ],
  ['licence_not_yet_valid', 'The licence begins later, or the clock of this machine is behind'],
  ['licence_expired', 'Issue a new licence (license issue --org ORG) and roll it out'],
  [
    'licence_revoked',
    'Somebody revoked this licence. If that was intended, find the machines that still use it',
  ],
  ['feature_missing', 'The licence lacks otel_ingest. Issue one with it: license issue --org ORG'],
  ['token_missing', 'No token was sent. Check OTEL_EXPORTER_OTLP_HEADERS at the client'],
  [
    'token_invalid',
    'The token is unknown, expired or revoked. Make a new one: token create --scopes ingest:DATASET',
  ],
  ['scope_missing', 'The token may not write to this dataset. Make one with --scopes ingest:DATASET'],
  ['unauthenticated', 'The credential was not accepted. Print the header anew with: setup claude-code'],
  ['forbidden', 'The credential is good and may not write here: look at its features or scopes'],
  ['unknown_dataset', 'The dataset header names a dataset that does not exist. Make it: dataset create'],
  ['wrong_dataset_kind', 'The dataset takes the other signal: logs and metrics need datasets of their own'],
  [
    'not_found',
    'The path is none of the receiver. The endpoint is the base URL, without /v1/logs; compare INGEST_PATH_PREFIX',
  ],
  [
    'wrong_path',
    'Telemetry came to a path that is none of the receiver. A per-signal endpoint needs /v1/logs; compare INGEST_PATH_PREFIX',
  ],
  [
    'method_not_allowed',
    'OTLP is sent with POST: this was a browser, a probe, or a redirect that turned POST into GET',
  ],
  ['body_too_large', 'A batch exceeds INGEST_MAX_BODY_BYTES and is lost: raise it, or send smaller batches'],
  ['too_many_records', 'A batch exceeds INGEST_MAX_RECORDS and is lost: raise it, or send smaller batches'],
  ['too_complex', 'A batch is nested or split beyond reason: look at what sends it'],
  [
    'unsupported_media_type',
    'Set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json. grpc is a port of its own',
  ],
  ['unsupported_encoding', 'Set the compression of the exporter to gzip or none'],
  ['malformed', 'The body is not OTLP. A proxy that rewrites it, or another program at this address'],
  ['wrong_signal', 'Another signal was sent to this path: one per-signal endpoint is used for both'],
  ['rate_limited', 'This tenant sends more than it may; the client sends again by itself'],
  [
    'overloaded',
    'Too much at once; clients send again by themselves. If it lasts, raise INGEST_INFLIGHT_BYTES',
  ],
  ['draining', 'The agent was stopping; clients send again by themselves'],
  [
    'unavailable',
    'The store or the licence check did not answer; clients send again for 10 s. Look at the log',
  ],
  [
    'client_gone',
    'The connection broke within the body: a proxy with a short timeout, or a client that was killed',
  ],
]);

/** One line, the same for every occurrence. */
export function adviceOn(reason: string): string {
  return ADVICE.get(reason) ?? 'Look at the log of the agent';
}

export const KNOWN_REASONS: readonly string[] = [...ADVICE.keys()];
