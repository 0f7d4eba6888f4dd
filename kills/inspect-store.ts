// What a store holds after the kills, by processes that are not the agent: every record by its number, and `verify`.
import { openDatabase } from '@governance-agent/audit-core';
import { judgeRows, type Batch, type JudgedRow, type Judgement } from '@governance-agent/testkit';
import { agentJson, type AgentPlace } from './agent-process.ts';

export interface StoreFindings extends Judgement {
  readonly stored: number;
  /** Of `verify`, mode deep: every signature, link and checkpoint, and the rollups held against the rows. */
  readonly verdict: string;
  /** What `verify` could not use, such as rollups that lag behind. */
  readonly warnings: number;
}

interface VerifyAnswer {
  readonly verdict: string;
  readonly mode: string;
  readonly warnings: readonly unknown[];
}

export async function inspectStore(
  place: AgentPlace,
  acknowledged: readonly Batch[],
  records: number,
): Promise<StoreFindings> {
  const rows = await allRows(place);
  const { verdict, mode, warnings } = (await agentJson(['verify'], place)) as VerifyAnswer;
  return {
    ...judgeRows(rows, acknowledged, records),
    stored: rows.length,
    verdict: mode === 'deep' ? verdict : `${verdict} in mode ${mode}`,
    warnings: warnings.length,
  };
}

async function allRows({ databaseUrl }: AgentPlace): Promise<JudgedRow[]> {
  const database = openDatabase(databaseUrl);
  try {
    return await database
      .knex('audit_logs')
      .orderBy(['tenant', 'seq'])
      .select<JudgedRow[]>('tenant', 'seq', 'client_sequence', 'signature');
  } finally {
    await database.close();
  }
}
