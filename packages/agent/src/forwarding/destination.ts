// One place that masked rows are sent on to.

export interface Destination {
  /** Lower case; a label of metrics and the key of the cursor. */
  readonly name: string;
  /** Whole URL that logs are posted to. */
  readonly url: string;
  /** Names in lower case; secrets are in here. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: all of them. */
  readonly tenants: readonly string[] | undefined;
  /** Whether masked content goes along. */
  readonly content: boolean;
  /** Rows from before the destination was first seen, or from then on. */
  readonly from: 'start' | 'now';
}
