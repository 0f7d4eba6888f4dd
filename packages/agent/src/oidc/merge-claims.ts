// One set of claims out of the two places where providers put them: the signed ID token wins over the userinfo answer.
import type { Claims } from './claim-values.ts';

/** `email_verified` of one place says nothing of an address that came from the other. */
export function mergeClaims(idToken: Claims, userInfo: Claims): Claims {
  const merged = { ...userInfo, ...idToken };
  const isForeign = Object.hasOwn(idToken, 'email') && idToken['email'] !== userInfo['email'];
  if (!isForeign || Object.hasOwn(idToken, 'email_verified')) return merged;
  const { email_verified: _of_another, ...rest } = merged;
  return rest;
}
