// The report is made of results: what is met is computed, what was not run is said.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { temporaryDirectory } from '@governance-agent/testkit';
import { format } from 'prettier';
import { BARS, judge, type Bar } from '../report/bars.ts';
import { createKeptResults } from '../report/kept-results.ts';
import { chosenSteps, STEPS } from '../report/plan.ts';
import { renderReport } from '../report/render.ts';
import { tableText, type BenchResult } from '../result.ts';

const RESULT: BenchResult = {
  ...{ command: 'pnpm bench stages', date: '2026-01-02T03:04:05.000Z', machine: '2 cores', loadBefore: 0.25 },
  ...{ signRate: 30_000, notes: ['A note.'], figures: { collectorMs: 6.04 } },
  tables: [{ title: 'Stages', columns: ['stage', 'us'], rows: [['map', 2]] }],
};
const render = (entries: readonly (readonly [string, BenchResult])[], rest = {}): string =>
  renderReport({ results: new Map(entries), quick: false, failed: [], ...rest });
const line = (text: string, begins: string): string =>
  text.split('\n').find((each) => each.startsWith(`| ${begins}`)) ?? '';

describe('a bar', () => {
  const less: Bar = {
    ...{ what: '', unit: 'ms', digits: 0, better: 'less', must: 30, aim: 15 },
    measured: () => 0,
  };
  const more: Bar = { ...less, better: 'more', must: 0.3, aim: 0.6 };
  it.each([
    { bar: less, measured: 15, judgement: 'met, and the aim' },
    { bar: less, measured: 15.01, judgement: 'met' },
    { bar: less, measured: 30, judgement: 'met' },
    { bar: less, measured: 30.01, judgement: 'missed' },
    { bar: more, measured: 0.6, judgement: 'met, and the aim' },
    { bar: more, measured: 0.3, judgement: 'met' },
    { bar: more, measured: 0.299, judgement: 'missed' },
    { bar: more, measured: Infinity, judgement: 'missed' },
    { bar: less, measured: Number.NaN, judgement: 'missed' },
    { bar: more, measured: undefined, judgement: 'not run' },
  ])('$bar.better than $bar.must, measured $measured: $judgement', ({ bar, measured, judgement }) => {
    expect(judge(bar, measured)).toBe(judgement);
  });

  it('looks only at steps that the report runs', () => {
    const figures = new Proxy({}, { get: () => 1, ownKeys: () => [] });
    const results = new Map(STEPS.map(({ id }) => [id, { ...RESULT, figures }]));
    const without = BARS.filter(({ measured }) => measured(results) === undefined);
    // Sums go over the names of figures, of which there are none here.
    expect(without.map(({ what }) => what)).toEqual(BARS.slice(-3).map(({ what }) => what));
  });
});

describe('the report', () => {
  it('says of every step and bar that it was not run', () => {
    const text = render([]);
    expect(text.match(/^Not run\. `pnpm bench /gm)).toHaveLength(STEPS.length);
    expect(text.match(/\| not run \|$/gm)).toHaveLength(BARS.length);
  });

  it('shows what was measured beside its verdict', () => {
    const text = render([['stages', RESULT]]);
    expect(line(text, '10,000 records')).toContain('| 6.0 ms | ≤ 8 ms | ≤ 5 ms | met |');
    expect(text).toContain('`pnpm bench stages`, 2026-01-02 03:04 UTC; S 30,000/s; load average before 0.3.');
    expect(text).toContain('| map | 2 |');
  });

  it('adds up what all runs of ingest lost', () => {
    const ingest = (figures: Record<string, number>): BenchResult => ({ ...RESULT, figures });
    const text = render([
      ['ingest-sqlite', ingest({ '20.lost': 1, '500.lost': 2 })],
      ['ingest-postgres', ingest({ '20.lost': 4 })],
    ]);
    expect(line(text, 'acknowledged rows lost')).toContain('| 7 rows | ≤ 0 rows | ≤ 0 rows | missed |');
  });

  it('tells a step that failed from one that was not run', () => {
    expect(render([], { failed: ['verify'] }).match(/^Failed\. /gm)).toHaveLength(1);
  });

  it('judges nothing after a quick run', () => {
    const text = render([['stages', RESULT]], { quick: true });
    expect(text).toContain('**A quick run');
    expect(text).not.toMatch(/\| (met|missed|met, and the aim) \|$/m);
  });

  it('names each heading once', async () => {
    const headings = (await format(render([]), { parser: 'markdown' })).match(/^#+ .*$/gm) ?? [];
    expect(new Set(headings).size).toBe(headings.length);
  });
});

describe('a table', () => {
  it.each([
    { cell: 'a|b', text: 'a\\|b' },
    { cell: '__proto__ keys', text: '\\_\\_proto\\_\\_ keys' },
    { cell: '`a*b|c`', text: '`a*b\\|c`' },
    { cell: 7, text: '7' },
  ])('shows $cell as it is', ({ cell, text }) => {
    expect(tableText({ columns: ['name'], rows: [[cell]] })).toBe(`| name |\n| --- |\n| ${text} |`);
  });
});

describe('chosen steps', () => {
  it('are all, those of a benchmark, or one', () => {
    expect(chosenSteps(undefined)).toBe(STEPS);
    expect(chosenSteps('query').map(({ id }) => id)).toEqual(['query-sqlite', 'query-postgres']);
    expect(chosenSteps('verify,ingest-json').map(({ id }) => id)).toEqual(['ingest-json', 'verify']);
    expect(() => chosenSteps('nothing')).toThrow('no such step: nothing');
  });

  it('have names of their own', () => {
    expect(new Set(STEPS.map(({ id }) => id)).size).toBe(STEPS.length);
  });
});

describe('kept results', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => void (directory = await temporaryDirectory()));
  afterEach(() => directory.remove());
  const [stages] = chosenSteps('stages');

  it('are found again, but not after the options have changed', () => {
    if (stages === undefined) throw new Error('the report has no stages');
    const kept = createKeptResults(directory.path, () => []);
    expect(kept.read(stages)).toBeUndefined();
    writeFileSync(kept.file(stages), JSON.stringify(RESULT));
    expect(kept.read(stages)).toEqual(RESULT);
    expect([...kept.readAll(STEPS).keys()]).toEqual(['stages']);
    expect(createKeptResults(directory.path, () => ['--rows', '5']).read(stages)).toBeUndefined();
    writeFileSync(kept.file(stages), JSON.stringify({ ...RESULT, figures: { p99: Infinity } }));
    expect(kept.read(stages)?.figures['p99']).toBe(Infinity);
    kept.forget(stages);
    expect(kept.read(stages)).toBeUndefined();
  });
});
