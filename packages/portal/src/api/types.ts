// What the reporting API answers, as far as the pages read it. docs/formats/audit-row.md
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

export type Verdict = 'allowed' | 'blocked' | 'redacted' | 'needs_approval' | 'error';
export type ContentState = 'captured' | 'withheld_at_source' | 'withheld' | 'erased' | 'none';

export interface Decision {
  readonly id: string;
  readonly seq: number;
  readonly plane: string;
  readonly event: string;
  readonly decision: Verdict;
  readonly org: string;
  readonly tenant: string;
  readonly dataset: string;
  readonly session_id: string | null;
  readonly session_seq: number;
  readonly correlation_id: string | null;
  readonly user_email: string | null;
  readonly user_id: string | null;
  readonly user_account_uuid: string | null;
  readonly model: string | null;
  readonly tokens_used: number | null;
  readonly tokens_input: number | null;
  readonly tokens_output: number | null;
  readonly cost_usd: number | null;
  readonly duration_ms: number | null;
  readonly tool_name: string | null;
  readonly tool_use_id: string | null;
  readonly content: JsonObject | null;
  readonly content_state: ContentState;
  readonly redactions: Readonly<Record<string, number>>;
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly row_hash: string;
  readonly prev_hash: string;
  readonly signature: string;
  readonly key_id: string;
}

export interface DecisionPage {
  readonly decisions: readonly Decision[];
  readonly next_cursor: string | null;
}

export interface Evidence {
  readonly origin: string;
  readonly envelope: string;
  readonly body: string;
  readonly content_salt: string | null;
  readonly public_key: string | null;
  readonly proof: string | null;
  readonly checkpoint_size: number | null;
  readonly proof_problem: string | null;
}

export interface DecisionWithEvidence extends Decision {
  readonly evidence: Evidence;
  readonly boundary: string;
}

export interface Totals {
  readonly events: number;
  readonly prompts: number;
  readonly tool_calls: number;
  readonly approvals: number;
  readonly rejections: number;
  readonly api_requests: number;
  readonly errors: number;
  readonly redacted: number;
  readonly tokens_input: number;
  readonly tokens_output: number;
  readonly tokens_cache_read: number;
  readonly tokens_cache_creation: number;
  readonly tokens_used: number;
  readonly cost_usd: number;
}

export interface SessionSummary extends Totals {
  readonly session_id: string;
  readonly plane: string;
  readonly user: string | null;
  readonly started_at: string;
  readonly ended_at: string;
  readonly turns: number;
}

export interface SessionPage {
  readonly sessions: readonly SessionSummary[];
  readonly next_cursor: string | null;
}

export interface Turn {
  readonly correlation_id: string | null;
  readonly started_at: string;
  readonly cost_usd: number;
  readonly tokens_used: number;
  readonly decisions: readonly Decision[];
}

export interface SessionTimeline {
  readonly session: SessionSummary;
  readonly turns: readonly Turn[];
  readonly next_cursor: string | null;
  readonly boundary: string;
}

export interface UsageRow extends Totals {
  readonly group: string | null;
  readonly bucket: string | null;
  readonly sessions: number;
  readonly users: number;
}

export interface UsageReport {
  readonly by: string;
  readonly usage: readonly UsageRow[];
  readonly truncated: boolean;
}

export interface Checkpoint {
  readonly origin: string | null;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly created_at: string;
  readonly key_id: string;
}

export interface ChainKey {
  readonly key_id: string;
  readonly state: 'present' | 'retired' | 'compromised';
  readonly from: number;
  readonly through: number | null;
  readonly public_key: string | null;
  readonly compromised_since: string | null;
}

export interface ChainState {
  readonly tenant: string;
  readonly origin: string | null;
  readonly size: number;
  readonly hash: string | null;
  readonly received_at: string | null;
  readonly keys: readonly ChainKey[];
  readonly checkpoint: Checkpoint | null;
  readonly erased: number;
  readonly signer_remembers: { readonly origin: string; readonly size: number; readonly hash: string } | null;
  readonly last_verification: {
    readonly verdict: EvidenceVerdict;
    readonly mode: string;
    readonly verified_at: string;
    readonly rows: number;
    readonly findings: number;
  } | null;
  readonly boundary: string;
}

export type EvidenceVerdict = 'verified' | 'broken' | 'unverifiable';

export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly path: readonly string[];
}

export interface ChainReport {
  readonly tenant: string;
  readonly origin: string | null;
  readonly rows: number;
  readonly signatures: number;
  readonly layer: 'internal' | 'remembered' | 'anchored';
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
  readonly unanchored: { readonly behind_checkpoint: { readonly rows: number } };
  readonly erased: number;
  readonly client_gaps: { readonly sessions: number; readonly missing: number };
  readonly compromised: readonly {
    readonly key_id: string;
    readonly rows: number;
    readonly from: number;
    readonly through: number;
  }[];
  readonly breaks: readonly {
    readonly seq: number;
    readonly through: number;
    readonly kind: string;
    readonly detail: string;
  }[];
}

export interface VerifyReport {
  readonly verdict: EvidenceVerdict;
  readonly mode: string;
  readonly boundary: string;
  /** Unix milliseconds */
  readonly verified_at: number;
  readonly chains: readonly ChainReport[];
  readonly warnings: readonly { readonly detail: string }[];
}
