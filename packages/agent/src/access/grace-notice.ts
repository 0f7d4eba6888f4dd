// Says once a day per licence that it has expired, instead of once per request.
import { LRUCache } from 'lru-cache';
import type { Logger } from '../logging.ts';
import type { Licence } from './licence.ts';

export interface GraceNoticeDeps {
  readonly logger: Logger;
  readonly clock: { now(): number };
  readonly count: () => void;
}

export function createGraceNotice(deps: GraceNoticeDeps): (licence: Licence) => void {
  const told = new LRUCache<string, string>({ max: 10_000 });
  return (licence) => {
    deps.count();
    const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
    if (told.get(licence.id) === day) return;
    told.set(licence.id, day);
    deps.logger.warn('licence expired, accepted within its 7 days of grace', {
      licence: licence.id,
      expired: new Date(licence.expiresAt * 1000).toISOString(),
    });
  };
}
