// `mask`: text in, masked text out, so that people can try the masker on their own text before they trust it.
import { createMasker, PolicyError, type MaskedText } from '@governance-agent/policy-engine';
import { Command } from 'commander';
import { text } from 'node:stream/consumers';
import { AgentError } from '../errors.ts';
import { readPolicy } from '../policy-file.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { table } from './table.ts';

interface Options extends CommonOptions {
  readonly explain?: true;
  readonly policy?: string;
}

export function maskCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('mask').description('mask standard input onto standard output; nothing is stored'),
  )
    .option('--policy <file>', 'masking policy (PII_POLICY_FILE)')
    .option('--explain', 'print entities and counts instead of the text')
    .action(async (options: Options) => {
      const { piiPolicyFile } = await settingsOf(io, options);
      const masker = createMasker({ policy: await readPolicy(options.policy ?? piiPolicyFile) });
      const masked = maskWhole((input) => masker.maskText(input), await text(io.stdin));
      show(io, options, masked, masker.policyVersion);
    });
}

function show(io: CommandIo, { explain, json }: Options, masked: MaskedText, policy_version: string): void {
  const { redactions } = masked;
  if (json) printJson(io, explain ? { redactions, policy_version } : { ...masked, policy_version });
  else if (explain) print(io, table(['entity', 'count'], Object.entries(redactions)));
  else io.stdout.write(masked.text);
}

/** The whole input at once: a key or a number may run over several lines. */
function maskWhole(mask: (input: string) => MaskedText, input: string): MaskedText {
  try {
    return mask(input);
  } catch (error) {
    const code = error instanceof PolicyError ? error.code : 'masker_failed';
    throw new AgentError('usage', `The text could not be masked and is not shown: ${code}`);
  }
}
