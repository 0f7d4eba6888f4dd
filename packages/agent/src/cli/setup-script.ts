// `setup script`: the same as a file to source.
import { Command, Option } from 'commander';
import { renderSetup } from '../setup/render-setup.ts';
import { SCRIPT_SHELLS, type ScriptShell } from '../setup/script.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { clientSetupOf, withSetupOptions, type SetupOptions } from './setup-options.ts';

interface Options extends SetupOptions {
  readonly shell: ScriptShell;
}

export function setupScriptCommand(io: CommandIo): Command {
  return withSetupOptions(new Command('script').description('a file to source before starting Claude Code'))
    .addOption(new Option('--shell <shell>').choices(SCRIPT_SHELLS).default('sh'))
    .action(async (options: Options) => {
      const setup = await clientSetupOf(io, options);
      const { text: script } = renderSetup(setup, { kind: 'script', shell: options.shell });
      if (options.json) printJson(io, { script });
      else print(io, script);
    });
}
