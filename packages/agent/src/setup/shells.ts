// Variables as a block to paste, for each shell with its own rules of quoting.
import { AgentError } from '../errors.ts';
import type { Variables } from './environment.ts';

export const SHELLS = ['bash', 'zsh', 'sh', 'fish', 'powershell', 'cmd', 'json'] as const;
export type Shell = (typeof SHELLS)[number];

/** Throws AgentError `usage` where the shell cannot carry a value. */
export function renderEnvironment(variables: Variables, shell: Shell): string {
  if (shell === 'json') return JSON.stringify({ env: variables }, null, 2);
  return Object.entries(variables)
    .map(([name, value]) => LINES[shell](name, value))
    .join('\n');
}

/** Single quotes: nothing inside them means anything to the shell. */
export function quoteForSh(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

export function quoteForPowershell(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

type Line = (name: string, value: string) => string;

const shLine: Line = (name, value) => `export ${name}=${quoteForSh(value)}`;

const LINES: Readonly<Record<Exclude<Shell, 'json'>, Line>> = {
  bash: shLine,
  zsh: shLine,
  sh: shLine,
  fish: (name, value) =>
    `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`,
  powershell: (name, value) => `$env:${name} = ${quoteForPowershell(value)}`,
  cmd: (name, value) => `set "${name}=${forCmd(name, value)}"`,
};

/**
 * A percent sign is one thing at the prompt of cmd and another in a batch file, so none may be left. In headers the
 * only one stands for a space, and a plain space does as well.
 */
function forCmd(name: string, value: string): string {
  const plain = name === 'OTEL_EXPORTER_OTLP_HEADERS' ? value.replaceAll('%20', ' ') : value;
  if (!/[%"\r\n]/.test(plain)) return plain;
  throw new AgentError('usage', `cmd cannot carry the value of ${name}: use --shell powershell`);
}
