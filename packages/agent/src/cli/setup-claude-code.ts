// `setup claude-code`: the environment that makes Claude Code send its telemetry here, ready to paste.
import { Command, Option } from 'commander';
import { environmentFor } from '../setup/environment.ts';
import { renderEnvironment, SHELLS, type Shell } from '../setup/shells.ts';
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
      const variables = environmentFor(await clientSetupOf(io, options));
      if (options.json) printJson(io, { env: variables });
      else print(io, renderEnvironment(variables, options.shell));
    });
}
