// Processor time: of this process with all its threads, and of others by their number (Linux).
import { readdir, readFile } from 'node:fs/promises';
import { median } from './measure.ts';

/** Microseconds of this process while the work ran. */
export function cpuMicros(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return since(before);
}

export async function cpuMicrosAsync(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return since(before);
}

/** The median of runs, after as many that only warm up. */
export function medianCpuMicros(runs: number, work: () => void): number {
  for (let count = 0; count < runs; count += 1) work();
  return median(Array.from({ length: runs }, () => cpuMicros(work)));
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const TICKS_PER_SECOND = 100;

/** Seconds of a process and its children, those that ended included. 0 where there is no /proc. */
export async function cpuSecondsOfTree(pid: number): Promise<number> {
  const names = process.platform === 'linux' ? await readdir('/proc') : [];
  const all = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(statOf));
  const own = all
    .filter((stat) => stat !== undefined)
    .filter((stat) => stat.pid === pid || stat.parent === pid);
  return (
    own.reduce((sum, { pid: each, ticks, ended }) => sum + ticks + (each === pid ? ended : 0), 0) /
    TICKS_PER_SECOND
  );
}

/** Of all processors since the machine was started; proc_stat(5). Zeros where there is no /proc. */
export interface MachineTicks {
  /** when a processor had work and the hypervisor gave its time to another machine */
  readonly stolen: number;
  readonly all: number;
}

export async function machineTicks(): Promise<MachineTicks> {
  if (process.platform !== 'linux') return { stolen: 0, all: 0 };
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  // user, nice, system, idle, iowait, irq, softirq, steal; what guests took is in user already.
  const fields = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { stolen: fields[7] ?? 0, all: fields.reduce((sum, ticks) => sum + ticks, 0) };
}

/** Share of the machine's time. */
export function stolenShare(before: MachineTicks, after: MachineTicks): number {
  return (after.stolen - before.stolen) / Math.max(1, after.all - before.all);
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  /** of children that ended */
  readonly ended: number;
}

/** proc_pid_stat(5): the name in brackets may hold spaces, so fields count from behind it. Undefined: it ended meanwhile. */
async function statOf(name: string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
  const fields = text
    ?.replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  if (fields === undefined) return undefined;
  const [, parent = 0] = fields;
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { pid: Number(name), parent, ticks: user + system, ended: endedUser + endedSystem };
}
