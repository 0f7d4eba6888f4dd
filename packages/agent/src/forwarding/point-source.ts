// Metric points, to be followed in the order of their arrival.
import {
  readArrivals,
  readPointsAfter,
  type ArrivedPoint,
  type Database,
} from '@governance-agent/audit-core';
import { encodePoints } from './encode-points.ts';
import { mayGoOn } from './hops.ts';
import { PAGE_ITEMS, type Source } from './source.ts';

export function createPointSource(database: Database): Source<ArrivedPoint> {
  return {
    newest: () => readArrivals(database),
    async page(tenant, after, newest) {
      const asked = { tenant, after, upTo: newest, limit: PAGE_ITEMS };
      const { points, through } = await readPointsAfter(database, asked);
      const items = points.filter(({ series }) => mayGoOn(series.attributes));
      return { items, through, isFull: through < newest };
    },
    numberOf: ({ arrival }) => arrival,
    encode: encodePoints,
  };
}
