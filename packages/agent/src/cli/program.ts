// The command line: every command, one set of rules for errors and exit codes.
import { Command } from 'commander';
import { acceptRollbackCommand } from './accept-rollback.ts';
import { backupCommand } from './backup.ts';
import { checkpointCommand } from './checkpoint.ts';
import { datasetCommand } from './dataset.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { eraseCommand } from './erase.ts';
import { failureOf } from './exit-code.ts';
import { exportCommand } from './export.ts';
import { feedCommand } from './feed.ts';
import { holdCommand } from './hold.ts';
import { initCommand } from './init.ts';
import { say, type CommandIo } from './io.ts';
import { keysCommand } from './keys.ts';
import { licenseCommand } from './license.ts';
import { maskCommand } from './mask.ts';
import { metricsCommand } from './metrics.ts';
import { migrateCommand } from './migrate.ts';
import { partitionsCommand } from './partitions.ts';
import { proofCommand } from './proof.ts';
import { rebuildCommand } from './rebuild.ts';
import { retentionCommand } from './retention.ts';
import { serveCommand } from './serve.ts';
import { sessionsCommand } from './sessions.ts';
import { setupCommand } from './setup.ts';
import { startCommand } from './start.ts';
import { tokenCommand } from './token.ts';
import { usageCommand } from './usage.ts';
import { verifyBundleCommand } from './verify-bundle.ts';
import { verifyCommand } from './verify.ts';

/** Runs one command line. Resolves to the exit code when it is not the 0 or 1 that the command itself set. */
export async function runCommandLine(io: CommandIo, args: readonly string[]): Promise<number | undefined> {
  try {
    await createProgram(io).parseAsync(withoutSeparator(args), { from: 'user' });
    return undefined;
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    if (message !== undefined) say(io, message);
    return exitCode;
  }
}

function createProgram(io: CommandIo): Command {
  const program = new Command('governance-agent')
    .description('The governed, provable audit trail of AI coding agents')
    .helpCommand(false)
    // What stands behind a command is that command's alone, also where a command has options and subcommands.
    .enablePositionalOptions();
  const commands = [
    startCommand,
    serveCommand,
    demoCommand,
    initCommand,
    migrateCommand,
    licenseCommand,
    tokenCommand,
    datasetCommand,
    keysCommand,
    feedCommand,
    sessionsCommand,
    usageCommand,
    metricsCommand,
    verifyCommand,
    backupCommand,
    exportCommand,
    verifyBundleCommand,
    checkpointCommand,
    proofCommand,
    acceptRollbackCommand,
    rebuildCommand,
    eraseCommand,
    holdCommand,
    retentionCommand,
    partitionsCommand,
    maskCommand,
    setupCommand,
    doctorCommand,
  ];
  for (const command of commands) program.addCommand(command(io));
  obeyHouseRules(program, io);
  return program;
}

/** Commander would end the process by itself and write to the real streams; subcommands do not inherit this. */
function obeyHouseRules(command: Command, io: CommandIo): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void io.stdout.write(text),
    writeErr: (text) => void io.stderr.write(text),
  });
  for (const child of command.commands) obeyHouseRules(child, io);
}

/** `pnpm agent -- verify` hands the separator on. */
function withoutSeparator(args: readonly string[]): string[] {
  const separator = args.indexOf('--');
  return args.filter((_, index) => index !== separator);
}
