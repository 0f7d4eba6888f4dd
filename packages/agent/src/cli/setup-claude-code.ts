// `setup claude-code`: the environment that makes Claude Code send its telemetry here, ready to paste.
import { Command, Option } from 'commander';
import { environmentFor } from '../setup/environment.ts';
import { renderSetup } from '../setup/render-setup.ts';
import { SHELLS, type Shell } from '../setup/shells.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { clientSetupOf, withSetupOptions, type SetupOptions } from './setup-options.ts';

interface Options extends SetupOptions {
  readonly shell: Shell;
}

export function setupClaudeCodeCommand(io: CommandIo): Command {
  return withSetupOptions(
    new Command('claude-code').description('environment for Claude Code, ready to paste'),
  )
    .addOption(
      new Option('--shell <shell>', 'json is the env part of a settings file')
        .choices(SHELLS)
        .default('bash'),
    )
    .action(async (options: Options) => {
      const setup = await clientSetupOf(io, options);
      if (options.json) printJson(io, { env: environmentFor(setup) });
      else print(io, renderSetup(setup, { kind: 'claude-code', shell: options.shell }).text);
    });
}
