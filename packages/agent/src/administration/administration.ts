// States what an operator did as a signed row of the tenant's chain. docs/formats/administration.md
import {
  administrationEvent,
  readAdministration,
  readOrg,
  type AdministrationRecord,
  type AuditWriter,
  type Clock,
  type Database,
} from '@governance-agent/audit-core';
import { DEFAULT_DATASETS } from '@governance-agent/otel-ingest';

export interface Statement {
  readonly tenant: string;
  /** Default: the org of the tenant's newest row, or else the tenant. */
  readonly org?: string;
  /** `cli`, `agent`, `token:<id>` */
  readonly actor: string;
  readonly record: AdministrationRecord;
}

export interface Administration {
  /** Resolves once the row is durable. Rejects with AuditError; nothing is stored then. */
  state(statement: Statement): Promise<void>;
  /** `state`, unless a row of the tenant says the same already: for acts that are repeated after a failure. */
  stateOnce(statement: Statement): Promise<void>;
}

export interface AdministrationDeps {
  readonly writer: Pick<AuditWriter, 'append'>;
  readonly database: Database;
  readonly clock: Clock;
}

export function createAdministration({ writer, database, clock }: AdministrationDeps): Administration {
  const state = async ({ tenant, org, actor, record }: Statement): Promise<void> => {
    const destination = {
      org: org ?? (await readOrg(database, tenant)) ?? tenant,
      tenant,
      dataset: DEFAULT_DATASETS.logs,
    };
    await writer.append(destination, [administrationEvent(record, { actor, now: clock.now() })]);
  };
  return {
    state,
    async stateOnce(statement) {
      if (!(await isStated(database, statement))) await state(statement);
    },
  };
}

async function isStated({ knex }: Database, { tenant, record }: Statement): Promise<boolean> {
  const stated = await readAdministration(knex, tenant, [record.act]);
  const text = JSON.stringify(Object.entries(record).sort());
  return stated.some((row) => JSON.stringify(Object.entries(row.record).sort()) === text);
}
