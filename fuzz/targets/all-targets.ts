// Every target, in the order in which they run.
import type { Target } from '../engine/target.ts';
import { apiQueries } from './api-queries.ts';
import { bodies } from './bodies.ts';
import { credentials } from './credentials.ts';
import { evidenceTexts } from './evidence-texts.ts';
import { masker } from './masker.ts';
import { logsJson, metricsJson } from './otlp-json.ts';
import { logsProtobuf, metricsProtobuf } from './otlp-protobuf.ts';

export const targets: readonly Target[] = [
  logsProtobuf,
  metricsProtobuf,
  logsJson,
  metricsJson,
  bodies,
  masker,
  apiQueries,
  evidenceTexts,
  credentials,
];
