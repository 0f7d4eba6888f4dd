// `setup cowork`: what goes into the admin page of Cowork, or into the managed keys of a third-party deployment.
import { Command } from 'commander';
import { AgentError } from '../errors.ts';
import { coworkFields, thirdPartyKeys } from '../setup/cowork.ts';
import { renderSetup } from '../setup/render-setup.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { clientSetupOf, withSetupOptions, type SetupOptions } from './setup-options.ts';

interface Options extends SetupOptions {
  readonly thirdParty?: true;
}

export function setupCoworkCommand(io: CommandIo): Command {
  return withSetupOptions(new Command('cowork').description('fields of the admin page of Cowork'))
    .option('--third-party', 'managed keys of a third-party deployment instead')
    .action(async (options: Options) => {
      const { thirdParty = false, json } = options;
      if (options.protocol === 'grpc')
        throw new AgentError('usage', 'Cowork has no grpc: use --protocol http/protobuf or http/json');
      if (options.headersHelper !== undefined && !thirdParty)
        throw new AgentError('usage', 'The admin page has no headers helper: use --license or --token');
      const setup = await clientSetupOf(io, options);
      const { text, notes } = renderSetup(setup, { kind: thirdParty ? 'cowork-third-party' : 'cowork' });
      for (const note of notes) say(io, `note: ${note}`);
      if (json) printJson(io, thirdParty ? thirdPartyKeys(setup) : coworkFields(setup));
      else print(io, text);
    });
}
