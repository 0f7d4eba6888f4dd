// assistant_response: what the model answered. Its tokens are those of the `api_request` beside it.
import { generic } from './generic.ts';
import type { EventMapping } from './mapping.ts';

export const assistantResponse: EventMapping = { ...generic, sizeKeys: ['response_length'] };
