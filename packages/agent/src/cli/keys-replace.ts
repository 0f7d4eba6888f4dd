// `keys replace`: a new signing key where the old one is lost.
import { Command } from 'commander';
import { replaceSigningKey } from '../keys/replace-signing-key.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withAuthority, withKeyLock } from './with-authority.ts';

interface Options extends CommonOptions {
  readonly reason: string;
}

export function keysReplaceCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('replace').description('take over chains whose key is lost; auditors must pin the new key'),
  )
    .requiredOption('--reason <text>', 'why; masked and stored with the replacement')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const { lostKeyIds, newKeyId, tenants } = await withKeyLock(settings, () =>
        withAuthority(io, settings, options.reason, (authority) =>
          replaceSigningKey(settings.dataDir, authority),
        ),
      );
      if (options.json) printJson(io, { lost_key_ids: lostKeyIds, new_key_id: newKeyId, tenants });
      say(io, `${newKeyId} signs. Chains taken over: ${tenants.length}`);
      say(io, 'nothing old vouches for the new key: every auditor has to pin it (keys show)');
    });
}
