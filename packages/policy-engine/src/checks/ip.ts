// IP addresses: strict reading, and which ranges belong to nobody (RFC 6890).

/** The four octets of a dotted quad, or undefined. */
export function octetsOf(address: string): number[] | undefined {
  const parts = address.split('.');
  if (parts.length !== 4) return undefined;
  const octets = parts.map(Number);
  const strict = parts.every((part, i) => /^(?:0|[1-9]\d{0,2})$/.test(part) && (octets[i] ?? 256) <= 255);
  return strict ? octets : undefined;
}

/** Public resolvers that stand in every configuration. */
const resolvers = new Set(['1.1.1.1', '1.0.0.1', '8.8.8.8', '8.8.4.4', '9.9.9.9', '149.112.112.112', '208.67.222.222', '208.67.220.220']); // prettier-ignore

const isReserved = ([a = 0, b = 0]: readonly number[]): boolean =>
  a === 0 ||
  a === 10 ||
  a === 127 ||
  a >= 224 ||
  (a === 100 && b >= 64 && b < 128) ||
  (a === 169 && b === 254) ||
  (a === 172 && b >= 16 && b < 32) ||
  (a === 192 && b === 168) ||
  (a === 198 && (b === 18 || b === 19));

/** A public IPv4 address that may be somebody's. */
export function isPublicIpv4(octets: readonly number[]): boolean {
  return !isReserved(octets) && !resolvers.has(octets.join('.'));
}

/** Four small numbers are a version or a section far more often than an address. */
export function looksLikeVersion(octets: readonly number[]): boolean {
  return octets.every((octet) => octet < 32);
}

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));

const areGroups = (groups: readonly string[]): boolean =>
  groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group));

/** The eight groups of an IPv6 address without a dotted tail, or undefined. */
export function ipv6Groups(address: string): number[] | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  const missing = 8 - head.length - tail.length;
  if (!areGroups(head) || !areGroups(tail) || (halves.length === 2 ? missing < 1 : missing !== 0))
    return undefined;
  const zeros = Array.from({ length: Math.max(0, missing) }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => parseInt(group, 16));
}

/** Global unicast; link-local, unique local, multicast and loopback are nobody's, and `a::b` is a name in code. */
export function isPublicIpv6(groups: readonly number[], compressed: boolean): boolean {
  const [first = 0] = groups;
  // Eight pairs are a hardware address; an uncompressed address has longer groups.
  if (compressed) return (first >= 0x2000 && first < 0x4000) || first === 0x64;
  return first !== 0 && first < 0xfc00 && groups.some((group) => group > 0xff);
}
