// Tokens made and revoked, each with its row in the tenant's chain.
import type { Clock } from '@governance-agent/audit-core';
import { createTokenDesk, type NewToken, type TokenOrder } from '../access/token-desk.ts';
import type { TokenRecord, TokenStore } from '../access/token-store.ts';
import { AgentError } from '../errors.ts';
import type { Administration } from './administration.ts';
import { momentOf } from './moment.ts';

export interface TokenActsDeps {
  readonly store: TokenStore;
  readonly administration: Administration;
  readonly clock: Clock;
  /** Told after a revocation. */
  readonly changed?: () => void;
}

export interface TokenActs {
  /** The row first, then the token: no token works that no row tells of. Throws AuditError. */
  create(order: TokenOrder, actor: string): Promise<NewToken>;
  /**
   * The revocation first, then the row: a store that takes no row must not keep a token alive. When this rejects with an
   * AuditError the token is revoked and not yet recorded; doing it again records it, once.
   * Throws AgentError `not_found`, also for a token of another tenant where one is given.
   */
  revoke(id: string, actor: string, tenant?: string): Promise<TokenRecord>;
}

export function createTokenActs(deps: TokenActsDeps): TokenActs {
  const { store, administration, clock, changed } = deps;
  const desk = createTokenDesk({ store, clock });
  return {
    create: (order, actor) =>
      desk.create(order, ({ id, tenant, org, scopes, expiresAt }) => {
        const words = { scopes: scopes.join(','), expires: momentOf(expiresAt) };
        const record = { act: 'token_created', token: id, ...words } as const;
        return administration.state({ tenant, org, actor, record });
      }),
    async revoke(id, actor, tenant) {
      const found = await store.find(id);
      if (found === undefined || (tenant ?? found.tenant) !== found.tenant) {
        throw new AgentError('not_found', 'There is no token with this id');
      }
      await store.revoke(id, clock.now());
      changed?.();
      const record = { act: 'token_revoked', token: id } as const;
      await administration.stateOnce({ tenant: found.tenant, org: found.org, actor, record });
      return found;
    },
  };
}
