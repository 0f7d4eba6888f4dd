// `doctor`: what is wrong here, and what to do about it. Exit code 1 when there is something to do.
import { Command } from 'commander';
import type { Finding } from '../doctor/finding.ts';
import { examine } from '../doctor/examine.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { printable } from './table.ts';

interface Options extends CommonOptions {
  readonly tenant?: string;
}

export function doctorCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('doctor').description('what is wrong here, and what to do about it'))
    .option('--tenant <tenant>', 'look at the senders of one tenant')
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const findings = await examine({ settings, tenant: options.tenant, now: io.clock.now() });
      const problems = findings.filter(({ state }) => state === 'problem').length;
      if (options.json) printJson(io, { healthy: problems === 0, problems, findings });
      else
        for (const line of [...findings.flatMap(linesOf), '', verdict(problems)]) print(io, printable(line));
      if (problems > 0) io.setExitCode(1);
    });
}

const MARKS: Readonly<Record<Finding['state'], string>> = { ok: 'ok  ', note: 'note', problem: 'FIX ' };

function linesOf({ check, state, text, what_to_do }: Finding): string[] {
  const line = `${MARKS[state]}  ${check}: ${text}`;
  return what_to_do === undefined ? [line] : [line, `      -> ${what_to_do}`];
}

function verdict(problems: number): string {
  if (problems === 0) return 'Nothing to do.';
  return problems === 1 ? 'One thing to do.' : `${problems} things to do.`;
}
