// The chains, to be followed: rows of telemetry, with or without their content.
import {
  ADMINISTRATION_PLANE,
  readChainSizes,
  readRowsAfter,
  type ChainRow,
  type Database,
} from '@governance-agent/audit-core';
import { encodeRows } from './encode-rows.ts';
import { mayGoOn } from './hops.ts';
import { PAGE_ITEMS, type Source } from './source.ts';

export function createRowSource(database: Database, withContent: boolean): Source<ChainRow> {
  return {
    newest: () => readChainSizes(database),
    async page(tenant, after) {
      const rows = await readRowsAfter(database, tenant, after, PAGE_ITEMS);
      return {
        items: rows.filter(isTelemetry),
        through: rows.at(-1)?.seq ?? after,
        isFull: rows.length === PAGE_ITEMS,
      };
    },
    numberOf: ({ seq }) => seq,
    encode: (rows) => encodeRows(rows, withContent),
  };
}

/** What operators did stays here: it is not telemetry. */
function isTelemetry({ plane, attributes }: ChainRow): boolean {
  return plane !== ADMINISTRATION_PLANE && mayGoOn(attributes);
}
