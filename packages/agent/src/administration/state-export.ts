// An export, as a row of the chain it was made from: whoever exports calls this before the export is reported as done.
import type { Exported } from '@governance-agent/audit-core';
import type { Administration } from './administration.ts';

export interface ExportDone {
  readonly tenant: string;
  readonly actor: string;
  readonly format: Exported['format'];
  /** Rows written. */
  readonly count: number;
  /** Names of the filters in use. Their values stay out: they may name people. */
  readonly filters: readonly string[];
}

/** Resolves once the row is durable. Throws AuditError: then the export must fail. An export of no rows took nothing out. */
export async function stateExport(administration: Administration, done: ExportDone): Promise<void> {
  const { tenant, actor, format, count, filters } = done;
  if (count === 0) return;
  const record = { act: 'exported', format, count, filters: [...filters].sort().join(',') } as const;
  await administration.state({ tenant, actor, record });
}
