// Variables as a block that can be pasted.
import type { Variables } from './claude-code-environment.ts';

export const SHELLS = ['bash', 'powershell', 'json'] as const;
export type Shell = (typeof SHELLS)[number];

export function renderEnvironment(variables: Variables, shell: Shell): string {
  if (shell === 'json') return JSON.stringify({ env: variables }, null, 2);
  const line = shell === 'bash' ? bashLine : powershellLine;
  return Object.entries(variables)
    .map(([name, value]) => line(name, value))
    .join('\n');
}

/** Single quotes: nothing inside them means anything to the shell. */
function bashLine(name: string, value: string): string {
  return `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`;
}

function powershellLine(name: string, value: string): string {
  return `$env:${name} = '${value.replaceAll("'", "''")}'`;
}
