// Measures the masker: megabytes a second of one core, the slow end of small texts, and the worst of hostile ones.
import os from 'node:os';
import { createMasker } from '@governance-agent/policy-engine';
import { agentText, code, hostileUnits, prose } from './texts.ts';

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

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

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

console.log(`${os.cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, one core`);
for (const [name, text] of [
  ['agent text', agentText(4 * mebibyte)],
  ['code', code(4 * mebibyte)],
  ['prose', prose(4 * mebibyte)],
] as const) {
  console.log(`${name.padEnd(12)} ${throughput(text).toFixed(1).padStart(7)} MiB/s`);
}
const small = latencies(agentText(2 * mebibyte));
console.log(
  `10 KiB agent text: p50 ${quantile(small, 0.5).toFixed(2)} ms, p99 ${quantile(small, 0.99).toFixed(2)} ms`,
);
const worst = hostileUnits.map(hostile).sort((a, b) => b.ms - a.ms);
console.log('256 KiB of one unit repeated, the slowest:');
for (const { unit, ms } of worst.slice(0, 5))
  console.log(`  ${ms.toFixed(0).padStart(4)} ms  ${JSON.stringify(unit)}`);
