// api_error: a request failed for good, after its last attempt.
import { takeToolName } from '../tool-name.ts';
import { NO_COLUMNS, type EventMapping } from './mapping.ts';

export const apiError: EventMapping = {
  takeColumns: (fields) => ({ ...NO_COLUMNS, decision: 'error', toolName: takeToolName(fields) }),
  sizeKeys: [],
};
