// `setup script`: the same as a file to source.
import { Command, Option } from 'commander';
import { environmentFor } from '../setup/environment.ts';
import { renderScript, SCRIPT_SHELLS, type ScriptShell } from '../setup/script.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { clientSetupOf, withSetupOptions, type SetupOptions } from './setup-options.ts';

interface Options extends SetupOptions {
  readonly shell: ScriptShell;
}

export function setupScriptCommand(io: CommandIo): Command {
  return withSetupOptions(new Command('script').description('a file to source before starting Claude Code'))
    .addOption(new Option('--shell <shell>').choices(SCRIPT_SHELLS).default('sh'))
    .action(async (options: Options) => {
      const script = renderScript(environmentFor(await clientSetupOf(io, options)), options.shell);
      if (options.json) printJson(io, { script });
      else print(io, script);
    });
}
