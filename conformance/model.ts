// What a case is, what it may find, and what it gets to work with.
import type { Signal } from './signal.ts';
import type { Source } from './sources.ts';
import type { Connection } from './wire/connection.ts';
import type { Exchange, RequestPlan } from './wire/exchange.ts';

/** RFC 2119. Only a MUST that is broken fails the endpoint; of the others it is said that it differs. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** What a judgement says. `broken` and `skip` carry a sentence for people; it never quotes a credential. */
export type Finding =
  | { readonly kind: 'kept' }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'skip'; readonly reason: string };

export const KEPT: Finding = { kind: 'kept' };
export const broken = (reason: string): Finding => ({ kind: 'broken', reason });
export const skip = (reason: string): Finding => ({ kind: 'skip', reason });

/** What every request of a run can refer to. */
export interface Facts {
  readonly caseId: string;
  /** Nanoseconds since 1970, as decimal text: telemetry that is too old may be refused by right. */
  readonly now: string;
  /** Bytes that a small compressed body grows into, to find out whether there is a limit. */
  readonly oversizeBytes: number;
  /** The limit the endpoint is said to have, in bytes. */
  readonly maxBodyBytes: number | undefined;
  /** Authorization of a sender who is known and may not send. */
  readonly forbidden: string | undefined;
  /** Authorization of the run; undefined where the endpoint takes everybody. */
  readonly authorization: string | undefined;
}

/** The endpoint, as one case sees it. */
export interface Peer {
  readonly facts: Facts;
  /** Scheme, host and port, without a slash at its end. */
  readonly origin: string;
  /** Sends one request and reads its answer. Throws WireError where there is none. */
  send(plan: RequestPlan): Promise<Exchange>;
  /** A bare connection, for what no HTTP library would send. Throws WireError. */
  connect(): Promise<Connection>;
  /** The head of a POST with path, Host and credentials, as the lines of a message; nothing ends it yet. */
  headLines(signal: Signal, extra: readonly string[]): readonly string[];
  /** Every exchange of the run so far, oldest first. */
  transcript(): readonly Exchange[];
}

export interface ConformanceCase {
  /** `OTLP-HTTP-<number>`; a number is never given to another rule. */
  readonly id: string;
  readonly level: Level;
  readonly source: Source;
  readonly title: string;
  /** The signal whose path it uses; undefined for what is judged over the whole run. */
  readonly signal: Signal | undefined;
  /** Rejects with WireError where the endpoint does not answer, which breaks the rule too. */
  readonly judge: (peer: Peer) => Promise<Finding>;
}

export interface CaseGroup {
  readonly name: string;
  readonly cases: readonly ConformanceCase[];
}
