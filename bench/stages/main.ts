// What each stage of taking a request costs, in one process. `pnpm bench stages [--rows N] [--size N] [--runs N] [--database sqlite,postgres]`
import { parseArgs } from 'node:util';
import { signRate } from '../measure.ts';
import { oneOf, wholeNumber } from '../options.ts';
import { publish } from '../result.ts';
import { appendStage, type AppendStage } from './append-stage.ts';
import { collectorMillis } from './collector-shape.ts';
import { loadSodium } from '../../packages/audit-core/src/signing-thread/sign-message.ts';
import { pureStages } from './stages.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    size: { type: 'string', default: '20' },
    runs: { type: 'string', default: '9' },
    database: { type: 'string', default: 'sqlite,postgres' },
  },
});
const plan = {
  rows: wholeNumber('rows', values.rows),
  size: wholeNumber('size', values.size),
  runs: wholeNumber('runs', values.runs),
};
const kinds = values.database
  .split(',')
  .map((kind) => oneOf('database', kind, ['sqlite', 'postgres'] as const));

const rate = signRate();
const pure = pureStages(plan, await loadSodium());
const appends: AppendStage[] = [];
for (const kind of kinds) appends.push(await appendStage(kind, plan));
const collector = collectorMillis(plan.runs);

publish('stages', {
  signRate: rate,
  notes: [
    `Claude-shaped records, ${plan.size} a request, ${plan.rows} rows a run; medians of ${plan.runs} runs. Processor time counts every thread of the process.`,
    'Sealing and appending take 500 rows at a time, on a store that begins empty, rollups and attribute indexes on; each append is one durable transaction.',
  ],
  tables: [
    {
      title: 'Stages',
      columns: ['stage', 'CPU us/row', 'CPU us/row of the server', 'elapsed us/row'],
      rows: [
        ...pure.map(({ name, micros }) => [name, micros.toFixed(1), '', '']),
        ...appends.map(({ name, micros, serverMicros, elapsed }) => [
          name,
          ...[micros, serverMicros, elapsed].map((value) => value.toFixed(1)),
        ]),
      ],
    },
    {
      title: "The collector's shape: 10,000 small records in one request",
      columns: ['work', 'CPU ms'],
      rows: [
        ['decode', collector.decode.toFixed(1)],
        ['decode and answer', collector.both.toFixed(1)],
      ],
    },
  ],
  figures: {
    ...Object.fromEntries([...pure, ...appends].map(({ name, micros }) => [name, micros])),
    collectorMs: collector.both,
  },
});
