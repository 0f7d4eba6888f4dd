// The public list of the audit store.
export {
  INTEGRITY_BOUNDARY,
  type Break,
  type BreakKind,
  type ChainReport,
  type ClientGaps,
  type KeyReport,
  type Layer,
  type ReportedHead,
  type Tail,
  type Verdict,
  type VerifyMode,
  type VerifyReport,
  type Warning,
} from './chain/verdict.ts';
export {
  createKeySchedule,
  periodAt,
  wrongKey,
  type FirstKey,
  type KeyChangeAct,
  type KeyPeriod,
  type KeySchedule,
} from './chain/key-schedule.ts';
export { judgeKeys, type KeyTrust, type TrustEvidence } from './chain/key-trust.ts';
export { erasedRows, type ErasureAct } from './chain/erased-rows.ts';
export { compromisedRows, type CompromisedAct, type CompromisedRows } from './chain/compromised-rows.ts';
export type { RememberedHead } from './chain/outside-heads.ts';
export { parseCheckpoint, verifyCheckpoint, type Checkpoint, type TreeHead } from './chain/checkpoint.ts';
export {
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './chain/merkle-proof.ts';
export { acceptRollback, type RollbackDeps } from './administration/accept-rollback.ts';
export type { ActDeps } from './administration/act.ts';
export { administrationEvent, type AdministrationDetails } from './administration/event.ts';
export {
  ADMINISTRATION_PLANE,
  parseAdministration,
  type AdministrationAct,
  type AdministrationRecord,
  type DatasetChange,
  type Erasure,
  type MetricsErased,
  type Exported,
  type KeyChange,
  type KeyCompromised,
  type LegalHoldPlaced,
  type LegalHoldReleased,
  type LicenceIssued,
  type LicenceRevoked,
  type RollbackAccepted,
  type TokenCreated,
  type TokenRevoked,
} from './administration/record.ts';
export { erase } from './administration/erase.ts';
export { type EraseOptions, type EraseReport } from './administration/erase-options.ts';
export { type LegalHold } from './administration/holds.ts';
export { formatHoldRange, parseHoldRange, type HoldRange } from './administration/hold-range.ts';
export { placeHold, readHolds, releaseHold } from './administration/legal-holds.ts';
export { readLostKeys, replaceKeys } from './administration/replace-key.ts';
export { rotateKeys, type KeyChangeReport, type RotationDeps } from './administration/rotate-keys.ts';
export { stateCompromise, type CompromiseDeps } from './administration/state-compromise.ts';
export {
  countRows,
  formatRanges,
  includesRow,
  parseRanges,
  rangesOf,
  type RowRange,
} from './administration/row-ranges.ts';
export { canonicalJson } from './canonical.ts';
export type { AuditWriter } from './audit-writer.ts';
export { AuditError, type AuditErrorCode } from './errors.ts';
export type { BundleOptions, BundleSelection } from './evidence/bundle/bundle-options.ts';
export { exportBundle } from './evidence/bundle/export-bundle.ts';
export { createCheckpointNow, readCheckpoint, type CheckpointDeps } from './evidence/checkpoints.ts';
export { consistencyProof, inclusionProof, readTlogProof } from './evidence/proofs.ts';
export type { ConsistencyProof, InclusionProof } from './evidence/prove.ts';
export { createProver, type CoveredRow, type Prover, type ProverDeps } from './evidence/prover.ts';
export { createSubtreeCache, type SubtreeCache } from './evidence/subtree-cache.ts';
export {
  DECISIONS,
  EMPTY_EVENT,
  type AuditEvent,
  type ContentState,
  type Decision,
  type SourceContentState,
} from './event.ts';
export { idempotencyKey } from './idempotency-key.ts';
export {
  generateSigningKey,
  keyId,
  publicKeyFromPem,
  publicKeyToPem,
  signingKeyFromPem,
  signingKeyToPem,
  type SigningKey,
} from './keys.ts';
export {
  createEventMasker,
  type EventMasker,
  type EventMaskerDeps,
  type Masked,
  type MaskedAuditEvent,
  type MaskedEvent,
} from './masked-event.ts';
export { compareUsage, type UsageComparison } from './metric-store/compare-usage.ts';
export {
  createMetricMasker,
  type MaskedMetric,
  type MetricMasker,
  type MetricMaskerDeps,
} from './metric-store/masked-metric.ts';
export {
  METRIC_FILTER_COLUMNS,
  METRIC_GROUPS,
  type MetricFilters,
  type MetricGroup,
} from './metric-store/metric-filters.ts';
export { metricIdentity } from './metric-store/metric-identity.ts';
export { metricPortions } from './metric-store/metric-portions.ts';
export type {
  MetricDistribution,
  MetricKind,
  MetricPoint,
  MetricSeries,
  MetricTemporality,
} from './metric-store/metric-series.ts';
export {
  createMetricWriter,
  type MetricReceipt,
  type MetricWriter,
  type MetricWriterDeps,
} from './metric-store/metric-writer.ts';
export {
  adoptPreparedMetrics,
  createMetricPreparer,
  type MetricPreparer,
  type PreparedMetricRows,
  type PreparedMetrics,
} from './metric-store/prepared-metrics.ts';
export {
  readArrivals,
  readPointsAfter,
  type ArrivedPoint,
  type ArrivedPoints,
  type ArrivedPointsQuery,
  type ArrivedSeries,
} from './metric-store/points-after.ts';
export {
  readMetricNames,
  readMetricTenants,
  type MetricName,
  type MetricNames,
} from './metric-store/read-metric-names.ts';
export {
  readMetricSeries,
  type MetricSeriesQuery,
  type MetricSeriesReport,
  type MetricSeriesRow,
} from './metric-store/read-metric-series.ts';
export {
  readMetricUsage,
  type MetricUsageQuery,
  type MetricUsageReport,
  type MetricUsageRow,
} from './metric-store/read-metric-usage.ts';
export { rebuildMetricDaily } from './metric-store/rebuild-daily.ts';
export { createOrderedThread, takeOrders, type OrderedThread } from './ordered-thread.ts';
export { isDataError } from './store/data-error.ts';
export { migrate, rollbackAll, schemaState, type SchemaState } from './migrations/migrate.ts';
export type { Migration } from './migrations/migration.ts';
export { inSlices } from './in-slices.ts';
export { batchPortions, joinedReceipts } from './row-portions.ts';
export type { AppendReceipt, Clock, Destination } from './ports.ts';
export { readChainStanding, type ChainKey, type ChainStanding } from './reads/chain-standing.ts';
export { readChainHeads, wasAt } from './reads/chain-heads.ts';
export { streamDecisions, type DecisionStreamQuery } from './reads/decision-stream.ts';
export type { DecisionRecord } from './reads/decision.ts';
export {
  MAX_PAGE,
  readDecision,
  readDecisions,
  type DecisionEvidence,
  type DecisionPage,
  type DecisionQuery,
} from './reads/decisions.ts';
export { FILTER_COLUMNS, type DecisionFilters, type FilterColumn } from './reads/filters.ts';
export {
  readSession,
  readSessions,
  type SessionPage,
  type SessionQuery,
  type SessionSummary,
  type SessionTimeline,
  type Turn,
} from './reads/sessions.ts';
export {
  readChainPosition,
  readNewDecisions,
  type ChainPosition,
  type NewDecisions,
  type NewDecisionsQuery,
} from './reads/new-decisions.ts';
export { tenantOf, type OwnRows, type ReadScope } from './reads/read-scope.ts';
export { readSequenceGaps, type SequenceGaps } from './reads/sequence-gaps.ts';
export { readChainSizes, readRowsAfter, type ChainRow } from './reads/rows-after.ts';
export { readOrg } from './reads/tenant-org.ts';
export type { Totals } from './reads/totals.ts';
export { readUsage, type UsageReport, type UsageRow } from './reads/usage.ts';
export { USAGE_GROUPS, type UsageBucket, type UsageGroup, type UsageQuery } from './reads/usage-query.ts';
export {
  adoptPrepared,
  createBatchPreparer,
  type BatchPreparer,
  type BatchPreparerDeps,
  type PreparedBatch,
  type PreparedRows,
} from './prepared-batch.ts';
export { detachPartitions, type DetachReport } from './partitions/detach-partitions.ts';
export { enablePartitions, type EnableDeps, type EnableReport } from './partitions/enable-partitions.ts';
export { listPartitions, type PartitionReport } from './partitions/list-partitions.ts';
export { maintainPartitions } from './partitions/maintain-partitions.ts';
export { profileString } from './profile.ts';
export type { SealedRow } from './row.ts';
export type { CheckpointInterval, StoredCheckpoint } from './seal-checkpoint.ts';
export { createSignerMemory, type SignedHead, type SignerMemory } from './signer-memory.ts';
export { fixedSigner, type SignerSource } from './signer-source.ts';
export { createNativeSigner, createNobleSigner, createSigner } from './signer.ts';
export type { SignAside, Signer } from './signer.ts';
export { createSigningThread, type SigningThread } from './signing-thread/signing-thread.ts';
export { readAdministration, type AdministrationRow } from './store/administration-reader.ts';
export { readTenants } from './store/chain-reader.ts';
export { ensureAttributeIndexes, type IndexChanges } from './store/attribute-indexes.ts';
export { type ErasureSelector } from './store/erasable-reader.ts';
export { copyStore } from './store/copy-store.ts';
export { openDatabase, openReadCopy, type Database, type ReadCopy } from './store/database.ts';
export { isPostgres, type Dialect } from './store/dialect.ts';
export { threadProgram, type ThreadProgram } from './thread-program.ts';
export { type VerifyTuning } from './verification/choose-runner.ts';
export type { Anchor } from './verification/outside-of-chain.ts';
export { verify, type VerifyOptions } from './verify.ts';
export { createAuditWriter, type AuditWriterDeps } from './writer.ts';
export { withWriteBack } from './write-back/write-back.ts';
export { ensureAttributeRollups } from './store/rolled-attributes.ts';
export { rebuildRollups, type RebuildReport } from './rollups/rebuild.ts';
