// `keys compromised`: states that a retired key was in wrong hands.
import { stateCompromise } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { parseTime } from '../api/time.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withKeyLock, withSigner } from './with-authority.ts';

interface Options extends CommonOptions {
  readonly key: string;
  readonly since: string;
  readonly reason?: string;
}

export function keysCompromisedCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('compromised').description('state that what a retired key signed since then proves nothing'),
  )
    .requiredOption('--key <id>', 'id of the retired key (keys show)')
    .requiredOption('--since <time>', '2026-01-31 or an RFC 3339 time')
    .option('--reason <text>', 'why; masked and stored with the statement')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const statement = { keyId: keyIdOf(options.key), since: sinceOf(options.since) };
      const { tenants } = await withKeyLock(settings, () =>
        withSigner(io, settings, options.reason, (deps) => stateCompromise({ ...deps, ...statement })),
      );
      if (options.json) printJson(io, { key_id: statement.keyId, since: statement.since, tenants });
      say(io, `stated in ${tenants.length} chains`);
    });
}

function keyIdOf(text: string): string {
  if (/^[0-9a-f]{32}$/.test(text)) return text;
  throw new AgentError('usage', '--key takes the id that keys show prints: 32 hex digits');
}

function sinceOf(text: string): number {
  const time = parseTime(text);
  if (time !== undefined) return time;
  throw new AgentError('usage', '--since takes 2026-01-31 or an RFC 3339 time');
}
