// Every case, in the order in which they are run. What is judged over the whole run comes last.
import type { CaseGroup } from '../model.ts';
import { BAD_DATA } from './bad-data.ts';
import { COMPRESSION } from './compression.ts';
import { CONNECTIONS } from './connections.ts';
import { CREDENTIALS } from './credentials.ts';
import { FAILURES } from './failures.ts';
import { JSON_MAPPING } from './json-mapping.ts';
import { MEDIA } from './media-types.ts';
import { METHODS } from './methods.ts';
import { METRICS } from './metrics.ts';
import { PROTOBUF } from './protobuf.ts';
import { SIZE } from './size.ts';
import { EMPTY, SUCCESS } from './success.ts';
import { TRACES } from './traces.ts';
import { WHOLE_RUN } from './whole-run.ts';

export const ALL_GROUPS: readonly CaseGroup[] = [
  SUCCESS,
  EMPTY,
  JSON_MAPPING,
  MEDIA,
  COMPRESSION,
  SIZE,
  BAD_DATA,
  FAILURES,
  METHODS,
  CREDENTIALS,
  CONNECTIONS,
  PROTOBUF,
  METRICS,
  TRACES,
  WHOLE_RUN,
];
