// `license revoke`: from the next request on, a running agent refuses it.
import type { Database } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { decodeJwt } from 'jose';
import { trustedIssuers } from '../access/issuer-key.ts';
import { isName } from '../access/licence.ts';
import { revocationListPath } from '../access/revocation-list.ts';
import { verifyLicence } from '../access/verify-licence.ts';
import { revokeWithRow, tenantOfLicence } from '../administration/licence-acts.ts';
import type { Settings } from '../config/settings.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { readSecretArgument } from './secret-argument.ts';
import { withAdministration } from './with-administration.ts';

interface Options extends CommonOptions {
  readonly tenant?: string;
}

export function licenseRevokeCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('revoke').description('refuse a licence from now on'))
    .argument('<id>', 'id of the licence, or the licence itself, or - for standard input')
    .option('--tenant <tenant>', 'whose it is; needed where the store does not know the licence')
    .action(async (argument: string, options: Options) => {
      const settings = await settingsOf(io, options);
      const given = await readSecretArgument(io, argument);
      const licence = idOf(given);
      const file = revocationListPath(settings.dataDir);
      await withAdministration(io, settings, async ({ database, administration }) => {
        const tenant = options.tenant ?? (await tenantFor(database, settings, given, licence));
        if (!isName(tenant)) throw new AgentError('usage', '--tenant must be printable, without a colon');
        await revokeWithRow({ administration, clock: io.clock }, { licence, tenant, file }, 'cli');
      });
      if (options.json) printJson(io, { id: licence, revoked: true });
      say(io, `licence ${licence} is revoked`);
    });
}

function idOf(text: string): string {
  const id = isWhole(text) ? idInside(text) : text;
  if (id !== undefined && /^[A-Za-z0-9-]{1,64}$/.test(id)) return id;
  throw new AgentError('usage', 'Give the id of a licence (license inspect shows it) or the licence itself');
}

function isWhole(text: string): boolean {
  return text.split('.').length === 3;
}

function idInside(licence: string): string | undefined {
  try {
    return decodeJwt(licence).jti;
  } catch {
    return undefined;
  }
}

/** In whose chain the revocation is stated: what a licence says of itself counts only with a trusted signature. */
async function tenantFor(database: Database, settings: Settings, given: string, id: string): Promise<string> {
  const known = await tenantOfLicence(database, id);
  const tenant = known ?? (isWhole(given) ? await tenantInside(settings, given) : undefined);
  if (tenant !== undefined) return tenant;
  throw new AgentError('usage', 'No chain of this store tells whose licence this is: give --tenant');
}

async function tenantInside(settings: Settings, licence: string): Promise<string | undefined> {
  const issuers = await trustedIssuers(settings.licensePublicKeys, settings.dataDir);
  return verifyLicence(issuers, licence).then(
    ({ tenant }) => tenant,
    () => undefined,
  );
}
