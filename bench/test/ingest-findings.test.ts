// What is said about a run, and what its options may be.
import { describe, expect, it } from '@jest/globals';
import { ingestFindings } from '../ingest/findings.ts';
import type { Phase } from '../ingest/drive.ts';
import type { SizeReport } from '../ingest/measure-size.ts';
import { ingestSettings, rowsPerSecond } from '../ingest/settings.ts';

const PHASE: Phase = {
  ...{
    latencies: [5],
    taken: [0],
    lost: 0,
    doubled: 0,
    statuses: { 200: 10 },
    seconds: 2,
    connections: 50,
    cpuSeconds: 0.002,
  },
  ...{ acknowledged: 200, added: 200, agentCpu: 0.02, serverCpu: 0, stolen: 0.012, peakMiB: 300 },
};
const REPORT: SizeReport = {
  ...{
    size: 20,
    description: 'SQLite',
    signRate: 1000,
    bare: { p50: 2, p99: 4 },
    phase: PHASE,
    p50: 5,
    p99: 6,
    worst: 7,
  },
  ...{ rowsPerSecond: 100, halfLoadMiB: 200, verdict: { verdict: 'verified', mode: 'deep', rows: 202 } },
};
const figures = (changes: Partial<Phase>, verdict = 'verified') => {
  const report = { ...REPORT, phase: { ...PHASE, ...changes }, verdict: { ...REPORT.verdict, verdict } };
  return ingestFindings(ingestSettings([]), [report]).figures;
};

describe('findings of ingest', () => {
  it('are shares of S, by size', () => {
    expect(figures({})).toMatchObject({ '20.ofS': 0.1, '20.p99': 6, '20.halfLoadMiB': 200 });
  });

  it('name what was lost and doubled', () => {
    expect(figures({ lost: 3, doubled: 4 })).toMatchObject({ '20.lost': 3, '20.doubled': 4 });
  });

  it('say when the chain is not whole', () => {
    expect(figures({}, 'broken')).toMatchObject({ '20.unverified': 1 });
    expect(figures({})).toMatchObject({ '20.unverified': 0 });
  });

  it('are those of the median run, and of every run where something is wrong', () => {
    const run = (p99: number, lost: number, peakMiB: number): SizeReport => ({
      ...{ ...REPORT, p99, phase: { ...PHASE, lost, peakMiB } },
    });
    const runs = [run(9, 0, 300), run(70, 2, 310), run(12, 1, 290)];
    const found = ingestFindings(ingestSettings(['--rate', '500', '--runs', '3']), runs);
    expect(found.figures).toMatchObject({ '20.p99': 12, '20.lost': 3, '20.peakMiB': 310 });
    expect(found.tables.map(({ rows }) => rows.length)).toEqual([3, 3]);
    const speeds = [100, 300, 200].map((rowsPerSecond) => ({ ...REPORT, rowsPerSecond }));
    expect(ingestFindings(ingestSettings(['--runs', '3']), speeds).figures).toMatchObject({ '20.ofS': 0.2 });
  });

  it('say what the machine allowed meanwhile', () => {
    const [speed] = ingestFindings(ingestSettings(['--rate', '500']), [REPORT]).tables;
    expect(speed?.columns.slice(-3)).toEqual(['stolen %', 'bare p50 ms', 'bare p99 ms']);
    expect(speed?.rows[0]?.slice(-3)).toEqual(['1.2', '2', '4']);
  });

  it('have as many cells as columns, with a rate and without', () => {
    for (const options of [[], ['--rate', '500']]) {
      const { tables } = ingestFindings(ingestSettings(options), [REPORT]);
      for (const { columns, rows } of tables)
        expect(rows.map(({ length }) => length)).toEqual([columns.length]);
    }
  });
});

describe('settings of ingest', () => {
  it.each([
    { options: ['--database', 'mysql'] },
    { options: ['--encoding', 'xml'] },
    { options: ['--sizes', '20,none'] },
    { options: ['--rate', '0'] },
    { options: ['--rate', '0S'] },
    { options: ['--rate', 'S'] },
    { options: ['--fill', '-1'] },
    { options: ['--unknown'] },
  ])('refuse $options', ({ options }) => {
    expect(() => ingestSettings(options)).toThrow();
  });

  it('take a rate as a share of S', () => {
    const { rate } = ingestSettings(['--rate', '0.167S']);
    expect(rate).toEqual({ value: 0.167, unit: 'S' });
    expect(rate && rowsPerSecond(rate, 30_000)).toBe(5010);
    expect(rowsPerSecond({ value: 5000, unit: 'rows/s' }, 13_000)).toBe(5000);
  });

  it('take a URL as it is', () => {
    const url = 'postgres://u:p@db.example/x';
    expect(ingestSettings(['--database', url, '--sizes', '1,2', '--rate', '10_000'])).toMatchObject({
      ...{ database: url, sizes: [1, 2], rate: { value: 10_000, unit: 'rows/s' } },
    });
  });
});
