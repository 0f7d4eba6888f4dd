// What a claim says, as a list of texts, wherever a provider puts it.

export type Claims = Readonly<Record<string, unknown>>;

/** @param claim a name, or a JSON pointer (RFC 6901). Numbers, switches and objects are not taken for text. */
export function claimValues(claims: Claims, claim: string): readonly string[] {
  const value = claim.startsWith('/') ? pointed(claims, claim) : own(claims, claim);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((entry) => typeof entry === 'string');
}

function pointed(claims: Claims, pointer: string): unknown {
  const steps = pointer.slice(1).split('/');
  return steps.reduce<unknown>(
    (at, step) => own(at, step.replaceAll('~1', '/').replaceAll('~0', '~')),
    claims,
  );
}

/** Own properties only: a claim called `constructor` is none that a provider sent. */
function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
