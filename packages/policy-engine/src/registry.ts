// Which detectors run, in the order in which number detectors are asked.
import type { Detector } from './detector.ts';
import { authScheme } from './detectors/auth-scheme.ts';
import { cloudTokens } from './detectors/cloud-tokens.ts';
import { commandCredentials } from './detectors/command-credentials.ts';
import { cryptoWallet } from './detectors/crypto-wallet.ts';
import { dateOfBirth, labelledBirth } from './detectors/date-of-birth.ts';
import { developerTokens } from './detectors/developer-tokens.ts';
import { email } from './detectors/email.ts';
import { homePath } from './detectors/home-path.ts';
import { iban } from './detectors/iban.ts';
import { ipv4, ipv6 } from './detectors/ip-address.ts';
import { grafanaKey, jwt, wrappedJwt, wrappedPem } from './detectors/jwt.ts';
import { bankAccount, bpjs, nip, sim } from './detectors/keyword-number.ts';
import { kk } from './detectors/kk.ts';
import { licencePlate } from './detectors/licence-plate.ts';
import { dottedMacAddress, macAddress } from './detectors/mac-address.ts';
import {
  hyphenNif,
  nationalCode,
  passportCode,
  passportNumber,
  spacedNationalInsurance,
} from './detectors/national-codes.ts';
import { nationalNumbers } from './detectors/national-numbers.ts';
import { nik } from './detectors/nik.ts';
import { nitku } from './detectors/nitku.ts';
import { npwp } from './detectors/npwp.ts';
import { paymentCard } from './detectors/payment-card.ts';
import { phone } from './detectors/phone.ts';
import { privateKey } from './detectors/private-key.ts';
import { secretAssignment, secretElement, secretLabel } from './detectors/secret-assignment.ts';
import { secretPhrase } from './detectors/secret-phrase.ts';
import { serviceTokens } from './detectors/service-tokens.ts';
import { shapedTokens } from './detectors/shaped-tokens.ts';
import { spelledEmail } from './detectors/spelled-email.ts';
import { authTuple, identifiedBy, pgpassLine } from './detectors/spoken-credentials.ts';
import { dsnCredentials, oracleCredentials, urlCredentials } from './detectors/url-credentials.ts';
import { usItin, usRouting, usSsn } from './detectors/us-numbers.ts';
import { ENTITIES } from './entities.ts';

/** Changes with every change of what is found; part of the policy version of each row. */
export const REGISTRY_VERSION = '2026.11.1';

const numbers: readonly Detector[] = [
  nitku,
  kk,
  npwp,
  nik,
  nip,
  bpjs,
  usRouting,
  usSsn,
  usItin,
  ...nationalNumbers,
  passportNumber,
  spacedNationalInsurance,
  hyphenNif,
  paymentCard,
  sim,
  phone,
  bankAccount,
];
const personal: readonly Detector[] = [
  email,
  spelledEmail,
  iban,
  ipv4,
  ipv6,
  macAddress,
  dottedMacAddress,
  cryptoWallet,
  nationalCode,
  passportCode,
  licencePlate,
  dateOfBirth,
  labelledBirth,
  homePath,
];
const secrets: readonly Detector[] = [
  ...cloudTokens,
  ...developerTokens,
  ...serviceTokens,
  ...shapedTokens,
  privateKey,
  jwt,
  wrappedJwt,
  wrappedPem,
  grafanaKey,
  urlCredentials,
  dsnCredentials,
  oracleCredentials,
  authScheme,
  secretAssignment,
  secretElement,
  secretLabel,
  secretPhrase,
  pgpassLine,
  identifiedBy,
  authTuple,
  ...commandCredentials,
];

export const detectors: readonly Detector[] = [...numbers, ...personal, ...secrets];

const ranks: ReadonlyMap<string, number> = new Map(ENTITIES.map(({ name, rank }) => [name, rank]));

/** How specific an entity is; those of plugged-in recognisers come last. */
export const rankOf = (entity: string): number => ranks.get(entity) ?? 0;
