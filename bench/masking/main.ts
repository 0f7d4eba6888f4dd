// Measures the masker: megabytes a second of one core, the slow end of small texts, and the worst of hostile ones.
import { parseArgs } from 'node:util';
import { createMasker } from '@governance-agent/policy-engine';
import { percentile, signRate } from '../measure.ts';
import { wholeNumber } from '../options.ts';
import { publish } from '../result.ts';
import { agentText, code, hostileUnits, prose } from './texts.ts';

const { values } = parseArgs({ options: { mebibytes: { type: 'string', default: '4' } } });
const MEBIBYTES = wholeNumber('mebibytes', values.mebibytes);
const masker = createMasker();
const mebibyte = 1024 * 1024;

/** Processor time in milliseconds: other programs on the machine do not count. */
const measure = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

const throughput = (text: string): number => {
  const pieces = text.match(/[\s\S]{1,4096}/g) ?? [];
  const pass = (): void => {
    for (const piece of pieces) masker.maskText(piece);
  };
  pass();
  const best = Math.min(...Array.from({ length: 5 }, () => measure(pass)));
  return text.length / mebibyte / (best / 1_000);
};

const latencies = (text: string): number[] => {
  const pieces = text.match(/[\s\S]{10240}/g) ?? [];
  return pieces.flatMap((piece) =>
    Array.from({ length: 8 }, () => {
      const begun = performance.now();
      masker.maskText(piece);
      return performance.now() - begun;
    }),
  );
};

const hostile = (unit: string): { unit: string; ms: number } => {
  const text = unit.repeat(Math.ceil((256 * 1024) / unit.length)).slice(0, 256 * 1024);
  return { unit, ms: Math.min(...Array.from({ length: 2 }, () => measure(() => masker.maskText(text)))) };
};

const kinds = [
  ['agent text', agentText(MEBIBYTES * mebibyte)],
  ['code', code(MEBIBYTES * mebibyte)],
  ['prose', prose(MEBIBYTES * mebibyte)],
] as const;
const small = latencies(agentText((MEBIBYTES * mebibyte) / 2));
const slowest = hostileUnits.map(hostile).sort((a, b) => b.ms - a.ms);
publish('masking', {
  signRate: signRate(),
  notes: [
    `One core, processor time; pieces of 4 KiB. 10 KiB of agent text: p50 ${percentile(small, 0.5).toFixed(2)} ms, p99 ${percentile(small, 0.99).toFixed(2)} ms.`,
  ],
  tables: [
    {
      title: 'Throughput',
      columns: ['text', 'MiB/s'],
      rows: kinds.map(([name, text]) => [name, throughput(text).toFixed(1)]),
    },
    {
      title: '256 KiB of one unit repeated, the slowest',
      columns: ['unit', 'ms'],
      rows: slowest.slice(0, 5).map(({ unit, ms }) => [`\`${JSON.stringify(unit)}\``, ms.toFixed(0)]),
    },
  ],
  figures: {},
});
