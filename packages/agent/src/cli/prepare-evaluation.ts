// What a first look needs before the agent runs: keys, store, a licence of the tenant `demo` and a token for it.
import { createTokenStore } from '../access/token-store.ts';
import { stateLicenceIssued } from '../administration/licence-acts.ts';
import { createTokenActs } from '../administration/token-acts.ts';
import type { Settings } from '../config/settings.ts';
import { ensureAdminToken, ensureEvaluationLicence } from '../evaluation.ts';
import type { CommandIo } from './io.ts';
import { withAdministration } from './with-administration.ts';

export interface Evaluation {
  /** undefined where licences come from another issuer. */
  readonly license: string | undefined;
  /** undefined where it was shown at an earlier start. */
  readonly token: string | undefined;
}

export function prepareEvaluation(io: CommandIo, settings: Settings): Promise<Evaluation> {
  const { dataDir, licensePublicKeys } = settings;
  const { clock } = io;
  return withAdministration(
    io,
    settings,
    async ({ database, administration }) => {
      const license =
        licensePublicKeys.length > 0
          ? undefined
          : await ensureEvaluationLicence(dataDir, clock, (licence) =>
              stateLicenceIssued(administration, licence, 'agent'),
            );
      const store = createTokenStore(database.knex);
      const acts = createTokenActs({ store, administration, clock });
      return { license, token: await ensureAdminToken({ store, acts, clock }) };
    },
    'always',
  );
}
