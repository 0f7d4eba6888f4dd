// One place that masked telemetry is sent on to.

export const FORWARD_SIGNALS = ['logs', 'metrics'] as const;
export type ForwardSignal = (typeof FORWARD_SIGNALS)[number];

export interface Destination {
  /** Lower case; a label of metrics and the key of the cursor. */
  readonly name: string;
  /** Base URL, without a slash at its end and without the path of a signal. */
  readonly endpoint: string;
  readonly signals: readonly ForwardSignal[];
  /** Names in lower case; secrets are in here. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: all of them. */
  readonly tenants: readonly string[] | undefined;
  /** Whether masked content goes along. */
  readonly content: boolean;
  /** What is there before the destination was first seen, or what comes from then on. */
  readonly from: 'start' | 'now';
}

/** Whole URL that a signal is posted to. */
export function signalUrl({ endpoint }: Pick<Destination, 'endpoint'>, signal: ForwardSignal): string {
  return `${endpoint}/v1/${signal}`;
}

/** Each signal has a place of its own. No name has a slash in it, and logs were there first. */
export function placeKey({ name }: Pick<Destination, 'name'>, signal: ForwardSignal): string {
  return signal === 'logs' ? name : `${name}/${signal}`;
}
