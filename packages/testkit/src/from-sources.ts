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

/**
 * What a process of its own gets of this one's environment, so that a test decides everything else: where programs are, and
 * where Node keeps what it has compiled, for most of a short command is reading its sources.
 */
export function processEnvironment(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) };
}
