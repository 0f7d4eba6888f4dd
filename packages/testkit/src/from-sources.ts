// Programs of this repository that a test or a benchmark runs as they stand, in a process of their own.

/** Options of Node for programs that are run from sources. */
export const SOURCE_FLAGS: readonly string[] = [
  '--disable-warning=ExperimentalWarning',
  '--conditions=@governance-agent/source',
];

/** What Node is given to run a program from sources, up to its own arguments. */
export function fromSources(script: string): string[] {
  return [...SOURCE_FLAGS, script];
}
