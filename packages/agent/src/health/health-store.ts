// Adds tallies to the tables of ingest health. Several agents on one store add up.
import type { Knex } from 'knex';
import { OTHER_SENDER } from './sender.ts';
import { MAX_SENDERS, sumOf, sumOfCounts, type CountKind, type SenderTally, type Tallies } from './tally.ts';
import { COUNT_SUMS, HEALTH_SUMS, healthRow, upsert, type Entry, type Row } from './health-sums.ts';

const FORGET_AFTER_MS = 30 * 86_400_000;
const CHUNK = 100;

/** One transaction: all of it or nothing. `now` in Unix milliseconds. */
export async function addToHealth(knex: Knex, tallies: Tallies, now: number): Promise<void> {
  await knex.transaction(async (trx) => {
    const entries: Entry[] = [];
    const counts: Row[] = [];
    for (const [tenant, senders] of [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const mine = await placed(trx, tenant, senders, now);
      const known = await knownNames(trx, tenant, mine);
      entries.push(...mine);
      counts.push(...mine.flatMap((entry) => countRows(entry, known)));
    }
    await upsert(trx, 'ingest_health', ['tenant', 'sender'], entries.map(healthRow), HEALTH_SUMS);
    await upsert(trx, 'ingest_health_counts', ['tenant', 'sender', 'kind', 'name'], counts, COUNT_SUMS);
  });
}

/** Senders that the table has keep their row; new ones get one while there is room, and share `other` after that. */
async function placed(
  trx: Knex,
  tenant: string,
  senders: ReadonlyMap<string, SenderTally>,
  now: number,
): Promise<Entry[]> {
  const stored = async () =>
    new Set<string>(await trx('ingest_health').where({ tenant }).pluck<string[]>('sender'));
  let taken = await stored();
  const fresh = [...senders.keys()].filter((sender) => !taken.has(sender)).length;
  if (taken.size + fresh > MAX_SENDERS) {
    await forget(trx, tenant, now - FORGET_AFTER_MS);
    taken = await stored();
  }
  const placedTallies = new Map<string, SenderTally>();
  // In one order everywhere: two agents that lock rows in two orders would wait for each other.
  for (const [sender, tally] of [...senders].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const name = taken.has(sender) || taken.size < MAX_SENDERS ? sender : OTHER_SENDER;
    taken.add(name);
    placedTallies.set(name, sumOf(placedTallies.get(name), tally));
  }
  const entries = [...placedTallies].map(([sender, tally]) => ({ tenant, sender, tally }));
  return entries.toSorted((a, b) => (a.sender < b.sender ? -1 : 1));
}

async function forget(trx: Knex, tenant: string, before: number): Promise<void> {
  const old = trx('ingest_health').where({ tenant }).where('last_seen', '<', before);
  const senders = await old.pluck<string[]>('sender');
  for (let start = 0; start < senders.length; start += CHUNK) {
    const some = senders.slice(start, start + CHUNK);
    for (const table of ['ingest_health_counts', 'ingest_health'])
      await trx(table).where({ tenant }).whereIn('sender', some).delete();
  }
}

type KnownNames = ReadonlyMap<string, ReadonlyMap<CountKind, ReadonlySet<string>>>;

/** The names that the table has of these senders: they keep their place when there are too many. */
async function knownNames(trx: Knex, tenant: string, entries: readonly Entry[]): Promise<KnownNames> {
  const known = new Map<string, Map<CountKind, Set<string>>>();
  for (let start = 0; start < entries.length; start += CHUNK) {
    const senders = entries.slice(start, start + CHUNK).map(({ sender }) => sender);
    const stored = await trx('ingest_health_counts')
      .where({ tenant })
      .whereIn('sender', senders)
      .select<{ sender: string; kind: CountKind; name: string }[]>('sender', 'kind', 'name');
    for (const { sender, kind, name } of stored) {
      const kinds = known.get(sender) ?? new Map<CountKind, Set<string>>();
      known.set(sender, kinds.set(kind, (kinds.get(kind) ?? new Set<string>()).add(name)));
    }
  }
  return known;
}

function countRows({ tenant, sender, tally }: Entry, known: KnownNames): Row[] {
  return sumOfCounts(tally.counts, known.get(sender))
    .map(({ kind, name, total, lastSeen }) => ({ tenant, sender, kind, name, total, last_seen: lastSeen }))
    .toSorted((a, b) => (`${a.kind}\n${a.name}` < `${b.kind}\n${b.name}` ? -1 : 1));
}
