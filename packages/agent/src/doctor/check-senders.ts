// The senders: who was heard, who is refused and why, whose clock is off, whose events are missing.
import type { SequenceGaps } from '@governance-agent/audit-core';
import { adviceOn } from '../health/advice.ts';
import type { SenderHealth } from '../health/read-health.ts';
import { note, ok, problem, type Finding } from './finding.ts';

/** Transport and the client's interval of sending are in the skew: a minute says nothing about a clock. */
const MOST_SKEW_MS = 5 * 60_000;
/** A laptop that is closed loses a batch now and then. */
const MOST_MISSING = 0.01;

export interface SendersView {
  readonly senders: readonly SenderHealth[];
  /** Unix milliseconds: what happened earlier is history. */
  readonly since: number;
  /** Asked for by name. */
  readonly tenant: string | undefined;
}

export function checkSenders(view: SendersView): Finding[] {
  return [...lastEvents(view), ...refusals(view), ...unreadable(view), ...skews(view)];
}

function lastEvents({ senders, tenant }: SendersView): Finding[] {
  const heard = senders.filter(({ last_accepted_at }) => last_accepted_at !== null);
  if (heard.length > 0) {
    return [...Map.groupBy(heard, (sender) => sender.tenant ?? '')].map(([name, all]) => {
      const records = all.reduce((sum, sender) => sum + sender.records, 0);
      const last =
        all
          .map((sender) => sender.last_accepted_at ?? '')
          .toSorted()
          .at(-1) ?? '';
      return ok('senders', `tenant ${name}: ${all.length} heard, ${records} records, last at ${last}`);
    });
  }
  const todo = 'Roll out what setup claude-code prints, then watch with: setup --check';
  return tenant === undefined
    ? [note('senders', `nothing has arrived yet. ${todo}`)]
    : [problem('senders', `nothing has ever arrived for tenant ${tenant}`, todo)];
}

function refusals({ senders, since }: SendersView): Finding[] {
  const recent = senders.flatMap(({ tenant, user_agent, reasons }) =>
    Object.entries(reasons)
      .filter(([, { last_seen }]) => Date.parse(last_seen) >= since)
      .map(([reason, { total, last_seen }]) => ({ reason, total, last_seen, tenant, user_agent })),
  );
  const byReason = [
    ...Map.groupBy(recent, ({ reason, tenant }) => JSON.stringify([reason, tenant])).values(),
  ];
  return byReason.flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const total = some.reduce((sum, one) => sum + one.total, 0);
    const last =
      some
        .map((one) => one.last_seen)
        .toSorted()
        .at(-1) ?? '';
    const who = some
      .map((one) => one.user_agent)
      .slice(0, 3)
      .join(', ');
    const whose = first.tenant === null ? 'by senders of no known tenant' : `of tenant ${first.tenant}`;
    const text = `${first.reason}: ${total} requests ${whose} (${who}), last at ${last}`;
    return [problem('refused', text, adviceOn(first.reason))];
  });
}

function unreadable({ senders, since }: SendersView): Finding[] {
  const bad = senders.filter(
    ({ rejected_records, last_seen }) => rejected_records > 0 && Date.parse(last_seen) >= since,
  );
  return bad.map(({ tenant, user_agent, rejected_records }) =>
    note(
      'records',
      `${rejected_records} records of ${user_agent}, tenant ${tenant ?? 'unknown'}, were unreadable`,
    ),
  );
}

function skews({ senders, since }: SendersView): Finding[] {
  const off = senders.filter(
    ({ clock_skew_ms, last_accepted_at }) =>
      Math.abs(clock_skew_ms ?? 0) > MOST_SKEW_MS && Date.parse(last_accepted_at ?? '') >= since,
  );
  return off.map(({ tenant, user_agent, clock_skew_ms }) =>
    problem(
      'client clock',
      `${user_agent}, tenant ${tenant ?? 'unknown'}, is ${Math.round((clock_skew_ms ?? 0) / 1000)} s behind this machine`,
      'Keep the clients in time, or this machine: reports go by the clients’ clock. Old events sent late look the same',
    ),
  );
}

export function checkGaps(
  tenant: string,
  { sessions, sessions_with_gaps, events, missing }: SequenceGaps,
): Finding {
  if (missing === 0)
    return ok('completeness', `tenant ${tenant}: no gap in ${sessions} sessions of the last day`);
  const text = `tenant ${tenant}: at least ${missing} events missing in ${sessions_with_gaps} of ${sessions} sessions`;
  return missing > MOST_MISSING * (events + missing)
    ? problem(
        'completeness',
        text,
        'Look at refused requests above, and for clients that cannot reach the agent',
      )
    : note('completeness', text);
}
