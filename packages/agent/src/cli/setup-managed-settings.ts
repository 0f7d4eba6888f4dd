// `setup managed-settings`: the file that an MDM puts on every machine.
import { Command, Option } from 'commander';
import {
  MANAGED_SETTINGS_PATHS,
  managedSettingsFor,
  PLATFORMS,
  type Platform,
} from '../setup/managed-settings.ts';
import { renderSetup } from '../setup/render-setup.ts';
import { writeManagedSettings } from '../setup/write-managed-settings.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { clientSetupOf, withSetupOptions, type SetupOptions } from './setup-options.ts';

interface Options extends SetupOptions {
  readonly platform: Platform;
  readonly output?: string | true;
}

export function setupManagedSettingsCommand(io: CommandIo): Command {
  return withSetupOptions(
    new Command('managed-settings').description('managed settings, for roll-out by MDM'),
  )
    .addOption(
      new Option('--platform <platform>', 'whose path')
        .choices(PLATFORMS)
        .default(platformOf(process.platform)),
    )
    .option('--output [file]', 'write the file, into what is there; by default at the path of the platform')
    .action(async (options: Options) => {
      const setup = await clientSetupOf(io, options);
      const settings = managedSettingsFor(setup);
      const place = MANAGED_SETTINGS_PATHS[options.platform];
      if (options.output === undefined) {
        if (options.json) printJson(io, settings);
        else print(io, renderSetup(setup, { kind: 'managed-settings' }).text);
        say(io, `put this at ${place} (${options.platform}), readable by everybody, writable by none`);
      } else {
        const file = options.output === true ? place : options.output;
        const { merged } = await writeManagedSettings(file, settings);
        say(io, `${merged ? 'put into' : 'wrote'} ${file}`);
      }
      say(io, 'server-managed settings take the same JSON');
      say(io, 'running clients take it up at their next start, and ask once about a new endpoint');
    });
}

function platformOf(platform: NodeJS.Platform): Platform {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}
