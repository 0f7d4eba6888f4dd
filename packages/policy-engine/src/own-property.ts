// Builds objects from keys that a client chose.

/** Sets an own property whatever the key: a plain assignment of `__proto__` would change the prototype and lose the value. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}
