// The three signals of OTLP and the two encodings of their messages.

export type Signal = 'logs' | 'metrics' | 'traces';
export const SIGNALS: readonly Signal[] = ['logs', 'metrics', 'traces'];

export type Codec = 'protobuf' | 'json';
