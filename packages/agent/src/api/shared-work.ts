// Work that takes a while is done once at a time: whoever asks the same meanwhile gets the answer under way.

export type SharedWork<T> = (key: string, work: () => Promise<T>) => Promise<T>;

export function createSharedWork<T>(): SharedWork<T> {
  const running = new Map<string, Promise<T>>();
  return (key, work) => {
    const under = running.get(key) ?? work().finally(() => running.delete(key));
    running.set(key, under);
    return under;
  };
}
