// Any event without a mapping of its own: new ones, internal ones, those of other agents.
import { takeToolName } from '../tool-name.ts';
import { NO_COLUMNS, type EventMapping } from './mapping.ts';

/** No tokens and no cost, whatever the event calls them: usage counts once, from `api_request`. */
export const generic: EventMapping = {
  takeColumns: (fields) => ({ ...NO_COLUMNS, toolName: takeToolName(fields) }),
  sizeKeys: [],
};
