// One hostile body by itself: the answer, and what it cost.
import type { Attack } from '../../fuzz/hostile/attacks.ts';
import { send } from '../../fuzz/hostile/send.ts';
import type { RunningAgent } from '../ingest/agent-process.ts';
import { timedAsync } from '../measure.ts';
import { forgetPeak, lagOf, ownStall, peakOf } from './probes.ts';

export const ONE_COLUMNS = [
  'request',
  'body MiB',
  'answer',
  's',
  'event loop ms',
  'own CPU ms',
  'peak MiB',
] as const;

export interface One {
  /** in the order of `ONE_COLUMNS` */
  readonly row: readonly string[];
  /** how long the event loop was held up at most, in ms */
  readonly lagMs: number;
}

/** @param probe the file of `stall-probe.ts` */
export async function one(agent: RunningAgent, attack: Attack, probe: string): Promise<One> {
  const { path, headers, name, statuses } = attack;
  const body = attack.body();
  await ownStall(agent.pid, probe);
  await lagOf(agent.url);
  await forgetPeak(agent.pid);
  const authorized = { ...headers, authorization: agent.authorization };
  const { result: status, seconds } = await timedAsync(() =>
    send({ url: agent.url, path, headers: authorized, body }),
  );
  const lagMs = await lagOf(agent.url);
  const row = [
    name,
    (body.length / 1024 / 1024).toFixed(1),
    `${status}${statuses.includes(status) ? '' : ' (unexpected)'}`,
    seconds.toFixed(2),
    lagMs.toFixed(0),
    (await ownStall(agent.pid, probe)).toFixed(0),
    (await peakOf(agent.pid)).toFixed(0),
  ];
  return { row, lagMs };
}
