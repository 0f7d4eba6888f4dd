// Arbitrary identities that follow the rules of their kind. None belongs to anybody.
import fc from 'fast-check';
import { luhnHolds } from '../../src/checks/luhn.ts';

export interface Identity {
  readonly entity: string;
  /** A key word with its separator. */
  readonly key: string;
  readonly arbitrary: fc.Arbitrary<string>;
  /** Which disguises suit it. */
  readonly disguised: 'digits' | 'text';
}

const two = (low: number, high: number): fc.Arbitrary<string> =>
  fc.integer({ min: low, max: high }).map((n) => String(n).padStart(2, '0'));
const digits = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${String(length)}}$`), { size: 'max' });
const text = (pattern: string): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^${pattern}$`));

/** The digits and the one digit that completes their Luhn sum. */
const withLuhn = (start: string): string =>
  Array.from('0123456789', (digit) => start + digit).find((number) => luhnHolds(number)) ?? start;

const nik = fc
  .tuple(
    fc.constantFrom('11', '31', '33', '36', '51', '64', '73', '94'),
    two(1, 29),
    two(1, 51),
    two(1, 28),
    two(1, 12),
    digits(2),
    two(1, 99),
  )
  .map(
    ([province, regency, district, day, month, year, serial]) =>
      `${province}${regency}${district}${day}${month}${year}00${serial}`,
  );

const npwp = fc
  .tuple(digits(8), two(1, 99), fc.constantFrom('000', '001', '002'))
  .map(([start, office, branch]) => {
    const body = withLuhn(start);
    return `${body.slice(0, 2)}.${body.slice(2, 5)}.${body.slice(5, 8)}.${body.slice(8)}-4${office}.${branch}`;
  });

const card = fc
  .tuple(fc.constantFrom('4', '51', '55'), digits(14))
  .map(([issuer, rest]) => withLuhn((issuer + rest).slice(0, 15)));
const phone = fc
  .tuple(fc.constantFrom('811', '813', '852', '878', '896'), digits(8))
  .map(([operator, rest]) => `+62${operator}${rest}`);

export const identities: readonly Identity[] = [
  { entity: 'NIK', key: 'NIK: ', arbitrary: nik, disguised: 'digits' },
  { entity: 'NPWP', key: 'NPWP: ', arbitrary: npwp, disguised: 'text' },
  { entity: 'PAYMENT_CARD', key: 'card: ', arbitrary: card, disguised: 'digits' },
  { entity: 'PHONE', key: 'HP: ', arbitrary: phone, disguised: 'text' },
  {
    entity: 'EMAIL',
    key: 'email: ',
    arbitrary: text('[a-z]{5,9}\\.[a-z]{3,7}@[a-z]{4,9}\\.co\\.id'),
    disguised: 'text',
  },
  {
    entity: 'AWS_ACCESS_KEY',
    key: 'aws key: ',
    arbitrary: text('AKIA[A-Z]{3}[2-7][A-Z]{8}[2-7][A-Z]{3}'),
    disguised: 'text',
  },
  {
    entity: 'GITHUB_TOKEN',
    key: 'github: ',
    arbitrary: text('ghp_[A-Za-z]{16}[0-9]{4}[A-Za-z]{16}'),
    disguised: 'text',
  },
];
