// Where the program of a thread is, and how it is loaded: a thread does not inherit whether that is from sources or compiled.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ThreadProgram {
  readonly script: URL;
  /** Options of Node for the thread. */
  readonly execArgv: string[];
}

/** @param name of the program's file, without extension. @param from `import.meta.url` of a module in its folder. */
export function threadProgram(name: string, from: string): ThreadProgram {
  const extension = path.extname(fileURLToPath(from));
  return {
    script: new URL(`./${name}${extension}`, from),
    execArgv:
      extension === '.ts'
        ? ['--conditions=@governance-agent/source', '--disable-warning=ExperimentalWarning']
        : [],
  };
}
