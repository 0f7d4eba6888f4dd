// What is to be rolled out to clients: one description that every renderer reads.
import type { Content } from './content.ts';

export const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const TEMPORALITIES = ['delta', 'cumulative'] as const;
export type Temporality = (typeof TEMPORALITIES)[number];

/** A licence goes with HTTP Basic, an ingest token with Bearer. */
export type Credential =
  | { readonly kind: 'licence'; readonly org: string; readonly license: string }
  | { readonly kind: 'token'; readonly token: string }
  /** Stands where somebody puts the credential in: the value of the header as it is to be read. */
  | { readonly kind: 'placeholder'; readonly authorization: string }
  /** The client runs a program that prints its headers. */
  | { readonly kind: 'helper'; readonly command: string };

export interface ClientSetup {
  /** Base URL: the client appends /v1/logs and /v1/metrics itself. */
  readonly endpoint: string;
  readonly credential: Credential;
  readonly content: Content;
  readonly protocol: Protocol;
  readonly metrics: boolean;
  /** Milliseconds. */
  readonly logsInterval: number;
  readonly metricsInterval: number;
  /** Undefined: the tenant's default dataset. */
  readonly dataset?: string | undefined;
  readonly metricsDataset?: string | undefined;
  /** Tags such as team and cost_center, put on every record. */
  readonly resource: Readonly<Record<string, string>>;
  /** Undefined: the client's own choice, which is delta. */
  readonly temporality?: Temporality | undefined;
}

/** What most roll-outs want: everything that is sent without content, at the client's own pace. */
export const DEFAULT_SETUP = {
  content: {},
  protocol: 'http/protobuf',
  metrics: true,
  logsInterval: 5000,
  metricsInterval: 60_000,
  resource: {},
} as const satisfies Partial<ClientSetup>;
