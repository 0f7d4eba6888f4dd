// Rows of the rollups as numbers: sets of them are compared in little memory, whatever threads they were made on.
import { hash } from 'node:crypto';

/** Sorted, each once, by the name of the rollup that they are of. */
export type FactSets = ReadonlyMap<string, Float64Array>;

/** @param secret drawn for one verification: who wrote the rows of a store cannot choose values that collide. */
export type FactMaker = (...values: readonly (string | number | null)[]) => number;

const BYTES = 6;

export function createFactMaker(secret: string): FactMaker {
  return (...values) => hash('sha256', secret + JSON.stringify(values), 'buffer').readUIntBE(0, BYTES);
}

export interface FactCollector {
  add(name: string, facts: Iterable<number>): void;
  end(): FactSets;
}

export function createFactCollector(): FactCollector {
  const lists = new Map<string, number[]>();
  return {
    add: (name, facts) => {
      const list = lists.get(name) ?? [];
      for (const fact of facts) list.push(fact);
      lists.set(name, list);
    },
    end: () => new Map([...lists].map(([name, list]) => [name, distinct(Float64Array.from(list).sort())])),
  };
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((fact, index) => index === 0 || fact !== sorted[index - 1]);
}

/** Names of the rollups whose rows are not the same on both sides. */
export function differences(expected: FactSets, stored: FactSets): string[] {
  const names = [...new Set([...expected.keys(), ...stored.keys()])].sort();
  return names.filter((name) => !isSame(expected.get(name), stored.get(name)));
}

const NOTHING: Float64Array = new Float64Array();

function isSame(a = NOTHING, b = NOTHING): boolean {
  return a.length === b.length && a.every((fact, index) => fact === b[index]);
}
