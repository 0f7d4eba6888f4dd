// `license issue|inspect|revoke`
import { Command } from 'commander';
import type { CommandIo } from './io.ts';
import { licenseInspectCommand } from './license-inspect.ts';
import { licenseIssueCommand } from './license-issue.ts';
import { licenseRevokeCommand } from './license-revoke.ts';

export function licenseCommand(io: CommandIo): Command {
  return new Command('license')
    .description('licences: what clients send telemetry with')
    .addCommand(licenseIssueCommand(io))
    .addCommand(licenseInspectCommand(io))
    .addCommand(licenseRevokeCommand(io));
}
