// `proof inclusion|consistency`: proofs to hand to somebody who trusts a key and nothing else.
import { createProver, readDecision, type Database, type Prover } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { rowNumber } from '../api/report-query.ts';
import { AgentError } from '../errors.ts';
import { consistencyRecord, inclusionRecord } from '../evidence/checkpoint-record.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { withReadStore } from './with-store.ts';

interface InclusionOptions extends CommonOptions {
  readonly tenant: string;
  readonly seq?: string;
  readonly id?: string;
  readonly size?: string;
}

interface ConsistencyOptions extends CommonOptions {
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
}

export function proofCommand(io: CommandIo): Command {
  return new Command('proof')
    .description('Merkle proofs of one row, or of two sizes of a chain')
    .addCommand(inclusionCommand(io))
    .addCommand(consistencyCommand(io));
}

function inclusionCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('inclusion').description('a row is in the tree of a checkpoint'))
    .requiredOption('--tenant <tenant>', 'whose chain')
    .option('--seq <seq>', 'the row, by its place')
    .option('--id <id>', 'the row, by its id')
    .option('--size <rows>', 'the tree; by default the first checkpoint that covers the row')
    .action(async (options: InclusionOptions) => {
      const size = options.size === undefined ? undefined : numberIn('--size', options.size);
      await withReadStore(await settingsOf(io, options), async (database) => {
        const seq = await seqOf(database, options);
        await proveInclusion(io, createProver({ database }), options, seq, size);
      });
    });
}

async function proveInclusion(
  io: CommandIo,
  prover: Prover,
  { tenant, json }: InclusionOptions,
  seq: number,
  size: number | undefined,
): Promise<void> {
  const covered = await prover.covering(tenant, seq, size);
  if (covered !== null && !json) print(io, covered.text.trimEnd());
  else if (covered !== null) printJson(io, inclusionRecord(covered.proof, covered.checkpoint));
  else if (json) printJson(io, inclusionRecord(await prover.inclusion(tenant, seq, size), null));
  else
    throw new AgentError('not_found', 'No such checkpoint covers the row yet: run checkpoint --fresh first');
}

function consistencyCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('consistency').description('the tree of one size begins the tree of another'),
  )
    .requiredOption('--tenant <tenant>', 'whose chain')
    .requiredOption('--from <rows>', 'size of the older tree')
    .requiredOption('--to <rows>', 'size of the newer tree')
    .action(async (options: ConsistencyOptions) => {
      const [from, to] = [numberIn('--from', options.from), numberIn('--to', options.to)];
      await withReadStore(await settingsOf(io, options), async (database) => {
        const proof = consistencyRecord(
          await createProver({ database }).consistency(options.tenant, from, to),
        );
        if (options.json) printJson(io, { tenant: options.tenant, ...proof });
        else print(io, [proof.from_root, proof.to_root, ...proof.path].join('\n'));
      });
    });
}

async function seqOf(database: Database, { tenant, seq, id }: InclusionOptions): Promise<number> {
  if ((seq === undefined) === (id === undefined))
    throw new AgentError('usage', 'give --seq or --id, one of them');
  if (seq !== undefined) return numberIn('--seq', seq);
  const decision = await readDecision(database, tenant, id ?? '');
  if (decision === null) throw new AgentError('not_found', 'There is no such row');
  return decision.seq;
}

function numberIn(option: string, text: string): number {
  const problem = rowNumber(text);
  if (problem !== undefined) throw new AgentError('usage', `${option} ${problem}`);
  return Number(text);
}
