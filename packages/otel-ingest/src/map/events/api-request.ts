// api_request: one answer of the model API. The only event whose tokens and cost count.
import { takeOwn } from '../attributes.ts';
import { takeCost } from '../cost.ts';
import { readInteger } from '../numbers.ts';
import { takeToolName } from '../tool-name.ts';
import type { EventMapping } from './mapping.ts';

export const apiRequest: EventMapping = {
  takeColumns: (fields) => ({
    decision: null,
    tokensInput: takeOwn(fields, 'input_tokens', readInteger),
    tokensOutput: takeOwn(fields, 'output_tokens', readInteger),
    tokensCacheRead: takeOwn(fields, 'cache_read_tokens', readInteger),
    tokensCacheCreation: takeOwn(fields, 'cache_creation_tokens', readInteger),
    costNanoUsd: takeCost(fields),
    toolName: takeToolName(fields),
  }),
  sizeKeys: [],
};
