// Wallet addresses: Bitcoin and relatives by their checksums, Ethereum by its shape.
import { base58CheckHolds, bech32Holds } from '../checks/base58.ts';
import type { MixedDetector } from '../detector.ts';

const ethereum = /^0x[0-9a-fA-F]{40}$/;
const base58 = /^[13LMDT][1-9A-HJ-NP-Za-km-z]{25,34}$/;
const bech32 = /^(?:bc|tb|ltc)1[02-9ac-hj-np-z]{11,71}$/;

const isWallet = (value: string): boolean => {
  if (value.length < 26) return false;
  if (ethereum.test(value)) return true;
  return (base58.test(value) && base58CheckHolds(value)) || (bech32.test(value) && bech32Holds(value));
};

export const cryptoWallet: MixedDetector = {
  on: 'mixed',
  find(scan, { start, end, value }) {
    if (isWallet(value)) scan.emit('CRYPTO_WALLET', start, end);
  },
};
