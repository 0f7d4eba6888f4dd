// Rows of the rollups as numbers: sets of them are compared in little memory, whatever threads they were made on.
import { hash } from 'node:crypto';

/** Sorted, each once, by the name of the rollup that they are of. */
export type FactSets = ReadonlyMap<string, Float64Array>;

/** @param secret drawn for one verification: who wrote the rows of a store cannot choose values that collide. */
export type FactMaker = (...values: readonly (string | number | null)[]) => number;

/** Hexadecimal digits: 48 bits, which every double holds. */
const DIGITS = 12;
const FACTS = 2 ** 48;

export function createFactMaker(secret: string): FactMaker {
  return (...values) =>
    Number.parseInt(hash('sha256', secret + JSON.stringify(values), 'hex').slice(0, DIGITS), 16);
}

/**
 * Of a fact about where and one about who, that of who was where. Both are as good as drawn at random for who does not know
 * the secret, and so is their sum: two different pairs give one number as seldom as two facts do.
 */
export function factOfBoth(where: number, who: number): number {
  return (where + who) % FACTS;
}

export interface FactCollector {
  add(name: string, fact: number): void;
  addAll(name: string, facts: Float64Array): void;
  end(): FactSets;
}

export function createFactCollector(): FactCollector {
  const lists = new Map<string, FactList>();
  const listOf = (name: string): FactList => {
    let list = lists.get(name);
    if (list === undefined) lists.set(name, (list = createFactList()));
    return list;
  };
  return {
    add: (name, fact) => listOf(name).add(fact),
    addAll: (name, facts) => listOf(name).addAll(facts),
    end: () => new Map([...lists].map(([name, list]) => [name, list.distinct()])),
  };
}

interface FactList {
  add(fact: number): void;
  addAll(facts: Float64Array): void;
  /** Sorted, each once. */
  distinct(): Float64Array;
}

const FIRST_ROOM = 256;

/** Eight bytes a fact, where a list of numbers may take more. */
function createFactList(): FactList {
  let facts = new Float64Array(FIRST_ROOM);
  let length = 0;
  const reserve = (count: number): void => {
    if (length + count <= facts.length) return;
    const wider = new Float64Array(Math.max(2 * facts.length, length + count));
    wider.set(facts.subarray(0, length));
    facts = wider;
  };
  return {
    add: (fact) => {
      reserve(1);
      facts[length] = fact;
      length += 1;
    },
    addAll: (more) => {
      reserve(more.length);
      facts.set(more, length);
      length += more.length;
    },
    distinct: () => distinct(facts.slice(0, length).sort()),
  };
}

function distinct(sorted: Float64Array): Float64Array {
  let count = 0;
  let last = -1;
  for (const fact of sorted) {
    if (fact === last) continue;
    last = fact;
    sorted[count] = fact;
    count += 1;
  }
  return sorted.slice(0, count);
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
