// The endpoint under test: its address, what goes with every request, how long it may take.
import type { Signal } from './signal.ts';
import { ConformanceError } from './errors.ts';

export interface Target {
  /** Without a slash at its end; the signal paths are appended. */
  readonly base: URL;
  /** Value of the Authorization header; undefined for none. */
  readonly authorization: string | undefined;
  /** Other headers of every request, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** For one answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** Throws ConformanceError `usage`. */
export function parseEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new ConformanceError('usage', '--endpoint takes a base URL such as http://127.0.0.1:4318');
  if (url.username !== '' || url.password !== '')
    throw new ConformanceError('usage', '--endpoint takes no user and password: use --auth');
  if (/\/v1\/(?:logs|metrics|traces)\/*$/.test(url.pathname))
    throw new ConformanceError(
      'usage',
      '--endpoint takes the base URL: /v1/logs and its sisters are appended to it',
    );
  return url;
}

/** Throws ConformanceError `usage`; it names the option and not the value, which may be a credential. */
export function parseHeader(text: string): [string, string] {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0)).trim().toLowerCase();
  const value = text.slice(at + 1).trim();
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) || !isFieldValue(value))
    throw new ConformanceError('usage', '--header takes name=value');
  return [name, value];
}

/** Throws ConformanceError `usage`. */
export function parseAuthorization(option: string, text: string): string {
  if (/^[A-Za-z][\w-]* +\S/.test(text) && isFieldValue(text)) return text;
  throw new ConformanceError('usage', `${option} takes "Basic …" or "Bearer …"`);
}

export function signalPath({ base }: Target, signal: Signal): string {
  return `${base.pathname.replace(/\/+$/, '')}/v1/${signal}`;
}

/** RFC 9110 section 5.5, without obs-text. */
function isFieldValue(text: string): boolean {
  return /^[\t\x20-\x7e]+$/.test(text);
}
