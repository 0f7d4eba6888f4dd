// Short names for the shapes of the API that pages speak of. What they are, the OpenAPI document says.
import type { components } from './generated/openapi.ts';

type Schemas = components['schemas'];

export type Decision = Schemas['Decision'];
export type DecisionWithEvidence = Schemas['DecisionWithEvidence'];
export type ContentState = Decision['content_state'];
export type SessionSummary = Schemas['SessionSummary'];
export type Turn = Schemas['Turn'];
export type UsageReport = Schemas['UsageReport'];
export type UsageRow = Schemas['UsageRow'];

export type Checkpoint = Schemas['Checkpoint'];
export type ChainKey = Schemas['ChainKey'];
export type ChainState = Schemas['ChainState'];
export type ChainReport = Schemas['ChainReport'];
export type VerifyReport = Schemas['VerifyReport'];
export type EvidenceVerdict = VerifyReport['verdict'];

/** Who is logged in. */
export type Identity = Schemas['Session'];

export type LoginMethod = Schemas['LoginMethod'];

/** Figures that sessions and groups of usage both have. */
export type Totals = Pick<
  UsageRow,
  | 'events'
  | 'prompts'
  | 'tool_calls'
  | 'approvals'
  | 'rejections'
  | 'api_requests'
  | 'errors'
  | 'redacted'
  | 'tokens_input'
  | 'tokens_output'
  | 'tokens_cache_read'
  | 'tokens_cache_creation'
  | 'tokens_used'
  | 'cost_usd'
>;
