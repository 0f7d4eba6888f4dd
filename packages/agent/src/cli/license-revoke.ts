// `license revoke`: from the next request on, a running agent refuses it.
import { Command } from 'commander';
import { decodeJwt } from 'jose';
import { revocationListPath, revokeLicence } from '../access/revocation-list.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { readSecretArgument } from './secret-argument.ts';

export function licenseRevokeCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('revoke').description('refuse a licence from now on'))
    .argument('<id>', 'id of the licence, or the licence itself, or - for standard input')
    .action(async (argument: string, options: CommonOptions) => {
      const settings = await settingsOf(io, options);
      const id = idOf(await readSecretArgument(io, argument));
      await revokeLicence(revocationListPath(settings.dataDir), id, io.clock.now());
      if (options.json) printJson(io, { id, revoked: true });
      say(io, `licence ${id} is revoked`);
    });
}

function idOf(text: string): string {
  const id = text.split('.').length === 3 ? idInside(text) : text;
  if (id !== undefined && /^[A-Za-z0-9-]{1,64}$/.test(id)) return id;
  throw new AgentError('usage', 'Give the id of a licence (license inspect shows it) or the licence itself');
}

function idInside(licence: string): string | undefined {
  try {
    return decodeJwt(licence).jti;
  } catch {
    return undefined;
  }
}
