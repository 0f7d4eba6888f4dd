// What the measurements of `pnpm bench ingest` say: tables and figures.
import { median, thousands } from '../measure.ts';
import type { Findings } from '../result.ts';
import type { SizeReport } from './measure-size.ts';
import type { IngestSettings } from './settings.ts';

const COLUMNS = [
  'records a request',
  'rows/s',
  'of S',
  'p50 ms',
  'p99 ms',
  'max ms',
  'CPU us/row',
  'CPU of the server',
  'CPU of the generator',
  'peak MiB',
  'stolen %',
];

/** @param reports one or more of each size */
export function ingestFindings(settings: IngestSettings, reports: readonly SizeReport[]): Findings {
  const sizes = [...new Set(reports.map(({ size }) => size))];
  const runsOf = (size: number): SizeReport[] => reports.filter((report) => report.size === size);
  return {
    signRate: median(reports.map(({ signRate }) => signRate)),
    notes: notesOf(settings, reports),
    tables: [speedTable(settings, reports), evidenceTable(reports)],
    figures: Object.assign(
      {},
      ...sizes.map((size) => figuresOf(size, runsOf(size), settings.rate !== undefined)),
    ) as Findings['figures'],
  };
}

function notesOf(settings: IngestSettings, reports: readonly SizeReport[]): string[] {
  const { encoding, gzip, rate, fill, connections, warmup, runs } = settings;
  const [first] = reports;
  const body = `${encoding === 'json' ? 'JSON' : 'protobuf'}${gzip ? ', gzip' : ''}`;
  const loop =
    rate === undefined
      ? `closed loop over ${connections} connections`
      : `open loop, ${rate.unit === 'S' ? rate.value : thousands(rate.value)} ${rate.unit} offered; latency counts from when a request was due`;
  return [
    `Claude-shaped requests (${body}) over HTTP until the acknowledgement, after ${thousands(warmup)} records to warm up; ${loop}.`,
    `Store: ${first?.description ?? ''}; ${fill === 0 ? 'empty' : `${thousands(fill)} rows`} before each measurement. Rollups and attribute indexes on.`,
    'A request that was refused or cut counts as one without end. The load generator is a process of its own on the same machine. CPU us/row is that of the process of the agent with all its threads; beside it that of the PostgreSQL server, where the benchmark runs one, and of the generator. Stolen: processor time of the machine that the hypervisor gave to others meanwhile.',
    ...(rate === undefined
      ? []
      : [
          'Bare: ten seconds of the same load just before, against a server that only reads a body, syncs it to a file and answers. What the machine allows; no receiver that keeps its word is faster.',
        ]),
    ...(runs === 1
      ? []
      : [
          `Each size ${runs} times, S measured before each; the median by ${rate === undefined ? 'share of S' : 'p99'} is held against the bars.`,
        ]),
  ];
}

function speedTable(settings: IngestSettings, reports: readonly SizeReport[]) {
  const closed = settings.rate === undefined;
  const columns = [...COLUMNS, ...(closed ? ['at half load MiB'] : ['bare p50 ms', 'bare p99 ms'])];
  const rows = reports.map((report) => {
    const { size, signRate, rowsPerSecond, phase, p50, p99, worst, halfLoadMiB = 0, bare } = report;
    const micros = (seconds: number): string =>
      ((seconds * 1e6) / Math.max(1, phase.acknowledged)).toFixed(0);
    return [
      size,
      thousands(rowsPerSecond),
      (rowsPerSecond / signRate).toFixed(2),
      ...[p50, p99, worst].map((ms) => thousands(ms)),
      micros(phase.agentCpu),
      micros(phase.serverCpu),
      micros(phase.cpuSeconds),
      phase.peakMiB.toFixed(0),
      (phase.stolen * 100).toFixed(1),
      ...(closed ? [halfLoadMiB.toFixed(0)] : [bare?.p50, bare?.p99].map((ms = 0) => thousands(ms))),
    ];
  });
  return { title: 'Speed', columns, rows };
}

function evidenceTable(reports: readonly SizeReport[]) {
  const columns = ['records a request', 'answers', 'acknowledged', 'added', 'lost', 'doubled', 'verdict'];
  const rows = reports.map((report) => {
    const { size, phase, verdict } = report;
    const answers = Object.entries(phase.statuses)
      .map(([status, count]) => `${thousands(count)} × ${status === '0' ? 'connection lost' : status}`)
      .join(', ');
    return [
      size,
      answers,
      thousands(phase.acknowledged),
      thousands(phase.added),
      ...[phase.lost, phase.doubled].map(thousands),
      `${verdict.verdict} (${verdict.mode}), ${thousands(verdict.rows)} rows`,
    ];
  });
  return { title: 'Evidence', columns, rows };
}

/** Speed is that of the median run, memory that of the worst, and what was lost in any run is lost. */
function figuresOf(size: number, runs: readonly SizeReport[], isOpen: boolean): Record<string, number> {
  const { rowsPerSecond, signRate, p50, p99 } = medianRun(runs, isOpen);
  const halves = runs.map(({ halfLoadMiB }) => halfLoadMiB).filter((half) => half !== undefined);
  const total = (count: (report: SizeReport) => number): number =>
    runs.reduce((sum, report) => sum + count(report), 0);
  const figures = {
    rowsPerSecond,
    ofS: rowsPerSecond / signRate,
    ...{ p50, p99 },
    peakMiB: Math.max(...runs.map(({ phase }) => phase.peakMiB)),
    ...(halves.length === 0 ? {} : { halfLoadMiB: Math.max(...halves) }),
    lost: total(({ phase }) => phase.lost),
    doubled: total(({ phase }) => phase.doubled),
    unverified: total(({ verdict }) => (verdict.verdict === 'verified' ? 0 : 1)),
  };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${size}.${name}`, value]));
}

/** By latency where the rate is given, by the share of S where it is not; the worse of two in the middle. */
function medianRun(runs: readonly SizeReport[], isOpen: boolean): SizeReport {
  const better = (one: SizeReport, other: SizeReport): number =>
    isOpen ? one.p99 - other.p99 : other.rowsPerSecond / other.signRate - one.rowsPerSecond / one.signRate;
  const middle = runs.toSorted(better)[Math.floor(runs.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}
