// The public list of the OTLP plugin.
export type {
  AuditSink,
  Authenticator,
  EventMasker,
  IngestObserver,
  IngestPorts,
  Principal,
} from './ports.ts';
