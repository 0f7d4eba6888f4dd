// Judges the administrative rows of a chain by themselves, and reads from the genuine ones what the walk has to know.
import type { AdministrationRecord, KeyChange, RollbackAccepted } from '../administration/record.ts';
import { parseAdministration } from '../administration/record.ts';
import { breakAt, type Break } from './breaks.ts';
import type { VerifierOf } from './chain-context.ts';
import {
  envelopeOf,
  isBodyWhole,
  isEnvelopeWhole,
  isSignatureWhole,
  WRONG_BODY,
  WRONG_ENVELOPE,
} from './check-row.ts';
import type { CompromisedAct } from './compromised-rows.ts';
import type { DetachmentAct, ErasureAct } from './erased-rows.ts';
import {
  createKeySchedule,
  keyIdOf,
  periodIndexAt,
  wrongKey,
  type FirstKey,
  type KeyChangeAct,
  type KeySchedule,
} from './key-schedule.ts';
import { BAD_SIGNATURE } from './segment-signatures.ts';
import type { StoredRow } from './stored-row.ts';

export interface RollbackAct {
  readonly seq: number;
  readonly record: RollbackAccepted;
}

/** What the genuine acts of a chain say, and what is wrong with the rows that only look like acts. */
export interface Administration {
  readonly schedule: KeySchedule;
  readonly erasures: readonly ErasureAct[];
  readonly detachments: readonly DetachmentAct[];
  readonly compromises: readonly CompromisedAct[];
  readonly rollbacks: readonly RollbackAct[];
  readonly breaks: readonly Break[];
  /** rows whose signatures were checked */
  readonly checked: readonly number[];
  /** per period, the last administrative row with a signature that holds */
  readonly signedThrough: ReadonlyMap<number, number>;
}

export interface AdministrationInput {
  readonly origin: string | null;
  /** every row of the plane `agent`, in order of seq */
  readonly rows: readonly StoredRow[];
  /** the first rows of the chain and its newest: they tell which key it began with */
  readonly probes: readonly StoredRow[];
  /** base64 public keys by key id */
  readonly pinned: ReadonlyMap<string, string>;
  readonly verifierOf: VerifierOf;
}

interface Act {
  readonly row: StoredRow;
  readonly record: AdministrationRecord | null;
  readonly envelope: string;
  readonly isWhole: boolean;
  readonly breaks: readonly Break[];
}

export function judgeAdministration(input: AdministrationInput): Administration {
  const acts = input.rows.map((row) => actOf(row, input.origin));
  const changes = acts.filter((act) => isSelfSigned(act, input.verifierOf)).flatMap(changeOf);
  const schedule = createKeySchedule(firstKey(input, changes), changes);
  const signed = acts.map((act) => checkSigned(act, schedule, input));
  const genuine = acts.filter((act, index) => act.isWhole && signed[index]?.detail === null);
  return {
    schedule,
    ...sortActs(genuine),
    breaks: [
      ...acts.flatMap(({ breaks }) => breaks),
      ...(input.pinned.size === 0 ? [] : signatureBreaks(acts, signed, schedule)),
    ],
    checked: input.pinned.size === 0 ? [] : acts.map(({ row }) => row.seq),
    signedThrough: new Map(signed.flatMap(({ holds }) => (holds === null ? [] : [holds]))),
  };
}

function actOf(row: StoredRow, origin: string | null): Act {
  const envelope = envelopeOf(row, origin ?? '');
  const breaks: Break[] = [];
  if (!isBodyWhole(row)) breaks.push(breakAt(row.seq, 'column', WRONG_BODY));
  if (origin !== null && !isEnvelopeWhole(row, envelope))
    breaks.push(breakAt(row.seq, 'column', WRONG_ENVELOPE));
  return { row, record: parseAdministration(row), envelope, isWhole: breaks.length === 0, breaks };
}

/** A key change counts when the key it has to be signed by did sign it; whether that key is the chain's comes after. */
function isSelfSigned({ row, record, envelope, isWhole }: Act, verifierOf: VerifierOf): boolean {
  if (!isWhole || !isKeyChange(record)) return false;
  const by = record.act === 'key_rotation' ? record.old_key : record.new_key;
  const key = verifierOf(by);
  return key !== null && row.key_id === key.keyId && isSignatureWhole(row, envelope, key);
}

function isKeyChange(record: AdministrationRecord | null): record is KeyChange {
  return record?.act === 'key_rotation' || record?.act === 'key_replacement';
}

function changeOf({ row, record }: Act): KeyChangeAct[] {
  return isKeyChange(record) ? [{ seq: row.seq, record }] : [];
}

/** The key that the chain began with: that of the first row whose signature holds, so that one edit misleads nobody. */
function firstKey(
  { origin, probes, pinned, verifierOf }: AdministrationInput,
  changes: readonly KeyChangeAct[],
): FirstKey {
  const named = changes.flatMap(({ record }) => [record.old_key, record.new_key]);
  const known = new Map([...named.map((key) => [keyIdOf(key), key] as const), ...pinned]);
  // A replacement is signed by the key behind it; a rotation, where rows before were detached, is the first row left.
  const [first] = changes;
  const until = first === undefined ? Infinity : first.seq - (first.record.act === 'key_rotation' ? 0 : 1);
  const holds = (row: StoredRow): boolean => {
    const publicKey = known.get(row.key_id);
    const key = publicKey === undefined ? null : verifierOf(publicKey);
    return key !== null && row.seq <= until && isSignatureWhole(row, envelopeOf(row, origin ?? ''), key);
  };
  const fallback = first === undefined ? (probes[0]?.key_id ?? '') : keyIdOf(first.record.old_key);
  const keyId = probes.find(holds)?.key_id ?? fallback;
  return { keyId, publicKey: known.get(keyId) ?? null };
}

interface Signed {
  readonly detail: string | null;
  /** period and row, when the signature was checked and holds */
  readonly holds: readonly [number, number] | null;
}

function checkSigned({ row, envelope }: Act, schedule: KeySchedule, input: AdministrationInput): Signed {
  if (input.pinned.size === 0 || input.origin === null) return { detail: null, holds: null };
  const wrong = wrongKey(schedule, row.seq, row.key_id);
  if (wrong !== null) return { detail: wrong, holds: null };
  const index = periodIndexAt(schedule, row.seq);
  const publicKey = schedule.periods[index]?.publicKey ?? null;
  const key = publicKey === null ? null : input.verifierOf(publicKey);
  if (key === null) return { detail: null, holds: null };
  const isWhole = isSignatureWhole(row, envelope, key);
  return isWhole ? { detail: null, holds: [index, row.seq] } : { detail: BAD_SIGNATURE, holds: null };
}

function signatureBreaks(acts: readonly Act[], signed: readonly Signed[], schedule: KeySchedule): Break[] {
  const wrong = acts.flatMap(({ row }, index) => {
    const detail = signed[index]?.detail ?? null;
    return detail === null ? [] : [breakAt(row.seq, 'signature', detail)];
  });
  const refused = schedule.refused.map((seq) =>
    breakAt(seq, 'signature', 'a key change that does not continue the keys of this chain'),
  );
  return [...wrong, ...refused];
}

type SortedActs = Pick<Administration, 'erasures' | 'detachments' | 'compromises' | 'rollbacks'>;

function sortActs(acts: readonly Act[]): SortedActs {
  const erasures: ErasureAct[] = [];
  const detachments: DetachmentAct[] = [];
  const compromises: CompromisedAct[] = [];
  const rollbacks: RollbackAct[] = [];
  for (const { row, record } of acts) {
    const { seq } = row;
    if (record?.act === 'erasure') erasures.push({ seq, record });
    if (record?.act === 'detachment') detachments.push({ seq, record });
    if (record?.act === 'key_compromised') compromises.push({ seq, record });
    if (record?.act === 'rollback_accepted') rollbacks.push({ seq, record });
  }
  return { erasures, detachments, compromises, rollbacks };
}
