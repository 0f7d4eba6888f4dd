// `keys rotate`: a new signing key for every chain, beside a running agent. Called again, it finishes what was stopped.
import { Command } from 'commander';
import { rotateSigningKey } from '../keys/rotate-signing-key.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withAuthority, withKeyLock } from './with-authority.ts';

interface Options extends CommonOptions {
  readonly reason?: string;
}

export function keysRotateCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('rotate').description('sign with a new key from now on'))
    .option('--reason <text>', 'why; masked and stored with the rotation')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const { oldKeyId, newKeyId, tenants, resumed } = await withKeyLock(settings, () =>
        withAuthority(io, settings, options.reason, (authority) =>
          rotateSigningKey(settings.dataDir, authority),
        ),
      );
      if (options.json) printJson(io, { old_key_id: oldKeyId, new_key_id: newKeyId, tenants, resumed });
      if (resumed) say(io, 'a rotation was under way; it is finished');
      say(io, `${oldKeyId} is retired; ${newKeyId} signs. Chains handed over: ${tenants.length}`);
      say(io, 'give auditors the new public key: keys show');
    });
}
