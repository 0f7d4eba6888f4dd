// How often something was sent on already: two agents that send to each other would never come to an end.
import type { JsonObject } from '@governance-agent/policy-engine';

export const HOPS = 'audit.hops';
const MOST_HOPS = 3;

export function mayGoOn(attributes: JsonObject): boolean {
  return hopsOf(attributes) < MOST_HOPS;
}

export function hopsOf(attributes: JsonObject): number {
  const hops = attributes[HOPS];
  return typeof hops === 'number' && hops > 0 ? hops : 0;
}
