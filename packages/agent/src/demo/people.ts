// Who works in the demo: made-up people of three teams. Their domain is reserved (RFC 2606): nobody can have it.
import { createHash } from 'node:crypto';

export interface Person {
  readonly email: string;
  readonly team: string;
  readonly department: string;
  readonly costCenter: string;
  /** 64 hex digits, as the client makes them once per installation. */
  readonly installation: string;
  readonly accountUuid: string;
  readonly accountId: string;
  /** Whether this person's client sends no content. */
  readonly withholds: boolean;
  /** What each amount of a capture is multiplied by, on average. */
  readonly pace: number;
}

export const ORGANISATION = '7d0c5a1e-0000-4000-8000-00000000d3f0';

const TEAMS = [
  { team: 'payments', department: 'engineering', costCenter: 'eng-210' },
  { team: 'platform', department: 'engineering', costCenter: 'eng-110' },
  { team: 'research', department: 'data', costCenter: 'dat-310' },
] as const;

const NAMES = [
  'amara.quill',
  'bruno.tarn',
  'celia.wren',
  'dario.flint',
  'elin.marsh',
  'farid.stone',
  'greta.holm',
  'hugo.vale',
  'ines.brook',
  'jonas.reed',
  'kaori.dell',
  'leon.frost',
  'mira.heath',
  'nils.pike',
  'olga.thorn',
  'pavel.crane',
] as const;

export const MOST_PEOPLE = NAMES.length;
const PACES = [18, 7, 11, 4, 9, 14, 5, 8] as const;
const WITHHOLDING_NAME = 4;

/** The first `count` people, 1 to MOST_PEOPLE. From five on, one of them sends no content. */
export function peopleOf(count: number): Person[] {
  return NAMES.slice(0, count).map((name, index) => ({
    email: `${name}@example.com`,
    ...(TEAMS[index % TEAMS.length] ?? TEAMS[0]),
    installation: createHash('sha256').update(name).digest('hex'),
    accountUuid: `7d0c5a1e-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    accountId: `user_01demo${name.replace('.', '').slice(0, 12).padEnd(17, 'x')}`,
    withholds: index === WITHHOLDING_NAME,
    pace: PACES[index % PACES.length] ?? PACES[0],
  }));
}
