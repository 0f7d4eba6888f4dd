// `setup`: what to roll out to clients, and whether it works.
import { Command } from 'commander';
import type { CommandIo } from './io.ts';
import { setupClaudeCodeCommand } from './setup-claude-code.ts';
import { setupCoworkCommand } from './setup-cowork.ts';
import { setupManagedSettingsCommand } from './setup-managed-settings.ts';
import { setupScriptCommand } from './setup-script.ts';
import { withSetupCheck } from './setup-check.ts';

export function setupCommand(io: CommandIo): Command {
  return withSetupCheck(
    io,
    new Command('setup').description('what to roll out to clients, and whether it works'),
  )
    .addCommand(setupClaudeCodeCommand(io))
    .addCommand(setupScriptCommand(io))
    .addCommand(setupManagedSettingsCommand(io))
    .addCommand(setupCoworkCommand(io));
}
