// `init`: keys and schema, so that the next command finds everything in place. Running it again changes nothing.
import { Command } from 'commander';
import { ensureIssuerKey } from '../access/issuer-key.ts';
import { ensureSigningKey } from '../agent-keys.ts';
import type { Settings } from '../config/settings.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { printJson, say, type CommandIo } from './io.ts';
import { withWriteStore } from './with-store.ts';

export function initCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('init').description('make keys and schema')).action(
    async (options: CommonOptions) => {
      const settings = await settingsOf(io, options);
      const keys = await initialise(io, settings);
      if (options.json) printJson(io, { data_dir: settings.dataDir, ...keys });
    },
  );
}

/** Says what it made. Throws AgentError. */
async function initialise(io: CommandIo, settings: Settings) {
  const { key, created } = await ensureSigningKey(settings.dataDir);
  const issuer = await ensureIssuerKey(settings.dataDir);
  await withWriteStore(io, settings, () => Promise.resolve(), 'always');
  say(io, `${created ? 'initialised' : 'already initialised:'} ${settings.dataDir}`);
  return { signing_key_id: key.keyId, issuer_key_id: issuer.keyId };
}
