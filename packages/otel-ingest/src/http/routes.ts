// Which paths are the receiver's, and which signal each takes.
import type { Signal } from '../ports.ts';

/** `known: false` is a path below a route of ours that leads nowhere: 404. */
export interface Route {
  readonly signal: Signal;
  readonly known: boolean;
}

// A base endpoint that ends in a signal path already gets another one appended by the client, and the last one tells
// what is being sent. Repeated and trailing slashes come from endpoints written by hand.
const ROUTE = /^(?:\/+v1\/+(?:logs|metrics|traces))?\/+v1\/+(logs|metrics|traces)\/*$/;
const BELOW = /^\/+v1\/+(logs|metrics|traces)\/+[^/]/;

/** Undefined where the path is none of ours, so that an app around the router can go on looking. */
export function matchRoute(path: string, prefix: string): Route | undefined {
  if (!path.startsWith(prefix)) return undefined;
  const rest = path.slice(prefix.length);
  const signal = signalOf(ROUTE.exec(rest)?.[1]);
  if (signal !== undefined) return { signal, known: true };
  const parent = signalOf(BELOW.exec(rest)?.[1]);
  return parent === undefined ? undefined : { signal: parent, known: false };
}

function signalOf(word: string | undefined): Signal | undefined {
  return word === 'logs' || word === 'metrics' || word === 'traces' ? word : undefined;
}
