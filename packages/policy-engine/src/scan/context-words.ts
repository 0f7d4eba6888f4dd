// Key words that say what a number is. One bit a meaning, so that a look back is one integer.

import { isDigit } from './char-class.ts';

export const NIK = 1;
export const KK = 1 << 1;
export const NPWP = 1 << 2;
export const NITKU = 1 << 3;
export const BPJS = 1 << 4;
export const NIP = 1 << 5;
export const SIM = 1 << 6;
export const BANK = 1 << 7;
export const PASSPORT = 1 << 8;
export const PHONE = 1 << 10;
export const CARD = 1 << 11;
export const IBAN = 1 << 12;
export const SSN = 1 << 13;
export const ROUTING = 1 << 14;
export const NHS = 1 << 15;
export const AADHAAR = 1 << 16;
export const TFN = 1 << 17;
export const ABN = 1 << 18;
export const PESEL = 1 << 19;
export const RRN = 1 << 20;
export const BIRTH = 1 << 21;
export const ADDRESS = 1 << 22;
export const VERSION = 1 << 23;
export const NATIONAL = 1 << 24;
export const TAX = 1 << 25;
/** Words around phone numbers that also stand around other numbers. */
export const REACH = 1 << 26;

const words = (bits: number, list: string): [string, number][] => list.split(' ').map((word) => [word, bits]);

/** Single words, lower case, as they come out of `no_ktp`, `nomorKTP`, `No. KK` or `Nomor Kartu Keluarga`. */
const meanings: ReadonlyMap<string, number> = new Map([
  ...words(NIK, 'nik ktp noktp nonik nomornik nomorktp ektp kependudukan penduduk identitas niknumber iktp'),
  ...words(KK, 'kk nokk nomorkk keluarga'),
  ...words(NPWP, 'npwp nonpwp nomornpwp npwpd pajak taxpayer'),
  ...words(NITKU, 'nitku idtku tku'),
  ...words(BPJS, 'bpjs nobpjs bpjstk jkn kis bpjskes kpj'),
  ...words(NIP, 'nip nonip nomornip nippos niplama nipbaru pegawai'),
  ...words(SIM, 'sim nosim mengemudi'),
  ...words(
    BANK,
    'rek rekening norek norekening nomorrekening account acct bca bni bri bsi mandiri bank va giro',
  ),
  ...words(PASSPORT, 'passport paspor nopaspor passportno passportnumber passportnum'),
  ...words(
    PHONE,
    'phone telephone tel telp telepon telefon tlp notelp notelepon hp nohp nomorhp handphone ponsel wa whatsapp nowa ' +
      'mobile msisdn cellphone fax phones phonenumber mobilephone hotline gsm celular telefono tlf',
  ),
  ...words(
    REACH,
    'call calling dial sms cell hubungi kontak contact desk office answering reach messages registered',
  ),
  ...words(
    CARD,
    'card cards creditcard cc ccnum ccn cardnumber cardno pan visa mastercard amex kredit debit kartu',
  ),
  ...words(IBAN, 'iban'),
  ...words(SSN, 'ssn ssns social itin tin'),
  ...words(ROUTING, 'routing aba rtn'),
  ...words(NHS, 'nhs'),
  ...words(AADHAAR, 'aadhaar aadhar uidai uid'),
  ...words(TFN, 'tfn'),
  ...words(ABN, 'abn acn'),
  ...words(PESEL, 'pesel'),
  ...words(RRN, 'rrn resident registration jumin'),
  ...words(
    BIRTH,
    'dob birth born birthday birthdate birthdays dateofbirth lahir ttl tgllahir tanggallahir kelahiran',
  ),
  ...words(
    ADDRESS,
    'ip ips ipv4 ipv6 ipaddress ipaddr address client host remote peer server forwarded http https',
  ),
  ...words(VERSION, 'version versi ver v release build rev tag'),
  ...words(NATIONAL, 'dni nif nie nino nric fin sin insurance national identity'),
  ...words(TAX, 'tax idnr steuer'),
]);

const pieces = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;
const camel = /[a-z][A-Z]|[A-Z]{2}[a-z]/;

/** Meanings of one identifier or word: `noKtp` and `KTP` are looked up whole and by their parts. */
const meaningOf = (word: string): number => {
  const bits = meanings.get(word.toLowerCase());
  if (bits !== undefined) return bits;
  if (!camel.test(word)) return 0;
  return Array.from(word.matchAll(pieces), ([piece]) => meanings.get(piece.toLowerCase()) ?? 0).reduce(
    (all, some) => all | some,
    0,
  );
};

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Letters of a hash or an identifier, the `bca` of `d1bca17`: digits before them, or hexadecimal ones around. */
const isInsideCode = (text: string, start: number, end: number): boolean =>
  isDigit(text.charCodeAt(start - 1)) ||
  (isDigit(text.charCodeAt(end)) && /^[a-f]+$/i.test(text.slice(start, end)));

/** Meanings of the words between `from` and `to`. */
const contextBetween = (text: string, from: number, to: number): number => {
  let bits = 0;
  let start = -1;
  for (let i = from; i <= to; i += 1) {
    if (i < to && isLetter(text.charCodeAt(i))) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      const whole = i - start > 1 && i - start <= longestWord && !isInsideCode(text, start, i);
      if (whole) bits |= meaningOf(text.slice(start, i));
      start = -1;
    }
  }
  return bits;
};

const longestWord = 32;
const reach = 48;
const longNumber = 6;

/** Meanings of all words of a short text. */
export function contextOf(text: string): number {
  return contextBetween(text, 0, text.length);
}

/** `[NIK]` ends at `at` (its closing bracket). */
const isMask = (text: string, at: number): boolean => {
  let i = at - 1;
  while (at - i < 40 && /[A-Z0-9_]/.test(text.charAt(i))) i -= 1;
  return text.charCodeAt(i) === 91 && at - i > 2;
};

/** Where looking back from `at` stops: at the reach, a mask, or a long number; then no word is cut in half. */
const wallBefore = (text: string, at: number): number => {
  const last = Math.max(0, at - reach);
  let digits = 0;
  for (let i = at - 1; i >= last; i -= 1) {
    const code = text.charCodeAt(i);
    digits = isDigit(code) ? digits + 1 : 0;
    if (digits >= longNumber || (code === 93 && isMask(text, i))) return i + 1;
  }
  let from = last;
  while (from > 0 && from < at && isLetter(text.charCodeAt(from - 1)) && isLetter(text.charCodeAt(from)))
    from += 1;
  return from;
};

/**
 * Meanings of the words in the 48 characters before `at`. Numbers and masks are walls: what stood before a masked
 * value says nothing about the next one, and masking twice must see what masking once saw.
 */
export function contextBefore(text: string, at: number): number {
  return contextBetween(text, wallBefore(text, at), at);
}
