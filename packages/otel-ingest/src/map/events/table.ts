// Which mapping an event has, by its bare name.
import { apiError } from './api-error.ts';
import { apiRequest } from './api-request.ts';
import { assistantResponse } from './assistant-response.ts';
import { generic } from './generic.ts';
import type { EventMapping } from './mapping.ts';
import { toolDecision } from './tool-decision.ts';
import { toolResult } from './tool-result.ts';
import { userPrompt } from './user-prompt.ts';

const TABLE: ReadonlyMap<string, EventMapping> = new Map([
  ['user_prompt', userPrompt],
  ['assistant_response', assistantResponse],
  ['tool_result', toolResult],
  ['tool_decision', toolDecision],
  ['api_request', apiRequest],
  ['api_error', apiError],
]);

export function mappingOf(event: string): EventMapping {
  return TABLE.get(event) ?? generic;
}
