// Whose licences are believed now: read at the start, and again when the operator says so.
import { AgentError } from '../errors.ts';
import { issuerKeyPath, readIssuerKey, trustedIssuers, type TrustedIssuers } from './issuer-key.ts';

export interface IssuerSource {
  /** Another map after each change: who remembers what an issuer vouched for can tell. */
  current(): TrustedIssuers;
  /**
   * Reads the keys anew without using them: the result takes them over. Throws AgentError `key_unusable`, and then
   * everything stays.
   * @param configured PEM texts or paths of PEM files; empty = the issuer key under `DATA_DIR`
   */
  prepare(configured: readonly string[]): Promise<() => void>;
}

/** Throws AgentError `key_unusable`. The issuer's own key is made here, at the start, and never by `prepare`. */
export async function openIssuers(configured: readonly string[], dataDir: string): Promise<IssuerSource> {
  let held = await trustedIssuers(configured, dataDir);
  return {
    current: () => held,
    prepare: async (entries) => {
      if (entries.length === 0) await assertOwnKey(dataDir);
      const next = await trustedIssuers(entries, dataDir);
      return () => {
        held = next;
      };
    },
  };
}

/** A key made in passing would lock out every licence that is out there. */
async function assertOwnKey(dataDir: string): Promise<void> {
  if ((await readIssuerKey(dataDir)) !== undefined) return;
  throw new AgentError('key_unusable', `${issuerKeyPath(dataDir)} does not exist: restore it`);
}
