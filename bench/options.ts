// Numbers and choices from the command line of a benchmark.

/** @throws Error for anything but a whole number from `least` on; digits may be grouped by `_`. */
export function wholeNumber(name: string, text: string, least = 1): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} must be a whole number from ${least} on, not ${text}`);
  return value;
}

/** Whole numbers separated by commas. @throws Error */
export function wholeNumbers(name: string, text: string): number[] {
  return text.split(',').map((part) => wholeNumber(name, part));
}

/** @throws Error for a text that is not among the choices. */
export function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new Error(`--${name} must be one of ${choices.join(', ')}, not ${text}`);
  return found;
}
