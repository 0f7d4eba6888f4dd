// A verification report for people: the verdict, what it rests on, and what to do next.
import type { ChainReport, Tail, VerifyReport } from '@governance-agent/audit-core';
import { table } from './table.ts';

export function verdictText(report: VerifyReport): string {
  const { chains, warnings, verdict, mode, boundary } = report;
  return [
    chainTable(chains),
    ...chains.flatMap(breakLines),
    ...chains.flatMap(noteLines),
    ...warnings.map(({ tenant, detail }) => `${tenant ?? 'anchors'}: ${detail}`),
    `verdict: ${verdict} (${mode})`,
    nextStep(report),
    boundary,
  ].join('\n');
}

function chainTable(chains: readonly ChainReport[]): string {
  return table(
    ['tenant', 'rows', 'signatures', 'broken ranges', 'compared with', 'erased', 'detached'],
    chains.map(({ tenant, rows, signatures, breaks, layer, erased, detached }) => [
      tenant,
      rows,
      signatures,
      breaks.length,
      LAYERS[layer],
      erased,
      detached,
    ]),
  );
}

const LAYERS: Readonly<Record<ChainReport['layer'], string>> = {
  internal: 'itself alone',
  remembered: 'a remembered head',
  anchored: 'an anchor',
};

function breakLines({ tenant, breaks }: ChainReport): string[] {
  return breaks.map(
    ({ seq, through, kind, detail }) => `${tenant}: rows ${seq} to ${through}: ${kind}: ${detail}`,
  );
}

function noteLines({ tenant, unanchored, client_gaps, compromised, keys }: ChainReport): string[] {
  const notes = [
    tailNote(unanchored.behind_checkpoint, 'no checkpoint covers yet'),
    tailNote(unanchored.behind_outside_head, 'no head from outside the store covers'),
    client_gaps.missing === 0
      ? null
      : `at least ${client_gaps.missing} events of ${client_gaps.sessions} sessions never arrived, by the clients' own counters`,
    ...compromised.map(
      ({ key_id, rows, from, through }) =>
        `${rows} rows from ${from} to ${through} are signed by the compromised key ${key_id}`,
    ),
    ...keys
      .filter(({ trust }) => trust === 'introduced' || trust === 'vouched')
      .map(
        ({ key_id, from, through, trust }) =>
          `rows ${from} to ${through}: key ${key_id} is ${trust} by a trusted one`,
      ),
  ];
  return notes.filter((note) => note !== null).map((note) => `${tenant}: ${note}`);
}

function tailNote({ rows, since }: Tail, what: string): string | null {
  if (rows === 0) return null;
  return `${rows} rows ${what}${since === null ? '' : `, since ${isoTime(since)}`}`;
}

// A tampered time may be no time at all.
function isoTime(milliseconds: number): string {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : String(milliseconds);
}

function nextStep({ verdict, chains }: VerifyReport): string {
  if (verdict === 'broken' && chains.every(({ breaks }) => breaks.every(({ kind }) => kind === 'rollup')))
    return 'Next: governance-agent rebuild. The rows are intact; what was added up from them is not what they say.';
  if (verdict === 'broken')
    return 'Next: keep the store as it is, note the rows above, and compare them with a backup or an anchor from before.';
  if (verdict === 'unverifiable') return nextWhenUnverifiable(chains);
  return chains.every(({ layer }) => layer !== 'internal')
    ? 'Next: nothing. Keep the verified heads where the database cannot reach them.'
    : 'Next: a chain that is cut or set back as a whole shows only against heads from outside: verify again later, or give --anchor.';
}

function nextWhenUnverifiable(chains: readonly ChainReport[]): string {
  if (chains.some(({ compromised }) => compromised.length > 0))
    return 'Next: rows by a compromised key need a head from before, kept elsewhere: --anchor or --since-head.';
  return 'Next: name a public key that you trust with --trusted-key, and a tenant or session that is there.';
}
