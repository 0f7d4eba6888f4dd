// Numbered places that are taken and left many times a second, for what waits for an answer.

export interface Places<T> {
  take(one: T): number;
  /** @returns who was there. */
  leave(place: number): T | undefined;
  leaveAll(): T[];
  /** How many are taken. */
  taken(): number;
}

/**
 * Not a `Map`: each time its table is made anew, the old one points to the next. As soon as one of them is old to the
 * collector of garbage, all behind it are kept, with whatever passed through them, until the whole heap is collected.
 */
export function createPlaces<T>(): Places<T> {
  const all: (T | undefined)[] = [];
  const free: number[] = [];
  const leave = (place: number): T | undefined => {
    const one = all[place];
    if (one === undefined) return undefined;
    all[place] = undefined;
    free.push(place);
    return one;
  };
  return {
    take(one) {
      const place = free.pop() ?? all.length;
      all[place] = one;
      return place;
    },
    leave,
    leaveAll: () => all.map((_, place) => leave(place)).filter((one) => one !== undefined),
    taken: () => all.length - free.length,
  };
}
