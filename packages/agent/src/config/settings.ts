// What the agent runs with: typed, complete, checked. Made by read-settings.ts and nowhere else.

import type { Destination } from '../forwarding/destination.ts';
import type { OidcSettings } from '../oidc/oidc-settings.ts';

type PiiAction = 'warn' | 'log' | 'block' | 'redact';
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export type LogFormat = 'json' | 'text';

interface IngestLimits {
  /** After decompression. */
  readonly maxBodyBytes: number;
  readonly maxRecords: number;
  readonly maxAttributes: number;
  readonly maxDepth: number;
  /** Bytes of all bodies in flight; above it a request is refused before its body is read. */
  readonly inflightBytes: number;
  /** Of one tenant, after decompression; 0 = no limit. */
  readonly tenantBytesPerSecond: number;
}

interface AnchorSettings {
  /** Absolute path of the file that anchors are appended to. */
  readonly file: string | undefined;
  readonly webhookUrl: string | undefined;
  readonly webhookToken: string | undefined;
  readonly intervalSeconds: number;
}

interface GrpcSettings {
  readonly enabled: boolean;
  /** 0 = any free port. */
  readonly port: number;
  /** Whether somebody asked for this port; then it must be had. */
  readonly portGiven: boolean;
}

export interface Settings {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Absolute path. */
  readonly dataDir: string;
  /** `sqlite:<file>` or `postgres://…` */
  readonly databaseUrl: string;
  /** `postgres://…` of a replica; undefined = reports are read from the store. */
  readonly databaseReadUrl: string | undefined;
  /** Whether what one proxy in front says of scheme and address is believed. */
  readonly trustProxy: boolean;
  readonly otelIngestEnabled: boolean;
  /** Whether the page for people is served at `/`. */
  readonly portalEnabled: boolean;
  readonly grpc: GrpcSettings;
  /** `''`, or a path such as `/otlp` in front of every ingest route. */
  readonly ingestPathPrefix: string;
  readonly piiAction: PiiAction;
  readonly piiDetection: boolean;
  /** Absolute path of the organisation's masking policy. */
  readonly piiPolicyFile: string | undefined;
  /** PEM texts or paths of PEM files; empty = the issuer key under `dataDir`. */
  readonly licensePublicKeys: readonly string[];
  readonly ingest: IngestLimits;
  /** 0 = logs are decoded and masked by the main thread. */
  readonly ingestThreads: number;
  readonly anchors: AnchorSettings;
  /** Keys of attributes that have an index. */
  readonly indexedAttributes: readonly string[];
  /** Content older than this is erased; undefined = kept. */
  readonly retentionDays: number | undefined;
  /** Partitions older than this are detached; undefined = kept. PostgreSQL alone. */
  readonly partitionRetentionDays: number | undefined;
  /** Where masked rows are sent on to. */
  readonly forwardTo: readonly Destination[];
  /** undefined: nobody logs in at an identity provider. */
  readonly oidc: OidcSettings | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}
