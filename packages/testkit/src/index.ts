// The public list of the test tools.
export { fromSources, processEnvironment, SOURCE_FLAGS } from './from-sources.ts';
export { promotedBytes, promotedIn, type Promoted } from './promoted-bytes.ts';
export { captures, captureRequests, type CapturedRequest } from './captures.ts';
export { fixedClock, type FixedClock } from './fixed-clock.ts';
export { temporaryDirectory } from './temporary-directory.ts';
export { databaseKinds, temporaryDatabaseUrl, type DatabaseKind } from './temporary-database.ts';
export { postgresServer, type PostgresServer } from './postgres-server.ts';
export { LogsRequest, MetricsRequest } from './otlp-schema.ts';
export { claudeLogsRequest, encodeLogsRequest } from './claude-records.ts';
export { retryingSenders, type Batch, type Senders, type SendersOrder } from './retrying-senders.ts';
export { judgeRows, type JudgedRow, type Judgement } from './judge-rows.ts';
