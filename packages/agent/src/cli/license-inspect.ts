// `license inspect`: what a licence says and whether this agent would let it in. Exit code 1 when it would not.
import { Command } from 'commander';
import { trustedIssuers } from '../access/issuer-key.ts';
import { licenceState } from '../access/licence-desk.ts';
import { LicenceError, type Licence } from '../access/licence.ts';
import { createRevocationList, revocationListPath } from '../access/revocation-list.ts';
import { verifyLicence } from '../access/verify-licence.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { readSecretArgument } from './secret-argument.ts';
import { table } from './table.ts';

export function licenseInspectCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('inspect').description('what a licence says, and whether it is let in'),
  )
    .argument('<licence>', 'the licence key, or - to read it from standard input')
    .action(async (argument: string, options: CommonOptions) => {
      const settings = await settingsOf(io, options);
      const key = await readSecretArgument(io, argument);
      const issuers = await trustedIssuers(settings.licensePublicKeys, settings.dataDir);
      const revocations = createRevocationList(revocationListPath(settings.dataDir));
      const licence = await verified(() => verifyLicence(issuers, key));
      const revoked = licence !== undefined && (await revocations.isRevoked(licence.id));
      const state =
        licence === undefined ? 'invalid' : revoked ? 'revoked' : licenceState(licence, io.clock.now());
      if (options.json) printJson(io, { state, ...(licence && claimsOf(licence)) });
      else
        print(
          io,
          table(
            ['claim', 'value'],
            [
              ['state', state],
              ...Object.entries(licence ? claimsOf(licence) : {}).map(([name, value]) => [
                name,
                String(value),
              ]),
            ],
          ),
        );
      if (state !== 'valid' && state !== 'grace') io.setExitCode(1);
    });
}

async function verified(verify: () => Promise<Licence>): Promise<Licence | undefined> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof LicenceError) return undefined;
    throw error;
  }
}

function claimsOf(licence: Licence) {
  const { id, org, tenant, tier, features } = licence;
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
  return {
    id,
    org,
    tenant,
    tier,
    features,
    issued_at: iso(licence.issuedAt),
    expires_at: iso(licence.expiresAt),
  };
}
