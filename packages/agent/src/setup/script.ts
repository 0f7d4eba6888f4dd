// A file to source: sets what is wanted and removes what an earlier set-up left. Sourcing it again changes nothing.
import { leftovers, type Variables } from './environment.ts';
import { quoteForSh, quoteForPowershell, renderEnvironment } from './shells.ts';

export const SCRIPT_SHELLS = ['sh', 'powershell'] as const;
export type ScriptShell = (typeof SCRIPT_SHELLS)[number];

export function renderScript(variables: Variables, shell: ScriptShell): string {
  return shell === 'sh' ? shScript(variables) : powershellScript(variables);
}

/** POSIX shell. `unset` of what is not set is no error, also under `set -eu`. */
function shScript(variables: Variables): string {
  return [
    '# Sends the telemetry of Claude Code to the Governance Agent. Source it, do not run it:',
    '#   . ./governance-telemetry.sh',
    '# It holds a credential that can write and not read: keep the file to those who need it.',
    ...leftovers(variables).map((name) => `unset ${name}`),
    renderEnvironment(variables, 'sh'),
    `printf '%s\\n' ${quoteForSh(told(variables))} >&2`,
  ].join('\n');
}

function powershellScript(variables: Variables): string {
  return [
    '# Sends the telemetry of Claude Code to the Governance Agent. Dot-source it:',
    '#   . .\\governance-telemetry.ps1',
    '# It holds a credential that can write and not read: keep the file to those who need it.',
    ...leftovers(variables).map((name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`),
    renderEnvironment(variables, 'powershell'),
    `Write-Host ${quoteForPowershell(told(variables))}`,
  ].join('\n');
}

function told({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '' }: Variables): string {
  return `Claude Code telemetry goes to ${endpoint} from the next start of the client on`;
}
