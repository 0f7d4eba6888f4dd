// Lends a command what the signer remembers of each chain, and keeps what the command adds to it.
import type { Settings } from '../config/settings.ts';
import { openSignerState, type SignerState } from '../signer-state.ts';
import { say, type CommandIo } from './io.ts';

export async function withMemory<T>(
  io: CommandIo,
  { dataDir }: Pick<Settings, 'dataDir'>,
  work: (memory: SignerState) => Promise<T>,
): Promise<T> {
  const onProblem = (): void => say(io, 'signer-state.json could not be written');
  const memory = await openSignerState({ dataDir, onProblem });
  try {
    return await work(memory);
  } finally {
    await memory.close();
  }
}
