// Who is shown what. The agent decides what is given out; this only keeps away what would be refused.
import type { Identity } from '../api/types.ts';

export type Role = Identity['role'];

/** Reports about a tenant as a whole: evidence, bundles, who sends. A member sees rows that name them. */
export const WHOLE_TENANT: readonly Role[] = ['admin', 'auditor'];

export function seesWholeTenant({ role }: Identity): boolean {
  return WHOLE_TENANT.includes(role);
}
