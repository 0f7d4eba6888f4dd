// How every benchmark measures: medians of repeated runs, CPU of this process, and the machine's own sign rate.
import { cpus, totalmem } from 'node:os';
import { createNativeSigner, generateSigningKey } from '@governance-agent/audit-core';

/** Signatures per second of one core: the yardstick that makes figures of two machines comparable. */
export function signRate(): number {
  const signer = createNativeSigner(generateSigningKey());
  const message = Buffer.alloc(300, 7);
  const rates = Array.from({ length: 5 }, () => {
    const { seconds } = timed(() => {
      for (let index = 0; index < 5000; index += 1) signer.sign(message);
    });
    return 5000 / seconds;
  });
  return median(rates);
}

export function timed<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const start = process.hrtime.bigint();
  const result = work();
  return { result, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

export async function timedAsync<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly seconds: number }> {
  const start = process.hrtime.bigint();
  const result = await work();
  return { result, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** By nearest rank: the smallest value that at least this share of the values does not exceed. 0 of no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export function machine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} cores (${model}), ${gibibytes} GiB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
