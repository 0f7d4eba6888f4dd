// `license issue`: signs a licence for an org with the local issuer key.
import { Command } from 'commander';
import { ensureIssuerKey } from '../access/issuer-key.ts';
import type { LicenceOrder } from '../access/issue-licence.ts';
import { isName, OTEL_INGEST_FEATURE } from '../access/licence.ts';
import { issueWithRow } from '../administration/licence-acts.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { parseExpiry } from './points-in-time.ts';
import { withAdministration } from './with-administration.ts';

interface Options extends CommonOptions {
  readonly org: string;
  readonly tenant?: string;
  readonly features: string;
  readonly tier: string;
  readonly expires: string;
}

export function licenseIssueCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('issue').description('sign a licence with the local issuer key'))
    .requiredOption('--org <org>', 'who it is for; the user name of HTTP Basic')
    .option('--tenant <tenant>', 'whose rows it writes; by default the org')
    .option('--features <list>', 'what it unlocks, separated by commas', OTEL_INGEST_FEATURE)
    .option('--tier <tier>', 'free word, for reports', 'standard')
    .option('--expires <date>', 'last day, RFC 3339 time, or days such as 30d', '365d')
    .action(async (options: Options) => {
      const order = orderOf(options, io.clock.now());
      const settings = await settingsOf(io, options);
      const issuer = await ensureIssuerKey(settings.dataDir);
      const { licence, key } = await withAdministration(io, settings, ({ administration }) =>
        issueWithRow({ administration, clock: io.clock }, issuer, order, 'cli'),
      );
      const expires_at = new Date(licence.expiresAt * 1000).toISOString();
      if (licence.expiresAt * 1000 <= io.clock.now()) say(io, 'note: this licence has already expired');
      const { org, tenant, tier, features, id } = licence;
      if (options.json) printJson(io, { org, tenant, license: key, id, tier, features, expires_at });
      else print(io, key);
      say(io, `licence ${id} for ${org}, tenant ${tenant}, until ${expires_at}`);
    });
}

/** Throws AgentError `usage` that names everything wrong with the order. */
function orderOf({ org, tenant = org, features, tier, expires }: Options, now: number): LicenceOrder {
  const words = features.split(',').map((feature) => feature.trim());
  const problems = [
    ...(isName(org) ? [] : ['--org must be printable, at most 128 characters, without a colon']),
    ...(isName(tenant) ? [] : ['--tenant must be printable, at most 128 characters, without a colon']),
    ...(words.every((word) => /^[\w.-]{1,64}$/.test(word))
      ? []
      : ['--features takes words separated by commas']),
    ...(/^[\w .-]{1,64}$/.test(tier) ? [] : ['--tier takes a short word']),
  ];
  if (problems.length > 0) throw new AgentError('usage', problems.join('\n'));
  return { org, tenant, features: words, tier, expiresAt: Math.floor(parseExpiry(expires, now) / 1000) };
}
