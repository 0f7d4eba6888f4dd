// Keeps the keys of one object apart: two that are masked alike become `[EMAIL]` and `[EMAIL]#2`.

/** Gives each masked key of one object a name that none of its keys has so far. */
export type UniqueKey = (masked: string) => string;

export function createUniqueKeys(): UniqueKey {
  const taken = new Map<string, number>();
  return (masked) => {
    let count = taken.get(masked) ?? 0;
    let key = masked;
    // The count starts where the last search ended, so that many equal masks stay cheap.
    while (count > 0 && taken.has(key)) {
      count += 1;
      key = `${masked}#${count}`;
    }
    taken.set(masked, Math.max(count, 1));
    if (key !== masked) taken.set(key, 1);
    return key;
  };
}
